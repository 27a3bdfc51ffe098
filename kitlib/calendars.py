"""The next meeting as a calendar file (RFC 5545), to be opened by any calendar."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from kitlib import __version__
from kitlib.errors import KitError
from kitlib.store import Store
from kitlib.view import View

__all__ = ["next_meetings"]


def next_meetings(store: Store, view: View, meeting_id: str, team: str = "") -> bytes:
    """An all-day event for each team's next date, or for that of one team, with its open actions as the notes.

    Nobody is named: who calls the meeting is a role. The same meeting gives the
    same events, so that a calendar replaces what it was given before. Raises
    NotFoundError for an unknown meeting, KitError where no date is set yet.
    """
    meeting = view.meeting(meeting_id)
    session = view.session(meeting)
    calendar = Calendar()
    calendar.add("prodid", f"-//facilitation kit//{__version__}//EN")
    calendar.add("version", "2.0")
    plans = [id for id, activity in session.activities.items() if activity.kind == "actions"]
    following = view.library.session(session.next).title if session.next else session.title
    for plan in plans:
        answers = store.entries.current(meeting_id, activity=plan)
        for each in meeting.teams:
            if team not in ("", each.id):
                continue
            of_team = {a.address.field: a for a in answers if a.address.team == each.id and a.value}
            date = of_team.get("next.date")
            if date is None:
                continue
            day = dt.date.fromisoformat(str(date.value))
            event = Event()
            event.add("uid", f"{meeting_id}-{each.id}-{plan}@facilitation-kit")
            event.add("sequence", date.id)
            event.add("dtstamp", dt.datetime.fromtimestamp(date.at, dt.UTC))
            event.add("dtstart", day)
            event.add("dtend", day + dt.timedelta(days=1))
            event.add("summary", f"{each.label}: {following}")
            owner = of_team.get("next.owner")
            lines = [f"Called by: {owner.value}"] if owner else []
            lines += ["", f"Follows “{session.title}” of {meeting.date}. Actions to look at:"]
            rows = sorted({field.rpartition(".")[0] for field in of_team} - {"next", ""})
            for row in rows:
                cells = {key: of_team.get(f"{row}.{key}") for key in ("what", "owner", "due", "removed")}
                if cells["what"] and not cells["removed"]:
                    told = [str(cells[key].value) for key in ("what", "owner", "due") if cells[key]]  # type: ignore[union-attr]
                    lines.append(f"- {', '.join(told)}")
            event.add("description", "\n".join(lines).strip())
            calendar.add_component(event)
    if not calendar.events:
        raise KitError(
            "No team has set a next date yet.", "Fill in “Next meeting” below the actions, then try again."
        )
    return bytes(calendar.to_ical())
