"""The addresses of the kit in a Jupyter server: for who leads, and for teams at the facilitator's own computer.

Whoever reaches them is signed in to Jupyter, and could run code there.
Participants on other devices come through `kitlib.server.participants` instead.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.extension.application import ExtensionApp
from tornado import web
from tornado.httputil import url_concat

from kitlib.content.home import look_or_plain, read_home
from kitlib.errors import KitError
from kitlib.exchange.own_places import load_typed, load_upload
from kitlib.frontend import assets, bundles
from kitlib.meetings.desk import Desk, Wanted
from kitlib.meetings.devices import Device
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import CALLS as CALLS_OF_START
from kitlib.meetings.start_page import StartPage
from kitlib.server.answering import Answering, Calendar, Call, Entries, ExamplePage, Screens, Static, Wall
from kitlib.server.changes import Changes, Watch
from kitlib.server.documents import DOCUMENTS, find_document
from kitlib.server.door_picture import DoorPicture
from kitlib.server.inside import Inside
from kitlib.server.instruments import CALLS as CALLS_OF_INSTRUMENTS
from kitlib.server.instruments import InstrumentPage
from kitlib.server.jobs import Jobs
from kitlib.server.made import Made
from kitlib.server.opened import OpenMeetings
from kitlib.server.pages import Cockpit, DeskPage, Page, Projector, Team
from kitlib.server.planner import CALLS as CALLS_OF_PLANNER
from kitlib.server.planner import PlannerPage
from kitlib.server.seal import Seal
from kitlib.server.sharing import Sharing
from kitlib.settings import Settings, settings

__all__ = ["KitServerApp"]


class _SignedIn(Answering, JupyterHandler):
    """A request of who is signed in to Jupyter."""

    async def find_device(self, meeting: str, team: str) -> Device:
        """The browser; what it may ask for, Jupyter has decided."""
        return Device(self.device_id)

    @property
    def join_address(self) -> str:
        """Where other devices join; empty while nobody can."""
        return settings(Path(self.settings["server_root_dir"])).participants

    async def prepare(self, *, _redirect_to_login: bool = True) -> None:
        """Nobody is answered who is not signed in."""
        await super().prepare()
        if self.current_user or self._finished:
            return
        if not isinstance(self, Page | Inside):
            raise web.HTTPError(403)
        self.redirect(url_concat(self.get_login_url(), {"next": self.request.uri or ""}))


class _Call(Call, _SignedIn, APIHandler):
    pass


class _Wall(Wall, _SignedIn, APIHandler):
    pass


class _Entries(Entries, _SignedIn, APIHandler):
    pass


class _Screens(Screens, _SignedIn, APIHandler):
    pass


class _Lists(_Call):
    """What is seen of all meetings: for who is signed in here, and for no participant."""

    async def ask(self, body: Any, device: Device) -> Any:
        """The answer of the start page or the desk."""
        return await self.meetings.lists(partial(LISTS[self.name], body))


def _start(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    screens = StartPage(queries, places).screens()
    return {**screens, "assets": bundles.in_page(assets.parts_of(screens["screens"]), look_or_plain(places))}


def _started(name: str, body: Any, queries: MeetingQueries, places: Settings) -> Any:
    return StartPage(queries, places).answer(name, body)


def _desk(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    return Desk(queries, places).overview(Wanted.of(body))


def _place(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    page = str(body.get("page", "1"))
    return Desk(queries, places).place(
        str(body.get("district", "")), str(body.get("school", "")), int(page) if page.isdigit() else 1
    )


class _Household(_Call):
    """What a home needs before a meeting: its own districts and schools, and whether other devices can join."""

    def initialize(
        self, meetings: OpenMeetings, name: str = "", sharing: Callable[[], Sharing] | None = None
    ) -> None:
        """Called by tornado before each request."""
        super().initialize(meetings, name)
        assert sharing is not None
        self._find_sharing = sharing

    async def ask(self, body: Any, device: Device) -> Any:
        """The answer to a call."""
        if self.name == "list":
            return await self.meetings.lists(partial(_load, body))
        sharing, certificate = self._find_sharing(), self.meetings.places.certificate
        if body.get("on"):
            encrypted = certificate if body.get("https") else None
            return {"address": await asyncio.to_thread(sharing.turn_on, encrypted)}
        await asyncio.to_thread(sharing.turn_off)
        return {"address": ""}


def _load(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    store = queries.store
    if body.get("file"):
        loaded = load_upload(store, str(body.get("name", "")), _bytes(body["file"]), read_home(places).called)
    else:
        name, code, schools = (str(body.get(key, "")) for key in ("district", "code", "schools"))
        loaded = load_typed(store, name, code, schools.splitlines())
    store.audit.add("list loaded", note=loaded.told)
    districts = [{"code": d.code, "name": d.name} for d in store.districts.all()]
    return {**asdict(loaded), "districts": districts}


def _bytes(file: Any) -> bytes:
    try:
        return base64.b64decode(str(file), validate=True)
    except ValueError:
        raise KitError("The file did not come whole.", "Choose it again.") from None


HOUSEHOLD = ("list", "share")


class _Jobs(_Call):
    """Documents that are made from a page: what can be ordered, what is being made, ordering, cancelling."""

    def initialize(
        self, meetings: OpenMeetings, name: str = "", jobs: Callable[[], Jobs] | None = None
    ) -> None:
        """Called by tornado before each request."""
        super().initialize(meetings, name)
        assert jobs is not None
        self._find_jobs = jobs

    async def ask(self, body: Any, device: Device) -> Any:
        """The answer to a call."""
        jobs = self._find_jobs()
        if self.name == "forms":
            return await self.meetings.lists(_forms)
        if self.name == "order":
            await self.meetings.lists(partial(_order, body, jobs))
        elif self.name == "cancel":
            jobs.cancel(str(body.get("job", "")))
        return {"jobs": [job.to_json() for job in jobs.all()]}


def _forms(queries: MeetingQueries, places: Settings) -> Any:
    return {
        "forms": [each.form(places) for each in DOCUMENTS],
        "offers": Desk(queries, places).offers(),
    }


def _order(body: Any, jobs: Jobs, queries: MeetingQueries, places: Settings) -> None:
    document = find_document(str(body.get("document", "")))
    values = body.get("values", {})
    words = document.command(places, values)
    titles = queries.store.standings.sessions()
    named = [str(values[name]) for name in ("session", "district") if values.get(name)]
    of = [titles.get(each, each) for each in named]
    jobs.start(": ".join([document.title, *[", ".join(of)] * bool(of)]), words)


JOBS = ("jobs", "forms", "order", "cancel")


LISTS: dict[str, Callable[[Any, MeetingQueries, Settings], Any]] = {
    "start": _start,
    "desk": _desk,
    "place": _place,
    **{name: partial(_started, name) for name in CALLS_OF_START},
    **CALLS_OF_PLANNER,
    **CALLS_OF_INSTRUMENTS,
}


def _read_all(queries: MeetingQueries, places: Settings) -> None:
    queries.library.sessions()
    bring_up_to_date(queries)


class _DeskPage(DeskPage, _SignedIn):
    pass


class _Inside(Inside, _SignedIn):
    pass


class _Instrument(InstrumentPage, _SignedIn):
    pass


class _Calendar(Calendar, _SignedIn):
    pass


class _Changes(WebSocketMixin, Changes, _SignedIn):
    pass


class _Cockpit(Cockpit, _SignedIn):
    pass


class _DoorPicture(DoorPicture, _SignedIn):
    pass


class _Example(ExamplePage, _SignedIn):
    pass


class _Made(Made, _SignedIn):
    pass


class _Planner(PlannerPage, _SignedIn):
    pass


class _Projector(Projector, _SignedIn):
    pass


class _Team(Team, _SignedIn):
    pass


class _Static(Static, JupyterHandler):
    @allow_unauthenticated
    async def get(self, version: str, address: str) -> None:
        await super().get(version, address)


class KitServerApp(ExtensionApp):
    """Adds the addresses to a Jupyter server."""

    name = "kitlib"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Called by Jupyter Server when the extension is loaded."""
        assert self.serverapp is not None
        contents = self.serverapp.contents_manager
        contents.notary = Seal(parent=contents)  # type: ignore[no-untyped-call]
        self._meetings = OpenMeetings(Path(self.serverapp.root_dir))
        self._jobs: Jobs | None = None
        self._sharing: Sharing | None = None
        given: dict[str, Any] = {"meetings": self._meetings}
        calls = [(rf"/kit/api/{name}", _Call, {**given, "name": name}) for name in CALLS]
        self.handlers.extend(
            [
                *calls,
                *((rf"/kit/api/{name}", _Lists, {**given, "name": name}) for name in LISTS),
                *(
                    (rf"/kit/api/{name}", _Jobs, {**given, "name": name, "jobs": self._find_jobs})
                    for name in JOBS
                ),
                *(
                    (rf"/kit/api/{name}", _Household, {**given, "name": name, "sharing": self._find_sharing})
                    for name in HOUSEHOLD
                ),
                (r"/kit/desk", _DeskPage, given),
                (r"/kit/session", _Inside, given),
                (r"/kit/instrument", _Instrument, given),
                (r"/kit/plan", _Planner, given),
                (r"/kit/made/(.+)", _Made, given),
                (r"/kit/api/entries", _Entries, {**given, "name": "entries"}),
                (r"/kit/api/wall", _Wall, {**given, "name": "wall"}),
                (r"/kit/api/screens", _Screens, {**given, "name": "screens"}),
                (r"/kit/calendar", _Calendar, given),
                (r"/kit/changes", _Changes, {**given, "watch": Watch(self._meetings)}),
                (r"/kit/cockpit", _Cockpit, given),
                (r"/kit/door.svg", _DoorPicture, given),
                (r"/kit/example", _Example, given),
                (r"/kit/projector", _Projector, given),
                (r"/kit/team", _Team, given),
                (r"/kit/static/([0-9a-f~]+)/([\w/.-]+)", _Static),
            ]
        )

        # Whoever opens the start page first should not wait until every session was read.
        self.serverapp.io_loop.add_callback(self._warm_up)

    def _find_jobs(self) -> Jobs:
        """The jobs of this home, looked up when first asked for. Raises NotFoundError where there is no home."""
        if self._jobs is None:
            self._jobs = Jobs(self._meetings.places)
        return self._jobs

    def _find_sharing(self) -> Sharing:
        """The server for other devices, beside this one. Raises NotFoundError where there is no home."""
        if self._sharing is None:
            places = self._meetings.places
            environment = {"KIT_HOME": str(places.home), "KIT_DATABASE_URL": places.database_url}
            assert self.serverapp is not None
            self._sharing = Sharing(self.serverapp.port + 1, environment)
        return self._sharing

    async def _warm_up(self) -> None:
        with suppress(KitError):  # whoever asks then is told
            await self._meetings.lists(_read_all)

    async def stop_extension(self) -> None:
        """Called by Jupyter Server when it ends, also by Ctrl-C or when it is asked to."""
        if self._jobs is not None:
            await asyncio.to_thread(self._jobs.close)
        await asyncio.to_thread(self._meetings.close)


CALLS = ("door", "erase", "lead", "offer", "part", "rearrange", "renewal", "seat", "state")
