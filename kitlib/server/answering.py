"""How the kit's servers answer, whichever it is: JupyterLab's, for who leads, or the participants' own.

Each class here is mixed with a request handler of its server. That one says, in
`find_device`, who asks; what a device may ask for is decided in
`kitlib.meetings`, the same behind every door.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from tornado import web

from kitlib.errors import AnswerError, KitError
from kitlib.frontend import assets, bundles, catalogues
from kitlib.meetings import protocol
from kitlib.meetings.devices import Device, device_id, new_secret
from kitlib.meetings.error_answers import error_answer, error_word
from kitlib.meetings.parts import ScreensAnswer
from kitlib.server.opened import OpenMeetings

__all__ = [
    "Answering",
    "Calendar",
    "Call",
    "Entries",
    "ExamplePage",
    "Screens",
    "Static",
    "Wall",
    "plain_words",
]

COOKIE = "kit-device"
DAYS = 400  # that a browser is known; as long as browsers keep a cookie
LOOKS = frozenset(
    {
        "screens",
        "state",
        "wall",
        "start",
        "meetings",
        "schools",
        "find",
        "desk",
        "place",
        "jobs",
        "forms",
        "part",
    }
)
LARGEST = 8 * 1024 * 1024  # bytes of one request

#: The HTTP status of each outcome and error; of several outcomes the response carries the worst.
STATUS: dict[str, int] = {
    "saved": 200,
    "conflict": 409,
    "invalid": 422,
    "needs_review": 428,
    "retry": 503,
    "forbidden": 403,
    "not_found": 404,
    "too_large": 413,
}


class Answering(web.RequestHandler):
    """What every answer of the kit has in common."""

    def initialize(self, meetings: OpenMeetings, name: str = "") -> None:
        """Called by tornado before each request; `name` is that of a call."""
        self.meetings = meetings
        self.name = name

    async def find_device(self, meeting: str, team: str) -> Device:
        """Who asks for a team of a meeting. Raises ForbiddenError for a device that has no ticket for it."""
        raise NotImplementedError

    @property
    def join_address(self) -> str:
        """Where devices join; empty while nobody can."""
        raise NotImplementedError

    def secret(self) -> str:
        """What this browser alone has; one that has none gets one with the answer."""
        found = self.get_cookie(COOKIE) or ""
        if len(found) < 32:
            found = new_secret()
            secure = self.request.protocol == "https"
            self.set_cookie(
                COOKIE, found, expires_days=DAYS, path="/", httponly=True, samesite="Lax", secure=secure
            )
        return found

    @property
    def device_id(self) -> str:
        """By what this browser is known."""
        return device_id(self.secret())

    def finish_with(self, error: KitError) -> None:
        """End the request with an error, in plain words."""
        self.set_status(STATUS[error_word(error)])
        self.finish(plain_words(error))

    def query(self) -> dict[str, str]:
        """The arguments in the address; of one that is given twice, the last."""
        return {name: self.get_query_argument(name) for name in self.request.query_arguments}


class Call(Answering):
    """One call of the protocol over HTTP: asked with GET where it only looks, with POST where it changes something."""

    def set_default_headers(self) -> None:
        """The headers of every answer, errors too."""
        super().set_default_headers()
        self.set_header("X-Kit", "1")  # tells a page that the kit is here, whatever the status
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json; charset=utf-8")

    async def get(self) -> None:
        """A call that only looks, with the query as its body."""
        if self.name not in LOOKS:
            raise web.HTTPError(405)
        _ = self.xsrf_token  # a page opened by a link with a token has no such cookie yet; this sets it
        await self.answer(self.query)

    async def post(self) -> None:
        """A call that changes something, with a body of JSON."""
        if self.name in LOOKS:
            raise web.HTTPError(405)
        await self.answer(self.body)

    def body(self) -> Any:
        """The body as JSON; raises AnswerError for what is none."""
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise AnswerError(
                f"The page's message cannot be read: {error}. Nothing was stored.",
                "Reload the page; what you typed is still kept in this browser.",
            ) from None

    async def answer(self, read: Callable[[], Any]) -> None:
        """Send what the call gives for the body that `read` reads, or the error that it raises."""
        size = len(self.request.body)
        if size > LARGEST:
            what = f"The request holds {size:,} bytes; {LARGEST:,} are taken at once. Nothing was stored."
            self.send_error_answer({"error": "too_large", "what": what, "next": "Reload the page."})
            return
        try:
            body = read()
            device = await self.find_device(*_place(body))
            self.send(200, await self.ask(body, device))
        except KitError as error:
            self.send_error_answer(error_answer(error))

    def ask(self, body: Any, device: Device) -> Awaitable[Any]:
        """What the meetings say."""
        return self.meetings.call(self.name, body, device)

    def send_error_answer(self, answer: protocol.ErrorAnswer) -> None:
        """End the request with an error."""
        self.send(STATUS[answer["error"]], answer)

    def send(self, status: int, body: Any) -> None:
        """End the request with an answer."""
        self.set_status(status)
        self.finish(json.dumps(body, ensure_ascii=False))


class Wall(Call):
    """What all teams send, and where other devices join them."""

    async def ask(self, body: Any, device: Device) -> protocol.Wall:
        """What the meetings say, with the address."""
        wall: protocol.Wall = await super().ask(body, device)
        return {**wall, "address": self.join_address}


class Entries(Call):
    """Store entries. Each gets a result of its own; the response carries the worst status of them."""

    def send(self, status: int, body: Any) -> None:
        """End the request with an answer, and the worst status in it."""
        if "results" in body:
            status = max((STATUS[result["outcome"]] for result in body["results"]), default=status)
        super().send(status, body)


class Screens(Call):
    """What the notebook in the query shows, and the files that draw it."""

    async def ask(self, body: Any, device: Device) -> ScreensAnswer:
        """The screens with their assets."""
        found = await self.meetings.screens(body, device)
        look = await asyncio.to_thread(self.meetings.look)
        return {**found, "assets": bundles.in_page(assets.parts_of(found["screens"]), look)}


class Calendar(Answering):
    """The next dates of the meeting in the query, or of one of its teams, as a file for any calendar."""

    async def get(self) -> None:
        """The file; where no date is set, what is missing."""
        from kitlib.meetings.calendar import meeting_itself, next_meetings  # only where one is asked for

        query = self.query()
        meeting, team = query.get("meeting", ""), query.get("team", "")
        try:
            await self.find_device(meeting, team)
            service = await self.meetings.service()
            if query.get("of") == "meeting":
                text = await asyncio.to_thread(meeting_itself, service.store, service.queries, meeting)
            else:
                text = await asyncio.to_thread(next_meetings, service.store, service.queries, meeting, team)
        except KitError as error:
            self.finish_with(error)
            return
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        name = "meeting" if query.get("of") == "meeting" else "next-meeting"
        self.set_header("Content-Disposition", f'attachment; filename="{name}.ics"')
        self.finish(text)


class ExamplePage(Answering):
    """The worked example of a meeting's session: a page without a script, to look at before one begins."""

    async def get(self) -> None:
        """The page; where there is none, what is missing."""
        from kitlib.records.examples import example_page  # with pandas: only where one is asked for

        query = self.query()
        meeting, team = query.get("meeting", ""), query.get("team", "")
        try:
            await self.find_device(meeting, team)
            service = await self.meetings.service()
            session = service.queries.meeting(meeting).session
            page = await asyncio.to_thread(example_page, service.library, session, self.meetings.look())
        except KitError as error:
            self.finish_with(error)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page)


