"""A session over many districts: every number that may be shown, and a sign where one is withheld."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.kinds.shared.asked import latest_marks
from kitlib.kinds.shared.questions import Question
from kitlib.meetings.answers import held_meetings, read_answers
from kitlib.meetings.queries import MeetingQueries
from kitlib.rollup.questions import questions
from kitlib.rollup.withholding import ALL, Published, lines_to_show
from kitlib.store import Store
from kitlib.suppression import SMALLEST

__all__ = ["EVERYONE", "Rolled", "Shown", "roll"]

EVERYONE = "All districts"


@dataclass(frozen=True)
class Shown:
    """One line: a question, a round, a group. `numbers` is None where it is withheld."""

    table: str
    activity: str
    title: str
    item: str
    text: str
    domain: str
    round: int
    group: str
    points: tuple[str, ...]
    values: tuple[int, ...]
    numbers: tuple[int, ...] | None
    stands: str = ""  # the day of the roll-up whose numbers still stand, since few changed


@dataclass(frozen=True)
class Rolled:
    """A roll-up, without anything that is withheld; it can be given to anyone."""

    session: str
    title: str
    by: str  # empty, "county", or the name of a file
    smallest: int
    made: str
    lines: tuple[Shown, ...]
    #: What of it was not shown before, for the ledger; it tells what single seats said, and is never written out.
    news: tuple[Published, ...] = field(default=(), repr=False)

    def told(self) -> dict[str, Any]:
        """As plain JSON, less the news."""
        return {**asdict(self), "news": []}

    @classmethod
    def of(cls, told: dict[str, Any]) -> Rolled:
        """What `told` gave."""
        keys = ("points", "values", "numbers")
        lines = (
            Shown(**{**x, **{k: None if x[k] is None else tuple(x[k]) for k in keys}}) for x in told["lines"]
        )
        return cls(**{**told, "lines": tuple(lines), "news": ()})

    @property
    def groups(self) -> list[str]:
        """The groups by name, then everyone."""
        names = {line.group for line in self.lines} - {EVERYONE}
        return [*sorted(names, key=str.casefold), EVERYONE]

    def of_table(self, table: str, activity: str | None = None) -> list[Shown]:
        """The lines of a table, in the order of the session."""
        return [x for x in self.lines if x.table == table and activity in (None, x.activity)]


def roll(
    store: Store,
    library: Library,
    session: str,
    groups: dict[str, str],
    by: str = "",
    smallest: int = SMALLEST,
    before: Sequence[Published] = (),
) -> Rolled:
    """Roll a session up. Raises NotFoundError for an unknown session, KitError when no district held it."""
    codes = {m.district for m in store.meetings.list(session=session) if m.district and not m.rehearsal}
    districts = [d for d in store.districts.all() if d.code in codes]
    queries = MeetingQueries(store, library)
    meetings = [m for m in store.meetings.list(session=session) if m.district and not m.rehearsal]
    latest = latest_marks(held_meetings(queries, meetings))
    found = [
        held for d in districts if (held := read_answers(store, library, session, d.code, latest)).answers
    ]
    if not found:
        raise KitError(
            f'No district has held "{library.session(session).title}" yet, so there is nothing to roll up.',
            "See what was held: kit meetings",
        )
    day = dt.datetime.now().astimezone().date().isoformat()
    families: dict[str, list[Question]] = defaultdict(list)
    for question in questions(found):
        families[question.family].append(question)
    published: dict[str, list[Published]] = defaultdict(list)
    for earlier in before:
        published[earlier.family].append(earlier)
    shown: list[Shown] = []
    news: list[Published] = []
    closed: frozenset[str] = frozenset()
    for family, rounds in families.items():
        out = published.get(family, [])
        lines = lines_to_show(rounds, groups, smallest, out, closed)
        if rounds[0].table == "participation":
            closed = frozenset(group for (_, group), line in lines.items() if line is None)
            if ALL in closed:
                closed |= set(groups.values())
        for question in rounds:
            for (n, group), line in lines.items():
                if n != question.round:
                    continue
                stood = next((p for p in reversed(out) if (p.by, p.round, p.group) == (by, n, group)), None)
                if line is not None:
                    numbers: tuple[int, ...] | None = question.numbers(line)
                    said = {answer.who: answer.counts for answer in line}
                    new = Published(family, by, n, group, said, question.numbers(line), day)
                    if not any(
                        (p.said, p.numbers, p.by, p.group) == (said, new.numbers, by, group) for p in out
                    ):
                        news.append(new)
                    stands = ""
                else:
                    numbers, stands = (stood.numbers, stood.day) if stood else (None, "")
                shown.append(_shown(question, group, numbers, stands))
    return Rolled(session, found[-1].session.title, by, smallest, day, tuple(_sorted(shown)), tuple(news))


def _shown(question: Question, group: str, numbers: tuple[int, ...] | None, stands: str) -> Shown:
    return Shown(
        question.table,
        question.activity,
        question.title,
        question.item,
        question.text,
        question.domain,
        question.round,
        group or EVERYONE,
        question.points,
        question.values,
        numbers,
        stands,
    )


def _sorted(shown: Sequence[Shown]) -> Iterator[Shown]:
    order = {key: i for i, key in enumerate(dict.fromkeys((x.table, x.activity, x.item) for x in shown))}
    yield from sorted(
        shown,
        key=lambda x: (order[x.table, x.activity, x.item], x.round, x.group == EVERYONE, x.group.casefold()),
    )
