"""What a meeting shows: kept with it from its opening on, whatever becomes of the files."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache

from kitlib.content import Library
from kitlib.content.snapshot import take_snapshot
from kitlib.errors import ContentError, NotFoundError
from kitlib.store import KeptContent, Meeting, Store

__all__ = ["Titles", "content_now", "keep_missing"]


@lru_cache(maxsize=128)  # a library reads each file once, so it says the same each time
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


class Titles:
    """What sessions are called, without reading more of them than that."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store, self._library = store, library
        self._known: dict[str, str] = {}

    def of(self, meeting: Meeting) -> str:
        """The title under which a meeting was held; the id of its session where nothing else is known."""
        if meeting.content is None:
            with suppress(NotFoundError, ContentError):
                return self._library.session(meeting.session).title
            return meeting.session
        if meeting.content not in self._known:
            told = json.loads(self._store.contents.get(meeting.content))
            self._known[meeting.content] = told["session"]["title"]
        return self._known[meeting.content]
