"""DataFrames to figures: one style, readable without color, with alt text made from the same data."""

from kitlib.charts.bars import bars, minutes
from kitlib.charts.base import Chart
from kitlib.charts.coverage import coverage
from kitlib.charts.gaps import gaps
from kitlib.charts.places import places
from kitlib.charts.radar import radar
from kitlib.charts.spread import domains, spread
from kitlib.charts.tallies import tallies
from kitlib.charts.timetable import timetable

__all__ = [
    "Chart",
    "bars",
    "coverage",
    "domains",
    "gaps",
    "minutes",
    "places",
    "radar",
    "spread",
    "tallies",
    "timetable",
]
