"""How many rows a list may hold, counted where they are added.

A row is in no table of its own: it is what the fields called `<row>.<column>` have in common. Whoever goes on in a
row costs nothing; only where a row begins, or is put back, are the names of the fields of its list looked up in
their index, and their values only where the list is nearly full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, select

from kitlib.errors import AnswerError
from kitlib.store.tables import entries

if TYPE_CHECKING:
    from kitlib.store.entries import Address, Answer

__all__ = ["RowLimit"]

OFF = "/off"  # of `<row>/off`: that a row is not for the record


@dataclass(frozen=True)
class RowLimit:
    """What one row is held to. `full` and `used_up` are what is wrong and what to do next, in words."""

    row: str
    columns: frozenset[str]
    most: int  # rows that hold something
    ever: int  # rows with those that were taken out or emptied
    full: tuple[str, str]
    used_up: tuple[str, str]
    taken_out: frozenset[str] = frozenset()  # the columns that say so
    uncounted: frozenset[str] = frozenset()  # rows that are there from the start

    def is_kept_by(self, value: Any, field: str) -> bool:
        """Whether what stands in the field tells by itself that no row is added by writing there."""
        return _holds(value) and field.rpartition(".")[2] not in self.taken_out

    def see_that_there_is_room(
        self, connection: Connection, at: Address, value: Any, read: Callable[[Row[Any]], Answer]
    ) -> None:
        """Refuse with AnswerError a value that would make one row too many. `read` makes an answer of a row of the table."""
        here = self._newest(connection, at, read, [f"{self.row}{end}" for end in self._ends()])
        after = {**here, at.field: value}
        if here and (self._stands(here) or not self._stands(after)):
            return
        names = connection.execute(_NAMES, _place(at)).scalars()
        rows = {row for row in map(self._row_of, names) if row}
        if not here and len(rows) >= self.ever:
            raise AnswerError(*self.used_up)
        if len(rows) < self.most or not self._stands(after):
            return
        by_row: dict[str, dict[str, Any]] = {}
        for name, cell in self._newest(connection, at, read).items():
            if row := self._row_of(name):
                by_row.setdefault(row, {})[name] = cell
        if sum(map(self._stands, by_row.values())) >= self.most:
            raise AnswerError(*self.full)

    def _ends(self) -> Iterable[str]:
        return [*(f".{column}" for column in self.columns), OFF]

    def _row_of(self, name: str) -> str:
        """The row that a field belongs to; empty where it is none of this list's."""
        row, _, column = name.rpartition(".")
        if name.endswith(OFF):
            row = name.removesuffix(OFF)
        elif column not in self.columns:
            return ""
        return "" if row in self.uncounted else row

    def _stands(self, cells: dict[str, Any]) -> bool:
        """Whether a row holds something and was not taken out; `cells` by field."""
        by_column = {name.rpartition(".")[2]: cell for name, cell in cells.items() if not name.endswith(OFF)}
        out = any(by_column.get(column) for column in self.taken_out)
        return not out and any(
            _holds(cell) for column, cell in by_column.items() if column not in self.taken_out
        )

    def _newest(
        self,
        connection: Connection,
        at: Address,
        read: Callable[[Row[Any]], Answer],
        fields: list[str] | None = None,
    ) -> dict[str, Any]:
        """Field to what stands there, of all of the list or of some fields."""
        given = _place(at) if fields is None else {**_place(at), "fields": fields}
        found = map(read, connection.execute(_ALL if fields is None else _SOME, given))
        return {answer.address.field: answer.value for answer in found}


def _place(at: Address) -> dict[str, Any]:
    """Where the other rows of the list are: the same but for the field."""
    return {key: value for key, value in at.__dict__.items() if key != "field"}


def _newest_of(where: ColumnElement[bool]) -> Select[Any]:
    newest = select(func.max(entries.c.id)).where(where).group_by(entries.c.field)
    return select(entries).where(entries.c.id.in_(newest))


# Made once: putting them together takes as long as what they ask for.
_HERE = and_(
    *(entries.c[key] == bindparam(key) for key in ("meeting", "team", "seat", "activity")),
    entries.c.standing == "accepted",
)
_NAMES = select(entries.c.field).where(_HERE).distinct()
_ALL = _newest_of(_HERE)
_SOME = _newest_of(and_(_HERE, entries.c.field.in_(bindparam("fields", expanding=True))))


def _holds(value: Any) -> bool:
    """Whether a cell holds something; a box that is not ticked does not, a zero does."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != []
