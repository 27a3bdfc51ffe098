"""What the page of a district, or of a school, shows: all its sessions in one document. A superintendent reads page one only.

Made as a record is, and from the same answers: what is private or not for the record
is not even read. Each method shows nothing where there is nothing to say.
"""

from __future__ import annotations

import datetime as dt
import statistics
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from kitlib import __version__
from kitlib.content import Library
from kitlib.content.home import called_here
from kitlib.errors import ContentError, NotFoundError
from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.off_record import on_record
from kitlib.kinds.shared.open_items import CarriedItem
from kitlib.kinds.shared.page import bullets, show, table
from kitlib.kinds.shared.questions import Question, place_of
from kitlib.meetings.answers import answers_of
from kitlib.meetings.carry_over import CLOSED, ItemStory, MeetingItems, stories
from kitlib.meetings.earlier import left_open
from kitlib.meetings.queries import MeetingQueries
from kitlib.registry import find_kind
from kitlib.settings import settings
from kitlib.store import Meeting, Store
from kitlib.tabular.codes import given
from kitlib.themes.grouping import group

__all__ = ["Portfolio"]

FIRST = 6  # open actions on page one
MOST = 18  # actions by owner, and
FEW = 8  # lines of any other list: four pages at most are printed
LONGEST = 160  # characters of a thing; all of it stands in the record of its session
ALIKE = 3  # notes that make a heading: two may share a word by chance
THEMES, NOTES = 4, 3  # headings over notes, and the notes under each that are shown
NAMED = 3  # statements not talked through, up to which they are named
NOT_TALKED = 2  # the point "not discussed" of a question of the form "discussed"


@dataclass(frozen=True)
class _Told:
    """An action or a question with where it comes from."""

    story: ItemStory
    session: str
    school: str

    @property
    def item(self) -> CarriedItem:
        return self.story.item

    @property
    def is_open(self) -> bool:
        return self.item.status not in CLOSED


