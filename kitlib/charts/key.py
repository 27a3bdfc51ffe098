"""The key of a figure: what each style stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kitlib.charts.letters import SMALL, cut, width_of
from kitlib.charts.sheet import WIDTH, Mark, Sheet, Style

__all__ = ["Key"]

# In inches: a swatch and its height, in which a hatch can be told, the space behind it, between two names,
# above the key, and the height of a row.
_SWATCH, _HIGH, _BEHIND, _BETWEEN, _ABOVE, _ROW = 0.25, 0.13, 0.09, 0.24, 0.14, 0.21


@dataclass(frozen=True)
class Key:
    """Names, and the style or the mark that each stands for."""

    names: Sequence[str]
    looks: Sequence[Style | Mark]

    def height(self, width: float) -> float:
        """The inches it needs below a figure of `width` inches."""
        return _ABOVE + _ROW * -(-len(self.names) // len(self._columns(width)))

    def put(self, sheet: Sheet, y: float) -> None:
        """Write it from `y` on, in the middle of the sheet, row by row."""
        columns = self._columns(sheet.width)
        first = (sheet.width - sum(columns) - _BETWEEN * (len(columns) - 1)) / 2
        for i, (name, look) in enumerate(zip(self._names, self.looks, strict=False)):
            row, column = divmod(i, len(columns))
            x = first + sum(columns[:column]) + _BETWEEN * column
            middle = y + _ABOVE + _ROW * (row + 0.5)
            if isinstance(look, Mark):
                sheet.mark(x + _SWATCH / 2, middle, look)
            else:
                sheet.box(x, middle - _HIGH / 2, _SWATCH, _HIGH, look)
            sheet.write(x + _SWATCH + _BEHIND, middle, name)

    @property
    def _names(self) -> list[str]:
        """The names, a very long one only as far as it fits beside its swatch."""
        return [cut(name, SMALL, WIDTH - _SWATCH - 2 * _BEHIND) for name in self.names]

    def _columns(self, width: float) -> list[float]:
        """The widths of as many columns as fit side by side."""
        wide = [_SWATCH + _BEHIND + width_of(name, SMALL) for name in self._names]
        columns = wide
        for many in range(len(wide), 0, -1):
            columns = [max(wide[i::many]) for i in range(many)]
            if sum(columns) + _BETWEEN * (many - 1) <= width:
                break
        return columns
