"""What meetings show, kept as text by its digest, once however many meetings share it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from kitlib.errors import NotFoundError
from kitlib.store.database import Database
from kitlib.store.tables import contents

__all__ = ["Contents", "KeptContent", "keep"]


@dataclass(frozen=True)
class KeptContent:
    """A text of JSON and its digest, SHA-256 in hexadecimal; what it means is for others to say."""

    digest: str
    text: str

    @classmethod
    def of(cls, shows: Any) -> KeptContent:
        """Make it from plain JSON; the same for the same content."""
        text = json.dumps(shows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(hashlib.sha256(text.encode()).hexdigest(), text)


class Contents:
    """The contents in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, digest: str) -> str:
        """The text of a digest; raises NotFoundError."""
        with self._db.read() as connection:
            text: str | None = connection.execute(
                select(contents.c.text).where(contents.c.digest == digest)
            ).scalar()
        if text is None:
            raise NotFoundError(
                f"{self._db.place} does not hold what a meeting shows (content {digest[:12]}).",
                "Import it again with its meeting: kit import FOLDER",
            )
        return text

    def __contains__(self, digest: str) -> bool:
        with self._db.read() as connection:
            return _is_here(connection, digest)

    def add(self, content: KeptContent) -> bool:
        """Keep a content; False where it is here already."""
        with self._db.write("meetings") as connection:
            return keep(connection, content)


def keep(connection: Connection, content: KeptContent) -> bool:
    """Keep a content within a transaction of the caller's, who holds the lock of the meetings; False where it is here."""
    if _is_here(connection, content.digest):
        return False
    connection.execute(insert(contents).values(digest=content.digest, text=content.text))
    return True


def _is_here(connection: Connection, digest: str) -> bool:
    return (
        connection.execute(select(contents.c.digest).where(contents.c.digest == digest)).first() is not None
    )
