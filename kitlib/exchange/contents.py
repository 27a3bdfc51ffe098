"""What meetings show, out to a file and in again: one line of JSON a content, with its digest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kitlib.content.snapshot import Snapshot
from kitlib.store import KeptContent, Meeting, Store
from kitlib.tabular.importing import ImportResult, import_each
from kitlib.tabular.refusals import RowRejected
from kitlib.tabular.rows import Column, Row, Shape, read_json_lines

__all__ = ["COLUMNS", "FILE", "content_lines", "import_contents"]

FILE = "sessions.jsonl"
COLUMNS = {
    "content": ("digest of what meetings show: SHA-256 of the text of shows", "text"),
    "shows": (
        "the session, its resource, instruments and scales, as they were when a meeting was opened",
        "JSON",
    ),
}
_SHAPE = Shape("sessions", tuple(Column(column) for column in COLUMNS))


def content_lines(store: Store, held: Sequence[Meeting]) -> Iterator[str]:
    """Yield a line for each content that these meetings show."""
    before = {showing.content for meeting in held for showing in meeting.showings}
    for digest in sorted({meeting.content for meeting in held if meeting.content} | before):
        shows = json.loads(store.contents.get(digest))
        yield json.dumps({"content": digest, "shows": shows}, ensure_ascii=False) + "\n"


def import_contents(store: Store, path: Path, command: str) -> ImportResult:
    """Keep what meetings of a file show, so that they can be imported. Raises KitError for what is no such file."""
    table = read_json_lines(path, _SHAPE, command)
    result = ImportResult(refused=table.refused, notes=table.notes)
    import_each(table.rows, result, lambda row: _content(store, row), "content")
    return result


def _content(store: Store, row: Row) -> bool:
    shows: Any = row.words("shows")
    try:
        snapshot = Snapshot.from_json(shows)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RowRejected(
            "shows", "", "This is no session as a meeting keeps it.", "Export it again: kit export"
        ) from None
    # The text is what was kept, not what this version of the kit reads in it.
    content = KeptContent.of(shows)
    if content.digest != row.text("content"):
        why = f"This text was changed since it was exported: its digest is {content.digest[:12]}."
        raise RowRejected(
            "content", row.text("content"), why, f"Export “{snapshot.held.title}” again: kit export"
        )
    return store.contents.add(content)
