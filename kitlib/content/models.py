"""What a resource, a session and a step are.

These models say what a file under facilitation/ may hold. They refuse unknown
keys and cannot be changed after loading. What all activities have is in
`activities`, the keys of each kind in its package, what is rated in `instruments`. How a file is read, and how problems
are told with their line, is in `loading` and `document`.
"""

from __future__ import annotations

import re
from operator import not_
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic.json_schema import SkipJsonSchema

from kitlib.clock import CutOrder
from kitlib.content.activities import KEPT, Activity, Again, Placed
from kitlib.content.base import FOR_WHOM, Content, Id, Language, Minutes, Named, Readers, Text, Url, asked

__all__ = ["CITATION", "Difficulty", "Resource", "Session", "Source", "Step"]

#: In a text, `[@id]` points to the source of that id.
CITATION = re.compile(r"\[@([a-z0-9-]+)\]")

#: The order in which steps give way, in words.
CUTS = {"first": "Leave it out first", "later": "Leave it out later", "never": "Never leave it out"}


SOURCES = {"resource": "The resource itself", "sister": "One published way, of another publisher"}


class Source(Content):
    """A page that a statement rests on. `[@id]` in a text points to it; text without one is the kit's own."""

    id: Id
    title: Annotated[Text, asked("Title")]
    publisher: Annotated[Text, asked("Who publishes it")]
    url: Annotated[Url, asked("Its address", "It begins with https://")]
    year: Annotated[str, asked("Year")] = ""
    #: `resource`: the resource itself. `sister`: another publisher's page, credited as one published way.
    of: Annotated[Literal["resource", "sister"], asked("What it is", words=SOURCES)] = "resource"


class Difficulty(Content):
    """What may happen in a step, and what the facilitator then does or says."""

    when: Annotated[Text, asked("When", lines=2)]
    do: Annotated[Text, asked("Say or do", lines=2)]


class Step(Named):
    """A time-boxed part of a session."""

    title: Annotated[Text, asked("Title")]
    minutes: Annotated[Minutes, asked("Minutes")]
    short: Annotated[Minutes | None, asked("At the least", "Minutes in which it can still be done.")] = None
    cut: Annotated[CutOrder, asked("When time is short", words=CUTS)] = "later"
    grouping: Annotated[str, asked("Who works with whom", "Such as: alone, then pairs.")] = ""
    prompt: Annotated[Text, asked("Prompt", "What everybody reads. Two stars make **bold**.", lines=4)]
    readers: Annotated[Readers, asked("For whom the prompt is worded", words=FOR_WHOM)] = "staff"
    translations: dict[Language, Text] = {}  # of the prompt, for a step that families read
    facilitator: Annotated[str, asked("Notes", "Only who leads reads them.", lines=5)] = ""
    difficulties: Annotated[list[Difficulty], asked("If it gets hard", "Only who leads reads this.")] = []
    activities: list[Placed] = []
    #: Whether it was added while its meeting ran, and so is of no plan. Only what a meeting keeps says so, never a file.
    added: Annotated[SkipJsonSchema[bool], Field(exclude_if=not_)] = False

    @field_validator("added")
    @classmethod
    def _of_a_meeting(cls, added: bool, info: ValidationInfo) -> bool:
        if added and not (info.context and info.context.get(KEPT)):
            raise ValueError("is said by the kit alone, of a step added while a meeting ran; leave it out")
        return added


class Session(Content):
    """The plan of one meeting on a resource."""

    id: Id
    resource: Id
    number: Annotated[int, Field(ge=1)]
    title: Annotated[Text, asked("Title")]
    need: Annotated[str, asked("What brings people here", "As a teacher says it.")] = ""
    topics: Annotated[
        list[Id], asked("Topics", "It stands on the shelf under the first of them.", of="topics")
    ] = []
    keywords: Annotated[
        list[Text], asked("Words to find it by", "One a line. Those that stand in it are found anyway.")
    ] = []
    purpose: Annotated[Text, asked("What the meeting is for", lines=2)]
    audience: Annotated[Text, asked("Who comes")]
    leads: Annotated[Text, asked("Who leads")]
    in_room: Annotated[list[Text], Field(min_length=1), asked("Who must be in the room", "One a line.")]
    minutes: Minutes
    lengths: list[Minutes] = []  # shorter lengths that its own cuts reach
    outcomes: Annotated[list[Text], Field(min_length=1), asked("By the end, people can", "One a line.")]
    product: Annotated[Text, asked("What the team leaves with", lines=2)]
    prework: Annotated[list[Text], asked("To do before the meeting", "One a line.")] = []
    announcement: Annotated[str, asked("Message that announces it", lines=5)] = ""
    materials: Annotated[list[Text], asked("Materials", "One a line.")] = []
    roles: Annotated[list[Text], asked("Roles to give out", "One a line.")] = []
    care: Annotated[list[Text], asked("What keeps people safe", "One a line.")] = []
    #: Read into `care` and `sources`.
    reminders: Annotated[list[Id], asked("Reminders of law and care", of="reminders")] = []
    follow_up: Annotated[Text, asked("Afterwards", "What happens within the week.", lines=2)]
    next: Annotated[Id | None, asked("The session that follows", of="sessions")] = None
    edition: Annotated[
        str, asked("Edition that it is built on", "Such as: the 2018 Blueprint, updated 2025.")
    ] = ""
    form: Annotated[str, asked("Published form that it follows", "By name, such as Gallery walk.")] = ""
    not_found: Annotated[list[Text], asked("What you could not read of the resource", "One a line.")] = []
    sources: Annotated[list[Source], Field(min_length=1), asked("Sources")]
    #: What participants read, as English: translation. A file may say some; the catalogues beside it bring theirs.
    phrases: dict[Language, dict[Text, Text]] = {}
    reviewed: Annotated[
        list[Language], Field(exclude_if=not_)
    ] = []  # in which speakers went over all that is translated; the others are drafts
    steps: list[Step] = Field(min_length=1)

    @property
    def activities(self) -> dict[str, Activity]:
        """Every activity by id, in the order of the agenda; one shown again counts once."""
        return {a.id: a for step in self.steps for a in step.activities if not isinstance(a, Again)}

    def step_of(self, activity: str) -> Step:
        """The step in which an activity first stands."""
        return next(
            s for s in self.steps for a in s.activities if not isinstance(a, Again) and a.id == activity
        )


class Resource(Content):
    """One of the publications that the kit accompanies."""

    id: Id
    number: Annotated[int, Field(ge=1)]
    title: Text
    publisher: Text
    year: str = ""
    url: Url
    about: Text
    audience: Text
    cadence: str = ""
