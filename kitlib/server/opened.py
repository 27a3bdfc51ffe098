"""The meetings as a server has them open: one service, opened at the first request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from kitlib.content import Library
from kitlib.content.home import look_or_plain
from kitlib.content.look import Look
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.devices import Device
from kitlib.meetings.endpoint import Endpoint
from kitlib.meetings.parts import Shown
from kitlib.meetings.planning import rewrite_notebooks
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.service import MeetingService
from kitlib.settings import Settings, settings
from kitlib.store import Store

__all__ = ["OpenMeetings"]

T = TypeVar("T")

WORKERS = 12  # calls that are answered at once
#: Of which those of one meeting: what all of its pages ask at once keeps no other meeting waiting. Two looks at once take
#: longer than one after the other, since one thread of Python runs at a time.
TURNS = 1
WRITES = frozenset({"entries", "erase"})  # take turns of their own: no word waits until all have looked
#: So many of what phones ask all the time, and of what they write, where each has threads of its own: one thread of Python
#: runs at a time, and the more of them want to, the longer each waits. Two, so that one that waits for the database stops none.
OF_THE_SAME = {"entries": 2, "state": 2}
CHANGES_SHOWN = frozenset({"renewal", "rearrange"})  # what a meeting shows, and so its notebooks
LOOK_UPS = 1  # of who a device is, at once; before each call there is one


class OpenMeetings:
    """The service of a server, opened at the first request and again after the database was put right.

    Database work runs beside the server's own loop, so that a locked database stops nothing else.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._endpoint: Endpoint | None = None
        self._written: list[tuple[Path, int]] | None = None  # the session files, and when each was written
        self._lock = asyncio.Lock()
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="meetings")
        self._own = {name: ThreadPoolExecutor(n, thread_name_prefix=name) for name, n in OF_THE_SAME.items()}
        self._look_ups = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="doors")
        self._turns = WeakValueDictionary[tuple[str, bool], asyncio.Semaphore]()

    @property
    def places(self) -> Settings:
        """Where the kit keeps things here. Raises NotFoundError where there is no home."""
        return settings(self._root)

    def look(self) -> Look:
        """How the home's pages look."""
        return look_or_plain(self.places)

    async def service(self) -> MeetingService:
        """The service; raises KitError where there is no database."""
        return (await self.endpoint()).service

    async def endpoint(self) -> Endpoint:
        """The endpoint; raises KitError where there is no database."""
        async with self._lock:
            return await self._opened()

    async def look_up(self, work: Callable[..., T], *given: Any) -> T:
        """What `work` gives, beside the server's loop; for what is quick and comes before every call."""
        return await asyncio.get_running_loop().run_in_executor(self._look_ups, work, *given)

    async def call(self, name: str, body: Any, device: Device) -> Any:
        """The answer to a call of a device's page. Raises KitError."""
        endpoint = await self.endpoint() if name != "renewal" else await self._endpoint_now()
        named = str(body.get("meeting", "")) if isinstance(body, dict) else ""
        meeting = device.joined[0] if device.joined else named
        kind = (meeting, name in WRITES)
        turns = self._turns.setdefault(kind, asyncio.Semaphore(TURNS))
        async with turns:
            loop = asyncio.get_running_loop()
            workers = self._own.get(name, self._workers)
            said = await loop.run_in_executor(workers, endpoint.call, name, body, device)
            if name in CHANGES_SHOWN and body.get("do") != "look":
                queries = endpoint.service.queries
                await asyncio.to_thread(rewrite_notebooks, queries, self.places, queries.meeting_now(meeting))
            return said

    async def _endpoint_now(self) -> Endpoint:
        """The endpoint, by the session files as they are now."""
        async with self._lock:
            return await self._opened_now()

    async def screens(self, body: Any, device: Device) -> Shown:
        """What a notebook shows, by the session files as they are now. Two that rehearse meet in one rehearsal."""
        async with self._lock:
            endpoint = await self._opened_now()
            return await asyncio.to_thread(endpoint.screens, body, device)

    async def lists(self, look: Callable[[MeetingQueries, Settings], Any]) -> Any:
        """What `look` finds among all meetings and sessions, by the session files as they are now. Raises KitError."""
        async with self._lock:
            queries = (await self._opened_now()).service.queries
        return await asyncio.to_thread(look, queries, self.places)

    async def _opened_now(self) -> Endpoint:
        """What is open, opened again where a session file was changed."""
        library = (await self._opened()).service.library
        written = await asyncio.to_thread(
            lambda: [(f, f.stat().st_mtime_ns) for f in library.layers.files(".yaml", ".po")]
        )
        if self._written not in (None, written):
            self._endpoint = None
        self._written = written
        return await self._opened()

    def close(self) -> None:
        """Let go of the database."""
        for workers in (self._workers, self._look_ups, *self._own.values()):
            workers.shutdown()
        if self._endpoint is not None:
            self._endpoint.service.store.close()
            self._endpoint = None

    async def _opened(self) -> Endpoint:
        if self._endpoint is None:
            self._endpoint = await asyncio.to_thread(self._open)
        return self._endpoint

    def _open(self) -> Endpoint:
        places = self.places
        store, library = Store(places.database_url), Library.of(places)
        keep_missing(store, library)
        return Endpoint(MeetingService(store, library, places.roster))
