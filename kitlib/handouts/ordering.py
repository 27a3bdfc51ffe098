"""What is ordered to be printed: the session, its length, and where it is held."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kitlib.content import Library
from kitlib.content.source import ContentSource
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.handouts.plan import Plan
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.screens import Screens
from kitlib.store import Meeting, Store

__all__ = ["Order", "order"]


@dataclass(frozen=True)
class Order:
    """A session at one length, and the meeting it is printed for, where there is one."""

    plan: Plan
    meeting: Meeting | None


def order(
    store: Store,
    library: Library,
    session: str,
    *,
    minutes: int | None = None,
    district: str = "",
    meeting: str = "",
    keys: bool = False,
) -> Order:
    """The plan to print. A meeting gives its length, district and day; with `keys` the newest one is taken.

    Raises NotFoundError for what is not there, KitError for a length that the
    session cannot have, a meeting of another session, and keys without a meeting.
    """
    code = store.districts.find(district).code if district else None
    held = store.meetings.get(meeting) if meeting else _newest(store, session, code) if keys else None
    if held is not None and held.session != session:
        raise KitError(
            f'Meeting "{held.id}" holds the session "{held.session}", not "{session}".',
            f"Print that one: kit handout {held.session} --meeting {held.id}",
        )
    if held is not None:
        queries = MeetingQueries(store, library)
        source = queries.content(held)
        where = [Screens(queries, held, held.teams[0].id).where]
        length = minutes or min(held.minutes, source.session(session).minutes)
        following = _next_title(source, library, session)
        plan = Plan(source, session, length, where, following, _example(library, session))
        return Order(plan, held)
    where = [store.districts.find(code).name] if code else []
    following = _next_title(library, library, session)
    plan = Plan(library, session, minutes, where, following, _example(library, session))
    return Order(plan, None)


def _next_title(source: ContentSource, library: Library, session: str) -> str:
    """What the session that follows in the series is called now; empty where there is none, or its file is gone."""
    following = source.session(session).next
    if following is None:
        return ""
    with suppress(NotFoundError, ContentError):
        return library.session(following).title
    return ""


def _example(library: Library, session: str) -> str:
    """The worked example that stands beside the session's file now, as HTML; empty where there is none."""
    from kitlib.meetings.examples import example_html  # with pandas: only where one is printed

    with suppress(NotFoundError, ContentError):
        if example := library.example(session):
            return example_html(library, example)
    return ""


def _newest(store: Store, session: str, district: str | None) -> Meeting:
    """The newest meeting of a session that is no rehearsal."""
    held = [m for m in store.meetings.list(session=session, district=district) if not m.rehearsal]
    if not held:
        raise KitError(
            "There is no meeting to key anything into.",
            f"Open it first: kit open {session} --district NAME --team NAME",
        )
    return max(held, key=lambda m: (m.date, m.opened_at, m.id))
