"""Lines one below the other, each named at the left; what a line holds is drawn along a scale from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.charts.colors import WHITE
from kitlib.charts.key import Key
from kitlib.charts.letters import SMALL, cut, width_of
from kitlib.charts.sheet import WIDTH, Sheet, Style

__all__ = ["Lines"]

_EDGE = 0.08  # inches kept free around all
_ASIDE = 0.09  # between a name and its line
_MOST = 4.4  # that a name may take; only lines of the widest letters would take more
_BAR = 0.62  # of a line's height, that a bar takes


class Lines:
    """A sheet with `names` at the left of lines that are `step` inches high, and a key below.

    The scale of the lines goes from `first` to `last`, with `margin` inches free at its right. Inches are
    kept `above` the lines for what is written there, and `below` them.
    """

    def __init__(
        self,
        names: Sequence[str],
        step: float,
        scale: tuple[float, float],
        key: Key | None = None,
        *,
        above: float = 0,
        below: float = 0,
        margin: float = 0,
        heights: Sequence[int] = (),
    ) -> None:
        self.step = step
        self.heights = heights or [1] * len(names)  # of each name, in lines
        self.top = _EDGE + above
        self.bottom = self.top + step * sum(self.heights)
        end = self.bottom + below
        self.sheet = Sheet(end + (key.height(WIDTH) if key else 0) + _EDGE)
        names = ["\n".join(cut(line, SMALL, _MOST) for line in name.split("\n")) for name in names]
        widest = max((width_of(line, SMALL) for name in names for line in name.split("\n")), default=0)
        self.left, self.right = _EDGE + widest + _ASIDE, WIDTH - _EDGE - margin
        self._first, self._last = scale
        at = 0
        for name, many in zip(names, self.heights, strict=True):
            self.sheet.write(self.left - _ASIDE, self.y(at + (many - 1) / 2), name, across="right")
            at += many
        self._key, self._end = key, end

    def done(self) -> Sheet:
        """The sheet, with its key: last, so that what lies below a style in the lines does so in the sheet."""
        if self._key:
            self._key.put(self.sheet, self._end)
        return self.sheet

    def x(self, value: float) -> float:
        """Where a value of the scale lies, in inches from the left."""
        return self.left + (self.right - self.left) * (value - self._first) / (self._last - self._first)

    def y(self, line: float) -> float:
        """The middle of a line, in inches from above."""
        return self.top + self.step * (line + 0.5)

    def part(self, line: int, start: float, length: float, words: str, style: Style) -> None:
        """One part of a bar, `length` of the scale from `start` on, with `words` in its middle."""
        x, y, height = self.x(start), self.y(line), self.step * _BAR
        width = self.x(start + length) - x
        self.sheet.box(x, y - height / 2, width, height, style)
        if words:
            self.sheet.write(x + width / 2, y, words, across="center", plate=WHITE)
