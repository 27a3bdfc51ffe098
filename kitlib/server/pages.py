"""Pages that need no kernel: the projector's view of a meeting, and a team's page.

They show the same parts as a notebook does, drawn by the same files. They hold
no script beyond those files and ask for nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from markupsafe import Markup
from tornado import web

from kitlib.errors import KitError, NotFoundError
from kitlib.frontend import assets, bundles
from kitlib.meetings.screens import Screens
from kitlib.meetings.service import MeetingService
from kitlib.server.joining import COOKIE, OPEN_DAYS, joined_or_authenticated

__all__ = ["Join", "Projector", "Static", "Team"]

_pages = Environment(loader=PackageLoader("kitlib.server", "templates"), autoescape=True)


class _Page(JupyterHandler):
    joined: tuple[str, str] | None = None  # by a code: this meeting and team alone
    way_in = "kit/join"

    def initialize(self, meetings: Any) -> None:
        self.meetings = meetings

    async def show(self, screen: Callable[[MeetingService], dict[str, Any]]) -> None:
        """The page for what `screen` says; what it cannot find is told in words."""
        self.set_header("Cache-Control", "no-store")
        _ = self.xsrf_token  # sets the cookie that saving needs
        try:
            service = await self.meetings.service()
            found = await asyncio.to_thread(screen, service)
        except KitError as error:
            self.set_status(404 if isinstance(error, NotFoundError) else 503)
            found = {
                "title": "This page cannot be shown",
                "problem": f"{error.what} {error.next}",
                "parts": [],
            }
        files = bundles.in_page({part for part, _ in found["parts"]})
        page = _pages.get_template("page.html.j2").render(
            **found,
            files=f"{self.base_url}kit/static/{files['version']}/",
            styles=files["styles"],
            page=assets.PAGE,
            bundles=sorted({bundles.SHARED, *files["bundles"].values()}),
            server=_in_script({"baseUrl": self.base_url, "token": ""}),
            kit=_in_script({"parts": found["parts"], "place": found.get("place", {}), "assets": files}),
        )
        self.finish(page)


def _in_script(data: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))


class Projector(_Page):
    """One meeting on the wall: the step, its prompt and the clock in large type; no notes of the facilitator."""

    @web.authenticated
    async def get(self) -> None:
        """The page of the meeting in the query."""
        await self.show(partial(_projector, meeting_id=self.get_query_argument("meeting", "")))


def _projector(service: MeetingService, meeting_id: str) -> dict[str, Any]:
    meeting = service.queries.meeting(meeting_id)
    screens = Screens(service.store, service.queries.content(meeting), meeting, meeting.teams[0].id)
    session = service.queries.session(meeting)
    config = {
        "kind": "projector",
        "name": session.title,
        "where": screens.where,
        "steps": screens.prompts(),
        "outcomes": session.outcomes,
        "activities": {
            step.id: [a.id for a in step.activities if hasattr(a, "id")] for step in session.steps
        },
    }
    place = {"meeting": meeting.id, "team": meeting.teams[0].id, "role": "facilitator"}
    return {
        "title": f"{session.title}: projector",
        "parts": [("projector", config)],
        "place": place,
        "wide": True,
    }


class Join(_Page):
    """Where another device joins: a code opens one team's page."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The form; with a code in the query, the way to the team's page."""
        typed = self.get_query_argument("code", "")
        problem = ""
        if typed:
            codes = self.meetings.codes
            if codes.too_many():
                problem = "Too many wrong codes came in the last minute. Wait a minute, then try again."
            else:
                service = await self.meetings.service()
                found = await asyncio.to_thread(codes.find, typed, service.store)
                if found:
                    self.set_signed_cookie(
                        COOKIE, "|".join(found), expires_days=OPEN_DAYS + 1, samesite="Lax"
                    )
                    self.redirect(
                        f"{self.base_url}kit/team?{urlencode(dict(zip(('meeting', 'team'), found, strict=True)))}"
                    )
                    return
                codes.wrong()
                problem = "No open meeting has this code. Look at the letters again, or ask your facilitator."
        self.set_header("Cache-Control", "no-store")
        self.set_status(404 if problem else 200)
        self.finish(
            _pages.get_template("join.html.j2").render(base=self.base_url, problem=problem, typed=typed)
        )


class Team(_Page):
    """A team's page of a meeting: what its notebook shows, without a notebook."""

    @allow_unauthenticated
    @joined_or_authenticated
    async def get(self) -> None:
        """The page of the meeting and team in the query."""
        meeting, team = (self.get_query_argument(name, "") for name in ("meeting", "team"))
        if self.joined and self.joined != (meeting, team):
            raise web.HTTPError(403)
        await self.show(partial(_team, meeting_id=meeting, team=team or "team-1"))


def _team(service: MeetingService, meeting_id: str, team: str) -> dict[str, Any]:
    meeting = service.queries.meeting(meeting_id)
    if team not in {each.id for each in meeting.teams}:
        raise NotFoundError(
            f'Meeting "{meeting.id}" has no team "{team}".', "Ask your facilitator for the link."
        )
    screens = Screens(service.store, service.queries.content(meeting), meeting, team)
    session = service.queries.session(meeting)
    parts: list[tuple[str, dict[str, Any]]] = list(screens.opening())
    for step in screens.prompts():
        parts.append(("prompt", {"kind": "prompt", **step}))
        parts += screens.step(step["id"])
    place = {"meeting": meeting.id, "team": team, "role": "team"}
    return {"title": session.title, "parts": parts, "place": place}


class Static(JupyterHandler):
    """What draws: bundles of modules, and styles. They hold nothing of anybody."""

    @allow_unauthenticated
    async def get(self, version: str, address: str) -> None:
        """A bundle by its name, or the file at an address of `assets`;
        for good where the page asks for the version that there is."""
        name, _, ending = address.rpartition(".")
        text = assets.read(address) or (bundles.bundle(name) if ending == "js" else None)
        if text is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", f"text/{'javascript' if ending == 'js' else 'css'}; charset=utf-8")
        current = version == assets.version()
        self.set_header("Cache-Control", "max-age=31536000, immutable" if current else "no-cache")
        self.finish(text)
