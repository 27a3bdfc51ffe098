"""Pages that need no kernel: the cockpit, the projector's view of a meeting, a team's page, and the desk.

They show the same parts as a notebook does, drawn by the same files. They hold
no script beyond those files and ask for nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kitlib.content.home import called_here
from kitlib.content.look import Look
from kitlib.content.texts import texts_in
from kitlib.errors import KitError, NotFoundError
from kitlib.frontend import assets, bundles, catalogues
from kitlib.languages.names import ENGLISH, direction
from kitlib.meetings.screens import Screens
from kitlib.meetings.service import MeetingService
from kitlib.meetings.walls import activities_of
from kitlib.server import language
from kitlib.server.answering import Answering, plain_words

__all__ = ["Cockpit", "DeskPage", "Page", "Projector", "Team", "template"]

template = Environment(loader=PackageLoader("kitlib.server", "templates"), autoescape=True).get_template


class Page(Answering):
    """A page of the kit."""

    base_url: str

    async def show(self, screen: Callable[[MeetingService], dict[str, Any]]) -> None:
        """The page for what `screen` says; what it cannot find is told in words."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        _ = self.secret(), self.xsrf_token  # sets the cookies that saving needs
        try:
            service = await self.meetings.service()
            found = await asyncio.to_thread(screen, service)
        except KitError as error:
            self.set_status(404 if isinstance(error, NotFoundError) else 503)
            found = {
                "title": "This page cannot be shown",
                "problem": plain_words(error),
                "parts": [],
            }
        look = await asyncio.to_thread(self.meetings.look)
        files = bundles.in_page({part for part, _ in found["parts"]})
        page = template("page.html.j2").render(
            **{**found, **found.get("head", {})},
            look=Markup(look.screens),
            letterhead=Markup("" if found.get("draws_look") else look.letterhead),
            files=f"{self.base_url}kit/static/{files['version']}/",
            styles=files["styles"],
            page=assets.PAGE,
            bundles=sorted({bundles.SHARED, *files["bundles"].values()}),
            server=_in_script({"baseUrl": self.base_url, "token": ""}),
            kit=_in_script(
                {
                    "parts": found["parts"],
                    "place": found.get("place", {}),
                    "assets": files,
                    "look": look.to_json(),
                    "language": found.get("language"),
                }
            ),
        )
        self.finish(page)


def _in_script(data: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))


class Projector(Page):
    """One meeting on the wall: the step, its prompt and the clock in large type; no notes of the facilitator."""

    async def get(self) -> None:
        """The page of the meeting in the query."""
        await self.show(partial(_projector, meeting_id=self.get_query_argument("meeting", "")))


def _projector(service: MeetingService, meeting_id: str) -> dict[str, Any]:
    meeting = service.queries.meeting_now(meeting_id)
    screens = Screens(service.queries, meeting, meeting.teams[0].id, leads=True)
    session = service.queries.session(meeting)
    config = {
        "kind": "projector",
        "name": session.title,
        "where": screens.where,
        "steps": screens.prompts(),
        "outcomes": session.outcomes,
        "activities": {step.id: activities_of(session, step.id) for step in session.steps},
    }
    return {
        "title": f"Wall · {session.title}",
        "parts": [("projector", config)],
        "place": screens.place,
        "wide": True,
        "draws_look": True,
    }


class DeskPage(Page):
    """All districts and schools at a glance."""

    async def get(self) -> None:
        """The page; its address may say what is looked for."""
        await self.show(_desk)


def _desk(service: MeetingService) -> dict[str, Any]:
    title = called_here().words("All districts and schools")
    return {"title": title, "parts": [("desk", {"kind": "desk"})], "wide": True}


class Team(Page):
    """A team's page of a meeting: what its notebook shows, without a notebook."""

    async def get(self) -> None:
        """The page of the meeting and team in the query."""
        meeting, team = (self.get_query_argument(name, "") for name in ("meeting", "team"))
        chosen = partial(language.chosen, self, meeting=meeting)
        await self.show(
            partial(_team, meeting_id=meeting, team=team or "team-1", look=self.meetings.look, chosen=chosen)
        )


def _team(
    service: MeetingService,
    meeting_id: str,
    team: str,
    look: Callable[[], Look],
    chosen: Callable[[Mapping[str, str]], str],
) -> dict[str, Any]:
    meeting = service.queries.meeting_now(meeting_id)
    if team not in {each.id for each in meeting.teams}:
        raise NotFoundError(
            f'Meeting "{meeting.id}" has no team "{team}".', "Ask your facilitator for the link."
        )
    screens = Screens(service.queries, meeting, team)
    offered = look().offered(screens.wording.languages)
    code = chosen(offered)
    label = next(each.label for each in meeting.teams if each.id == team)
    parts = _all_parts(screens)
    foreign = code != ENGLISH
    words = screens.wording.words(code, texts_in(parts)) | screens.of_the_kit(code) if foreign else {}
    title = service.queries.session(meeting).title
    return {
        "title": f"{label} · {words.get(title, title)}",
        "parts": parts,
        "place": screens.place,
        "head": language.head(code, offered, meeting.id),
        "language": {"code": code, "dir": direction(code), "file": catalogues.address(code), "words": words},
    }


class Cockpit(Page):
    """The page of the one who leads a meeting: what the facilitator's notebook shows, without a notebook."""

    async def get(self) -> None:
        """The page of the meeting in the query."""
        await self.show(partial(_cockpit, meeting_id=self.get_query_argument("meeting", "")))


def _cockpit(service: MeetingService, meeting_id: str) -> dict[str, Any]:
    meeting = service.queries.meeting_now(meeting_id)
    team = meeting.teams[0].id
    screens = Screens(service.queries, meeting, team, leads=True)
    title = f"Lead · {service.queries.session(meeting).title}"
    return {"title": title, "parts": _all_parts(screens), "place": screens.place, "wide": True}


def _all_parts(screens: Screens) -> list[tuple[str, dict[str, Any]]]:
    """What stands before the meeting, and each step with its prompt, one below the other."""
    # In a notebook the title is its first line.
    parts: list[tuple[str, dict[str, Any]]] = [
        (part, {**told, "titled": True}) for part, told in screens.opening()
    ]
    for step in screens.prompts():
        parts.append(("prompt", {"kind": "prompt", **step}))
        parts += screens.step(step["id"])
    return parts
