"""A step of a session as people will see it, while somebody plans it and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kitlib.content import Library
from kitlib.content.activities import Again
from kitlib.content.models import Session
from kitlib.content.planner import Planned
from kitlib.content.snapshot import Snapshot
from kitlib.errors import AnswerError, KitError, NotFoundError
from kitlib.kinds.shared.checks import day, one_of, text, whole, yes_no
from kitlib.kinds.shared.rule import Field, Rule, rule_for
from kitlib.server.previews import Answers, preview
from kitlib.settings import Settings

__all__ = ["preview_step"]

SEATS = 3  # of the team that is made up
ROW = "r1-a"  # the one row that it added to a list
WORDS = ("What somebody wrote here.", "Something else that was written.", "A third line.")


def preview_step(library: Library, planned: Planned, of: str, step: str, places: Settings) -> dict[str, Any]:
    """The screen, the sheet and the record of a step of a plan. `of` is the session that is changed. Raises KitError while the plan has a fault."""
    session = planned.session
    if session is None:
        raise KitError("There is something to mend first.", "Then it can be shown as people will see it.")
    shown = next((each for each in session.steps if each.id == step), None)
    if shown is None:
        raise NotFoundError("This step is not in the plan any more.", "Choose another one.")
    source = _snapshot(library, session, of)
    ids = dict.fromkeys(a.again if isinstance(a, Again) else a.id for a in shown.activities)
    answers: Answers = {id: _made_up(rule_for(session.activities[id], session, source)) for id in ids}
    return preview(source, session.id, step, answers, places)


def _snapshot(library: Library, session: Session, of: str) -> Snapshot:
    used = dict.fromkeys(id for a in session.activities.values() for id in a.instruments())
    instruments = {id: library.instrument(id) for id in used}
    scales = [each.scale for each in instruments.values()]
    scales += [id for a in session.activities.values() for id in a.scales()]
    resource = library.resource(session.resource)
    return Snapshot(
        session, resource, instruments, {id: library.scale(id) for id in scales}, library.provenance(of)
    )


def _made_up(rule: Rule[Any]) -> dict[str, dict[str, Any]]:
    """What a team that is made up could have answered: each seat something else, and the team as a whole."""
    found: dict[str, dict[str, Any]] = {f"seat-{n + 1}": {} for n in range(SEATS)}
    found[""] = {}
    rows = {f"{ROW}.{column}": field for column, field in rule.row_fields().items()}
    for at, (name, field) in enumerate({**rule.fields(), **rows}.items()):
        if field.visibility == "private":
            continue
        for n, seat in enumerate(found if field.scope == "seat" else [""]):
            if seat or field.scope != "seat":
                found[seat].update((name, value) for value in _some(field, at + n))
    return found


def _some(field: Field, n: int) -> Iterator[Any]:
    """A value that fits a field, the n-th of those that do; none where the check of one kind alone would know."""
    check = field.check
    tried: Any = None
    if isinstance(check, text):
        tried = WORDS[n % len(WORDS)]
    elif isinstance(check, one_of):
        choices = [each for each in check.choices if each]
        tried = choices[n % len(choices)] if choices else None
    elif isinstance(check, whole):
        tried = check.low + n % (check.high - check.low + 1)
    elif check is yes_no:
        tried = True
    elif check is day:
        tried = "2027-01-29"
    if tried is None:
        return
    try:
        check(tried)
    except AnswerError:
        return
    yield tried