class Portfolio:
    """All sessions of a district, or of one of its schools. Raises NotFoundError for one that is unknown."""

    def __init__(self, district: str, school: str = "") -> None:
        places = settings()
        self._store = Store.shared(places.database_url)
        self._library = Library.shared(places)
        self._queries = MeetingQueries(self._store, self._library)
        self._where = self._store.districts.find(given(district))
        self._school = self._store.districts.school(self._where.code, given(school)) if school else None
        self._names = {s.code: s.name for s in self._store.districts.schools(self._where.code)}
        self._today = dt.datetime.now().astimezone().date().isoformat()

    # What more than one part shows is made once.

    @cached_property
    def _meetings(self) -> list[Meeting]:
        """The meetings in which anything was entered, oldest first."""
        code = self._school.code if self._school else None
        held = reversed(self._store.meetings.list(district=self._where.code))
        last = self._store.entries.last_change
        return [m for m in held if (code is None or m.school == code) and last(m.id)]

    @cached_property
    def _answers(self) -> list[DistrictAnswers]:
        """What was written in each session, in the order in which the sessions were first held."""
        school = self._school.code if self._school else None
        sessions = dict.fromkeys(meeting.session for meeting in self._meetings)
        return [answers_of(self._queries, id, self._where.code, school=school) for id in sessions]

    @cached_property
    def _told(self) -> list[_Told]:
        """Every action and question that was written down, as it stands now."""
        chains: dict[tuple[str, str], list[MeetingItems]] = defaultdict(list)  # (school, resource)
        titles: dict[tuple[str, str, str], str] = {}
        for meeting in self._meetings:
            with suppress(NotFoundError, ContentError):  # nothing is known of it but its id
                session = self._queries.session(meeting)
                at = meeting.school or "", session.resource
                left = left_open(self._queries, meeting, on_record(self._queries.current(meeting)))
                chains[at].append(left)
                titles |= {(*at, item.id): session.title for _, item in left.items}
        found = [
            _Told(story, titles[(*at, story.item.id)], self._names.get(at[0], ""))
            for at, left in chains.items()
            for story in stories(left)
        ]
        return sorted(found, key=lambda told: (told.item.due or "9999", told.item.date, told.item.id))

    @property
    def _actions(self) -> list[_Told]:
        return [told for told in self._told if told.item.sort == "action"]

    @cached_property
    def _dates(self) -> list[tuple[str, str]]:
        """Each next date that is still to come, with what was met for and who calls it."""
        found = set()
        for answers in self._answers:
            for row in answers.next_meetings().itertuples():
                if str(row.next) >= self._today:
                    who = f", called by {row.owner!s}" if row.owner else ""
                    found.add((str(row.next), f"{answers.session.title}: {long_day(str(row.next))}{who}"))
        return sorted(found)

    # -- page one --------------------------------------------------------------------

    def heading(self) -> None:
        """Show whose page this is, and at a glance where all stands."""
        open_ = [told for told in self._actions if told.is_open]
        overdue = [told for told in open_ if told.item.due and told.item.due < self._today]
        questions = [t for t in self._told if t.item.sort == "question" and t.is_open]
        facts = {
            "Sessions": len(self._answers),
            "Meetings": len(self._meetings),
            "Actions open": len(open_),
            "Overdue": len(overdue),
            "Actions closed": len(self._actions) - len(open_),
            "Questions held": len(questions),
            "Next date": long_day(self._dates[0][0]) if self._dates else "none set",
        }
        inside = "".join(f"<div><dt>{name}</dt><dd>{escape(str(n))}</dd></div>" for name, n in facts.items())
        name, of = self._where.name, f"{self._where.county} County" if self._where.county else ""
        if self._school:
            name, of = self._school.name, self._where.name
        since = f"from {long_day(self._meetings[0].date)} on" if self._meetings else "no meeting yet"
        whose = "All sessions of a school" if self._school else "All sessions of a district"
        kicker = called_here().words(whose)
        show(
            f'<p class="kicker">{escape(kicker)}</p><h1>{escape(name)}</h1>'
            f'<p class="lead">{escape(" · ".join(filter(None, (of.removesuffix(" County County"), since))))}</p>'
            f'<p>As it stood on {long_day(self._today)}.</p><dl class="glance">{inside}</dl>'
        )

    def standing(self) -> None:
        """Show what is open, what is due first, and when people meet again."""
        open_ = [told for told in self._actions if told.is_open]
        show("<h2>What was decided, and where it stands now</h2>")
        if not self._actions:
            show("<p>No action was written down yet.</p>")
        elif not open_:
            show("<p>Every action that was written down is closed.</p>")
        else:
            show(self._table(open_[:FIRST], "Open actions, first due first"))
            if len(open_) > FIRST:
                show(f"<p>{len(open_) - FIRST} more are open; they stand below by owner.</p>")
        if self._dates:
            show("<h3>Next dates</h3>" + bullets([words for _, words in self._dates[:FIRST]]))

    def _table(self, told: Sequence[_Told], caption: str) -> str:
        rows = [
            [_cut(t.item.what), t.item.owner or "nobody", self._by_when(t), self._now(t), self._from(t)]
            for t in told
        ]
        heads = ["Action", "Owner", "By when", "Stands", "From"]
        return table(pd.DataFrame(rows, columns=heads, dtype=object), caption, wide="Action")

    def _by_when(self, told: _Told) -> str:
        due = told.item.due
        late = "overdue, " if due and due < self._today and told.is_open else ""
        return f"{late}{_short(due)}" if due else "no date"

    def _now(self, told: _Told) -> str:
        moved = f", moved {told.item.moved}×" if told.item.moved else ""
        return f"{told.item.status or 'open'}{moved}"

    def _from(self, told: _Told) -> str:
        school = "" if self._school else told.school
        return ", ".join(filter(None, (told.session, school)))

    # -- the rest --------------------------------------------------------------------

    def actions(self) -> None:
        """Show every action by owner and date, with what became of it meeting by meeting."""
        if not self._actions:
            return
        newest = sorted(self._actions, key=lambda told: (not told.is_open, told.item.due or "9999"))[:MOST]
        newest.sort(key=lambda told: (told.item.owner.casefold(), told.item.due or "9999", told.item.date))
        rows = [
            [t.item.owner or "nobody", _cut(t.item.what), self._by_when(t), f"{self._now(t)}; {_history(t)}"]
            for t in newest
        ]
        heads = ["Owner", "Action", "By when", "Where it stands, and what became of it"]
        show("<h2>All actions, by owner</h2>")
        show(
            table(pd.DataFrame(rows, columns=heads, dtype=object), "Actions by owner and date", wide="Action")
        )
        self._more(len(self._actions), MOST)

    def questions(self) -> None:
        """Show the questions that are still held."""
        held = [told for told in self._told if told.item.sort == "question" and told.is_open]
        if not held:
            return
        rows = [[_cut(t.item.what), t.item.owner or "nobody", self._from(t)] for t in held[:FEW]]
        frame = pd.DataFrame(rows, columns=["Question", "Who brings it back", "From"], dtype=object)
        show("<h2>Questions still held</h2>" + table(frame, "Questions still held", wide="Question"))
        self._more(len(held), FEW)

    def paths(self) -> None:
        """Show the path of each resource: which of its sessions were held, when, and which come next."""
        held: dict[str, list[str]] = defaultdict(list)
        for meeting in self._meetings:
            held[meeting.session].append(_short(meeting.date))
        rows = []
        for resource in dict.fromkeys(answers.session.resource for answers in self._answers):
            of_it = [answers for answers in self._answers if answers.session.resource == resource]
            known: list[tuple[str, str]] = []
            with suppress(ContentError):
                known = [(s.id, s.title) for s in self._library.sessions() if s.resource == resource]
            done = [f"{a.session.title} ({'; '.join(held[a.session.id])})" for a in of_it]
            next_ = next((title for id, title in known if id not in held), "all were held")
            rows.append([of_it[0].source.resource(resource).title, "\n".join(done), next_])
        if rows:
            frame = pd.DataFrame(
                rows[:MOST], columns=["Resource", "Held", "First not held yet"], dtype=object
            )
            show("<h2>The path so far</h2>" + table(frame, "Sessions held, by resource", wide="Resource"))

    def ratings(self) -> None:
        """Show the middle rating of each statement, round by round, where a team rated it more than once."""
        shown = False
        for title, questions in self._rated():
            rounds = sorted({question.round for question in questions})
            if len(rounds) < 2:
                continue
            if not shown:
                show(
                    "<h2>Ratings over the rounds</h2><p>What stands here is the middle of all ratings of a round. How far "
                    "they lie apart, and results of surveys, stand in the record of each session.</p>"
                )
            shown = True
            frame = pd.DataFrame(_by_round(questions, rounds), dtype=object)
            show(table(frame, f"{title}: middle rating by round", wide="Statement"))

    def _rated(self) -> Iterator[tuple[str, list[Question]]]:
        """The statements that teams rated and talked about, instrument by instrument."""
        for questions in self._counted():
            if any(question.form == "discussed" for question in questions):
                scale = [question for question in questions if question.form == "scale" and question.answers]
                if scale:
                    yield scale[0].title, scale

    def _counted(self) -> Iterator[list[Question]]:
        for answers in self._answers:
            for activity in answers.activities:
                count = find_kind(answers.model(activity).kind).load("rollup")
                if count is not None:
                    yield list(count([answers], activity))

    def not_talked_through(self) -> None:
        """Show the statements that teams did not come to the last time."""
        lines = []
        for questions in self._counted():
            of_it = [question for question in questions if question.form == "discussed"]
            last = max((question.round for question in of_it), default=0)
            silent = [q.text for q in of_it if q.round == last and q.numbers(q.answers)[NOT_TALKED]]
            if silent:
                named = "" if len(silent) > NAMED else f": {'; '.join(silent)}"
                of = f"{len(silent)} of {len({q.item for q in of_it})} statements"
                lines.append(f"{of_it[0].title}: {of}{named}")
        if lines:
            show("<h2>Not talked through yet</h2>" + bullets(lines[:FEW]))
            self._more(len(lines), FEW)

    def themes(self) -> None:
        """Show what the notes of its teams are about: those that are alike under a heading, the one of most teams first."""
        texts, teams = self._notes
        if not texts:
            return
        found = group(texts)
        themes = [(theme, {teams[note] for note in theme.members}) for theme in found.themes]
        themes = [(theme, of) for theme, of in themes if len(of) > 1 and len(theme.members) >= ALIKE]
        if not themes:
            return
        themes.sort(key=lambda each: (-len(each[1]), -len(each[0].members)))
        show(
            f"<h2>What several teams’ notes are about</h2><p>{escape(found.by)} Nobody has checked these headings; each note stands "
            "in the record of its session.</p>"
        )
        for theme, of in themes[:THEMES]:
            count = f"{len(theme.members)} notes of {len(of)} teams"
            lines = bullets([_cut(texts[note]) for note in theme.members[:NOTES]])
            show(f"<h3>{escape(theme.name)} ({count})</h3>{lines}")
        self._more(len(themes), THEMES)

    @cached_property
    def _notes(self) -> tuple[dict[str, str], dict[str, str]]:
        """The short notes of all teams, and of which team each is."""
        texts: dict[str, str] = {}
        teams: dict[str, str] = {}
        for answers in self._answers:
            for activity in answers.activities:
                for team in answers.teams(activity):
                    for row, text in answers.rule(activity).short_notes(team.seats.values()).items():
                        note = f"{activity}/{place_of(team)}/{row}"
                        texts[note], teams[note] = text, place_of(team)
        return texts, teams

    def colophon(self) -> None:
        """Say how the page was made, and what is not in it."""
        show(
            f"<h2>How this page was made</h2><p>Made on {long_day(self._today)} by the facilitation kit, version "
            f"{__version__}, from what teams wrote in their sessions. Private answers, what was taken out of the record, and "
            "rehearsals are not in it and were not read to make it. Owners are roles; the kit keeps no names. Each session has "
            "a record of its own, with the words of its teams.</p>"
        )

    def _more(self, all_: int, most: int) -> None:
        if all_ > most:
            show(f"<p>{all_ - most} more stand in the records of the sessions.</p>")


