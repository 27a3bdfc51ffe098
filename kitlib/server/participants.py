"""The participants' own server: a team's page by a code, or the cockpit by a facilitator's code, and nothing else.

No kernel, no code that runs, no Jupyter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from kitlib.errors import ForbiddenError, StoreError
from kitlib.frontend import assets
from kitlib.languages.catalogue import languages
from kitlib.meetings.devices import Device
from kitlib.meetings.service import MeetingService
from kitlib.meetings.term import is_open, see_open
from kitlib.server.answering import Answering, Calendar, Call, Entries, ExamplePage, Static, Wall
from kitlib.server.changes import Changes, Watch
from kitlib.server.door_picture import DoorPicture
from kitlib.server.language import chosen, head
from kitlib.server.opened import OpenMeetings
from kitlib.server.pace import Guesses, Pace
from kitlib.server.pages import Cockpit, Page, Projector, Team, template
from kitlib.store import LEADING, Door
from kitlib.store.audit import DEVICE

__all__ = ["application", "listen"]

LARGEST = 1024 * 1024  # bytes of a request; a page sends less, and nobody is asked to wait for more
PING = 25  # seconds; what is silent for longer, proxies and phones take for dead
GUESSES = (20, 60)  # wrong codes from one place within seconds; a person who mistypes makes fewer
CALLS = (300, 10)  # of one device within seconds; eight busy pages of one browser make fewer

CLOSED = {
    False: "This team takes no more devices now. Ask your facilitator to open its door.",
    True: "Nobody else can come to lead now. Ask who opened the meeting to allow it.",
}

#: What a page may load and where it may stand: its own files alone, and no script or style within it.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _Open(web.RequestHandler):
    """A request of anybody on the network."""

    base_url = "/"

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)
        if self.request.protocol == "https":
            self.set_header("Strict-Transport-Security", "max-age=86400")


class _Ticketed(_Open, Answering):
    """A request of a device that came by a code."""

    async def find_device(self, meeting: str, team: str) -> Device:
        """The device, with the one team that it came to, or leading the one meeting. Raises ForbiddenError without a ticket."""
        id = self.device_id
        if not self.settings["calls"].take(id):
            raise StoreError("This device asks too often.", "Wait a moment; what you typed is kept here.")
        doors = (await self.meetings.service()).store.doors
        rights = await self.meetings.look_up(doors.rights, meeting, id)
        if LEADING in rights:
            return Device(id, (meeting, LEADING))
        if team in rights:
            return Device(id, (meeting, team))
        if await asyncio.to_thread(doors.is_barred, meeting, team, id):
            raise ForbiddenError(
                "Your facilitator took this device out of the team.",
                "Ask for a new code, then join again; what you typed is kept here.",
            )
        raise ForbiddenError("This page is joined to another team, or to none.", "Join with your code.")

    @property
    def join_address(self) -> str:
        """Where other devices join: at the address by which this one came."""
        return f"{self.request.protocol}://{self.request.host}{self.base_url}kit/join"


class _Call(Call, _Ticketed):
    pass


class _Entries(Entries, _Ticketed):
    pass


class _Calendar(Calendar, _Ticketed):
    pass


class _Changes(Changes, _Ticketed):
    pass


class _Example(ExamplePage, _Ticketed):
    pass


class _Wall(Wall, _Ticketed):
    pass


class _DoorPicture(DoorPicture, _Ticketed):
    pass


class _Page(Page, _Ticketed):
    """A page for who has a ticket; who has none is shown where to get one (`form`)."""

    form = "join"

    async def show(self, *args: Any, **named: Any) -> None:
        """The page, or the way to the form."""
        try:
            await self.see(*(self.get_query_argument(name, "") for name in ("meeting", "team")))
        except ForbiddenError:
            self.redirect(f"{self.base_url}kit/{self.form}")
            return
        await super().show(*args, **named)

    async def see(self, meeting: str, team: str) -> None:
        """Raise ForbiddenError for a device that may not see this page."""
        await self.find_device(meeting, team)


class _LeadingPage(_Page):
    form = "lead"

    async def see(self, meeting: str, team: str) -> None:
        """Raise ForbiddenError for a device that may not lead, and after the meeting's term."""
        device = await self.find_device(meeting, LEADING)
        if not device.leads:
            raise ForbiddenError("Only who leads the meeting sees this.", "Use the facilitator's code.")
        await asyncio.to_thread(see_open, await self.meetings.service(), meeting, writes=True)


class _Team(_Page, Team):
    pass


class _Cockpit(_LeadingPage, Cockpit):
    pass


class _Projector(_LeadingPage, Projector):
    pass


class _Static(Static, _Open):
    pass


class _Start(_Open):
    def get(self) -> None:
        self.redirect(f"{self.base_url}kit/join")


class _Nothing(_Open):
    def prepare(self) -> None:
        raise web.HTTPError(404)


