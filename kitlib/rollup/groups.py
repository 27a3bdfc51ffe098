"""How districts are put together: by county, or by a file of the coordinator's."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from kitlib.exchange.named import NAMED, read_named
from kitlib.store import District
from kitlib.tabular.refusals import RowRejected, is_one_line
from kitlib.tabular.rows import Column, Row, Shape

__all__ = ["groups_of"]

NONE = "No group given"
LONGEST = 80
GROUPS = Shape(
    "groups",
    (
        Column("district", NAMED),
        Column("group", ("group", "region")),
    ),
    notes=True,
)


def groups_of(by: str, districts: Sequence[District]) -> dict[str, str]:
    """District (code) to its group; empty where `by` is. Raises KitError that names every line that is not sound."""
    if not by:
        return {}
    if by == "county":
        return {district.code: district.county or NONE for district in districts}
    return {district.code: NONE for district in districts} | _of_file(Path(by), districts)


def _of_file(path: Path, districts: Sequence[District]) -> dict[str, str]:
    found: dict[str, str] = {}

    def take(code: str, row: Row) -> None:
        group = _group(row)
        if found.setdefault(code, group) != group:
            raise RowRejected("district", row.text("district"), "It stands in another group already.")

    read_named(path, GROUPS, shlex.join(["kit", "rollup", "--by", str(path)]), districts, take)
    return found


def _group(row: Row) -> str:
    group = row.text("group")
    if not group or len(group) > LONGEST or not is_one_line(group):
        raise RowRejected("group", group, f"A group has a name of 1 to {LONGEST} characters.")
    return group
