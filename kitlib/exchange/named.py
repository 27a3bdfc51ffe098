"""Which district a row of a coordinator's list means, by its code or its name."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.errors import did_you_mean
from kitlib.store import District
from kitlib.tabular.codes import Codes
from kitlib.tabular.folding import fold
from kitlib.tabular.refusals import RowRejected
from kitlib.tabular.rows import Row

__all__ = ["NAMED", "Named"]

#: The headings of a column that names a district.
NAMED = ("district", "district code", "district name", "code", "name", "org code", "org name")


class Named:
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
