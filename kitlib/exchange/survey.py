"""Results of a survey from a file into the survey of a meeting."""

from __future__ import annotations

from pathlib import Path

from kitlib.activities.survey import Survey
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.exchange.entries import import_keyed
from kitlib.exchange.results import read_results
from kitlib.room import Room
from kitlib.store import Address, Meeting
from kitlib.tabular.files import read_source
from kitlib.tabular.importing import ImportResult

__all__ = ["import_results"]


def import_results(
    room: Room,
    place: str,
    path: Path,
    *,
    activity: str = "",
    team: str = "",
    sheet: str = "",
    command: str = "",
) -> tuple[ImportResult, Meeting, str]:
    """Take results into the survey of a meeting. Raises KitError or NotFoundError for what is not there.

    `place` is a meeting, or a session and a meeting with a stroke between.
    """
    session, _, id = place.rpartition("/")
    meeting = room.store.meetings.get(id)
    if session and session != meeting.session:
        raise NotFoundError(
            f'Meeting "{id}" is of session "{meeting.session}", not "{session}".',
            "List them with: kit meetings",
        )
    which, rule = _survey(room, meeting, activity, command)
    table = {each.id: each for each in meeting.teams} | {each.label: each for each in meeting.teams}
    whose = table[team].id if team in table else "" if team else meeting.teams[0].id
    if not whose:
        raise NotFoundError(
            f'There is no team "{team}"{did_you_mean(team, table)}', "List them with: kit meetings"
        )
    source = read_source(path, command, sheet)
    found, refused = read_results(next(source.readings()), rule)
    result = ImportResult(refused=refused, notes=list(source.notes))
    for form, of_it in found.items():
        values: dict[str, object] = {f"people.{form}": of_it.people}
        if of_it.asked is not None:
            values[f"asked.{form}"] = of_it.asked
        values |= {f"counts.{form}.{item}": given for item, given in of_it.counts.items()}
        for name, value in values.items():
            import_keyed(room, result, 1, Address(meeting.id, whose, "", which, name), value, name)
    return result, meeting, which


def _survey(room: Room, meeting: Meeting, activity: str, command: str) -> tuple[str, Survey]:
    session = room.view.session(meeting)
    surveys = [id for id, model in session.activities.items() if model.kind == "survey"]
    if not surveys:
        raise NotFoundError(
            f'Session "{session.id}" has no survey.', "List those that have: kit sessions survey"
        )
    if activity and activity not in surveys:
        raise NotFoundError(
            f'Session "{session.id}" has no survey "{activity}"{did_you_mean(activity, surveys)}',
            f"Use one of: {', '.join(surveys)}",
        )
    if not activity and len(surveys) > 1:
        raise KitError(
            f'Session "{session.id}" has {len(surveys)} surveys.', f"{command} --activity {surveys[0]}"
        )
    rule = room.view.rule(session.id, activity or surveys[0])
    assert isinstance(rule, Survey)
    return activity or surveys[0], rule
