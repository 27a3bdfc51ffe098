"""What a record's notebook shows, part by part. A superintendent reads page one only.

Each method shows nothing where there is nothing to say. All words of people are
escaped; private answers are not even read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

import pandas as pd
from IPython.display import HTML, display

from kitlib import __version__, charts
from kitlib.content import Library
from kitlib.content.markdown import as_inline_html
from kitlib.frames import Held, gather, long_day
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["Record", "table"]


class Record:
    """The record of one session in one district. Raises NotFoundError for an unknown session or district."""

    def __init__(self, session: str, district: str) -> None:
        places = settings()
        store = Store(places.database_url)
        self._held: Held = gather(store, Library(places.facilitation), session, district)
        self._many_meetings = len(self._held.meetings) > 1
        self._many_teams = len({(m.id, t.id) for m in self._held.meetings for t in m.teams}) > len(
            self._held.meetings
        )

    # -- page one --------------------------------------------------------------------

    def heading(self) -> None:
        """What this is, of whom, when; and at a glance what came of it."""
        held, session = self._held, self._held.session
        resource = held.library.resource(session.resource)
        days = [long_day(day) for day in dict.fromkeys(m.date for m in held.meetings)]
        where = ", ".join(held.schools)
        _show(
            f'<p class="kicker">Record of a team session · {escape(resource.title)}</p>'
            f"<h1>{escape(held.district.name)}: {escape(session.title)}</h1>"
            f'<p class="lead">{escape("; ".join(days))}{" · " + escape(where) if where else ""}</p>'
            f"<p>{as_inline_html(session.purpose, session.sources)}</p>" + self._glance()
        )

    def _glance(self) -> str:
        held = self._held
        planned = sum(meeting.minutes for meeting in held.meetings)
        used = sum(frame["used"].sum() for frame in (held.minutes(m) for m in held.meetings))
        actions, agreed = held.actions(), held.agreements()
        dates = sorted(day for day in held.next_meetings()["next"] if day)
        facts = {
            "People": f"{held.attendance()} seats",
            "Meetings": f"{len(held.meetings)}",
            "Minutes": f"{planned} planned" + (f", {used:.0f} used" if used else ""),
            "Actions": f"{len(actions)}",
            "Agreements": f"{len(agreed)}",
            "Next date": long_day(dates[0]) if dates else "none set",
        }
        inside = "".join(f"<div><dt>{k}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
        return f'<dl class="glance">{inside}</dl>'

    def decisions(self) -> None:
        """Who does what by when, and when the team meets again."""
        actions = self._held.actions()
        _show("<h2>What we decided</h2>")
        if actions.empty:
            _show("<p>No action was written down.</p>")
        else:
            actions["due"] = actions["due"].map(lambda day: long_day(day) if day else "no date")
            names = {
                "what": "Action",
                "owner": "Owner",
                "due": "By when",
                "measure": "How we will know",
                "status": "Status",
            }
            _show(table(self._placed(actions, names), "Actions, by date", wide="Action"))
        following = self._held.next_meetings()
        lines = []
        for row in following.itertuples():
            team = f"{row.label!s}: " if self._many_teams else ""
            if row.next:
                who = f", called by {row.owner!s}" if row.owner else ""
                lines.append(f"{team}{long_day(str(row.next))}{who}")
            elif row.none:
                lines.append(f"{team}no next meeting, because: {row.none!s}")
        if lines:
            _show("<h3>Next meeting</h3>" + _list(lines))
        together = self._held.words(scope="team")
        if not together.empty:
            _show("<h3>What teams wrote together</h3>" + self._quotes(together, level=4))

    # -- the rest --------------------------------------------------------------------

    def agreements(self) -> None:
        """How people agreed to work together, and how well they kept to it."""
        found = self._held.agreements()
        if found.empty:
            return
        words = {"kept": "kept", "partly": "partly kept", "not": "not kept", "": "not rated"}
        found["kept"] = found["kept"].map(words)
        found["agreed"] = found["agreed"].map({True: "yes", False: "not marked"})
        names = {"text": "Agreement", "agreed": "All can keep it", "kept": "At the end"}
        _show("<h2>How we agreed to work</h2>")
        for (date, label), group in found.groupby(["date", "label"], sort=False):
            title = " · ".join(["Agreements", *self._origin(str(date), str(label))])
            _show(table(group[list(names)].rename(columns=names), title, wide="Agreement"))

    def ratings(self) -> None:
        """The spread of each item, the agreed rating, and why."""
        for i, (meeting, label, rule, frame) in enumerate(self._held.ratings()):
            if i == 0:
                _show(
                    "<h2>Where we agree and differ</h2><p>Each seat rated alone; then the team saw the spread and "
                    "talked. An item that was not talked about says so; that is not the lowest point.</p>"
                )
            title = " · ".join([rule.instrument.title, *self._origin(meeting.date, label)])
            points = [point.label for point in rule.scale.points]
            _show(f"<h3>{escape(title)}</h3>")
            rated = frame[frame[points].sum(axis=1) > 0]
            if not rated.empty:
                display(charts.spread(rated, points))
            counts = frame[["text", *points, "passed"]].rename(
                columns={"text": "Statement", "passed": "Passed"}
            )
            _show(
                _behind(
                    "The same as a table",
                    table(counts, f"{title}: how many chose each point", wide="Statement"),
                )
            )
            talked = frame[~frame["agreed"].isin(["", "not discussed"])]
            if not talked.empty:
                names = {"text": "Statement", "agreed": "We agreed on", "reason": "Because"}
                _show(
                    table(
                        talked[list(names)].rename(columns=names),
                        f"{title}: what we agreed on",
                        wide="Statement",
                    )
                )
            _show(
                f'<p class="quiet">{len(frame) - len(talked)} of {len(frame)} statements were not talked through. '
                f"Instrument: version {escape(rule.instrument.version)}, {escape(rule.instrument.made_by)}.</p>"
            )

    def words(self) -> None:
        """The answers as text, prompt by prompt; never the private ones."""
        found, notes = self._held.words(scope="seat"), self._held.notes()
        if found.empty and notes.empty:
            return
        _show("<h2>In our words</h2>" + self._quotes(found))
        if not notes.empty:
            names = {
                "notice": "We noticed",
                "evidence": "Where we saw or heard it",
                "implication": "What it could mean for us",
            }
            _show(table(self._placed(notes, names), "Notes on the video or text"))

    def _quotes(self, found: pd.DataFrame, level: int = 3) -> str:
        """Texts under their prompts, each a heading of `level`."""
        parts = []
        for prompt, group in found.groupby("prompt", sort=False):
            quotes = []
            for row in group.itertuples():
                origin = self._origin(str(row.date), str(row.label))
                by = f' <span class="quiet">({escape(", ".join(origin))})</span>' if origin else ""
                quotes.append(f"<li>{_paragraphs(str(row.text))}{by}</li>")
            parts.append(
                f'<h{level}>{escape(str(prompt))}</h{level}><ul class="words">{"".join(quotes)}</ul>'
            )
        return "".join(parts)

    def questions(self) -> None:
        """The parking lot."""
        found = self._held.held_questions()
        if not found.empty:
            names = {"text": "Question", "owner": "Who brings it back", "status": "Where it stands"}
            found["status"] = found["status"].replace("", "open")
            _show(
                "<h2>Questions held for later</h2>"
                + table(self._placed(found, names), "Parking lot", wide="Question")
            )

    def people(self) -> None:
        """Who took part, by role and number, and how many wrote."""
        roles, answered = self._held.people(), self._held.answered()
        _show("<h2>Who took part</h2><p>Seats by role. The kit keeps no names.</p>")
        if not roles.empty:
            _show(table(roles.rename(columns={"role": "Role", "seats": "Seats"}), "Seats by role"))
        if not answered.empty:
            display(charts.bars(answered, "prompt", "answers", "how many seats wrote under each prompt"))
            shown = answered.rename(columns={"prompt": "Prompt", "answers": "Seats that wrote"})
            _show(_behind("The same as a table", table(shown, "How many seats wrote under each prompt")))

    def time(self) -> None:
        """Planned and used minutes."""
        _show("<h2>How the time was used</h2>")
        for meeting in self._held.meetings:
            frame = self._held.minutes(meeting)
            if self._many_meetings:
                _show(f"<h3>{escape(long_day(meeting.date))}</h3>")
            display(charts.minutes(frame))
            shown = frame.assign(used=frame["used"].map(lambda n: "not held" if pd.isna(n) else f"{n:.0f}"))
            names = {"step": "Step", "planned": "Planned minutes", "used": "Used minutes"}
            _show(_behind("The same as a table", table(shown.rename(columns=names), "Minutes by step")))

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
        edition = f"<p>{escape(session.edition)}</p>" if session.edition else ""
        _show(
            f"<h2>How this record was made</h2><p>Made on {made:%B} {made.day}, {made.year} by the facilitation kit, "
            f"version {__version__}, for {escape(self._held.district.name)}, from what its teams wrote in the session. "
            "Private answers are not in it and were not read to make it. Answers carry no seat and no name. "
            f"The session is a companion to “{escape(resource.title)}” ({escape(resource.publisher.rstrip('.'))}); prompts and items "
            f"are the kit’s own drafts, not the publisher’s.</p>{edition}<h3>Sources</h3><ol>{sources}</ol>"
        )

    def _origin(self, date: str, label: str) -> list[str]:
        """The team and the day, each only where there is more than one."""
        return [label] * (self._many_teams and bool(label)) + [long_day(date)] * self._many_meetings

    def _placed(self, frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
        """The named columns, after the date and the team where there is more than one."""
        first = {}
        if self._many_meetings:
            first["date"] = "Meeting"
            frame = frame.assign(date=frame["date"].map(long_day))
        if self._many_teams:
            first["label"] = "Team"
        columns = {**names, **first}
        return frame[[*names, *first]].rename(columns=columns)


def table(frame: pd.DataFrame, caption: str, wide: str = "") -> str:
    """An HTML table with a caption and scoped headings; its first column heads the rows."""
    heads = "".join(
        f'<th scope="col"{" class=wide" if c == wide else ""}>{escape(str(c))}</th>' for c in frame.columns
    )
    body = []
    for row in frame.itertuples(index=False):
        first, *rest = (_paragraphs(str(value)) for value in row)
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _paragraphs(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _behind(summary: str, inside: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


def _show(html: str) -> None:
    display(HTML(html))
