"""Maps of support in a record: the map, what it covers, its gaps and its overlaps."""

from __future__ import annotations

from html import escape

from kitlib import charts
from kitlib.frames import Held
from kitlib.frames.maps import covered, entries, findings, grid, maps
from kitlib.records.page import Page, behind, bullets, show, show_chart, table
from kitlib.records.parts.table import named

__all__ = ["show_map"]


def show_map(held: Held, activity: str, page: Page) -> None:
    """One map, team by team."""
    model = held.session.activities[activity]
    heading = model.title or held.session.step_of(activity).title
    for i, (part, rule, found) in enumerate(maps(held, activity)):
        if i == 0:
            show(f"<h2>{escape(heading)}</h2><p>● is in use now; ○ is a goal.</p>")
        title = page.title(heading, part)
        if page.many_teams or page.many_meetings:
            show(f"<h3>{escape(title)}</h3>")
        show(table(grid(rule, found).rename(columns={"area": "Area"}), title))
        counts = covered(rule, found)
        names = {"area": "Area", "tier": "Tier", "used": "In use now", "goals": "Goals"}
        show_chart(charts.coverage(counts), counts.rename(columns=names), f"{title}: what is covered")
        gaps, overlaps = findings(rule, found)
        level = 4 if page.many_teams or page.many_meetings else 3
        for words, some, none, lines in (
            ("Gaps", "<p>Nothing is in use in:</p>", "Something is in use in each place.", gaps),
            ("Overlaps to look at", "", "No names and no answers are the same.", overlaps),
        ):
            show(f"<h{level}>{words}</h{level}>" + (some + bullets(lines) if lines else f"<p>{none}</p>"))
        if rule.activity.columns and any(entry.more for entry in found):
            detail = entries(rule, found)
            first = {"what": "What it is", "place": "Place", "state": "State"}
            told = named(detail.drop(columns=list(first)), rule.activity.columns)
            for at, (column, words) in enumerate(first.items()):
                told.insert(at, words, detail[column], allow_duplicates=True)
            show(behind("More on each entry", table(told, f"{title}: more on each entry", wide="What it is")))
