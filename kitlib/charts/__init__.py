"""DataFrames to figures: one style, readable without color, with alt text made from the same data."""

from kitlib.charts.bars import bars, minutes
from kitlib.charts.base import Chart
from kitlib.charts.spread import domains, spread

__all__ = [
    "Chart",
    "bars",
    "domains",
    "minutes",
    "spread",
]
