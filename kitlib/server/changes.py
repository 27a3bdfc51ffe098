"""Pages are told that something changed in their meeting, so that they need not ask again and again.

They are told no more than that: what they may see, they ask for as ever.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kitlib.errors import KitError, StoreError
from kitlib.server.answering import Answering
from kitlib.server.opened import OpenMeetings

__all__ = ["Changes", "Watch"]

EVERY = 0.15  # seconds between looks, of all pages together
#: Seconds between telling one page and the next: each asks at once, and words are stored in between.
APART = 0.02
MOST = 8  # pages of one device that are told; further ones ask again and again, as where no push gets through

Tell = Callable[[], Any]


class Watch:
    """Looks into the database for all pages of a server at once, as long as there are any, and tells those concerned.

    The one who leads writes through another server, so what this one writes itself is not all that changes.
    """

    def __init__(self, meetings: OpenMeetings) -> None:
        self._meetings = meetings
        self._told: dict[str, set[Tell]] = {}
        self._signs: dict[str, Hashable] = {}
        self._due: dict[Tell, None] = {}  # pages that are to be told, whoever waits longest first
        self._looking: asyncio.Task[None] | None = None
        self._pages: Counter[str] = Counter()  # of each device, those that are told

    def has_room(self, device: str) -> bool:
        """Whether one more page of a device can be told."""
        return self._pages[device] < MOST

    def join(self, meeting: str, device: str, tell: Tell) -> None:
        """Tell a page of each change of a meeting from now on."""
        self._told.setdefault(meeting, set()).add(tell)
        self._pages[device] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())

    def leave(self, meeting: str, device: str, tell: Tell) -> None:
        """Tell a page no more."""
        self._pages[device] -= 1
        if not self._pages[device]:
            del self._pages[device]
        self._told.get(meeting, set()).discard(tell)
        self._due.pop(tell, None)
        if not self._told.get(meeting):
            self._told.pop(meeting, None)
            self._signs.pop(meeting, None)

    async def _look(self) -> None:
        while self._told:
            with contextlib.suppress(StoreError):  # what is wrong, a page is told when it asks
                watching = (await self._meetings.service()).store.watching
                for meeting, signs in (await asyncio.to_thread(watching.signs, list(self._told))).items():
                    if self._signs.setdefault(meeting, signs) != signs:
                        self._signs[meeting] = signs
                        for tell in self._told.get(meeting, ()):
                            self._due.setdefault(tell)
            await self._tell_for(EVERY)

    async def _tell_for(self, seconds: float) -> None:
        """Tell pages one after another for so long; in a full room each is told as often as the server can answer."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while self._due and clock() < until:
            tell = next(iter(self._due))
            del self._due[tell]
            tell()
            await asyncio.sleep(APART)
        await asyncio.sleep(max(0.0, until - clock()))


class Changes(Answering, WebSocketHandler):
    """The connection on which one page is told."""

    def initialize(self, meetings: OpenMeetings, name: str = "", watch: Watch | None = None) -> None:
        """Called by tornado before each request."""
        super().initialize(meetings, name)
        assert watch is not None
        self.watch, self.meeting, self.device = watch, "", ""

    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Open the connection, for who may see the meeting in the query."""
        query = self.query()
        try:
            device = await self.find_device(query.get("meeting", ""), query.get("team", ""))
            service = await self.meetings.service()
            self.meeting = (await asyncio.to_thread(service.queries.meeting, query.get("meeting", ""))).id
        except KitError as error:
            self.finish_with(error)
            return
        if not self.watch.has_room(device.id):
            self.set_status(429)
            self.finish("Enough pages of this device are told of changes.")
            return
        self.device = device.id
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Called by tornado when the connection stands."""
        self.watch.join(self.meeting, self.device, self._tell)

    def on_message(self, message: str | bytes) -> None:
        """A page has nothing to say here."""
        self.close(1003)

    def on_close(self) -> None:
        """Called by tornado when the connection has ended."""
        self.watch.leave(self.meeting, self.device, self._tell)

    def _tell(self) -> None:
        IOLoop.current().add_callback(self._send)

    async def _send(self) -> None:
        with contextlib.suppress(WebSocketClosedError):
            await self.write_message("changed")
