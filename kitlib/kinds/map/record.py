"""Maps of support in a record: the map, what it covers, its gaps and its overlaps."""

from __future__ import annotations

from html import escape

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.map.chart import coverage
from kitlib.kinds.map.frame import covered, entries, findings, grid, maps
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.column_frames import titled
from kitlib.kinds.shared.page import Page, behind, bullets, show, show_chart, table

__all__ = ["RECORD", "show_map"]


def show_map(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One map, team by team."""
    model = answers.model(activity)
    heading = answers.heading(activity, model.title)
    for i, (team_answers, rule, found) in enumerate(maps(answers, activity)):
        if i == 0:
            show(f"<h2>{escape(heading)}</h2><p>● is in use now; ○ is a goal.</p>")
        title = page.title(heading, team_answers)
        if page.many_teams or page.many_meetings:
            show(f"<h3>{escape(title)}</h3>")
        show(table(grid(rule, found).rename(columns={"area": "Area"}), title))
        counts = covered(rule, found)
        names = {"area": "Area", "tier": "Tier", "used": "In use now", "goals": "Goals"}
        show_chart(coverage(counts), counts.rename(columns=names), f"{title}: what is covered")
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
            told = titled(detail.drop(columns=list(first)), rule.activity.columns)
            for at, (column, words) in enumerate(first.items()):
                told.insert(at, words, detail[column], allow_duplicates=True)
            show(behind("More on each entry", table(told, f"{title}: more on each entry", wide="What it is")))


RECORD = RecordPart(work=show_map)
