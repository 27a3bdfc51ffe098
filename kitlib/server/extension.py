"""Addresses under kit/api: `screens` says what a notebook shows; `entries` takes answers in and `erase` private
ones away; `state` says what a seat sees, `wall` what the one who leads sees.

Database work runs beside the server's own loop, so that a locked database never
stops the notebooks.
"""

from __future__ import annotations

import asyncio
import json
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.application import ExtensionApp
from tornado import web

from kitlib.activities import EARLIER
from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.frontend import assets
from kitlib.room import STATUSES, Room, as_outcome, error_answer
from kitlib.screens import screens_of
from kitlib.server.joining import Codes, joined_or_authenticated
from kitlib.server.pages import Join, Projector, Static, Team
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["KitServerApp"]

MOST_AT_ONCE = 200  # messages in one request
LARGEST = 8 * 1024 * 1024  # bytes of one request


class _Rooms:
    """The room of this server, opened at the first request and again after the database was put right."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._room: Room | None = None
        self._written: list[tuple[Path, int]] | None = None  # the session files, and when each was written
        self._lock = asyncio.Lock()

    @cached_property
    def codes(self) -> Codes:
        """The codes by which other devices join."""
        return Codes(settings(self._root).join_key)

    async def get(self) -> Room:
        async with self._lock:
            return await self._get()

    async def screens(self, asked: dict[str, str]) -> dict[str, Any]:
        """What a notebook shows, by the session files as they are now. Two that rehearse meet in one rehearsal."""
        async with self._lock:
            room = await self._get()
            written = await asyncio.to_thread(
                lambda: [(f, f.stat().st_mtime_ns) for f in room.library.files()]
            )
            if self._written not in (None, written):
                self._room = None
            self._written = written
            room = await self._get()
            return await asyncio.to_thread(lambda: screens_of(room, **asked))

    async def _get(self) -> Room:
        if self._room is None:
            self._room = await asyncio.to_thread(self._open)
        return self._room

    def _open(self) -> Room:
        places = settings(self._root)
        return Room(Store(places.database_url), Library(places.facilitation), places.roster)


class _Handler(APIHandler):
    joined: tuple[str, str] | None = None  # by a code: this meeting and team alone
    way_in = ""

    def initialize(self, rooms: _Rooms) -> None:
        self.rooms = rooms

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("X-Kit", "1")  # tells a page that the extension is here, whatever the status
        self.set_header("Cache-Control", "no-store")

    def refuse(self, error: Exception) -> None:
        answer = error_answer(error)
        self.tell(STATUSES[answer["error"]], answer)

    def forbid(self) -> None:
        what = "This page may read and write for its own team only."
        self.tell(403, {"error": "forbidden", "what": what, "next": "Join again."})

    def tell(self, status: int, body: dict[str, Any]) -> None:
        self.set_status(status)
        self.finish(json.dumps(body, ensure_ascii=False))


class _Entries(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def post(self) -> None:
        """Store messages. Each gets a result of its own."""
        try:
            if len(self.request.body) > LARGEST:
                raise ValueError(
                    f"the request holds {len(self.request.body):,} bytes; {LARGEST:,} are taken at once"
                )
            messages = json.loads(self.request.body)["entries"]
            if not isinstance(messages, list) or len(messages) > MOST_AT_ONCE:
                raise ValueError(f'"entries" must be a list of at most {MOST_AT_ONCE}')
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            what = f"The page's message cannot be read: {error}. Nothing was stored."
            next = "Reload the page; what you typed is still kept in this browser."
            self.tell(422, {"error": "invalid", "what": what, "next": next})
            return
        if self.joined and not all(_of_team(message, *self.joined) for message in messages):
            self.forbid()
            return
        try:
            room = await self.rooms.get()
            results = await asyncio.to_thread(lambda: [as_outcome(room.answer(m)) for m in messages])
        except KitError as error:
            self.refuse(error)
            return
        self.tell(200, {"results": results})


class _Screens(_Handler):
    @web.authenticated
    async def get(self) -> None:
        """What the notebook in the query shows: `place`, `screens`, and the `assets` that draw them."""
        asked = {name: self.get_query_argument(name, "") for name in ("session", "meeting", "role", "team")}
        try:
            found = await self.rooms.screens(asked)
            self.tell(200, {**found, "assets": assets.in_page(assets.parts_of(found["screens"]))})
        except KitError as error:
            self.refuse(error)


class _State(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def get(self) -> None:
        """What the seat given in the query sees of its meeting."""
        # A page opened by a link with a token has no such cookie yet; asking for it sets it.
        _ = self.xsrf_token
        meeting, team, seat = (self.get_query_argument(name, "") for name in ("meeting", "team", "seat"))
        since = self.get_query_argument("since", "0")
        try:
            room = await self.rooms.get()
            number = int(since) if since.isdigit() else 0
            leads = self.get_query_argument("leads", "") == "1" and not self.joined
            if self.joined and self.joined != (meeting, team):
                self.forbid()
                return
            look = partial(room.view.state, meeting, team, seat, number, leads=leads)
            self.tell(200, await asyncio.to_thread(look))
        except KitError as error:
            self.refuse(error)


class _Wall(_Handler):
    @web.authenticated
    async def get(self) -> None:
        """What all teams of a meeting send, for the one who leads."""
        since = self.get_query_argument("since", "0")
        try:
            room = await self.rooms.get()
            number = int(since) if since.isdigit() else 0
            meeting = self.get_query_argument("meeting", "")
            wall = await asyncio.to_thread(room.view.wall, meeting, number)
            codes = {
                team.id: self.rooms.codes.of(meeting, team.id) for team in room.view.meeting(meeting).teams
            }
            self.tell(200, {**wall, "codes": codes})
        except KitError as error:
            self.refuse(error)


class _Erase(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def post(self) -> None:
        """Take away for good what a seat wrote in private."""
        try:
            room = await self.rooms.get()
            message = json.loads(self.request.body)
            if self.joined and not _of_team(message, *self.joined):
                self.forbid()
                return
            self.tell(200, await asyncio.to_thread(room.erase, message))
        except (ValueError, RecursionError):
            what = "The page's message cannot be read. Nothing was erased."
            self.tell(422, {"error": "invalid", "what": what, "next": "Reload."})
        except KitError as error:
            self.refuse(error)


class _Calendar(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def get(self) -> None:
        """The next dates of the meeting in the query, or of one of its teams, as a file for any calendar."""
        from kitlib.calendars import next_meetings  # only where one is asked for

        meeting, team = (self.get_query_argument(name, "") for name in ("meeting", "team"))
        if self.joined and self.joined != (meeting, team):
            raise web.HTTPError(403)
        try:
            room = await self.rooms.get()
            text = await asyncio.to_thread(next_meetings, room.store, room.view, meeting, team)
        except KitError as error:
            self.tell(404, {"what": error.what, "next": error.next})
            return
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="next-meeting.ics"')
        self.finish(text)


def _of_team(message: Any, meeting: str, team: str) -> bool:
    """Whether a message is one that the team's own page may send: nothing of other teams, and nothing of the lead."""
    return (
        isinstance(message, dict)
        and message.get("meeting") == meeting
        and (
            message.get("team") == team or (message.get("team") == "" and message.get("activity") == EARLIER)
        )
    )


class KitServerApp(ExtensionApp):
    """Adds the addresses to a Jupyter server."""

    name = "kitlib"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Called by Jupyter Server when the extension is loaded."""
        assert self.serverapp is not None
        rooms = {"rooms": _Rooms(Path(self.serverapp.root_dir))}
        self.handlers.extend(
            [
                (r"/kit/api/entries", _Entries, rooms),
                (r"/kit/api/erase", _Erase, rooms),
                (r"/kit/api/screens", _Screens, rooms),
                (r"/kit/api/state", _State, rooms),
                (r"/kit/api/wall", _Wall, rooms),
                (r"/kit/calendar", _Calendar, rooms),
                (r"/kit/projector", Projector, rooms),
                (r"/kit/team", Team, rooms),
                (r"/kit/join", Join, rooms),
                (r"/kit/static/([0-9a-f~]+)/([\w/.]+)", Static),
            ]
        )
