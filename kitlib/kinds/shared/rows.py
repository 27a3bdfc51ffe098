"""Lists whose rows people add: the cells of one team's fields, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["cell_text", "cells_by_row", "rows_of_team"]


def cell_text(value: object) -> str:
    """A cell as text without blanks around it; nothing is the empty text."""
    return str(value if value is not None else "").strip()


def cells_by_row(fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Row to its cells by column, of fields called `<row>.<column>`; rows in the order in which they were made."""
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(fields):
        row, dot, column = name.rpartition(".")
        if dot:
            found.setdefault(row, {})[column] = fields[name]
    return found


def rows_of_team(fields: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The rows that were not taken out, each cell as text."""
    return {
        row: {column: cell_text(value) for column, value in cells.items()}
        for row, cells in cells_by_row(fields).items()
        if not cells.get("removed")
    }
