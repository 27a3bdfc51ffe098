"""Minutes and moments of a session: plain rules, no input or output.

`fit` makes a session shorter by its own cuts. `agenda` says, at a given moment,
when each step starts and ends, what is running, and how late the meeting is.
`rescue` says what to cut when it is late. A step marked `cut: never` is never
left out by any of them.

Moments are seconds since 1970 (UTC), lengths are whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

__all__ = [
    "Agenda",
    "Box",
    "Cut",
    "Marks",
    "Slot",
    "TooShort",
    "agenda",
    "fit",
    "hour_words",
    "rescue",
    "shortest",
]

CutOrder = Literal["first", "later", "never"]
State = Literal["done", "running", "ahead", "left out"]
Word = Literal["not started", "on time", "almost done", "last moments", "over", "finished"]
LAST_CALL, SOON = 0.05, 0.20  # shares of a step left at which the clock changes its word


def hour_words(hour: str) -> str:
    """`15:30` as people say it: "3:30 pm"; other text as it is."""
    hours, _, minutes = hour.partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return hour
    return f"{(int(hours) - 1) % 12 + 1}:{minutes} {'am' if int(hours) < 12 else 'pm'}"


class Box(Protocol):
    """What the clock needs to know of a step."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def minutes(self) -> int: ...  # noqa: D102
    @property
    def short(self) -> int | None: ...  # noqa: D102
    @property
    def cut(self) -> CutOrder: ...  # noqa: D102
    @property
    def added(self) -> bool: ...  # noqa: D102


class TooShort(ValueError):
    """The steps do not fit; `shortest` is the least they need, in minutes."""

    def __init__(self, shortest: int) -> None:
        super().__init__(f"the shortest version needs {shortest} minutes")
        self.shortest = shortest


def shortest(boxes: Sequence[Box]) -> int:
    """The least the steps can take: what may be cut left out, the rest at its `short` minutes."""
    return sum(_least(box) for box in boxes if box.cut == "never" and not box.added)


def fit(boxes: Sequence[Box], available: int) -> list[int]:
    """Minutes for each step, 0 for one that is left out, adding up to `available`.

    Steps give way in this order, and only as far as needed: those marked
    `first` shrink to their `short` minutes, then are left out, in the order
    they stand; then those marked `later`, likewise; then those marked `never`
    shrink, but stay. Minutes freed beyond the need go back to the steps that
    shrank, in the order of the agenda. With more time than the session needs,
    every step keeps its minutes and the rest is left free. A step that was
    added while the meeting ran was never planned for: it has its own minutes
    besides, and takes none from the others.
    Raises `TooShort` when even that is not enough.
    """
    minutes = [box.minutes for box in boxes]
    planned = [(i, box) for i, box in enumerate(boxes) if not box.added]
    need = sum(box.minutes for _, box in planned) - available
    for order in ("first", "later", "never"):
        for i, box in planned:
            if need > 0 and box.cut == order:
                given = min(need, minutes[i] - _least(box))
                minutes[i] -= given
                need -= given
        if order == "never":
            break
        for i, box in planned:
            if need > 0 and box.cut == order:
                need -= minutes[i]
                minutes[i] = 0
    if need > 0:
        raise TooShort(shortest(boxes))
    for i, box in planned:
        if need < 0 and 0 < minutes[i] < box.minutes:
            given = min(-need, box.minutes - minutes[i])
            minutes[i] += given
            need += given
    return minutes


def _least(box: Box) -> int:
    return box.minutes if box.short is None else box.short


@dataclass(frozen=True)
class Marks:
    """What the facilitator has pressed so far, by step id."""

    started: Mapping[str, float] = field(default_factory=dict)  # moment a step was last started
    extra: Mapping[str, int] = field(default_factory=dict)  # minutes added (or taken, if negative)
    left_out: frozenset[str] = frozenset()  # steps cut while the meeting ran
    ended: float | None = None


@dataclass(frozen=True)
class Slot:
    """One step in the agenda as it stands now."""

    id: str
    minutes: int  # with what was added; 0 when left out
    planned_start: float | None  # by the plan, from the real start
    planned_end: float | None
    start: float | None  # as it was, or as it is now expected
    end: float | None
    state: State


