"""Whom to write to in each district: a list of mail addresses, as a coordinator keeps it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from kitlib.exchange.named import NAMED, read_named
from kitlib.store import District
from kitlib.tabular.refusals import RowRejected
from kitlib.tabular.rows import Column, Row, Shape

__all__ = ["read_contacts"]

CONTACTS = Shape(
    "contacts",
    (
        Column("district", NAMED),
        Column("mail", ("email", "e-mail", "mail", "email address", "mail address", "address")),
    ),
    notes=True,
)
_MAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")


def read_contacts(path: Path, districts: Sequence[District]) -> dict[str, list[str]]:
    """District (code) to the addresses that a file has for it. Raises KitError that names every line that is not sound."""
    found: dict[str, list[str]] = {}

    def take(code: str, row: Row) -> None:
        mail = row.text("mail")
        if not _MAIL.fullmatch(mail):
            raise RowRejected("email", mail, "This is no mail address.")
        found.setdefault(code, []).append(mail)

    read_named(path, CONTACTS, shlex.join(["kit", "due", "--to", str(path)]), districts, take)
    return found
