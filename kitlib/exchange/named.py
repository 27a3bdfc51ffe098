"""Lists of a coordinator's of which each row is about a district, named by its code or its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kitlib.errors import KitError, did_you_mean
from kitlib.store import District
from kitlib.tabular.codes import Codes
from kitlib.tabular.folding import fold
from kitlib.tabular.refusals import RowRejected, first_lines
from kitlib.tabular.rows import Row, Shape, read_table

__all__ = ["NAMED", "read_named"]

#: The headings of a column that names a district.
NAMED = ("district", "district code", "district name", "code", "name", "org code", "org name")


def read_named(
    path: Path, shape: Shape, command: str, districts: Sequence[District], take: Callable[[str, Row], None]
) -> None:
    """Give each row of a file with the code of its district to `take`, which raises RowRejected for one that is not sound.

    Raises KitError that names every such line, with the `command` to run again.
    """
    table, named = read_table(path, [shape], command), _Named(districts)
    problems = list(table.refused)
    for row in table.rows:
        try:
            take(named.code(row), row)
        except RowRejected as rejected:
            problems.append(rejected.at(row.line))
    if problems:
        raise KitError(
            f"{path} has {len(problems)} problem(s):\n{first_lines(problems)}",
            f"Mend them, then run again: {command}",
        )


class _Named:
    """The districts that are loaded, to be found by what lists call them."""

    def __init__(self, districts: Sequence[District]) -> None:
        self._districts = districts
        self._codes = Codes(district.code for district in districts)

    def code(self, row: Row) -> str:
        """The code of the district in the column `district`. Raises RowRejected where none, or more than one, is meant."""
        words = row.text("district")
        same, of_part = self._codes.same(words), self._codes.of_part(words)
        of_name = [district.code for district in self._districts if fold(district.name) == fold(words)]
        for meant in ([same] if same else [], of_part, of_name):
            if len(meant) == 1:
                return meant[0]
        if of_part or of_name:
            several = ", ".join([*of_part, *of_name][:5])
            raise RowRejected(
                "district", words, "Several districts may be meant.", f"Use the code: {several}"
            )
        near = did_you_mean(words, [district.name for district in self._districts]) or "."
        raise RowRejected("district", words, f"This district is not loaded{near}")
