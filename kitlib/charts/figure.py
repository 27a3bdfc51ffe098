"""A sheet as a figure of matplotlib, for authors who take a chart further."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, PathPatch
from matplotlib.path import Path

from kitlib.charts.letters import LEADING
from kitlib.charts.sheet import PLATE, Circle, Plate, Polygon, Shape, Sheet

__all__ = ["as_figure"]

_ROUND = BoxStyle.Round(pad=0, rounding_size=PLATE)


def as_figure(sheet: Sheet) -> Figure:
    """A figure of the sheet's size: a patch for the shapes of each style, a text for each of the words."""
    figure = Figure(figsize=(sheet.width, sheet.height))
    inches = figure.dpi_scale_trans
    for style, shapes in sheet.layers:
        path = Path.make_compound_path(*(_path(shape, sheet.height) for shape in shapes))
        look = {"facecolor": style.fill, "hatch": style.hatch, "edgecolor": style.edge}
        figure.add_artist(PathPatch(path, transform=inches, linewidth=style.width, **look))
    for words in sheet.words:
        figure.text(
            words.x,
            sheet.height - words.y,
            words.text,
            transform=inches,
            size=words.size,
            color=words.color,
            horizontalalignment=words.across,
            verticalalignment=words.down,
            multialignment=words.across,
            linespacing=LEADING,
            rotation=90 if words.upright else 0,
            parse_math=False,  # a dollar is a dollar
        )
    return figure


def _path(shape: Shape, height: float) -> Path:
    """A shape with its points counted from below, as matplotlib does."""
    if isinstance(shape, Circle):
        return Path.circle((shape.x, height - shape.y), shape.radius)
    if isinstance(shape, Plate):
        return _ROUND(shape.x, height - shape.y - shape.height, shape.width, shape.height, 1)
    points = [(x, height - y) for x, y in shape.points]
    return Path([*points, points[0]], closed=True) if isinstance(shape, Polygon) else Path(points)