@dataclass(frozen=True)
class Agenda:
    """The whole agenda at one moment; `late` is in minutes, negative when ahead."""

    slots: tuple[Slot, ...]
    running: str | None
    word: Word
    late: int


@dataclass(frozen=True)
class Cut:
    """One thing to shorten: step `id` from `minutes` to `to` (0 leaves it out)."""

    id: str
    minutes: int
    to: int


def agenda(boxes: Sequence[Box], plan: Sequence[int], marks: Marks, now: float) -> Agenda:
    """Where the meeting stands at `now`; `plan` is the result of `fit`.

    Planned moments count from the first step that was started; a step that was added is not of the plan. A step is done
    once a later one was started after it, or the meeting ended. The steps
    ahead are expected back to back after the one running, which is expected to
    end no sooner than now.
    """
    minutes = {
        box.id: 0 if box.id in marks.left_out else max(0, m + marks.extra.get(box.id, 0) if m else 0)
        for box, m in zip(boxes, plan, strict=True)
    }
    known = {box.id for box in boxes}
    started = {step: at for step, at in marks.started.items() if step in known}
    first = min(started.values(), default=None)
    running = max(started, key=lambda step: started[step]) if started and marks.ended is None else None
    at_running = [box.id for box in boxes].index(running) if running else -1

    slots: list[Slot] = []
    planned = first
    cursor = first
    for i, (box, planned_minutes) in enumerate(zip(boxes, plan, strict=True)):
        planned_start = planned
        planned = None if planned is None else planned + 60 * (0 if box.added else planned_minutes)
        length = 60 * minutes[box.id]
        if first is None or cursor is None:
            slots.append(Slot(box.id, minutes[box.id], None, None, None, None, _waiting(minutes[box.id])))
            continue
        state: State
        if box.id == running:
            start, end, state = started[box.id], max(started[box.id] + length, now), "running"
        elif box.id in started and (i < at_running or marks.ended is not None):
            start = started[box.id]
            later = [at for at in started.values() if at > start]
            end, state = min(later, default=marks.ended or now), "done"
        elif i < at_running or marks.ended is not None or not minutes[box.id]:
            start, end, state = cursor, cursor, "left out"  # skipped, or cut
        else:
            start, end, state = cursor, cursor + length, "ahead"
        cursor = max(cursor, end)
        slots.append(Slot(box.id, minutes[box.id], planned_start, planned, start, end, state))

    return Agenda(
        slots=tuple(slots),
        running=running,
        word=_word(slots, running, marks, now),
        late=0 if cursor is None or planned is None else round(((marks.ended or cursor) - planned) / 60),
    )


def rescue(boxes: Sequence[Box], state: Agenda) -> tuple[list[Cut], int]:
    """What to shorten among the steps ahead so as to end on time, and the minutes still late after that."""
    ahead = {slot.id: slot.minutes for slot in state.slots if slot.state == "ahead"}
    remaining = [_Remaining(box, ahead[box.id]) for box in boxes if box.id in ahead and not box.added]
    total = sum(box.minutes for box in remaining)
    if state.late <= 0:
        return [], 0
    available = max(total - state.late, shortest(remaining))
    cuts = [
        Cut(box.id, box.minutes, to)
        for box, to in zip(remaining, fit(remaining, available), strict=True)
        if to != box.minutes
    ]
    return cuts, max(0, state.late - (total - available))


class _Remaining:
    """A step ahead, at the minutes it has now."""

    added = False

    def __init__(self, box: Box, minutes: int) -> None:
        self.id, self.minutes, self.cut = box.id, minutes, box.cut
        self.short = minutes if box.short is None else min(minutes, box.short)


def _waiting(minutes: int) -> State:
    return "ahead" if minutes else "left out"


def _word(slots: Sequence[Slot], running: str | None, marks: Marks, now: float) -> Word:
    if marks.ended is not None:
        return "finished"
    if running is None:
        return "not started"
    slot = next(slot for slot in slots if slot.id == running)
    assert slot.start is not None
    left = slot.start + 60 * slot.minutes - now
    if left <= 0:
        return "over"
    if left <= LAST_CALL * 60 * slot.minutes:
        return "last moments"
    return "almost done" if left <= SOON * 60 * slot.minutes else "on time"
