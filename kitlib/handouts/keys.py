"""A file to key in what was filled in on paper: one line for each box of the sheets, ready for `kit import`.

Its order is that of a stack of paper: for each team first what it wrote as one,
then seat by seat. What is private is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kitlib.errors import KitError
from kitlib.handouts.plan import Plan
from kitlib.kinds.shared.paper_form import form_of
from kitlib.kinds.shared.seats import OFFERED_SEATS
from kitlib.store import Meeting, Team
from kitlib.tabular.writer import write_csv

__all__ = ["HEADS", "key_lines", "write_keys"]

HEADS = ("meeting", "team", "seat", "activity", "field", "question", "fits", "value")


def key_lines(plan: Plan, meeting: Meeting) -> list[tuple[str, ...]]:
    """The lines of the file for one meeting, its last cell empty."""
    seats = max((n for rule in plan.rules if (n := rule.seats_offered) is not None), default=OFFERED_SEATS)
    lines: list[tuple[str, ...]] = []
    for team in meeting.teams:
        lines += _lines(plan, meeting, team, None, "team")
        for seat in range(1, seats + 1):
            lines += _lines(plan, meeting, team, seat, "seat")
    return lines + list(_lines(plan, meeting, Team("", ""), None, "room"))


def _lines(
    plan: Plan, meeting: Meeting, team: Team, seat: int | None, scope: str
) -> Iterator[tuple[str, ...]]:
    for rule in plan.rules:
        form = form_of(rule)
        if form is None:
            continue
        for box in form.boxes(rule, seat):
            # What a team says of a seat's own row stands on the sheet of that seat.
            of_row = scope == "seat" and box.field.scope == "team" and box.name not in rule.fields()
            here = box.field.scope == scope or (of_row and _is_of_seat(box.name, seat))
            if here and box.field.visibility != "private":
                whose = str(seat) if box.field.scope == "seat" else ""
                place = (meeting.id, team.label, whose, rule.activity.id, box.name)
                yield (*place, box.question, form.input_hint(rule, box.name), "")


def _is_of_seat(name: str, seat: int | None) -> bool:
    """Whether a row was made for one seat, as the names of its rows on paper say."""
    return name.rpartition(".")[0].endswith(f"-paper-{seat}")


def write_keys(plan: Plan, meeting: Meeting, path: Path) -> int:
    """Write the file; gives how many lines it has. Raises KitError where it cannot be written."""
    lines = key_lines(plan, meeting)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, HEADS, lines)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.", "Name another folder with --out."
        ) from None
    return len(lines)
