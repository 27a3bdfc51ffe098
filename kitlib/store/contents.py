"""What meetings show, kept as text by its digest, once however many meetings share it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from kitlib.errors import NotFoundError
from kitlib.store.database import Database
from kitlib.store.tables import contents

__all__ = ["Contents", "KeptContent", "keep"]


@dataclass(frozen=True)
class KeptContent:
    """A text and its digest; what it means is for others to say."""

    digest: str
    text: str


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

    def add(self, content: KeptContent) -> None:
        """Keep a content; one that is here already stays as it is."""
        with self._db.write("contents") as connection:
            keep(connection, content)


def keep(connection: Connection, content: KeptContent) -> None:
    """Keep a content within a transaction of the caller's."""
    here = connection.execute(select(contents.c.digest).where(contents.c.digest == content.digest)).first()
    if here is None:
        connection.execute(insert(contents).values(digest=content.digest, text=content.text))
