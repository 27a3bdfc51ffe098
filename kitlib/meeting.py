"""What notebooks call: `start` on the start page, `open_meeting` and its steps in a session.

Each call shows a widget and returns nothing to print. Nothing of the kit that
is large is imported here before the page asks this kernel, which it does only
where its server has no kit: opening a session must not pay for the content,
the database or charts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.display import display

from kitlib.widget import KitWidget

if TYPE_CHECKING:
    from kitlib.room import Room

__all__ = ["OpenMeeting", "open_meeting", "start"]


def open_meeting(
    session: str, meeting_id: str = "", *, role: str = "facilitator", team: str = "team-1"
) -> OpenMeeting:
    """The meeting that a notebook belongs to; an empty `meeting_id` rehearses.

    What cannot be found is told where it would stand, with what to do.
    """
    return OpenMeeting(session, meeting_id, role, team)


class OpenMeeting:
    """A meeting as a notebook shows it."""

    def __init__(self, session: str, meeting_id: str, role: str, team: str) -> None:
        self._asked = {"session": session, "meeting": meeting_id, "role": role, "team": team}
        self._opened: Room | None = None

    def opening(self) -> None:
        """Show what the session is, who and where, the agenda with its clock, and what earlier meetings left open."""
        self._show("opening")

    def step(self, id: str) -> None:
        """Show a step: its time, the leader's notes, and its activities. The prompt stands in the cell above."""
        self._show(id)

    def _show(self, screen: str) -> None:
        display(KitWidget(self._answer, {**self._asked, "screen": screen}))

    def _room(self) -> Room:
        from kitlib.content import Library
        from kitlib.room import Room
        from kitlib.settings import settings
        from kitlib.store import Store

        if self._opened is None:
            places = settings()
            self._opened = Room(Store(places.database_url), Library(places.facilitation), places.roster)
        return self._opened

    def _answer(self, call: str, body: Any) -> Any:
        """The widgets' own channel, used where the page has no Jupyter Server extension to ask."""
        from kitlib.errors import KitError
        from kitlib.room import error_answer

        try:
            return self._call(call, body)
        except KitError as error:
            return error_answer(error)

    def _call(self, call: str, body: Any) -> Any:
        from kitlib.errors import KitError
        from kitlib.room import as_outcome
        from kitlib.screens import drawn, screens_of

        room = self._room()
        if call == "screens":
            return drawn(screens_of(room, **body))
        if call == "entries":
            return {"results": [as_outcome(room.answer(message)) for message in body["entries"]]}
        if call == "erase":
            return room.erase(body)
        if call == "wall":
            return room.view.wall(body["meeting"], int(body.get("since") or 0))
        if call == "state":
            since, leads = int(body.get("since") or 0), bool(body.get("leads"))
            return room.view.state(body["meeting"], body["team"], body["seat"], since, leads=leads)
        raise KitError(
            f'The page asked for "{call}", which this kernel does not know.', "Restart the kernel."
        )


def start() -> None:
    """Show the start page: the shelf of sessions, what is open, and the form that opens a meeting."""
    from kitlib.shelf import Shelf

    display(KitWidget(Shelf().answer, {"screen": "start"}))
