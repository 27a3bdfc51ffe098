"""A session over many districts: every number that may be shown, and a sign where one is withheld."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.content.home import read_home
from kitlib.content.markdown import as_inline_html
from kitlib.errors import KitError
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.asked import HeldMeeting, latest_marks
from kitlib.kinds.shared.questions import Question, Response
from kitlib.meetings.answers import answers_of, held_meetings
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.queries import MeetingQueries
from kitlib.privacy.suppression import SMALLEST, validate_minimum
from kitlib.rollup.disclosure import ALL, is_safe_alone, select_lines
from kitlib.rollup.earlier import import_ledger
from kitlib.rollup.groups import groups_of
from kitlib.rollup.questions import questions
from kitlib.settings import Settings
from kitlib.store import Disclosure, Store

__all__ = ["EVERYONE", "NotHeldError", "RollupResult", "RollupRow", "compute_rollup"]

EVERYONE = "All districts"


class NotHeldError(KitError):
    """No district wrote anything in a session."""


@dataclass(frozen=True)
class RollupRow:
    """One line: a question, a round, a group. `numbers` is None where it is withheld."""

    form: str  # how it is presented (see `Question`)
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
    about: str = ""
    stands: str = ""  # the day of the roll-up whose numbers still stand, since few changed


@dataclass(frozen=True)
class RollupResult:
    """A roll-up, without anything that is withheld; it can be given to anyone."""

    session: str
    title: str  # of the session as the newest meeting showed it; so is what follows
    purpose: str  # HTML
    resource: str
    provenance: str  # in sentences
    by: str  # empty, "county", or the name of a file
    minimum: int
    made: str
    rows: tuple[RollupRow, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> RollupResult:
        """Make it from what `to_json` returned."""
        keys = ("points", "values", "numbers")
        rows = (
            RollupRow(**{**row, **{key: None if row[key] is None else tuple(row[key]) for key in keys}})
            for row in found["rows"]
        )
        return cls(**{**found, "rows": tuple(rows)})

    @property
    def groups(self) -> list[str]:
        """The groups by name, then everyone."""
        names = {row.group for row in self.rows} - {EVERYONE}
        return [*sorted(names, key=str.casefold), EVERYONE]

    def of_form(self, form: str, activity: str | None = None) -> list[RollupRow]:
        """Return the rows of a form, in the order of the session."""
        return [row for row in self.rows if row.form == form and activity in (None, row.activity)]


def compute_rollup(
    places: Settings,
    session: str,
    by: str = "",
    minimum: int = SMALLEST,
    notify: Callable[[str], None] = print,
) -> RollupResult:
    """Roll a session up over all districts that held it, and note in the store what is shown.

    `by` is empty, "county", or the path of a file of groups; `minimum` is the smallest group that is shown. There
    is no way to a roll-up that is not noted: what this returns counts as shown from then on, seen or not.
    `notify` is told, in words, what else was done. Raises NotFoundError for an unknown session, NotHeldError when no
    district held it, KitError when `minimum` is too low, StoreError when what was shown before cannot be read.
    """
    try:
        minimum = max(validate_minimum(minimum), read_home(places).smallest_group)
    except ValueError as error:
        raise KitError(f"{str(error).capitalize()}.", "Use: --smallest 10, or more") from None
    library = Library.of(places)
    with closing(Store(places.database_url)) as store:
        keep_missing(store, library)
        groups = groups_of(by, store.districts.all())
        found = _gathered(MeetingQueries(store, library), session)
        held = sorted((each for answers in found for each in answers.held), key=_when)
        # Of all meetings: what one said may stand in an earlier line and be taken back since.
        district_of = {m.id: m.district for m in store.meetings.list(session=session) if m.district}
        if taken := import_ledger(store, places.rollups):
            notify(
                f"{taken} lines that earlier roll-ups showed were taken over from {places.rollups} into the database."
            )
        name = by if by in ("", "county") else Path(by).name
        scope = _Scope(store, session, name, groups, minimum, district_of)
        rows = tuple(_in_order(scope.rows(list(questions(found)))))
    newest = held[-1].session
    resource = held[-1].source.resource(newest.resource)
    purpose = as_inline_html(newest.purpose, newest.sources)
    about = newest.title, purpose, resource.title, held[-1].source.provenance(session).sentences()
    return RollupResult(session, *about, name, minimum, scope.day, rows)


def _gathered(queries: MeetingQueries, session: str) -> list[DistrictAnswers]:
    """What each district wrote that held the session; an activity is known by its id as it was asked last anywhere."""
    held = held_meetings(queries, session)
    codes, latest = {each.meeting.district for each in held}, latest_marks(held)
    of_districts = (
        answers_of(queries, session, d.code, latest) for d in queries.store.districts.all() if d.code in codes
    )
    found = [each for each in of_districts if each.answers]
    if not found:
        title = held[-1].session.title if held else queries.library.session(session).title
        raise NotHeldError(
            f'No district has held "{title}" yet, so there is nothing to roll up.',
            "See what was held: kit meetings",
        )
    return found


def _when(held: HeldMeeting) -> tuple[str, float]:
    return held.meeting.date, held.meeting.opened_at


class _Scope:
    """What holds for all questions of one roll-up."""

    def __init__(
        self,
        store: Store,
        session: str,
        by: str,
        groups: Mapping[str, str],
        minimum: int,
        district_of: Mapping[str, str],
    ) -> None:
        self._store, self._session, self._by, self._minimum = store, session, by, minimum
        self._groups, self._district_of = groups, district_of
        self.day = dt.datetime.now().astimezone().date().isoformat()

    def rows(self, all_: Sequence[Question]) -> Iterator[RollupRow]:
        """Decide question after question, who took part first: a group withheld there is withheld everywhere."""
        families: dict[str, list[Question]] = defaultdict(list)
        for question in all_:
            families[question.family].append(question)
        closed: frozenset[str] = frozenset()
        for family, rounds in families.items():
            decide = partial(self._decide, rounds, closed)
            rows, withheld = self._store.disclosures.disclose(self._session, family, decide)
            if rounds[0].form == "participation":
                closed = withheld.union(self._groups.values()) if ALL in withheld else withheld
            yield from rows

    def _decide(
        self, rounds: Sequence[Question], closed: frozenset[str], before: Sequence[Disclosure]
    ) -> tuple[tuple[list[RollupRow], frozenset[str]], list[Disclosure]]:
        """The rows of a question with the groups that are withheld, and what of it was not shown before."""
        lines = select_lines(rounds, self._groups, self._minimum, before, closed, self._district_of)
        rows, new = [], []
        for question in rounds:
            for (*asked, group), line in lines.items():
                if asked != [question.activity, question.round]:
                    continue
                if line is None:
                    standing = self._standing(before, question, group)
                    rows.append(
                        _row(question, group, standing.numbers, standing.day)
                        if standing
                        else _row(question, group)
                    )
                    continue
                shown = self._disclosure(question, group, line)
                rows.append(_row(question, group, shown.numbers))
                if not any(shown.repeats(earlier) for earlier in before):
                    new.append(shown)
        return (rows, frozenset(group for (*_, group), line in lines.items() if line is None)), new

    def _disclosure(self, question: Question, group: str, line: Sequence[Response]) -> Disclosure:
        answers = {answer.who: answer.counts for answer in line}
        at = self._session, question.family, self._by, question.round, group
        return Disclosure(*at, answers, question.numbers(line), self.day)

    def _standing(self, before: Sequence[Disclosure], question: Question, group: str) -> Disclosure | None:
        """What was last shown of a line that is withheld now, and may be shown once more."""
        asked_so = {answer.who.partition("/")[0] for answer in question.answers}
        for line in reversed(before):
            held = {who.partition("/")[0] for who in line.answers}
            if (line.by, line.round, line.group) == (self._by, question.round, group) and held <= asked_so:
                # Another file of the same name may have made other groups.
                districts = {self._district_of.get(meeting) for meeting in held}
                same = not group or all(self._groups.get(each or "") == group for each in districts)
                return line if same and is_safe_alone(line, self._minimum, self._district_of) else None
        return None


def _row(
    question: Question, group: str, numbers: tuple[int, ...] | None = None, stands: str = ""
) -> RollupRow:
    return RollupRow(
        question.form,
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
        question.about,
        stands,
    )


def _in_order(rows: Iterable[RollupRow]) -> list[RollupRow]:
    """Question by question in the order of the session, then by round and group, everyone last."""
    found = list(rows)
    order = {key: i for i, key in enumerate(dict.fromkeys((x.table, x.activity, x.item) for x in found))}
    return sorted(
        found,
        key=lambda x: (order[x.table, x.activity, x.item], x.round, x.group == EVERYONE, x.group.casefold()),
    )
