"""Whom to write to in each district: a list of mail addresses, as a coordinator keeps it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kitlib.errors import KitError
from kitlib.exchange.named import NAMED, Named
from kitlib.store import District
from kitlib.tabular.refusals import RowRejected, first_lines
from kitlib.tabular.rows import Column, Shape, read_table

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
    command = f"kit due --to {path}"
    table, named = read_table(path, [CONTACTS], command), Named(districts)
    found: dict[str, list[str]] = {}
    problems = list(table.refused)
    for row in table.rows:
        mail = row.text("mail")
        try:
            code = named.code(row)
            if not _MAIL.fullmatch(mail):
                raise RowRejected("email", mail, "This is no mail address.")
            found.setdefault(code, []).append(mail)
        except RowRejected as rejected:
            problems.append(rejected.at(row.line))
    if problems:
        raise KitError(
            f"{path} has {len(problems)} problem(s):\n{first_lines(problems)}",
            f"Mend them, then run again: {command}",
        )
    return found
