"""The participants' own server: a team's page by a code, and nothing else. No kernel, no code that runs, no Jupyter."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from kitlib.errors import ForbiddenError, StoreError
from kitlib.frontend import assets
from kitlib.meetings.devices import Device
from kitlib.meetings.term import is_open
from kitlib.server.answering import Answering, Calendar, Call, Entries, ExamplePage, Static
from kitlib.server.changes import Changes, Watch
from kitlib.server.opened import OpenMeetings
from kitlib.server.pace import Pace
from kitlib.server.pages import Page, Team, template

__all__ = ["application", "listen"]

LARGEST = 1024 * 1024  # bytes of a request; a page sends less, and nobody is asked to wait for more
PING = 25  # seconds; what is silent for longer, proxies and phones take for dead
GUESSES = (20, 60)  # wrong codes from one place within seconds; a person who mistypes makes fewer
CALLS = (300, 10)  # of one device within seconds; eight busy pages of one browser make fewer

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
    """A request of a device that came to a team by its code."""

    async def find_device(self, meeting: str, team: str) -> Device:
        """The device, with the one team that it came to. Raises ForbiddenError without a ticket."""
        id = self.device_id
        if not self.settings["calls"].take(id):
            raise StoreError("This device asks too often.", "Wait a moment; what you typed is kept here.")
        doors = (await self.meetings.service()).store.doors
        if not await asyncio.to_thread(doors.has_ticket, meeting, team, id):
            raise ForbiddenError("This page is joined to another team, or to none.", "Join with your code.")
        return Device(id, (meeting, team))


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


class _Team(Team, _Ticketed):
    async def show(self, *args: Any, **named: Any) -> None:
        """The page; a device without a ticket is shown where it gets one."""
        try:
            await self.find_device(*(self.get_query_argument(name, "") for name in ("meeting", "team")))
        except ForbiddenError:
            self.redirect(f"{self.base_url}kit/join")
            return
        await super().show(*args, **named)


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

    async def get(self) -> None:
        """The form."""
        self.form()

    async def post(self) -> None:
        """The way to the team's page, for who has its code; the code goes into no address and no log."""
        source = str(self.request.remote_ip)
        typed = self.get_body_argument("code", "")
        if not self.settings["guesses"].take(source):
            self.form(
                "Many wrong codes came from here in the last minute. Wait a minute, then try again.", 429
            )
            return
        service = await self.meetings.service()
        door = await asyncio.to_thread(service.store.doors.find, typed)
        if door is None or not is_open(service.queries.meeting(door.meeting)):
            self.form(
                "No open meeting has this code. Look at the letters again, or ask your facilitator.", 404
            )
            return
        self.settings["guesses"].forget(source)
        id = self.device_id
        known = await asyncio.to_thread(service.store.doors.has_ticket, door.meeting, door.team, id)
        if not door.is_open and not known:
            self.form("This team takes no more devices now. Ask your facilitator to open its door.", 403)
            return
        await asyncio.to_thread(service.store.doors.admit, door, id)
        self.redirect(f"{self.base_url}kit/team?meeting={door.meeting}&team={door.team}", status=303)

    def form(self, problem: str = "", status: int = 200) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_status(status)
        self.secret()
        page = template("join.html.j2").render(
            base=self.base_url,
            problem=problem,
            xsrf=self.xsrf_token.decode(),
            script=f"{self.base_url}kit/static/{assets.version()}/{assets.JOIN}",
        )
        self.finish(page)


def application(root: Path, *, secure: bool = False) -> web.Application:
    """The server of a home's meetings. `secure` where it, or what stands before it, speaks https alone."""
    meetings = OpenMeetings(root)
    given: dict[str, Any] = {"meetings": meetings}
    calls = [(rf"/kit/api/{name}", _Call, {**given, "name": name}) for name in ("erase", "seat", "state")]
    return web.Application(
        [
            *calls,
            (r"/kit/api/entries", _Entries, {**given, "name": "entries"}),
            (r"/kit/calendar", _Calendar, given),
            (r"/kit/changes", _Changes, {**given, "watch": Watch(meetings)}),
            (r"/kit/example", _Example, given),
            (r"/kit/team", _Team, given),
            (r"/kit/join", _Join, given),
            (r"/kit/static/([0-9a-f~]+)/([\w/.]+)", _Static),
            (r"/", _Start),
        ],
        default_handler_class=_Nothing,
        xsrf_cookies=True,
        xsrf_cookie_kwargs={"samesite": "Strict", "secure": secure},
        compress_response=True,
        log_function=lambda handler: None,  # what is asked for is nobody's business
        guesses=Pace(*GUESSES),
        calls=Pace(*CALLS),
        websocket_ping_interval=PING,
        meetings=meetings,
    )


def listen(app: web.Application, address: str, port: int, **tls: Any) -> HTTPServer:
    """Take requests at an address. Raises OSError where the port is taken."""
    server = HTTPServer(app, max_body_size=LARGEST, body_timeout=20, idle_connection_timeout=120, **tls)
    server.add_sockets(bind_sockets(port, address or None))
    return server
