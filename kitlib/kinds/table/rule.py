"""Table: rows with typed columns, filled in by the team; sums, counts, and who had a job last time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from kitlib.kinds.shared.cells import column_fields, drawn, filled, given, rows_in, shown, tallies, totals
from kitlib.kinds.shared.rule import Earlier, Field, Group, Rule, rows_with_removal
from kitlib.kinds.table.keys import Table
from kitlib.tabular.folding import fold

__all__ = ["TableRule", "last_time"]


class TableRule(Rule[Table]):
    """A table of the team. With the visibility `room` other teams read it too."""

    looks_back = True
    most_rows = 200  # as many as a page takes from the clipboard at a time

    def fields(self) -> Mapping[str, Field]:
        """None is fixed: even a row that stands there from the start can be edited."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """The session file's columns."""
        return rows_with_removal(column_fields(self.activity.columns, "team", self.activity.visibility))

    def given_rows(self) -> Collection[str]:
        """Those that stand there from the start."""
        return [line.id for line in self.activity.start]

    @cached_property
    def start(self) -> dict[str, dict[str, Any]]:
        """The rows that stand there from the start, with their given cells."""
        columns = {column.id: column for column in self.activity.columns}
        return {
            line.id: {
                id: value
                for id, words in line.cells.items()
                if id in columns and (value := given(columns[id], words)) is not None
            }
            for line in self.activity.start
        }

    def config(self) -> dict[str, Any]:
        """With what a cell of each column needs, and the given cells as they are held."""
        start = [{"id": row, "values": cells} for row, cells in self.start.items()]
        return {**super().config(), "columns": drawn(self.activity.columns), "start": start}

    def rows(self, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The rows of one team's answers, as `rows_in` gives them."""
        return rows_in(values, self.activity.columns, self.start)

    def share(self, group: Group) -> dict[str, Any]:
        """Sums, counts, who had what last time; and the other teams' tables where the room may read them."""
        columns = self.activity.columns
        ours = self.rows(group.team)
        shared: dict[str, Any] = {
            "totals": totals(columns, ours.values()),
            "counts": tallies(columns, ours.values()),
            "last": self._last(group, ours),
        }
        if self.activity.visibility == "room":
            shared["others"] = [
                {"team": group.labels.get(w.team, w.team), **self._read(w.values)}
                for w in sorted(group.others, key=lambda w: w.team)
                if not w.seat and any(filled(value) for value in w.values.values())
            ]
        return shared

    def _read(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A table as it is read by others: each cell as text."""
        columns = self.activity.columns
        found = self.rows(values).values()
        cells = [[shown(column, row.get(column.id)) for column in columns] for row in found]
        return {"rows": cells, "totals": totals(columns, found)}

    def _last(
        self, group: Group, ours: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, dict[str, dict[str, str]]]:
        rotating = [column.id for column in self.activity.columns if column.rotates]
        label = group.labels.get(group.at, "")
        held = [
            (before.date, self.rows(before.team))
            for before in earlier_of(label, group.earlier, alone=len(group.labels) == 1)
        ]
        name = self.activity.columns[0].id
        return {id: found for id in rotating if (found := last_time(ours, held, id, name))}


def earlier_of(label: str, earlier: Iterable[Earlier], *, alone: bool) -> list[Earlier]:
    """The earlier meetings of a team, oldest first: those under its label; also others where only ever one team wrote.

    `alone` says that it is the only team of its meeting: teams are often named anew.
    """
    earlier = list(earlier)
    one = alone and len({before.label for before in earlier}) == 1
    return [before for before in earlier if one or before.label == label]


def last_time(
    rows: Mapping[str, Mapping[str, Any]],
    earlier: Iterable[tuple[str, Mapping[str, Mapping[str, Any]]]],
    column: str,
    name: str,
) -> dict[str, dict[str, str]]:
    """Row -> who stood in its `column` the last time it was filled in, and when.

    `earlier` are the rows of earlier meetings with their dates, oldest first. A
    row is the same as an earlier one when it has the same id, or else the same
    words in its column `name`, whatever their case.
    """
    by_id: dict[str, dict[str, str]] = {}
    by_name: dict[str, dict[str, str]] = {}
    for date, held in earlier:
        for row, cells in held.items():
            if filled(who := cells.get(column)):
                found = {"who": str(who).strip(), "date": date}
                by_id[row] = found
                if name != column and filled(cells.get(name)):
                    by_name[_folded(cells[name])] = found
    last = {row: by_id.get(row) or by_name.get(_folded(cells.get(name))) for row, cells in rows.items()}
    return {row: found for row, found in last.items() if found}


def _folded(value: Any) -> str:
    return fold(str(value or ""))
