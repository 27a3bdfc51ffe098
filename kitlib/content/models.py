"""What a resource, a session, a step, an activity and an instrument are.

These models say what a file under facilitation/ may hold. They refuse unknown
keys and cannot be changed after loading. How a file is read, and how problems
are told with their line, is in `loading` and `document`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    HttpUrl,
    StringConstraints,
    Tag,
)

from kitlib.clock import CutOrder

__all__ = [
    "Actions",
    "Activity",
    "Again",
    "Agreements",
    "Attendance",
    "Difficulty",
    "Discussion",
    "Exit",
    "Instrument",
    "Item",
    "ParkingLot",
    "Point",
    "Prompt",
    "Rating",
    "Reflection",
    "Resource",
    "Scale",
    "Session",
    "Source",
    "Step",
    "Visibility",
]

Visibility = Literal["private", "team", "room"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=48)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Part = Literal["all", "before", "during", "notes", "after"]
Minutes = Annotated[int, Field(gt=0, le=480)]
# Kept as text: pydantic's own type rewrites an address ("https://x" becomes "https://x/").
Url = Annotated[str, AfterValidator(lambda url: str(url) if HttpUrl(url) else "")]


class Content(BaseModel):
    """Base of the content models: no unknown keys, no field set after loading, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Prompt(Content):
    """One question and its box: one for each seat, or one for the whole team."""

    id: Id
    text: Text
    help: str = ""
    scope: Literal["seat", "team"] = "seat"
    visibility: Visibility = "team"
    lines: Annotated[int, Field(ge=1, le=20)] = 3


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


class _Activity(Content):
    id: Id
    title: str = ""


class Attendance(_Activity):
    """Who is here, as seats with a role; never names."""

    kind: Literal["attendance"]
    roles: list[Text] = Field(min_length=1)  # offered; a team may type its own
    jobs: list[Text] = ["Facilitator", "Timekeeper", "Recorder", "Focus monitor"]
    seats: Annotated[int, Field(ge=1, le=12)] = 6


class Suggestion(Content):
    """One agreement to start from."""

    id: Id
    text: Text


class Agreements(_Activity):
    """Norms: suggested, edited, agreed. With `review`, the team says how well it kept those of that activity."""

    kind: Literal["agreements"]
    suggest: list[Suggestion] = []
    review: Id | None = None


class Reflection(_Activity):
    """Written answers of each seat, each with its own visibility."""

    kind: Literal["reflection"]
    prompts: list[Prompt] = Field(min_length=1)


class Medium(Content):
    """The video or text that is discussed; only ever linked."""

    title: Text
    url: Url | None = None
    minutes: Minutes | None = None
    note: str = ""  # where to find it, or what to do without it


class Discussion(_Activity):
    """Before, during and after a video or text; the team notes what it noticed, the evidence, and what follows."""

    kind: Literal["discussion"]
    medium: Medium
    before: list[Prompt] = []
    after: list[Prompt] = []
    notes: bool = True  # the team's rows of notice, evidence, implication
    part: Part = "all"  # what the step it stands in shows; the rest comes with `again`
    summary: str = ""  # the question above the box that stands in for a video that cannot be played


class Rating(_Activity):
    """An instrument: own ratings first, then the spread, then the agreed rating with its reason."""

    kind: Literal["rating"]
    instrument: Id
    discuss: Annotated[int, Field(ge=1, le=20)] = 3  # how many of the widest items to talk through


class ParkingLot(_Activity):
    """Questions held for later, each with an owner."""

    kind: Literal["parking_lot"]


class Actions(_Activity):
    """Who does what by when, how we will know, and the next date."""

    kind: Literal["actions"]
    rows: Annotated[int, Field(ge=1, le=12)] = 1  # empty rows offered at the start


class Exit(_Activity):
    """One learning, one worry, one next step from each seat."""

    kind: Literal["exit"]
    learning: Text = "One thing I learned"
    worry: Text = "One worry I still have"
    next_step: Text = "One next step I will take"
    visibility: Visibility = "team"


class Again(Content):
    """An activity of an earlier step, shown once more with the same answers."""

    again: Id
    part: Part = "all"  # of a discussion, only this part


Activity = Attendance | Agreements | Reflection | Discussion | Rating | ParkingLot | Actions | Exit


def _kind_of(value: object) -> str | None:
    """The tag by which a step's activity is told apart: its kind, or `again`."""
    if isinstance(value, dict):
        return "again" if "again" in value else value.get("kind")
    return getattr(value, "kind", "again")


Placed = Annotated[
    Annotated[Attendance, Tag("attendance")]
    | Annotated[Agreements, Tag("agreements")]
    | Annotated[Reflection, Tag("reflection")]
    | Annotated[Discussion, Tag("discussion")]
    | Annotated[Rating, Tag("rating")]
    | Annotated[ParkingLot, Tag("parking_lot")]
    | Annotated[Actions, Tag("actions")]
    | Annotated[Exit, Tag("exit")]
    | Annotated[Again, Tag("again")],
    Discriminator(_kind_of),
]


class Step(Content):
    """A time-boxed part of a session."""

    id: Id
    title: Text
    minutes: Minutes
    short: Minutes | None = None  # the least it can be done in
    cut: CutOrder = "later"
    grouping: str = ""  # alone, pairs, table, whole group
    prompt: Text  # Markdown; what participants read
    facilitator: str = ""  # Markdown; what only the leader reads
    difficulties: list[Difficulty] = []
    activities: list[Placed] = []


class Session(Content):
    """The plan of one meeting on a resource."""

    id: Id
    resource: Id
    number: Annotated[int, Field(ge=1)]
    title: Text
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
    follow_up: Text
    next: Id | None = None  # the session that follows in the series
    edition: str = ""  # for example: built on the 2018 Blueprint, updated 2025
    not_found: list[Text] = []  # what could not be read of the resource
    sources: list[Source] = Field(min_length=1)
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


class Point(Content):
    """One point of a scale."""

    value: int
    label: Text
    help: str = ""


class Scale(Content):
    """The points an item is rated on, from low to high."""

    id: Id
    title: Text
    points: list[Point] = Field(min_length=2, max_length=11)
    source: str = ""  # empty: the kit's own

    @property
    def values(self) -> list[int]:
        """The points' values, low to high."""
        return [point.value for point in self.points]


class Item(Content):
    """One statement to rate."""

    id: Id
    text: Text
    domain: str = ""
    reverse: bool = False  # agreeing points the other way


class Instrument(Content):
    """A set of items with its version; a district may put its own file with the same keys in its place."""

    id: Id
    version: Text
    title: Text
    intro: str = ""
    made_by: Text  # "the kit's own draft", or whose it is
    scale: Id
    items: list[Item] = Field(min_length=1, max_length=80)
