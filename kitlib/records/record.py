"""What a record's notebook shows, part by part. A superintendent reads page one only.

Each method shows nothing where there is nothing to say. All words of people are
escaped; private answers are not even read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property
from html import escape

import pandas as pd
from IPython.display import display

from kitlib import __version__, charts
from kitlib.clock import hour_words
from kitlib.content import Library
from kitlib.content.markdown import as_inline_html
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.page import Page, as_text, behind, bullets, show, table
from kitlib.kinds.shared.words import answered, words
from kitlib.meetings.answers import read_answers
from kitlib.meetings.placing import is_rearranged
from kitlib.records.account import minutes_used, outcomes
from kitlib.registry import Kind, kinds
from kitlib.settings import settings
from kitlib.store import Store
from kitlib.tabular.codes import given

__all__ = ["Record"]


class Record:
    """The record of one session in one district. Raises NotFoundError for an unknown session or district.

    A code that papermill's `-p` made a number is one still.
    """

    def __init__(self, session: str, district: str | int) -> None:
        places = settings()
        store = Store.shared(places.database_url)
        self._read(read_answers(store, Library.shared(places), session, given(district)))

    @classmethod
    def of(cls, answers: DistrictAnswers) -> Record:
        """The record of answers that were read already."""
        record = cls.__new__(cls)
        record._read(answers)
        return record

    def _read(self, answers: DistrictAnswers) -> None:
        self._answers = answers
        self._page = Page(answers)

    # What more than one part shows is made once.

    @cached_property
    def _following(self) -> pd.DataFrame:
        return self._answers.next_meetings()

    @cached_property
    def _minutes(self) -> list[pd.DataFrame]:
        return [minutes_used(self._answers, held) for held in self._answers.held]

    @cached_property
    def _parts(self) -> list[tuple[RecordPart, list[str]]]:
        """What each kind that the session has puts into a record, with the ids of its activities."""
        return [
            (part, ids)
            for kind in kinds().values()
            if (ids := self._of_kind(kind)) and (part := kind.load("record"))
        ]

    def _of_kind(self, kind: Kind) -> list[str]:
        return self._answers.of_kind(kind.name)

    # -- page one --------------------------------------------------------------------

    def heading(self) -> None:
        """What this is, of whom, when; and at a glance what came of it."""
        answers, session = self._answers, self._answers.session
        resource = answers.source.resource(session.resource)
        days = [long_day(day) for day in dict.fromkeys(m.date for m in answers.meetings)]
        where = ", ".join(answers.schools)
        show(
            f'<p class="kicker">Record of a team session · {escape(resource.title)}</p>'
            f"<h1>{escape(answers.district.name)}: {escape(session.title)}</h1>"
            f'<p class="lead">{escape("; ".join(days))}{" · " + escape(where) if where else ""}</p>'
            f"<p>{as_inline_html(session.purpose, session.sources)}</p>" + self._glance()
        )

    def _glance(self) -> str:
        answers = self._answers
        planned = sum(meeting.minutes for meeting in answers.meetings)
        used = sum(frame["used"].sum() for frame in self._minutes)
        dates = sorted(day for day in self._following["next"] if day)
        facts = {
            "People": self._seats_by_meeting(),
            "Meetings": f"{len(answers.meetings)}",
            "Minutes": f"{planned} planned" + (f", {used:.0f} used" if used else ""),
        }
        for part, ids in self._parts:
            if part.glance:
                facts |= part.glance(answers, ids)
        facts["Next date"] = long_day(dates[0]) if dates else "none set"
        inside = "".join(f"<div><dt>{k}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
        return f'<dl class="glance">{inside}</dl>'

    def _seats_by_meeting(self) -> str:
        """How many seats took part, meeting by meeting: whoever came to four is not four people."""
        of_meeting = Counter(meeting for meeting, _, _ in self._answers.seats())
        numbers = sorted(of_meeting[meeting.id] for meeting in self._answers.meetings)
        few, many = (numbers[0], numbers[-1]) if numbers else (0, 0)
        if len(numbers) < 2:
            return f"{many} seats"
        return f"{many} seats at each meeting" if few == many else f"{few} to {many} seats a meeting"

    def decisions(self) -> None:
        """Who does what by when, and when the team meets again."""
        show("<h2>What we decided</h2>")
        shown = [
            part.decisions(self._answers, ids, self._page) for part, ids in self._parts if part.decisions
        ]
        if not any(shown):
            show("<p>No action was written down.</p>")
        earlier = outcomes(self._answers)
        if not earlier.empty:
            earlier["outcome"] = [
                f"new date: {long_day(due)}" if due else outcome
                for outcome, due in zip(earlier["outcome"], earlier["due"], strict=True)
            ]
            names = {
                "what": "From earlier",
                "owner": "Owner",
                "outcome": "What became of it",
                "reason": "Why",
            }
            placed = earlier[list(names)].rename(columns=names)
            show(
                table(placed, "What became of actions and questions of earlier meetings", wide="From earlier")
            )
        lines = []
        for row in self._following.itertuples():
            team = f"{row.label!s}: " if self._page.many_teams else ""
            who = f", called by {row.owner!s}" if row.owner else ""
            if row.next or row.owner:
                at = f" at {hour_words(str(row.time))}" if row.time else ""
                lines.append(f"{team}{long_day(str(row.next)) or 'no date yet'}{at}{who}")
            if row.none:  # even beside a date: what people wrote is theirs to put right
                lines.append(f"{team}no next meeting, because: {row.none!s}")
        if lines:
            show("<h3>Next meeting</h3>" + bullets(lines))
        together = words(self._answers, "team")
        if not together.empty:
            show("<h3>What teams wrote together</h3>" + self._page.quotes(together, level=4))

    # -- the rest --------------------------------------------------------------------

    def agreements(self) -> None:
        """How people agreed to work together, and how well they kept to it."""
        for part, ids in self._parts:
            if part.agreements:
                part.agreements(self._answers, ids, self._page)

    def work(self) -> None:
        """What teams rated, ranked, mapped and filled in, activity by activity in the order of the agenda."""
        parts = {id: part for part, ids in self._parts for id in ids}
        for activity in self._answers.activities:
            part = parts.get(activity)
            if part and part.work:
                part.work(self._answers, activity, self._page)
        self._no_longer_in_the_session()

    def _no_longer_in_the_session(self) -> None:
        """Answers for which nothing that is known of the session has a place: kept, and shown as they are."""
        found = self._answers.unplaced
        if not found:
            return
        rows = [
            (long_day(each.meeting.date), each.activity, each.field, as_text(each.value)) for each in found
        ]
        frame = pd.DataFrame(rows, columns=["Meeting", "Activity", "Answer to", "What was written"])
        show(
            "<h2>No longer in the session</h2><p>What these meetings asked was not kept when they were held, and the "
            "session file has no such question now. The answers are shown as they were stored.</p>"
            + table(frame, "Answers to questions that are no longer in the session", wide="What was written")
        )

    def words(self) -> None:
        """The answers as text, prompt by prompt; never the private ones."""
        inside = self._page.quotes(words(self._answers, "seat"))
        for part, ids in self._parts:
            inside += part.words(self._answers, ids, self._page) if part.words else ""
        if inside:
            show(f"<h2>In our words</h2>{inside}")

    def questions(self) -> None:
        """Questions that were held for later."""
        for part, ids in self._parts:
            if part.questions:
                part.questions(self._answers, ids, self._page)

    def people(self) -> None:
        """Who took part, by role and number, and how many wrote."""
        roles, wrote = self._answers.people(), answered(self._answers)
        together = (
            " Of all meetings together: a seat counts at each that it came to." * self._page.many_meetings
        )
        show(f"<h2>Who took part</h2><p>Seats by role.{together} The kit keeps no names.</p>")
        if not roles.empty:
            show(table(roles.rename(columns={"role": "Role", "seats": "Seats"}), "Seats by role"))
        if not wrote.empty:
            show("<h3>How many seats wrote under each question</h3>")
            display(charts.bars(wrote, "prompt", "answers", "how many seats wrote under each prompt"))
            shown = wrote.rename(columns={"prompt": "Prompt", "answers": "Seats that wrote"})
            show(behind("The same as a table", table(shown, "How many seats wrote under each prompt")))

    def time(self) -> None:
        """Planned and used minutes, of each meeting whose steps are known."""
        held = zip(self._answers.meetings, self._minutes, strict=True)
        known = [(meeting, frame) for meeting, frame in held if not frame.empty]
        if known:
            show("<h2>How the time was used</h2>")
        for meeting, frame in known:
            if self._page.many_meetings:
                show(f"<h3>{escape(long_day(meeting.date))}</h3>")
            if frame["used"].isna().all():  # as on paper: what was answered was held all the same
                planned = f"{frame['planned'].sum()} minutes were planned"
                show(f"<p>No clock was kept: {planned}, and how many were used is not known.</p>")
                continue
            display(charts.minutes(frame))
            shown = frame.assign(
                planned=frame["planned"].map(lambda n: str(n) if n else "not planned"),
                used=frame["used"].map(lambda n: "not held" if pd.isna(n) else f"{n:.0f}"),
            )
            names = {"step": "Step", "planned": "Planned minutes", "used": "Used minutes"}
            show(behind("The same as a table", table(shown.rename(columns=names), "Minutes by step")))

    def _versions(self) -> str:
        """That the session changed between meetings, and where what was asked is only assumed."""
        days = [long_day(held.meeting.date) for held in self._answers.held if held.meeting.content_assumed]
        changed = any(asked.until for asked in self._answers.asked.values())
        told = (
            "The session was changed between its meetings. What was asked in other words stands under the words that "
            "were on the screen, and is not compared with what is asked now. "
            if changed
            else ""
        )
        later = [each for meeting in self._answers.meetings for each in meeting.showings[1:]]
        if any(map(is_rearranged, later)):
            told += "The agenda was changed while the meeting ran: “How the time was used” shows what was planned and what was held. "
        if not all(map(is_rearranged, later)):
            told += "A newer version of the session was taken into a meeting that was open. "
        if days:
            told += (
                f"What the meeting of {'; '.join(dict.fromkeys(days))} showed was not kept at the time: the session file "
                "as it was found later stands for it."
            )
        return f"<p>{escape(told.strip())}</p>" if told else ""

    def colophon(self) -> None:
        """How the record was made, from what, and what is not in it."""
        session = self._answers.session
        provenance = self._answers.source.provenance(session.id)
        made = dt.datetime.now().astimezone()
        sources = "".join(
            f"<li>{escape(s.title)}. {escape(s.publisher)}{', ' + escape(s.year) if s.year else ''}. "
            f'<a href="{escape(s.url)}">{escape(s.url)}</a></li>'
            for s in session.sources
        )
        edition = f"<p>{as_inline_html(session.edition, session.sources)}</p>" if session.edition else ""
        show(
            f"<h2>How this record was made</h2><p>Made on {made:%B} {made.day}, {made.year} by the facilitation kit, "
            f"version {__version__}, for {escape(self._answers.district.name)}, from what its teams wrote in the session. "
            "Private answers are not in it and were not read to make it. Answers carry no seat and no name. "
            f"</p><p>{escape(provenance.sentences())}</p>{self._versions()}{edition}<h3>Sources</h3><ol>{sources}</ol>"
        )
