"""Who is here, and what was agreed, on paper."""

from __future__ import annotations

from kitlib.activities.agreements import Agreements
from kitlib.activities.attendance import Attendance
from kitlib.content import kinds
from kitlib.handouts.paper import Paper, Row

__all__ = ["agreements", "attendance"]


def attendance(rule: Attendance, paper: Paper) -> str:
    """A row for each seat, with a role and a job."""
    of = rule.activity
    seats = [Row([str(n), "", ""]) for n in range(1, of.seats + 1)] if paper.room else []
    heads = [paper.say("Seat"), paper.say("Role (no names)"), paper.say("Job today")]
    offered = [
        (paper.say("Roles, for example:"), of.roles),
        (paper.say("Jobs, for example:"), of.jobs),
    ]
    said = "".join(
        paper.quiet(f"{head} {', '.join(paper.words(text) for text in texts)}.")
        for head, texts in offered
        if texts
    )
    return said + (paper.table("", heads, seats, widths=(1, 6, 5)) if seats else "")


def agreements(rule: Agreements, paper: Paper) -> str:
    """The suggested agreements to tick, and rows for more; in a review, how well each was kept."""
    if rule.activity.review:
        return _review(rule, paper)
    rows = [Row([paper.words(each.text), paper.tick()]) for each in rule.activity.suggest]
    rows += [Row(["", paper.tick()]) for _ in paper.empty(rule.activity)]
    heads = [paper.say("Agreement (change it, add your own)"), paper.say("We can all keep this")]
    return paper.table("", heads, rows, widths=(5, 1))


def _review(rule: Agreements, paper: Paper) -> str:
    first = paper.session.activities[rule.activity.review or ""]
    assert isinstance(first, kinds.Agreements)
    boxes = [paper.tick()] * 3
    rows = [Row([paper.words(each.text), *boxes]) for each in first.suggest]
    rows += [Row(["", *boxes]) for _ in paper.empty(rule.activity)]
    heads = [paper.say(text) for text in ("Agreement", "Kept", "Partly", "Not")]
    return paper.table("", heads, rows, widths=(5, 1, 1, 1))
