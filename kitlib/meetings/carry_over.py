"""What comes from earlier meetings: actions and held questions that are still open.

Not a kind that a session file can name: every meeting has it, under the
activity id "earlier". What became of an action is written in the meeting in
which it was looked at, so each meeting keeps its own account.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kitlib.kinds.shared.checks import Check, day, one_of, text
from kitlib.kinds.shared.open_items import CarriedItem, OpenItem
from kitlib.kinds.shared.quota import Quota
from kitlib.kinds.shared.rows import cell_text
from kitlib.kinds.shared.rule import Field, is_nobody_elses, is_row_id
from kitlib.meetings.builtin import BuiltinActivity

__all__ = [
    "CLOSED",
    "EARLIER",
    "MOVED",
    "OUTCOMES",
    "CarryOver",
    "ItemStory",
    "Left",
    "MeetingItems",
    "Outcome",
    "own_id",
    "row_of",
    "said_of",
    "shown",
    "still_open",
    "stories",
]

EARLIER = "earlier"
DONE, UNDER_WAY, MOVED, DROPPED, ANSWERED = "done", "under way", "moved", "dropped", "answered"
OUTCOMES = (DONE, UNDER_WAY, MOVED, DROPPED, ANSWERED)
CLOSED = (DONE, DROPPED, ANSWERED)


class CarryOver(BuiltinActivity):
    """Of each row that comes from earlier: `<row>.outcome`, `.due` where it was moved, and `.reason`."""

    kind = EARLIER

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""
        columns: dict[str, tuple[Check, str]] = {
            "outcome": (one_of(OUTCOMES), "What became of it"),
            "due": (day, "New date"),
            "reason": (text(1_000), "Why"),
        }
        row, _, column = name.rpartition(".")
        if column not in columns or not is_row_id(row):
            raise self.unknown(name, [f"<row>.{column}" for column in columns])
        check, label = columns[column]
        return Field("room", "room", check, label)

    def quota(self, name: str) -> tuple[str, Quota] | None:
        """What is said of each thing that comes from earlier: more than a meeting is shown, and never without end."""
        return name.rpartition(".")[0], _SAID


_SAID = Quota(
    frozenset({"outcome", "due", "reason"}),
    holds="What became of {most} things from earlier is said already.",
    next="Say the rest at the next meeting.",
    taken_out=frozenset(),
)


def own_id(row: str, *place: str) -> str:
    """An id that no other thing has: sheets of paper, and files made by hand, number their rows alike for every team and meeting."""
    if is_nobody_elses(row):
        return row
    return f"{row[:27]}-{hashlib.sha256(json.dumps([row, *place]).encode()).hexdigest()[:12]}"


def row_of(id: str) -> str:
    """The row of a thing in its own meeting. By that alone it was known in meetings held before it had an id of its own."""
    return _OWN.sub("", id)


_OWN = re.compile("-[0-9a-f]{12}$")


@dataclass(frozen=True)
class MeetingItems:
    """What one meeting left to come back to, and what it said of what came from before it."""

    date: str
    items: Sequence[tuple[str, OpenItem]]  # the label of the team that wrote it, and the thing
    outcomes: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # id of a thing of an earlier meeting, or its row -> column -> value


@dataclass(frozen=True)
class Outcome:
    """What a later meeting said of a thing."""

    date: str  # of that meeting
    outcome: str
    due: str = ""  # the new date of what was moved
    reason: str = ""


@dataclass(frozen=True)
class ItemStory:
    """A thing as it stands now, and what became of it from meeting to meeting, oldest first."""

    item: CarriedItem
    events: tuple[Outcome, ...] = ()


def stories(meetings: Sequence[MeetingItems]) -> list[ItemStory]:
    """Everything that these meetings left to come back to, oldest meeting first, in the order in which it was written down.

    An action is closed once it was marked done or dropped in its own meeting or
    in a later one, a question once it was answered or dropped.
    """
    found: dict[str, ItemStory] = {}
    of_row: dict[str, str] = {}  # the newest thing of a row
    for meeting in meetings:
        for named, said in meeting.outcomes.items():
            id = named if named in found else of_row.get(named)
            if id is not None:
                found[id] = _after(found[id], meeting.date, said)
        for label, item in meeting.items:
            of_row[row_of(item.id)] = item.id
            found[item.id] = ItemStory(CarriedItem(**asdict(item), label=label, date=meeting.date))
    return list(found.values())


def said_of(
    items: Sequence[CarriedItem], outcomes: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[CarriedItem, Mapping[str, Any]]]:
    """Each of these things of which a later meeting said what became of it, with what it said."""
    newest = {row_of(each.id): each.id for each in sorted(items, key=lambda each: each.date)}
    for item in items:
        row = row_of(item.id)
        said = outcomes.get(item.id) or (outcomes.get(row) if newest[row] == item.id else None)
        if said:
            yield item, said


def still_open(meetings: Sequence[MeetingItems]) -> list[CarriedItem]:
    """What is still open after these meetings; actions by date, then questions."""
    return sorted(
        (story.item for story in stories(meetings) if story.item.status not in CLOSED),
        key=lambda each: (each.sort, each.due or "9999", each.date, each.id),
    )


#: What a meeting is shown of each sort, and the most characters of a thing. People talk over a dozen things before a
#: meeting begins; more than some dozen of each are a list for the record, and every device looks them up anew.
MOST_SHOWN, LONGEST_SHOWN = 40, 300
MOST_DAYS = 3


@dataclass(frozen=True)
class Left:
    """What is open too and not shown: how many things, and the newest days whose records tell them."""

    count: int
    days: Sequence[str]  # ISO


def shown(items: Sequence[CarriedItem]) -> tuple[list[CarriedItem], Left | None]:
    """What of all that is open a meeting is shown, in its order, each thing shortened; and what is left to records."""
    found: dict[str, list[CarriedItem]] = {}
    left: list[CarriedItem] = []
    for item in items:
        of_sort = found.setdefault(item.sort, [])
        (of_sort if len(of_sort) < MOST_SHOWN else left).append(item)
    told = [_shortened(item) for of_sort in found.values() for item in of_sort]
    days = sorted({item.date for item in left}, reverse=True)[:MOST_DAYS]
    return told, Left(len(left), days[::-1]) if left else None


def _shortened(item: CarriedItem) -> CarriedItem:
    return replace(item, what=_short(item.what), measure=_short(item.measure), owner=_short(item.owner))


def _short(words: str) -> str:
    """The first words of a long text, with a sign that it goes on."""
    if len(words) <= LONGEST_SHOWN:
        return words
    cut = words[: LONGEST_SHOWN - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{at_word if len(at_word) > LONGEST_SHOWN / 2 else cut}…"


def _after(before: ItemStory, date: str, said: Mapping[str, Any]) -> ItemStory:
    outcome, item = cell_text(said.get("outcome")), before.item
    due = cell_text(said.get("due")) if outcome == MOVED else ""
    if outcome == MOVED:
        item = replace(item, due=due or item.due, moved=item.moved + 1)
    else:
        item = replace(item, status=outcome or item.status)
    told = Outcome(date, outcome, due, cell_text(said.get("reason")))
    return ItemStory(item, (*before.events, told) if outcome else before.events)
