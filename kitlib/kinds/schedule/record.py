"""Schedules in a record: the blocks as a figure, sums against the rules, the clashes left, and changed rules."""

from __future__ import annotations

from html import escape

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.schedule.chart import timetable
from kitlib.kinds.schedule.frame import Week, like_days, weeks
from kitlib.kinds.schedule.keys import Schedule
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, show, show_chart, table

__all__ = ["RECORD", "show_schedule"]


def show_schedule(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One schedule, team by team."""
    model = answers.model(activity)
    assert isinstance(model, Schedule)
    for i, week in enumerate(weeks(answers, activity)):
        if i == 0:
            show(
                f"<h2>{escape(answers.heading(activity))}</h2><p>The schedule as the team left it. Sums "
                "and clashes are computed from its blocks; a minute is counted once.</p>"
            )
        title = page.title(model.title or "Schedule", week.team_answers)
        show(f"<h3>{escape(title)}</h3>")
        _figures(week, model.noun, title)
        _clashes(week, title)
        if not week.sums.empty:
            names = {
                "rule": "Rule",
                "group": model.noun,
                "found": "Minutes",
                "standing": "Against the rule",
            }
            show(table(week.sums.rename(columns=names), f"{title}: minutes against the rules", wide="Rule"))
        if not week.changed.empty:
            names = {"rule": "Rule", "before": "In the session", "now": "The team’s number"}
            show(
                table(
                    week.changed.rename(columns=names), f"{title}: rules that the team changed", wide="Rule"
                )
            )


def _figures(week: Week, noun: str, title: str) -> None:
    """One figure for days that are alike."""
    found = week.table
    groups = found.named(found.groups)
    for days in like_days(found):
        shown = week.blocks[(week.blocks["day"] == found.day_name(days[0]))]
        shown = shown[shown["start"] < shown["end"]]
        when = found.on(days) or found.day_name(days[0])
        chart = timetable(shown, groups, when, found.hours, halves=found.halves)
        caption = f"{title}: {when}"
        if len(found.days) > 1:
            show(f"<h4>{escape(when[0].upper() + when[1:])}</h4>")
        same = shown[["group", "use", "who", "note"]].copy()
        same.insert(
            1,
            "time",
            [
                f"{found.clock(a)} to {found.clock(b)}"
                for a, b in zip(shown["start"], shown["end"], strict=True)
            ],
        )
        names = {"group": noun, "time": "Time", "use": "Use", "who": "Who", "note": "Note"}
        empty = [column for column in ("who", "note") if not same[column].any()]
        show_chart(chart, same.drop(columns=empty).rename(columns=names), caption)


def _clashes(week: Week, title: str) -> None:
    if week.unfinished:
        blocks = "1 block was" if week.unfinished == 1 else f"{week.unfinished} blocks were"
        show(
            f"<p>{blocks} begun and not finished, and {'is' if week.unfinished == 1 else 'are'} not in the schedule.</p>"
        )
    if week.clashes.empty:
        show("<p>✓ No clash is left.</p>")
    else:
        names = {"clash": "Clash", "rule": "Rule"}
        show(table(week.clashes.rename(columns=names), f"{title}: clashes left", wide="Clash"))
    if week.table.blank:
        show(f'<p class="quiet">{escape(" ".join(week.table.blank))}</p>')


RECORD = RecordPart(work=show_schedule)