def _history(told: _Told) -> str:
    """What became of a thing, meeting by meeting."""
    lines = [f"written down {_short(told.item.date)}"]
    for event in told.story.events[-3:]:
        due = f" to {_short(event.due)}" if event.due else ""
        reason = f" ({_cut(event.reason)})" if event.reason else ""
        lines.append(f"{_short(event.date)}: {event.outcome}{due}{reason}")
    return "\n".join(lines)


def _cut(words: str) -> str:
    """The first words of a long text, with a sign that it goes on."""
    return textwrap.shorten(words, LONGEST, placeholder="…")


def _short(day: str) -> str:
    """`2026-11-23` in few letters: "Nov 23, 2026"; other text as it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date:%b} {date.day}, {date.year}"


def _by_round(questions: Sequence[Question], rounds: Sequence[int]) -> list[dict[str, object]]:
    """A row a statement: its middle rating in each round, and how far it moved from the first to the last."""
    rows: list[dict[str, object]] = []
    for item in dict.fromkeys(question.item for question in questions):
        of_it = {question.round: question for question in questions if question.item == item}
        middles = {n: _middle(of_it[n]) if n in of_it else None for n in rounds}
        known = [middle for middle in middles.values() if middle is not None]
        cells = {f"Round {n}": "–" if m is None else f"{m:g}" for n, m in middles.items()}
        moved = f"{known[-1] - known[0]:+g}" if len(known) > 1 else "–"
        rows.append({"Statement": next(iter(of_it.values())).text, **cells, "Moved": moved})
    return rows


def _middle(question: Question) -> float | None:
    counts = question.numbers(question.answers) if question.answers else ()
    given = [value for value, n in zip(question.values, counts, strict=False) for _ in range(n)]
    return float(statistics.median(given)) if given else None
