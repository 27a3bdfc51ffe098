"""What people do within a step: one model for each kind of activity, as a session file holds it.

How a kind behaves is in `kitlib.activities`; these say what an author may write.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from kitlib.content.base import Clock, Content, Id, Language, Minutes, Part, Readers, Text, Url, Visibility

__all__ = [
    "Actions",
    "Activity",
    "Again",
    "Agreements",
    "Attendance",
    "Board",
    "Checklist",
    "Column",
    "Discussion",
    "Exit",
    "Form",
    "Limit",
    "Map",
    "Option",
    "ParkingLot",
    "Placed",
    "Prompt",
    "Ranking",
    "Rating",
    "Reflection",
    "Schedule",
    "Survey",
    "Table",
    "Tier",
]


class Prompt(Content):
    """One question and its box: one for each seat, or one for the whole team."""

    id: Id
    text: Text
    help: str = ""
    scope: Literal["seat", "team"] = "seat"
    visibility: Visibility = "team"
    lines: Annotated[int, Field(ge=1, le=20)] = 3
    readers: Readers = "staff"
    translations: dict[Language, Text] = {}


class _Activity(Content):
    id: Id
    title: str = ""
    hidden: bool = False  # teams see it once the facilitator opens it


class Option(Content):
    """One thing to choose from, with the words people read."""

    id: Id
    text: Text
    help: str = ""


# -- words ------------------------------------------------------------------------------


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


class Exit(_Activity):
    """One learning, one worry, one next step from each seat."""

    kind: Literal["exit"]
    learning: Text = "One thing I learned"
    worry: Text = "One worry I still have"
    next_step: Text = "One next step I will take"
    visibility: Visibility = "team"


# -- rating and choosing ------------------------------------------------------------------


class Rating(_Activity):
    """An instrument: own ratings first, then the spread, then the agreed rating with its reason."""

    kind: Literal["rating"]
    instrument: Id
    domains: list[Text] = []  # only the items of these domains; empty: all
    scale: Id | None = None  # in place of the instrument's own, for example importance beside readiness
    discuss: Annotated[int, Field(ge=1, le=20)] = 3  # how many of the widest items to talk through
    evidence: bool = False  # a box for what the agreed rating rests on
    priorities: Annotated[int, Field(ge=0, le=5)] = 0  # how many items the team may mark to work on first
    compare: Id | None = None  # an earlier rating of the same items in this session: the gap is shown


class Ranking(_Activity):
    """A short list put in order, sorted into three, or each line answered with zero to five fingers."""

    kind: Literal["ranking"]
    way: Literal["order", "sort", "fist"]
    question: Text
    options: list[Option] = Field(min_length=1, max_length=20)
    #: For `sort`: the piles, most important first.
    piles: list[Text] = ["Critical", "Important", "Least important"]
    most: Annotated[int, Field(ge=1, le=20)] | None = None  # how many the first pile may hold
    choose: Annotated[int, Field(ge=0, le=5)] = 0  # how many the team takes on in the end
    own: Literal["seat", "team"] = "seat"  # whether each seat ranks first, or the team at once


class Board(_Activity):
    """Short notes on a wall, grouped into named clusters; then dots within a limit."""

    kind: Literal["board"]
    question: Text
    clusters: list[Option] = []  # headings to start from; people add and rename
    votes: Annotated[int, Field(ge=0, le=10)] = 0  # dots each seat has; 0: no vote
    visibility: Literal["team", "room"] = "team"


# -- rows -----------------------------------------------------------------------------------


class Column(Content):
    """One column of a table."""

    id: Id
    title: Text
    #: `who` offers the roles of the seats, `code` refuses names, `tick` is yes or no.
    type: Literal["text", "short", "choice", "number", "date", "who", "code", "tick"] = "text"
    choices: list[Text] = []
    help: str = ""
    wide: bool = False
    unit: str = ""  # of a number: "minutes", "dollars a year"
    least: float | None = None
    most: float | None = None
    total: bool = False  # of a number: its sum is shown
    rotates: bool = False  # of a who: last meeting's answer is shown, so that the job goes round


class Line(Content):
    """A row that stands in the table from the start, with the words of some cells."""

    id: Id
    cells: dict[Id, Text] = {}


class Table(_Activity):
    """Rows with typed columns, filled in by the team."""

    kind: Literal["table"]
    noun: Text = "Row"  # what one row is: "Tool", "Barrier"
    columns: list[Column] = Field(min_length=1, max_length=10)
    start: list[Line] = []
    fixed: bool = False  # only the rows that stand there from the start
    rows: Annotated[int, Field(ge=0, le=12)] = 1  # empty rows offered
    visibility: Literal["team", "room"] = "team"


class ParkingLot(_Activity):
    """Questions held for later, each with an owner."""

    kind: Literal["parking_lot"]


class Actions(_Activity):
    """Who does what by when, how we will know, and the next date."""

    kind: Literal["actions"]
    rows: Annotated[int, Field(ge=1, le=12)] = 1  # empty rows offered at the start
    columns: list[Column] = []  # beyond what, owner, due, measure and status


# -- pictures of a system ---------------------------------------------------------------------


class Tier(Content):
    """One level of support."""

    id: Id
    title: Text
    help: str = ""


class Map(_Activity):
    """What is in use, and what is a goal, by area and tier; gaps and overlaps are found and named."""

    kind: Literal["map"]
    tiers: list[Tier] = Field(
        default=[
            Tier(id="tier-1", title="Tier 1: for all students"),
            Tier(id="tier-2", title="Tier 2: for some students, added"),
            Tier(id="tier-3", title="Tier 3: for a few students, intensive"),
        ],
        min_length=1,
        max_length=5,
    )
    areas: list[Option] = Field(min_length=1, max_length=16)
    columns: list[
        Column
    ] = []  # of an entry, beyond its name: who it serves, who leads it, how we know it works


class LookFor(Content):
    """One thing to look for on a visit."""

    id: Id
    text: Text
    domain: str = ""
    help: str = ""


class Checklist(_Activity):
    """Look-fors on visits, each seen, not seen or not applicable, with evidence and the place."""

    kind: Literal["checklist"]
    noun: Text = "Visit"
    place: Text = "Where (a room or place by number, never a person)"
    items: list[LookFor] = Field(min_length=1, max_length=40)
    visits: Annotated[int, Field(ge=1, le=12)] = 1  # empty visits offered


class Use(Content):
    """What a block of time may be used for."""

    id: Id
    title: Text
    #: `core` is protected; `support` is added help; `planning` is adults' time together.
    sort: Literal["core", "support", "planning", "other"] = "other"
    tier: Annotated[int, Field(ge=1, le=3)] | None = None


class Limit(Content):
    """One rule that a schedule is held against. Its minutes are a starting point that a team may change."""

    id: Id
    text: Text
    #: least, most: minutes of `uses` for each group; block: the longest unbroken stretch of `uses` is at least so long;
    #: apart: `uses` never runs while its group has `from_uses`; common: all `groups` have `uses` at one time;
    #: rooms: at most `at_once` groups have `uses` at one time.
    check: Literal["least", "most", "block", "apart", "common", "rooms"]
    uses: list[Id] = Field(min_length=1)
    from_uses: list[Id] = []
    groups: list[Id] = []  # empty: every group
    minutes: Annotated[int, Field(ge=1, le=3000)] | None = None
    at_once: Annotated[int, Field(ge=1, le=60)] | None = None
    per: Literal["day", "week"] = "day"


class Block(Content):
    """One block of time that stands in the grid from the start."""

    id: Id
    group: Id
    days: list[Id] = []  # empty: every day
    start: Clock
    end: Clock
    use: Id
    who: str = ""


class Schedule(_Activity):
    """A day or a week of time blocks by grade or role; sums against stated minimums, and each clash named."""

    kind: Literal["schedule"]
    days: list[Option] = Field(min_length=1, max_length=10)
    starts: Clock = "08:00"
    ends: Clock = "15:00"
    noun: Text = "Group"  # what a row is: "Grade", "Team"
    groups: list[Option] = Field(min_length=1, max_length=16)
    uses: list[Use] = Field(min_length=1, max_length=20)
    limits: list[Limit] = []
    blocks: list[Block] = []


class Form(Content):
    """The form of one group of people."""

    id: Id  # students, staff, families
    title: Text
    instrument: Id


class Survey(_Activity):
    """Forms by group of people; counts brought in, shown by domain with small groups withheld; notice, compare, explain."""

    kind: Literal["survey"]
    forms: list[Form] = Field(min_length=1, max_length=6)
    here: Id | None = None  # the form that seats answer in the meeting itself; never students
    smallest: Annotated[int, Field(ge=10, le=100)] = 10  # a group below this is withheld
    notes: bool = True  # rows of notice, compare, explain


class Again(Content):
    """An activity of an earlier step, shown once more with the same answers."""

    again: Id
    part: Part = "all"  # of a discussion, only this part


Activity = (
    Attendance
    | Agreements
    | Reflection
    | Discussion
    | Rating
    | Ranking
    | Board
    | Table
    | Map
    | Checklist
    | Schedule
    | Survey
    | ParkingLot
    | Actions
    | Exit
)


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
    | Annotated[Ranking, Tag("ranking")]
    | Annotated[Board, Tag("board")]
    | Annotated[Table, Tag("table")]
    | Annotated[Map, Tag("map")]
    | Annotated[Checklist, Tag("checklist")]
    | Annotated[Schedule, Tag("schedule")]
    | Annotated[Survey, Tag("survey")]
    | Annotated[ParkingLot, Tag("parking_lot")]
    | Annotated[Actions, Tag("actions")]
    | Annotated[Exit, Tag("exit")]
    | Annotated[Again, Tag("again")],
    Discriminator(_kind_of),
]
