"""How districts are put together: by county, or by a file of the coordinator's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kitlib.errors import KitError, did_you_mean
from kitlib.exchange.cells import Refused, delimited, read_text
from kitlib.store import District

__all__ = ["groups_of"]

NONE = "No group given"
LONGEST = 80


def groups_of(by: str, districts: Sequence[District]) -> dict[str, str]:
    """District (code) to its group; empty where `by` is. Raises KitError that names every line that is not sound."""
    if not by:
        return {}
    if by == "county":
        return {district.code: district.county or NONE for district in districts}
    return {district.code: NONE for district in districts} | _of_file(Path(by), districts)


def _of_file(path: Path, districts: Sequence[District]) -> dict[str, str]:
    rows = list(delimited(read_text(path, f"kit rollup --by {path}")))
    heads = (
        [cell.strip().lower() for cell in rows[0].cells] if rows and not isinstance(rows[0], Refused) else []
    )
    missing = [column for column in ("district", "group") if column not in heads]
    if missing:
        raise KitError(
            f"{path} needs a column {' and '.join(missing)}; found {', '.join(heads)[:200] or 'none'}.",
            "Put district,group into its first line, and a district a line below.",
        )
    known = {d.code: d.code for d in districts} | {d.name.casefold(): d.code for d in districts}
    names = [d.name for d in districts]
    found: dict[str, str] = {}
    problems = []
    for row in rows[1:]:
        if isinstance(row, Refused):
            problems.append(str(row))
            continue
        cells = dict(zip(heads, (cell.strip() for cell in row.cells), strict=False))
        words, group = cells.get("district", ""), cells.get("group", "")
        code = known.get(words) or known.get(words.casefold())
        if code is None:
            near = did_you_mean(words, names)
            problems.append(str(Refused(row.line, "district", words, f"This district is not loaded{near}.")))
        elif not group or len(group) > LONGEST or not group.isprintable():
            problems.append(
                str(Refused(row.line, "group", group, f"A group has a name of 1 to {LONGEST} characters."))
            )
        elif found.setdefault(code, group) != group:
            problems.append(str(Refused(row.line, "district", words, "It stands in another group already.")))
    if problems:
        raise KitError(
            f"{path} has {len(problems)} problem(s):\n" + "\n".join(problems[:20]),
            f"Mend them, then run again: kit rollup --by {path}",
        )
    return found