class _Join(Page, _Open):
    """Where a device joins: a code opens one team's page."""

    leading = False
    address = "join"
    shown: Mapping[str, str] = {
        "title": "Join your team",
        "intro": "Your facilitator has a code for each team. No name and no account is needed.",
        "label": "Code of your team",
        "press": "Join",
        "other": "lead",
        "way": "You lead this meeting? Use your facilitator’s code.",
    }

    async def prepare(self) -> None:
        """Look up how the home looks."""
        self.look = await asyncio.to_thread(self.meetings.look)

    async def get(self) -> None:
        """The form."""
        self.form()

    async def post(self) -> None:
        """The way to the page, for who has its code; the code goes into no address and no log."""
        service = await self.meetings.service()
        source, guesses = str(self.request.remote_ip), self.settings["guesses"]
        attempt = await guesses.begin(source)
        if attempt is None:
            self.form(
                "Many wrong codes came from here in the last minute. Wait a minute, then try again.", 429
            )
            return
        door, wrong = None, False
        try:
            door = await asyncio.to_thread(self.find, service, self.get_body_argument("code", ""))
            wrong = door is None
        finally:
            guesses.end(source, attempt, wrong=wrong)
        if door is None:
            self.form(
                "No open meeting has this code. Look at the letters again, or ask your facilitator.", 404
            )
            return
        id = self.device_id
        known = door.team in await asyncio.to_thread(service.store.doors.rights, door.meeting, id)
        if not door.is_open and not known:
            self.form(CLOSED[self.leading], 403)
        elif not await asyncio.to_thread(service.store.doors.admit, door, id):
            self.form("Your facilitator took this device out. Ask for a new code.", 403)
        else:
            await asyncio.to_thread(self.admitted, service, door)
            self.redirect(self.page_of(door), status=303)

    def find(self, service: MeetingService, code: str) -> Door | None:
        """The door of an open meeting that has a code."""
        door = service.store.doors.find(code, leading=self.leading)
        return door if door and is_open(service.queries.meeting(door.meeting)) else None

    def admitted(self, service: MeetingService, door: Door) -> None:
        """Called when a device has come in."""

    def page_of(self, door: Door) -> str:
        """The page to which a door leads."""
        return f"{self.base_url}kit/team?meeting={door.meeting}&team={door.team}"

    def form(self, problem: str = "", status: int = 200) -> None:
        """The form, with what was wrong with the code before."""
        self.set_header("Cache-Control", "no-store")
        self.set_status(status)
        self.secret()
        spoken = {} if self.leading else self.look.offered(languages())
        page = template("join.html.j2").render(
            self.shown,
            **head(chosen(self, spoken), spoken),
            base=self.base_url,
            address=self.address,
            problem=problem,
            look=Markup(self.look.dark_style),
            letterhead=Markup(self.look.letterhead),
            xsrf=self.xsrf_token.decode(),
            script=f"{self.base_url}kit/static/{assets.version()}/{assets.JOIN}",
        )
        self.finish(page)


class _Lead(_Join):
    """Where somebody comes to lead: a facilitator's code opens the cockpit of one meeting."""

    leading = True
    address = "lead"
    shown: Mapping[str, str] = {
        "title": "Lead a meeting",
        "intro": "Whoever opened the meeting has the facilitator’s code: three groups of four letters.",
        "label": "Facilitator’s code",
        "press": "Lead",
        "other": "join",
        "way": "You belong to a team? Use the code of your team.",
    }

    def admitted(self, service: MeetingService, door: Door) -> None:
        """Note that somebody came to lead."""
        district = service.queries.meeting(door.meeting).district
        service.store.audit.add("came to lead", meeting=door.meeting, district=district, who=DEVICE)

    def page_of(self, door: Door) -> str:
        """The cockpit of the meeting."""
        return f"{self.base_url}kit/cockpit?meeting={door.meeting}"


CALLS_OF_PAGES = ("door", "erase", "lead", "offer", "part", "rearrange", "seat", "state")


def application(root: Path, *, secure: bool = False) -> web.Application:
    """The server of a home's meetings. `secure` where it, or what stands before it, speaks https alone."""
    meetings = OpenMeetings(root)
    given: dict[str, Any] = {"meetings": meetings}
    calls = [(rf"/kit/api/{name}", _Call, {**given, "name": name}) for name in CALLS_OF_PAGES]
    return web.Application(
        [
            *calls,
            (r"/kit/api/entries", _Entries, {**given, "name": "entries"}),
            (r"/kit/api/wall", _Wall, {**given, "name": "wall"}),
            (r"/kit/calendar", _Calendar, given),
            (r"/kit/cockpit", _Cockpit, given),
            (r"/kit/door.svg", _DoorPicture, given),
            (r"/kit/projector", _Projector, given),
            (r"/kit/changes", _Changes, {**given, "watch": Watch(meetings)}),
            (r"/kit/example", _Example, given),
            (r"/kit/team", _Team, given),
            (r"/kit/join", _Join, given),
            (r"/kit/lead", _Lead, given),
            (r"/kit/static/([0-9a-f~]+)/([\w/.-]+)", _Static),
            (r"/", _Start),
        ],
        default_handler_class=_Nothing,
        xsrf_cookies=True,
        xsrf_cookie_kwargs={"samesite": "Strict", "secure": secure},
        compress_response=True,
        log_function=lambda handler: None,  # what is asked for is nobody's business
        guesses=Guesses(Pace(*GUESSES)),
        calls=Pace(*CALLS),
        websocket_ping_interval=PING,
        meetings=meetings,
    )


def listen(app: web.Application, address: str, port: int, **tls: Any) -> HTTPServer:
    """Take requests at an address. Raises OSError where the port is taken."""
    server = HTTPServer(app, max_body_size=LARGEST, body_timeout=20, idle_connection_timeout=120, **tls)
    server.add_sockets(bind_sockets(port, address or None))
    return server
