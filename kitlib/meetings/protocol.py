"""What a page and the kit say to each other: the same over HTTP and over a kernel's channel.

A page calls by name with a body (`entries`, `erase`, `state`, `seat`, `wall`,
`lead`, `door`, `part`, `rearrange`, `screens`) and is answered with one of these. The types of the JavaScript are
made from them and from those of `parts`, by `python -m kitlib.frontend.types`.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

__all__ = [
    "JSON",
    "Agenda",
    "Block",
    "Carried",
    "CarriedMore",
    "CarriedOver",
    "Conflict",
    "Cut",
    "Door",
    "Doors",
    "EntriesAnswer",
    "Entry",
    "ErrorAnswer",
    "ErrorWord",
    "Figure",
    "FigureRow",
    "Finding",
    "Guest",
    "Holding",
    "Invalid",
    "Leader",
    "MovedAnswers",
    "NeedsReview",
    "Offer",
    "OfferedPile",
    "Rearranging",
    "Renewal",
    "Results",
    "Retry",
    "SaveResult",
    "Saved",
    "Seat",
    "SeatAnswer",
    "SeatLock",
    "Slot",
    "State",
    "StoredAnswer",
    "TeamSeats",
    "Wall",
    "WallText",
    "Wrote",
]

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


class Entry(TypedDict):
    """One answer as a page sends it. It does not say who may read it; the session does."""

    meeting: str
    team: str
    seat: str
    activity: str
    field: str
    value: JSON
    writer: str  # of this page load
    seq: int  # rises with each answer of the writer
    base: int | None  # the revision that the writer had before its eyes
    sure: NotRequired[list[str]]  # what could name a student, and is kept all the same
    seen: NotRequired[int]  # where it erases: the newest revision in the meeting that the page knew of
    shows: NotRequired[int]  # the number of what its page shows, of a meeting that takes in newer versions


class StoredAnswer(TypedDict):
    """An answer on disk."""

    value: JSON
    rev: int
    at: float  # seconds since 1970
    writer: str  # only where the device that asks wrote it
    sealedAs: NotRequired[
        list[str]
    ]  # the activity and field of then, of what was locked before they were renamed


class Finding(TypedDict):
    """A stretch of a text that could tell who a student is."""

    text: str
    what: str


class Saved(TypedDict):
    """The answer is on disk. `current` stands where a newer one of the same writer does."""

    outcome: Literal["saved"]
    rev: int
    at: float
    current: NotRequired[StoredAnswer]


class Conflict(TypedDict):
    """Another writer's answer stands; this one is kept as history."""

    outcome: Literal["conflict"]
    rev: int
    at: float
    current: StoredAnswer


class NeedsReview(TypedDict):
    """It could name a student, and is not stored until its writer has decided."""

    outcome: Literal["needs_review"]
    findings: list[Finding]


class Invalid(TypedDict):
    """It does not fit, and is not stored."""

    outcome: Literal["invalid"]
    what: str
    next: str


class Retry(TypedDict):
    """The store cannot take it now; the page should try again."""

    outcome: Literal["retry"]
    what: str
    next: str


SaveResult = Saved | Conflict | NeedsReview | Invalid | Retry


class EntriesAnswer(TypedDict):
    """What became of each entry, in the order in which they were sent."""

    results: list[SaveResult]


ErrorWord = Literal["invalid", "not_found", "forbidden", "too_large", "retry"]


class ErrorAnswer(TypedDict):
    """The call as a whole was not taken. Only `retry` is worth trying again."""

    error: ErrorWord
    what: str
    next: str


class Slot(TypedDict):
    """A step on the clock. Moments are seconds since 1970."""

    id: str
    title: str
    minutes: int
    state: Literal["done", "running", "ahead", "left out"]
    start: float | None
    end: float | None
    planned_start: float | None  # by the plan, from the real start
    planned_end: float | None


class Cut(TypedDict):
    """A step that can be left out (`to` is 0) or made shorter."""

    id: str
    title: str
    minutes: int
    to: int


class Agenda(TypedDict):
    """The clock of the meeting, or of a team that goes at its own pace (`own`)."""

    slots: list[Slot]
    running: str | None
    word: Literal["not started", "on time", "almost done", "last moments", "over", "finished"]
    late: int  # minutes
    cuts: list[Cut]
    stillLate: int
    own: bool


Holding = Literal["yours", "free", "another's", ""]  # a seat, to the device that asks; empty without a seat


class Seat(TypedDict):
    """A place at a team's table."""

    id: str
    label: str
    taken: bool  # whether anything was written at it
    holding: Holding


class SeatLock(TypedDict):
    """How what a seat writes in private is locked: its key, wrapped by a phrase that is nowhere here. Base64."""

    id: str  # of the key
    salt: str
    rounds: int  # of PBKDF2
    wrapped: str


