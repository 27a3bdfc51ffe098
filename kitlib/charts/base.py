"""A chart: a figure, and the words that stand for it where it cannot be seen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitlib.charts.letters import is_wide
from kitlib.charts.sheet import Sheet
from kitlib.charts.svg import as_image, as_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chart", "wrapped"]


@dataclass(frozen=True)
class Chart:
    """A sheet with its alt text, which Jupyter shows as SVG."""

    sheet: Sheet
    alt: str

    @property
    def svg(self) -> str:
        """The chart as an `svg` element that carries its alt text: fit for a page, or for a file of its own."""
        return as_svg(self.sheet, self.alt)

    def figure(self) -> Figure:
        """The chart as a new figure of matplotlib, to be changed and saved; its alt text does not go along."""
        from kitlib.charts.figure import as_figure  # imported here: what a page shows needs no matplotlib

        return as_figure(self.sheet)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """The `svg`, for pages; and an image of it, the only form that JupyterLab shows before it is told to trust a notebook."""
        svg = self.svg
        data = {"image/svg+xml": svg, "text/html": as_image(svg, self.alt), "text/plain": self.alt}
        return data, {"image/svg+xml": {"alt": self.alt}}


def wrapped(texts: Iterable[object], width: int = 44, lines: int = 2) -> list[str]:
    """Each text in at most `lines` lines of `width` letters, or of fewer where they are wide ones."""
    return ["\n".join(_lines(str(text), width, lines)) for text in texts]


def _lines(text: str, width: int, lines: int) -> list[str]:
    if wide := sum(map(is_wide, text)):
        width = width * len(text) // (len(text) + wide)
    return textwrap.wrap(text, width, max_lines=lines, placeholder=" …")
