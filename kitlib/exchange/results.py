"""A file of results taken into an activity whose kind is filled from elsewhere, such as a survey."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.exchange.entries import import_keyed
from kitlib.kinds.shared.rule import Rule
from kitlib.meetings.service import MeetingService
from kitlib.registry import find_kind
from kitlib.store import Address, Meeting
from kitlib.tabular.files import read_source
from kitlib.tabular.importing import ImportResult

__all__ = ["import_results"]


def import_results(
    service: MeetingService,
    place: str,
    path: Path,
    *,
    activity: str = "",
    team: str = "",
    sheet: str = "",
    command: str = "",
) -> tuple[ImportResult, Meeting, str]:
    """Take results into an activity of a meeting; also gives the meeting and the id of the activity.

    `place` is a meeting, or a session and a meeting with a stroke between.
    Raises KitError or NotFoundError for what is not there.
    """
    session, _, id = place.rpartition("/")
    meeting = service.store.meetings.get(id)
    if session and session != meeting.session:
        raise NotFoundError(
            f'Meeting "{id}" is of session "{meeting.session}", not "{session}".',
            "List them with: kit meetings",
        )
    which, rule = _activity(service, meeting, activity, command)
    table = {each.id: each for each in meeting.teams} | {each.label: each for each in meeting.teams}
    whose = table[team].id if team in table else "" if team else meeting.teams[0].id
    if not whose:
        raise NotFoundError(
            f'There is no team "{team}"{did_you_mean(team, table)}', "List them with: kit meetings"
        )
    source = read_source(path, command, sheet)
    values, refused = find_kind(rule.kind).load("results")(next(source.readings()), rule)
    result = ImportResult(refused=refused, notes=list(source.notes))
    for name, value in values.items():
        import_keyed(service, result, 1, Address(meeting.id, whose, "", which, name), value, name)
    return result, meeting, which


def _activity(
    service: MeetingService, meeting: Meeting, activity: str, command: str
) -> tuple[str, Rule[Any]]:
    """The activity that results go into: the one that is named, or the only one that takes any."""
    session = service.queries.session(meeting)
    rules = {
        id: rule for id, rule in service.queries.rules(meeting).items() if find_kind(rule.kind).has("results")
    }
    if not rules:
        raise NotFoundError(
            f'Session "{session.id}" has no activity that takes results from a file.',
            "List those that have: kit sessions survey",
        )
    if activity and activity not in rules:
        raise NotFoundError(
            f'Session "{session.id}" takes no results into "{activity}"{did_you_mean(activity, rules)}',
            f"Use one of: {', '.join(rules)}",
        )
    if not activity and len(rules) > 1:
        first = next(iter(rules))
        raise KitError(
            f'Session "{session.id}" has {len(rules)} activities that take results.',
            f"{command} --activity {first}",
        )
    which = activity or next(iter(rules))
    return which, rules[which]