class SeatAnswer(TypedDict):
    """A seat that was asked for. `lock` is only told to whose it is; `salt` and `rounds`, to who may know its phrase."""

    holding: Holding
    lock: NotRequired[SeatLock]
    salt: NotRequired[str]
    rounds: NotRequired[int]


class Carried(TypedDict):
    """An action or a held question of an earlier meeting, as it stands now."""

    id: str
    sort: Literal["action", "question"]
    what: str
    owner: str
    due: str
    measure: str
    status: str
    label: str
    date: str
    moved: int


class CarriedMore(TypedDict):
    """How many more are open, and the newest days whose records tell them."""

    count: int
    days: list[str]


Answers = dict[str, dict[str, StoredAnswer]]  # activity -> field


class CarriedOver(TypedDict):
    """What is still open from earlier meetings."""

    carried: NotRequired[list[Carried]]  # the first of each sort, long texts shortened
    carriedMore: NotRequired[CarriedMore]  # only where there are more


class State(CarriedOver):
    """What a seat sees of its meeting. All but the first five only where something changed since it last asked.

    `whole` says whether it is all of it, or what came since; what is carried over does not change, so it comes with the
    whole alone.
    """

    change: int  # id of the newest entry
    now: float
    agenda: Agenda
    seat: Holding  # the one that it asked for
    seats: list[Seat]
    whole: NotRequired[bool]
    mine: NotRequired[Answers]
    team: NotRequired[Answers]
    room: NotRequired[Answers]
    shared: NotRequired[
        dict[str, dict[str, JSON]]
    ]  # activity -> what its kind lets this seat see of the others


class TeamSeats(TypedDict):
    """A team and how many of its seats are in use."""

    id: str
    label: str
    seats: int


class Wrote(TypedDict):
    """How many seats of a team answered an activity, and whether the team as a whole did."""

    seats: int
    team: bool


class WallText(TypedDict):
    """Words that a team or the room may read."""

    activity: str
    field: str
    label: str
    team: str
    text: str
    at: float


class FigureRow(TypedDict):
    """A line of a figure: how many at each point (none where they are too few to be shown), or texts with a number each."""

    name: str
    counts: list[int]
    texts: list[str]
    marks: list[int]


class Figure(TypedDict):
    """What the answers of an activity make together: a spread over points, bars, or texts under headings."""

    form: Literal["spread", "bars", "heaps"]
    title: str
    points: list[str]
    rows: list[FigureRow]
    note: str


class Guest(TypedDict):
    """A device that came by a code; `id` tells it from the others, and opens nothing."""

    id: str
    at: float
    seats: list[str]  # that it holds


class Door(TypedDict):
    """How other devices join a team, or come to lead."""

    code: str
    open: bool
    guests: list[Guest]  # that came, the first first


class Doors(TypedDict):
    """All doors of a meeting."""

    doors: NotRequired[dict[str, Door]]  # team -> how other devices join it
    lead_door: NotRequired[Door]  # how they come to lead; only told to who is signed in


class Leader(TypedDict):
    """A place from which the meeting is led just now."""

    id: str  # as of a guest
    here: bool  # whether it is the device that asks
    by_code: bool


class Results(TypedDict):
    """What the answers in the running step make together; empty while the wall does not show it."""

    figures: NotRequired[list[Figure]]
    unshown: NotRequired[int]  # teams that have answered in it and not yet shown themselves what


class Wall(Results, Doors):
    """What all teams send, for the one who leads."""

    change: int
    now: float
    agendas: dict[str, Agenda]
    teams: NotRequired[list[TeamSeats]]
    wrote: NotRequired[dict[str, dict[str, Wrote]]]  # activity -> team
    texts: NotRequired[list[WallText]]
    ready: NotRequired[dict[str, dict[str, int]]]  # step -> team -> how many seats say that they are done
    held: NotRequired[dict[str, list[str]]]  # team -> its seats that belong to a device
    leaders: NotRequired[list[Leader]]
    address: NotRequired[str]  # where devices join, empty while nobody can


class MovedAnswers(TypedDict):
    """What becomes of the answers to a question."""

    how: Literal["carried", "reworded", "left"]
    step: str
    question: str
    number: int


class Renewal(TypedDict):
    """A newer version of its session that a meeting could take in; no `content` where it shows the newest."""

    content: str
    showings: int  # how many it showed so far
    changes: list[str]
    moved: list[MovedAnswers]


class Block(TypedDict):
    """A ready step that can be added to a meeting."""

    id: str
    title: str
    minutes: int


class Rearranging(TypedDict):
    """What can be done to the agenda of a meeting that runs."""

    blocks: list[Block]
    undo: bool  # whether what was done last can be taken back


class OfferedPile(TypedDict):
    """Rows that the kit offers to put together."""

    name: str
    rows: list[str]
    to: str  # the heading, or the pile on the page, to which they would be added; empty for a new one


class Offer(TypedDict):
    """What the kit offers to put together: it is taken or left by people."""

    by: str  # how it was found
    piles: list[OfferedPile]
    alone: list[str]  # rows of which nothing is certain enough
