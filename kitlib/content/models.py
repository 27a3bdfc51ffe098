"""What a resource, a session and a step are.

These models say what a file under facilitation/ may hold. They refuse unknown
keys and cannot be changed after loading. What all activities have is in
`activities`, the keys of each kind in its package, what is rated in `instruments`. How a file is read, and how problems
are told with their line, is in `loading` and `document`.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from kitlib.clock import CutOrder
from kitlib.content.activities import Activity, Again, Placed
from kitlib.content.base import Content, Id, Language, Minutes, Readers, Text, Url

__all__ = ["CITATION", "Difficulty", "Resource", "Session", "Source", "Step"]

#: In a text, `[@id]` points to the source of that id.
CITATION = re.compile(r"\[@([a-z0-9-]+)\]")


class Source(Content):
    """A page that a statement rests on. `[@id]` in a text points to it; text without one is the kit's own."""

    id: Id
    title: Text
    publisher: Text
    url: Url
    year: str = ""
    #: `resource`: the resource itself. `sister`: another publisher's page, credited as one published way.
    of: Literal["resource", "sister"] = "resource"


class Difficulty(Content):
    """What may happen in a step, and what the facilitator then does or says."""

    when: Text
    do: Text


class Step(Content):
    """A time-boxed part of a session."""

    id: Id
    title: Text
    minutes: Minutes
    short: Minutes | None = None  # the least it can be done in
    cut: CutOrder = "later"
    grouping: str = ""  # alone, pairs, table, whole group
    prompt: Text  # Markdown; what participants read
    readers: Readers = "staff"  # for whom the prompt is written
    translations: dict[Language, Text] = {}  # of the prompt, for a step that families read
    facilitator: str = ""  # Markdown; what only the leader reads
    difficulties: list[Difficulty] = []
    activities: list[Placed] = []


class Session(Content):
    """The plan of one meeting on a resource."""

    id: Id
    resource: Id
    number: Annotated[int, Field(ge=1)]
    title: Text
    need: str = ""  # what brings people here, as a teacher says it
    topics: list[Id] = []  # of topics.yaml; it stands on the shelf under the first
    keywords: list[Text] = []  # what people may look for that stands in none of its lines
    purpose: Text
    audience: Text
    leads: Text  # who leads
    in_room: list[Text] = Field(min_length=1)  # who must be there
    minutes: Minutes
    lengths: list[Minutes] = []  # shorter lengths that its own cuts reach
    outcomes: list[Text] = Field(min_length=1)
    product: Text  # what the team leaves with
    prework: list[Text] = []
    announcement: str = ""  # Markdown; the message that announces the pre-work
    materials: list[Text] = []
    roles: list[Text] = []
    care: list[Text] = []  # what keeps people safe in this session
    reminders: list[Id] = []  # of reminders/, read into `care` and `sources`
    follow_up: Text
    next: Id | None = None  # the session that follows in the series
    edition: str = ""  # for example: built on the 2018 Blueprint, updated 2025
    form: str = (
        ""  # the published form that it follows, by name, such as Gallery walk; empty: the usual course
    )
    not_found: list[Text] = []  # what could not be read of the resource
    sources: list[Source] = Field(min_length=1)
    #: Short texts that families read beside the prompts (titles, agreements, choices), as English: translation.
    phrases: dict[Language, dict[Text, Text]] = {}
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
