"""A map of support on paper: a grid of areas by tiers, and what more is said of each entry."""

from __future__ import annotations

from kitlib.activities.map import Map
from kitlib.content.kinds import Column
from kitlib.handouts.forms.rows import gridded
from kitlib.handouts.paper import Paper, Row

__all__ = ["map_"]

HIGH = 3  # lines of a cell of the grid


def map_(rule: Map, paper: Paper) -> str:
    """Area by tier; a circle before what is only a goal."""
    of = rule.activity
    once = paper.quiet(
        paper.say("One copy for the team. Write what is in use now; put a circle ○ before what is a goal.")
    )
    helps = paper.bullets(
        [
            f"<strong>{paper.words(tier.title)}</strong>: {paper.words(tier.help)}"
            for tier in of.tiers
            if tier.help
        ]
    )
    areas = [
        f"{n}. {paper.words(area.text)}"
        + (f'<br><span class="quiet">{paper.words(area.help)}</span>' if area.help else "")
        for n, area in enumerate(of.areas, start=1)
    ]
    rows = [Row([area, *[""] * len(of.tiers)], HIGH) for area in areas]
    heads = [paper.say("Area"), *(paper.words(tier.title) for tier in of.tiers)]
    found = once + helps + paper.table("", heads, rows, widths=[2, *[3] * len(of.tiers)])
    if of.columns and paper.room:
        named = Column(id="what", title="What it is (its name in the grid)")
        found += f"<h4>{paper.say('More on each entry')}</h4>"
        found += gridded("Entry", [named, *of.columns], [{} for _ in paper.empty(of)], paper)
    return found