class Static(web.RequestHandler):
    """What draws: bundles of modules, and styles. They hold nothing of anybody."""

    async def get(self, version: str, address: str) -> None:
        """A bundle by its name, the words of a language by its code, or the file at an address of `assets`;
        for good where the page asks for the version that there is."""
        name, _, ending = address.rpartition(".")
        made = catalogues.catalogue if name.startswith(catalogues.FOLDER) else bundles.bundle
        text = assets.read(address) or (
            made(name.removeprefix(catalogues.FOLDER)) if ending == "js" else None
        )
        if text is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", f"text/{'javascript' if ending == 'js' else 'css'}; charset=utf-8")
        current = version == assets.version()
        self.set_header("Cache-Control", "max-age=31536000, immutable" if current else "no-cache")
        self.finish(text)


def plain_words(error: KitError) -> str:
    """An error where a page is no more than text."""
    answer = error_answer(error)
    return f"{answer['what']} {answer['next']}".strip()


def _place(body: Any) -> tuple[str, str]:
    """Meeting and team that a body is about: its own, else those of the first entry of a team."""
    if not isinstance(body, dict):
        return "", ""
    given = body.get("entries")
    entries = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    about = next((each for each in (body, *entries) if each.get("team")), (entries or [body])[0])
    return str(about.get("meeting") or ""), str(about.get("team") or "")
