"""Ratings in a record: the spread of each item, the agreed rating and why, and what follows from it."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib import charts
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.rating.frame import domains, gaps, middles, priorities, ratings, roles, rounds
from kitlib.kinds.rating.gaps_chart import gaps as draw_gaps
from kitlib.kinds.rating.radar_chart import radar
from kitlib.kinds.rating.rule import RatingRule
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.page import Page, behind, bullets, show, show_chart, table

__all__ = ["RECORD", "show_rating"]

NAMED = 4  # statements not talked through, up to which they are named
LONG = 15  # statements from which on the spread is folded away behind the domains


def show_rating(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One instrument, team by team; then its rounds side by side."""
    step = answers.heading(activity)
    for i, (team_answers, rule, frame) in enumerate(ratings(answers, activity)):
        if i == 0:
            show(
                f"<h2>{escape(step)}</h2><p>Each seat rated alone; then the team saw the spread and "
                "talked. An item that was not talked about says so; that is not the lowest point.</p>"
            )
        title = page.title(rule.activity.title or rule.instrument.title, team_answers)
        show(f"<h3>{escape(title)}</h3>")
        _spread(team_answers, rule, frame, title)
        silent = _agreed(frame, title)
        if marked := priorities(frame):
            show("<h4>What we work on first</h4>" + bullets(marked))
        _gaps(answers, team_answers, rule, title)
        _roles(answers, team_answers, rule, title)
        show(
            f'<p class="quiet">{escape(_not_talked(silent, len(frame)))}'
            f"Instrument: {escape(rule.instrument.title)}, version {escape(rule.instrument.version)}, "
            f"{escape(rule.instrument.made_by)}.</p>"
        )
    for label, frame in rounds(answers, activity):
        _rounds(label, frame, page)


def _spread(team_answers: TeamAnswers, rule: RatingRule, frame: pd.DataFrame, title: str) -> None:
    points = [point.label for point in rule.scale.points]
    counts = frame[["text", *points, "passed"]].rename(columns={"text": "Statement", "passed": "Passed"})
    caption = f"{title}: how many chose each point"
    rated = frame[frame[points].sum(axis=1) > 0]
    if rated.empty:
        return
    of_domain = domains(team_answers, rule)
    if len(rated) <= LONG:
        show_chart(charts.spread(rated, points), counts, caption, wide="Statement")
    else:
        show(
            behind(
                "How many chose each point, statement by statement", table(counts, caption, wide="Statement")
            )
        )
    if 1 < len(of_domain) < len(frame):  # with one statement each, the domains are the statements once more
        turned = " Statements worded the other way are turned." if any(i.reverse for i in rule.items) else ""
        show(f"<h4>By domain</h4><p>All ratings of a domain together.{turned}</p>")
        named = of_domain.rename(columns={"name": "Domain"})
        show_chart(charts.domains(of_domain, points, "ratings"), named, f"{title}: ratings by domain")
    if len(of_domain) > 1:
        around = middles(team_answers, rule)
        if (wheel := radar(around, rule.scale.values)) is not None:
            names = {
                "name": "Domain",
                "low": "A quarter at or below",
                "middle": "Middle",
                "high": "A quarter at or above",
            }
            show(
                '<p class="quiet">The line joins the middle rating of each domain; the band holds the middle half '
                "of its ratings.</p>"
            )
            show_chart(wheel, around.rename(columns=names), f"{title}: the middle rating of each domain")


def _agreed(frame: pd.DataFrame, title: str) -> list[str]:
    """Show what was agreed; returns the statements that were not talked through."""
    talked = frame[~frame["agreed"].isin(["", "not discussed"])]
    worded = frame[(frame[["reason", "evidence", "dissent"]] != "").any(axis=1)]
    shown = frame[frame.index.isin(talked.index) | frame.index.isin(worded.index)]
    if not shown.empty:
        names = {"text": "Statement", "agreed": "We agreed on"}
        more = {"reason": "Because", "evidence": "It rests on", "dissent": "Some of us see it otherwise"}
        names |= {key: words for key, words in more.items() if (shown[key] != "").any()}
        show(table(shown[list(names)].rename(columns=names), f"{title}: what we agreed on", wide="Statement"))
    return [str(text) for text in frame["text"][~frame.index.isin(talked.index)]]


def _not_talked(silent: list[str], of: int) -> str:
    """The statements that were not talked through, named where they are few."""
    if not silent:
        return ""
    if len(silent) > NAMED:
        return f"{len(silent)} of {of} statements were not talked through. "
    named = (f"“{text.removesuffix('.')}”" for text in silent)
    return f"Not talked through: {'; '.join(named)}. "


def _gaps(answers: DistrictAnswers, team_answers: TeamAnswers, rule: RatingRule, title: str) -> None:
    other, found = gaps(answers, team_answers, rule)
    if other is None or found.empty:
        return
    first, second = other.name, rule.name
    show(
        f"<h4>{escape(first)} and {escape(second)}</h4><p>The widest gap stands first. Where the team did not "
        "agree on a point, the middle rating counts.</p>"
    )
    names = {"text": "Statement", "first_label": first, "second_label": second, "gap": "Gap"}
    chart = draw_gaps(found, (first, second), other.scale.values, rule.scale.values)
    show_chart(chart, found[list(names)].rename(columns=names), f"{title}: the gap", wide="Statement")


def _roles(answers: DistrictAnswers, team_answers: TeamAnswers, rule: RatingRule, title: str) -> None:
    found = roles(answers, team_answers, rule)
    if not found.empty:
        names = {"text": "Statement", "role": "Role"}
        words = (
            "<p>Shown where at least three of a role rated, at least three others did, and they were not of "
            "one mind; so no rating can be traced to a seat.</p>"
        )
        show(
            behind(
                "By role", words + table(found.rename(columns=names), f"{title}: by role", wide="Statement")
            )
        )


def _rounds(label: str, frame: pd.DataFrame, page: Page) -> None:
    of = f" · {label}" if page.many_teams else ""
    moved = frame["moved"].dropna()
    show(
        f"<h3>Rounds side by side{escape(of)}</h3><p>{(moved > 0).sum()} moved up, {(moved < 0).sum()} moved down, "
        f"{(moved == 0).sum()} stayed. What stands here is the point the team agreed on, else the middle rating.</p>"
    )
    shown = frame.assign(moved=frame["moved"].map(lambda n: "" if pd.isna(n) else f"{n:+g}" if n else "0"))
    names = {"text": "Statement", "moved": "Moved"}
    show(table(shown.rename(columns=names), f"Rounds side by side{of}", wide="Statement"))


RECORD = RecordPart(work=show_rating)
