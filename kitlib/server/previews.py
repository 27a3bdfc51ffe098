"""What is not kept yet, as people will see it: on the screen, on paper, and in the record of a team that is made up.

Nothing is stored. The screen is drawn by the page itself, from the same parts as in a meeting, with answers that stay in
that page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.content.home import look_or_plain
from kitlib.content.markdown import as_html
from kitlib.content.models import Session, Step
from kitlib.content.source import ContentSource
from kitlib.frontend import bundles
from kitlib.kinds.shared.rule import Group, Written, rule_for
from kitlib.meetings.screens import ScreenPart, activity_part
from kitlib.records.formats import style
from kitlib.server.inside import scrolling, sheet_style
from kitlib.settings import Settings
from kitlib.store import District, Meeting, Team

__all__ = ["MADE_UP_TEAM", "Answers", "preview"]

MADE_UP_TEAM = Team("team-1", "A team that is made up")
_MEETING = "preview"
#: A frame beside a form is narrower than a record is.
_NARROW = "main { padding: 0 12px; } main > :first-child { margin-top: 0; } svg, img { max-width: 100%; height: auto; }"
#: Activity -> seat (empty for what the team wrote) -> field -> value.
Answers = Mapping[str, Mapping[str, Mapping[str, Any]]]


def preview(
    source: ContentSource, session: str, step: str, answers: Answers, places: Settings
) -> dict[str, Any]:
    """A step of a session: `parts` for the screen with the `assets` they need, and pages `paper` and `record`.

    `shared` is what each activity lets a seat see of the others, before and after the team shows itself its answers.
    """
    plan = source.session(session)
    shown = next(each for each in plan.steps if each.id == step)
    parts = [activity_part(plan, source, shown, placed) for placed in shown.activities]
    look = look_or_plain(places)
    screen = [*_prompt(plan, shown), *parts]
    return {
        "parts": screen,
        "assets": bundles.in_page({part for part, _ in screen}, look),
        "shared": _shared(source, session, parts, answers),
        "paper": _page("On paper", _paper(source, session, step), str(sheet_style())),
        "record": _page("In the record", _record(source, session, answers), style(look) + _NARROW),
    }


def _prompt(plan: Session, step: Step) -> list[ScreenPart]:
    """What everybody reads above the activities; nothing where a step is there for its activity alone."""
    if not step.prompt:
        return []
    number = [each.id for each in plan.steps].index(step.id) + 1
    prompt = as_html(step.prompt, plan.sources)
    told = {"id": step.id, "number": number, "title": step.title, "grouping": step.grouping, "prompt": prompt}
    return [("prompt", {"kind": "prompt", **told})]


def _shared(
    source: ContentSource, session: str, parts: list[ScreenPart], answers: Answers
) -> dict[str, list[dict[str, Any]]]:
    plan = source.session(session)
    found = {}
    for _, config in parts:
        if not (given := answers.get(config["id"])):
            continue
        rule = rule_for(plan.activities[config["id"]], plan, source)
        others = [Written(MADE_UP_TEAM.id, seat, values) for seat, values in given.items() if seat]
        found[config["id"]] = [
            rule.share(Group({}, {"revealed": revealed}, others, at=MADE_UP_TEAM.id))
            for revealed in (False, True)
        ]
    return found


def _paper(source: ContentSource, session: str, step: str) -> str:
    from kitlib.handouts.plan import Plan  # only where somebody looks
    from kitlib.handouts.sheet import activity, whole_step
    from kitlib.kinds.shared.paper import Paper

    plan, paper = Plan(source, session), Paper(source.session(session))
    kept = next(each for each in plan.steps if each.step.id == step)
    if kept.step.prompt:
        return whole_step(plan, kept, paper, kept.step.activities)
    return "".join(activity(plan, each, paper) for each in kept.step.activities)


def _record(source: ContentSource, session: str, answers: Answers) -> str:
    from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers  # they need pandas
    from kitlib.kinds.shared.asked import HeldMeeting, asked_activities
    from kitlib.meetings.examples import activities_html

    plan = source.session(session)
    meeting = Meeting(
        _MEETING, session, _MEETING, None, "", plan.minutes, False, 0.0, (MADE_UP_TEAM,), content=_MEETING
    )
    held = HeldMeeting(meeting, plan, source)
    wrote = {
        activity: {
            (meeting.id, MADE_UP_TEAM.id): TeamAnswers(
                meeting,
                MADE_UP_TEAM,
                dict(given.get("", {})),
                {seat: dict(values) for seat, values in given.items() if seat},
            )
        }
        for activity, given in answers.items()
    }
    where = District(_MEETING, "A district that is made up")
    found = DistrictAnswers(where, (), (held,), plan, source, asked_activities([held]), wrote)
    return activities_html(found)


def _page(title: str, html: str, style: str) -> str:
    """A page of its own, to stand in a frame."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body><main>{scrolling(html)}</main></body></html>"
    )
