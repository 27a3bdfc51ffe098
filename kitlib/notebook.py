"""What notebooks call: `start` on the start page, `open_meeting` and its steps in a session.

Each call shows a widget and returns nothing to print. The widget carries no
more than which meeting and which screen it stands for: the page fetches what is
shown from the kit's Jupyter Server extension, and asks this kernel only where
there is none. Nothing of the kit that is large is imported here before that, so
opening a session pays for neither the content nor the database nor charts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from IPython.display import display

from kitlib.frontend import assets, bundles

if TYPE_CHECKING:
    from kitlib.content.look import Look
    from kitlib.meetings.endpoint import Endpoint
    from kitlib.meetings.start_page import StartPage

__all__ = ["KitWidget", "OpenMeeting", "open_meeting", "start"]


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
        self._endpoint: Endpoint | None = None

    def opening(self) -> None:
        """Show what the session is, who and where, the agenda with its clock, and what earlier meetings left open."""
        self._show("opening")

    def step(self, id: str) -> None:
        """Show a step: its time, the leader's notes, and its activities. The prompt stands in the cell above."""
        self._show(id)

    def _show(self, screen: str) -> None:
        display(KitWidget(self._answer, {**self._asked, "screen": screen}))

    def _answer(self, call: str, body: Any) -> Any:
        """The widgets' own channel, used where the page has no Jupyter Server extension to ask."""
        if self._endpoint is None:
            self._endpoint = _open_endpoint()
        answer = self._endpoint.call(call, body)
        return bundles.with_assets(answer, _look()) if call == "screens" else answer


def _open_endpoint() -> Endpoint:
    from kitlib.content import Library
    from kitlib.meetings.endpoint import Endpoint
    from kitlib.meetings.service import MeetingService
    from kitlib.settings import settings
    from kitlib.store import Store

    places = settings()
    return Endpoint(MeetingService(Store(places.database_url), Library.of(places), places.roster))


def _look() -> Look:
    from kitlib.content.home import look_or_plain
    from kitlib.settings import settings

    return look_or_plain(settings())


def start() -> None:
    """Show the start page: the shelf of sessions, what is open, and the form that opens a meeting."""
    page = cache(_open_start_page)

    def answer(call: str, body: Any) -> Any:
        """Used where the page has no Jupyter Server extension to ask."""
        return (
            bundles.with_assets(page().screens(), _look()) if call == "screens" else page().answer(call, body)
        )

    display(KitWidget(answer, {"screen": "start"}))


def _open_start_page() -> StartPage:
    from kitlib.content import Library
    from kitlib.meetings.queries import MeetingQueries
    from kitlib.meetings.start_page import StartPage
    from kitlib.settings import settings
    from kitlib.store import Store

    places = settings()
    return StartPage(MeetingQueries(Store(places.database_url), Library.of(places)), places)


class KitWidget(anywidget.AnyWidget):
    """One screen. `place` says which, and never changes; `answer` is asked when the page asks the kernel."""

    _esm = assets.PACKAGE / assets.LOADER
    place = traitlets.Dict().tag(sync=True)

    def __init__(self, answer: Callable[[str, Any], Any], place: dict[str, str]) -> None:
        super().__init__(place=place)
        self._answer = answer
        self.on_msg(self._received)

    def _received(self, _: Any, content: dict[str, Any], __: Any) -> None:
        # A callback that raises is seen by nobody, so whatever goes wrong is told to the page.
        try:
            body = self._answer(str(content.get("call")), content.get("body"))
        except Exception as error:
            body = _error_answer(error)
        self.send({"reply": content.get("id"), "body": body})


def _error_answer(error: Exception) -> Any:
    from kitlib.errors import KitError
    from kitlib.meetings.error_answers import error_answer

    if isinstance(error, KitError):
        return error_answer(error)
    return {
        "error": "retry",
        "what": f"The notebook's kernel cannot answer: {error}",
        "next": "Restart the kernel.",
    }
