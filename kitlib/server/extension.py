"""Two addresses under kit/api: `entries` takes answers in, `state` says what a seat sees.

Database work runs beside the server's own loop, so that a locked database never
stops the notebooks.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.application import ExtensionApp
from tornado import web

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.room import Room
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
        self._lock = asyncio.Lock()

    async def get(self) -> Room:
        async with self._lock:
            if self._room is None:
                self._room = await asyncio.to_thread(self._open)
            return self._room

    def _open(self) -> Room:
        places = settings(self._root)
        return Room(Store(places.database_url), Library(places.facilitation))


class _Handler(APIHandler):
    def initialize(self, rooms: _Rooms) -> None:
        self.rooms = rooms

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("X-Kit", "1")  # tells a page that the extension is here, whatever the status
        self.set_header("Cache-Control", "no-store")

    def tell(self, status: int, body: dict[str, Any]) -> None:
        self.set_status(status)
        self.finish(json.dumps(body, ensure_ascii=False))


class _Entries(_Handler):
    @web.authenticated
    async def post(self) -> None:
        """Store messages. Each gets a result with its own code; the response carries the worst of them."""
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
            self.tell(
                400, {"what": what, "next": "Reload the page; what you typed is still kept in this browser."}
            )
            return
        try:
            room = await self.rooms.get()
            results = await asyncio.to_thread(lambda: [room.answer(message) for message in messages])
        except KitError as error:
            results = [{"code": 503, "what": error.what, "next": error.next} for _ in messages]
        self.tell(max((result["code"] for result in results), default=200), {"results": results})


class _State(_Handler):
    @web.authenticated
    async def get(self) -> None:
        """What the seat given in the query sees of its meeting."""
        # A page opened by a link with a token has no such cookie yet; asking for it sets it.
        _ = self.xsrf_token
        meeting, team, seat = (self.get_query_argument(name, "") for name in ("meeting", "team", "seat"))
        since = self.get_query_argument("since", "0")
        try:
            room = await self.rooms.get()
            number = int(since) if since.isdigit() else 0
            self.tell(200, await asyncio.to_thread(room.state, meeting, team, seat, number))
        except KitError as error:
            self.tell(503, {"what": error.what, "next": error.next})


class KitServerApp(ExtensionApp):
    """Adds the two addresses to a Jupyter server."""

    name = "kitlib"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Called by Jupyter Server when the extension is loaded."""
        assert self.serverapp is not None
        rooms = {"rooms": _Rooms(Path(self.serverapp.root_dir))}
        self.handlers.extend([(r"/kit/api/entries", _Entries, rooms), (r"/kit/api/state", _State, rooms)])
