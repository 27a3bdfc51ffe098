"""How long people need for a step at the least, reckoned from what they do in it.

Each kind of activity tells its own work as `Task`s (`Activity.tasks`), made of the few figures below. A step is told
when its minutes are fewer than its tasks take, or its `short` minutes fewer than the least that can be done of them. The figures are low on purpose: a step that is told so
cannot be done, not merely not done well. One that leaves hardly more than they take is noted as tight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from kitlib.content.activities import Again

if TYPE_CHECKING:
    from kitlib.content.document import Document, Problem
    from kitlib.content.models import Session, Step
    from kitlib.content.source import ContentSource

__all__ = [
    "AGREE",
    "CHOOSE",
    "HEAR",
    "LINE",
    "READ",
    "SAY",
    "SETTLE",
    "VISIT",
    "WALK",
    "Group",
    "Need",
    "Task",
    "tight_steps",
    "timing_needs",
    "timing_problems",
]

#: Seconds. docs/writing.md has the same table, with where each comes from.
READ = 60 / 238  # a word read in silence
HEAR = 60 / 183  # a word read aloud
CHOOSE = 6  # a point of a scale, a name from a list, a number, a day: once the line is read
LINE = 30  # a line of ten words, thought of and written
SAY = 15  # a voice in a round: a sentence or two
AGREE = 60  # two voices that differ, and the words that both can live with
WALK = 60  # from one room to the next
VISIT = 300  # in a room, before anything can be said to be there or not
SETTLE = 15  # from the last step to this one

#: The share of a step's minutes that its work may take, so that a late start or a question does not break it.
ROOM = 0.7
SEATS = 6  # people at a table whose session does not say how many sit there
_IN_GROUPS = (
    (r"\bpairs?\b|\bin twos\b", 2),
    (r"\bthrees?\b|\bgroups?\b|\btrios?\b|\btables\b", 3),
    (r"\bfours?\b", 4),
)


@dataclass(frozen=True)
class Task:
    """One thing that people do in a step, and how many seconds it takes at the least."""

    what: str  # as it ends "needs 12 minutes: …"
    seconds: float
    is_played: bool = False  # a video or text, which takes as long as it takes


@dataclass(frozen=True)
class Group:
    """Who does the work of a step: how many people, in how many groups at a time, and whether only the least of it."""

    people: int
    at_once: int  # groups that work side by side; 1 for a table as a whole
    least: bool  # in a shorter length, whose notes say what is left out
    together: bool  # they write alone, and then talk it over as a table in the same step
    library: ContentSource

    def most(self, many: int) -> int:
        """How many of `many` things are done: all, or in a shorter length the better half."""
        return ceil(many / 2) if self.least else many

    def each(self, many: int) -> int:
        """How many of `many` things one group does, when all groups share them."""
        return ceil(self.most(many) / self.at_once)


@dataclass(frozen=True)
class Need:
    """A step that cannot be done in the minutes that its `key` (minutes, short) gives it."""

    at: int  # its place among the steps
    key: str
    minutes: int
    people: int
    needed: int  # minutes
    longest: str  # what takes the most, with how long


def timing_problems(session: Session, at: Document, library: ContentSource) -> Iterator[Problem]:
    """Each step that cannot be done in its minutes, or not in those that a shorter length leaves it."""
    for need in timing_needs(session, library):
        step = session.steps[need.at]
        told = f'{need.people} people cannot do "{step.id}" in {need.minutes} minutes ({need.longest}); '
        yield at.problem(("steps", need.at, need.key), f"{told}give it {need.needed}, or ask for less")


def timing_needs(session: Session, library: ContentSource) -> Iterator[Need]:
    """The same, in figures."""
    return _told(session, library, 1)


def tight_steps(session: Session, library: ContentSource) -> Iterator[Need]:
    """Each step that can be done, and has no minutes left for a late start or a question; `needed` are those that leave some."""
    return _told(session, library, ROOM)


def _told(session: Session, library: ContentSource, share: float) -> Iterator[Need]:
    """Each step whose tasks take more than this share of its minutes, what is played aside."""
    people = next((n for activity in session.activities.values() if (n := activity.people)), SEATS)
    for i, step in enumerate(session.steps):
        alone, then, _ = step.grouping.partition("then ")
        together = bool(then) and alone.startswith("alone") and not _in_pairs(step)
        group = Group(people, _at_once(step, people), least=False, together=together, library=library)
        for key, minutes, who in (
            ("minutes", step.minutes, group),
            ("short", step.short or step.minutes, replace(group, least=True)),
        ):
            tasks = step_tasks(session, step, who)
            played = sum(task.seconds for task in tasks if task.is_played)
            done = sum(task.seconds for task in tasks) - played
            needed = ceil((played + done / share) / 60)
            if needed > minutes:
                yield Need(i, key, minutes, people, needed, _longest(tasks))
                break


def _longest(tasks: list[Task]) -> str:
    longest = sorted(tasks, key=lambda task: -task.seconds)[:3]
    return ", ".join(f"{task.what} {_clock(task.seconds)}" for task in longest)


def step_tasks(session: Session, step: Step, group: Group) -> list[Task]:
    """All that people do in a step, in order."""
    tasks = [Task("settling and hearing the prompt", SETTLE + len(step.prompt.split()) * HEAR)]
    for placed in step.activities:
        if isinstance(placed, Again):
            tasks += session.activities[placed.again].tasks_again(group, placed.part)
        else:
            tasks += placed.tasks(group)
    return [*tasks, *_talk(step, group)]


def _talk(step: Step, group: Group) -> Iterator[Task]:
    """What people tell each other after they wrote: `grouping` says "alone, then pairs", "pairs, then table"."""
    then, last = step.grouping.partition("then ")[1:]
    if "alone" in last:
        return
    if then and not _in_pairs(step):
        voices = min(3, group.people) if group.least else group.people
        yield Task(f"a round of {voices} voices", voices * SAY)
    elif then or step.grouping == "pairs":
        yield Task("telling a partner, and hearing them", 4 * SAY)


def _in_pairs(step: Step) -> bool:
    """Whether what people wrote is told to a partner alone."""
    return bool(re.search(_IN_GROUPS[0][0], step.grouping.partition("then ")[2]))


def _at_once(step: Step, people: int) -> int:
    """In how many groups the people of a step work at a time."""
    first = step.grouping.partition("then ")[0]
    for pattern, size in _IN_GROUPS:
        if re.search(pattern, first):
            return max(1, people // size)
    return people if first.startswith("alone") else 1


def _clock(seconds: float) -> str:
    """Seconds as 1:30."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
