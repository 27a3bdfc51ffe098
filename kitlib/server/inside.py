"""Looking inside a session before anybody opens it: all that its facilitator gets on paper, as a page to read or print."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kitlib.content import Library
from kitlib.errors import KitError, NotFoundError
from kitlib.meetings.queries import MeetingQueries
from kitlib.server.answering import Answering, plain_words
from kitlib.server.pages import template
from kitlib.settings import Settings

__all__ = ["Inside", "scrolling", "sheet_style"]

STYLE = Path(__file__).parent / "templates" / "inside.css"


class Inside(Answering):
    """One session at one of its lengths: its place in the series, agenda, prompts, notes and forms."""

    async def get(self) -> None:
        """The page of the session in the query; one that cannot be shown says why."""
        query = self.query()
        minutes = query.get("minutes", "")
        asked = query.get("session", ""), int(minutes) if minutes.isdigit() else None
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        try:
            found = await self.meetings.lists(lambda queries, places: _found(queries, places, *asked))
        except KitError as error:
            self.set_status(404 if isinstance(error, NotFoundError) else 422)
            found = {"title": "This session cannot be shown", "problem": plain_words(error)}
        look = await asyncio.to_thread(self.meetings.look)
        about = {"style": sheet_style() + Markup(look.dark_style), "letterhead": Markup(look.letterhead)}
        page = await asyncio.to_thread(template("inside.html.j2").render, **found, **about)
        self.finish(page)


def _found(queries: MeetingQueries, places: Settings, session: str, minutes: int | None) -> dict[str, Any]:
    from kitlib.handouts.guide import guide  # only where somebody looks
    from kitlib.handouts.ordering import order
    from kitlib.kinds.shared.paper import Paper

    plan = order(queries.store, queries.library, session, minutes=minutes).plan
    return {
        "title": f"{plan.session.title} · Look inside",
        "need": plan.session.need,
        "session": plan.session,
        "resource": plan.resource,
        "series": _series(queries.library, plan.resource.id),
        "minutes": plan.minutes,
        "lengths": plan.lengths,
        "guide": Markup(scrolling(guide(plan, Paper(plan.session)))),
    }


def _series(library: Library, resource: str) -> list[dict[str, Any]]:
    """The sessions of a resource, in order."""
    return [
        {"id": s.id, "title": s.title, "minutes": s.minutes}
        for s in library.sessions()
        if s.resource == resource
    ]


def scrolling(html: str) -> str:
    """HTML with each table in a box that scrolls by itself where a phone is too narrow for it."""
    box = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'
    return html.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")


@cache
def sheet_style() -> Markup:
    """The style of a page that shows what is printed."""
    return Markup(STYLE.read_text(encoding="utf-8"))
