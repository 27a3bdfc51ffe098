"""The one protocol by which pages speak to the kit, whatever carries it: `protocol` says what is said.

HTTP (`kitlib.server`) and a kernel's channel (`kitlib.notebook`) are thin
adapters around `Endpoint.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kitlib.errors import AnswerError, KitError, NotFoundError, StoreError
from kitlib.meetings import protocol
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService

__all__ = ["Endpoint", "error_answer", "error_word"]

MOST_ENTRIES = 200  # in one call

#: What a page does about an error follows from its word; the first that fits counts.
_WORDS: tuple[tuple[type[KitError], protocol.ErrorWord], ...] = (
    (NotFoundError, "not_found"),
    (StoreError, "retry"),
    (KitError, "invalid"),
)


def error_word(error: KitError) -> protocol.ErrorWord:
    """What kind of error this is to a page; only "retry" is worth trying again."""
    return next(word for kind, word in _WORDS if isinstance(error, kind))


def error_answer(error: KitError) -> protocol.ErrorAnswer:
    """An error as a page is told of it."""
    return {"error": error_word(error), "what": error.what, "next": error.next}


class Endpoint:
    """The calls that a page of a meeting can make."""

    def __init__(self, service: MeetingService) -> None:
        self.service = service
        self._calls: Mapping[str, Callable[[Any], Any]] = {
            "entries": self.entries,
            "erase": service.erase,
            "screens": self.screens,
            "state": self.state,
            "wall": self.wall,
        }

    def call(self, name: str, body: Any) -> Any:
        """The answer to a call, as plain JSON (`protocol`). Raises KitError."""
        if name not in self._calls:
            raise KitError(f'The page asked for "{name}", which the kit does not know.', "Reload the page.")
        return self._calls[name](body)

    def entries(self, body: Any) -> protocol.EntriesAnswer:
        """What became of each entry. Raises AnswerError for a body that is no list of entries; then none is stored."""
        entries = body.get("entries") if isinstance(body, dict) else None
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise AnswerError(
                f'The page\'s message cannot be read: "entries" must be a list of at most {MOST_ENTRIES}. '
                "Nothing was stored.",
                "Reload the page; what you typed is still kept in this browser.",
            )
        return {"results": [self.service.submit(entry) for entry in entries]}

    def screens(self, body: Any) -> protocol.Screens:
        """All that a notebook shows; the body says session, meeting, role and team."""
        asked = {name: _text(body, name) for name in ("session", "meeting", "role", "team")}
        return screens_of(self.service, **asked)

    def state(self, body: Any) -> protocol.State:
        """What the seat in the body sees of its meeting, where something changed `since`."""
        meeting, team, seat = (_text(body, name) for name in ("meeting", "team", "seat"))
        leads = _text(body, "leads") == "1"
        return self.service.queries.state(meeting, team, seat, _number(body, "since"), leads=leads)

    def wall(self, body: Any) -> protocol.Wall:
        """What all teams of the meeting in the body send."""
        return self.service.queries.wall(_text(body, "meeting"), _number(body, "since"))


def _text(body: Any, name: str) -> str:
    value = body.get(name, "") if isinstance(body, dict) else ""
    return str(value if value is not None else "")


def _number(body: Any, name: str) -> int:
    """A whole number, 0 for anything else: a page that asks from 0 is told all."""
    text = _text(body, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
