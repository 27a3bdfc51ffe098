"""What a meeting shows: kept with it from its opening on, whatever becomes of the files."""

from __future__ import annotations

from contextlib import suppress

from kitlib.content import Library
from kitlib.content.snapshot import take_snapshot
from kitlib.errors import ContentError, NotFoundError
from kitlib.store import KeptContent, Store

__all__ = ["content_now", "keep_missing"]


def content_now(library: Library, session: str) -> KeptContent:
    """What a meeting of the session shows that is opened now. Raises NotFoundError and ContentError."""
    return KeptContent.of(take_snapshot(library, session).to_json())


def keep_missing(store: Store, library: Library) -> None:
    """Keep for meetings of before what their session files say now, which is the best that can be known.

    A meeting whose file is gone, or not sound, stays without until it is there again.
    """
    by_session: dict[str, list[str]] = {}
    for meeting in store.meetings.without_content():
        by_session.setdefault(meeting.session, []).append(meeting.id)
    for session, ids in by_session.items():
        with suppress(NotFoundError, ContentError):
            store.meetings.assume_content(content_now(library, session), ids)
