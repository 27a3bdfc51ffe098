"""What a record's notebook shows, part by part. A superintendent reads page one only.

Each method shows nothing where there is nothing to say. All words of people are
escaped; private answers are not even read.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from html import escape

import pandas as pd
from IPython.display import display

from kitlib import __version__, charts
from kitlib.content import Library
from kitlib.content.markdown import as_inline_html
from kitlib.frames import Held, gather, long_day, plans, words
from kitlib.records.page import Page, behind, bullets, show, table
from kitlib.records.parts import PARTS
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["Record"]


class Record:
    """The record of one session in one district. Raises NotFoundError for an unknown session or district."""

    def __init__(self, session: str, district: str) -> None:
        places = settings()
        store = Store.shared(places.database_url)
        self._held: Held = gather(store, Library.shared(places.facilitation), session, district)
        self._page = Page(self._held)

    # What more than one part shows is made once.

    @cached_property
    def _actions(self) -> pd.DataFrame:
        return plans.actions(self._held)

    @cached_property
    def _following(self) -> pd.DataFrame:
        return plans.next_meetings(self._held)

    @cached_property
    def _agreements(self) -> pd.DataFrame:
        return words.agreements(self._held)

    @cached_property
    def _minutes(self) -> list[pd.DataFrame]:
        return [self._held.minutes(meeting) for meeting in self._held.meetings]

    # -- page one --------------------------------------------------------------------

    def heading(self) -> None:
        """What this is, of whom, when; and at a glance what came of it."""
        held, session = self._held, self._held.session
        resource = held.library.resource(session.resource)
        days = [long_day(day) for day in dict.fromkeys(m.date for m in held.meetings)]
        where = ", ".join(held.schools)
        show(
            f'<p class="kicker">Record of a team session · {escape(resource.title)}</p>'
            f"<h1>{escape(held.district.name)}: {escape(session.title)}</h1>"
            f'<p class="lead">{escape("; ".join(days))}{" · " + escape(where) if where else ""}</p>'
            f"<p>{as_inline_html(session.purpose, session.sources)}</p>" + self._glance()
        )

    def _glance(self) -> str:
        held = self._held
        planned = sum(meeting.minutes for meeting in held.meetings)
        used = sum(frame["used"].sum() for frame in self._minutes)
        dates = sorted(day for day in self._following["next"] if day)
        facts = {
            "People": f"{held.attendance()} seats",
            "Meetings": f"{len(held.meetings)}",
            "Minutes": f"{planned} planned" + (f", {used:.0f} used" if used else ""),
            "Actions": f"{len(self._actions)}",
            "Agreements": f"{len(self._agreements)}",
            "Next date": long_day(dates[0]) if dates else "none set",
        }
        inside = "".join(f"<div><dt>{k}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
        return f'<dl class="glance">{inside}</dl>'

    def decisions(self) -> None:
        """Who does what by when, and when the team meets again."""
        show("<h2>What we decided</h2>")
        if self._actions.empty:
            show("<p>No action was written down.</p>")
        else:
            due = self._actions["due"].map(lambda day: long_day(day) if day else "no date")
            actions = self._actions.assign(due=due)
            names = {
                "what": "Action",
                "owner": "Owner",
                "due": "By when",
                "measure": "How we will know",
                "status": "Status",
            }
            show(table(self._page.placed(actions, names), "Actions, by date", wide="Action"))
        earlier = plans.outcomes(self._held)
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
            if row.next:
                who = f", called by {row.owner!s}" if row.owner else ""
                lines.append(f"{team}{long_day(str(row.next))}{who}")
            elif row.none:
                lines.append(f"{team}no next meeting, because: {row.none!s}")
        if lines:
            show("<h3>Next meeting</h3>" + bullets(lines))
        together = words.words(self._held, "team")
        if not together.empty:
            show("<h3>What teams wrote together</h3>" + self._page.quotes(together, level=4))

    # -- the rest --------------------------------------------------------------------

    def agreements(self) -> None:
        """How people agreed to work together, and how well they kept to it."""
        if self._agreements.empty:
            return
        marks = {"kept": "kept", "partly": "partly kept", "not": "not kept", "": "not rated"}
        found = self._agreements.assign(
            kept=self._agreements["kept"].map(marks),
            agreed=self._agreements["agreed"].map({True: "yes", False: "not marked"}),
        )
        names = {"text": "Agreement", "agreed": "All can keep it", "kept": "At the end"}
        show("<h2>How we agreed to work</h2>")
        for (date, label), group in found.groupby(["date", "label"], sort=False):
            title = " · ".join(["Agreements", *self._page.origin(str(date), str(label))])
            show(table(group[list(names)].rename(columns=names), title, wide="Agreement"))

    def work(self) -> None:
        """What teams rated, ranked, mapped and filled in, activity by activity in the order of the agenda."""
        for activity, model in self._held.session.activities.items():
            part = PARTS.get(model.kind)
            if part is not None:
                part(self._held, activity, self._page)

    def words(self) -> None:
        """The answers as text, prompt by prompt; never the private ones."""
        found, notes = words.words(self._held, "seat"), words.notes(self._held)
        if found.empty and notes.empty:
            return
        show("<h2>In our words</h2>" + self._page.quotes(found))
        if not notes.empty:
            names = {
                "notice": "We noticed",
                "evidence": "Where we saw or heard it",
                "implication": "What it could mean for us",
            }
            show(table(self._page.placed(notes, names), "Notes on the video or text"))

    def questions(self) -> None:
        """The parking lot."""
        found = plans.held_questions(self._held)
        if not found.empty:
            names = {"text": "Question", "owner": "Who brings it back", "status": "Where it stands"}
            found["status"] = found["status"].replace("", "open")
            show(
                "<h2>Questions held for later</h2>"
                + table(self._page.placed(found, names), "Parking lot", wide="Question")
            )

    def people(self) -> None:
        """Who took part, by role and number, and how many wrote."""
        roles, answered = self._held.people(), words.answered(self._held)
        show("<h2>Who took part</h2><p>Seats by role. The kit keeps no names.</p>")
        if not roles.empty:
            show(table(roles.rename(columns={"role": "Role", "seats": "Seats"}), "Seats by role"))
        if not answered.empty:
            show("<h3>How many seats wrote under each question</h3>")
            display(charts.bars(answered, "prompt", "answers", "how many seats wrote under each prompt"))
            shown = answered.rename(columns={"prompt": "Prompt", "answers": "Seats that wrote"})
            show(behind("The same as a table", table(shown, "How many seats wrote under each prompt")))

    def time(self) -> None:
        """Planned and used minutes."""
        show("<h2>How the time was used</h2>")
        for meeting, frame in zip(self._held.meetings, self._minutes, strict=True):
            if self._page.many_meetings:
                show(f"<h3>{escape(long_day(meeting.date))}</h3>")
            display(charts.minutes(frame))
            shown = frame.assign(used=frame["used"].map(lambda n: "not held" if pd.isna(n) else f"{n:.0f}"))
            names = {"step": "Step", "planned": "Planned minutes", "used": "Used minutes"}
            show(behind("The same as a table", table(shown.rename(columns=names), "Minutes by step")))

    def colophon(self) -> None:
        """How the record was made, from what, and what is not in it."""
        session = self._held.session
        resource = self._held.library.resource(session.resource)
        made = dt.datetime.now().astimezone()
        sources = "".join(
            f"<li>{escape(s.title)}. {escape(s.publisher)}{', ' + escape(s.year) if s.year else ''}. "
            f'<a href="{escape(s.url)}">{escape(s.url)}</a></li>'
            for s in session.sources
        )
        edition = f"<p>{as_inline_html(session.edition, session.sources)}</p>" if session.edition else ""
        show(
            f"<h2>How this record was made</h2><p>Made on {made:%B} {made.day}, {made.year} by the facilitation kit, "
            f"version {__version__}, for {escape(self._held.district.name)}, from what its teams wrote in the session. "
            "Private answers are not in it and were not read to make it. Answers carry no seat and no name. "
            f"The session is a companion to “{escape(resource.title)}” ({escape(resource.publisher.rstrip('.'))}); prompts and items "
            f"are the kit’s own drafts, not the publisher’s.</p>{edition}<h3>Sources</h3><ol>{sources}</ol>"
        )
