"""Workbooks as named sheets of plain words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kitlib.tabular.folding import tidy
from kitlib.tabular.text import RawRow
from kitlib.tabular.workbook import all_rows

__all__ = ["Sheet", "book_of", "sheets_of"]


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet; the first that is not empty holds the headings."""

    raw: Sequence[RawRow]

    @property
    def headings(self) -> list[str]:
        """The headings, without blanks around them."""
        return [tidy(cell) for cell in self.raw[0].cells] if self.raw else []

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The line of each further row, and its cells by heading; of two columns of one heading the first that is filled."""
        for row in self.raw[1:]:
            cells: dict[str, str] = {}
            for head, cell in zip(self.headings, row.cells, strict=False):
                if head and not cells.get(head):
                    cells[head] = cell.strip()
            yield row.line, cells


def sheets_of(raw: bytes, name: str, command: str) -> dict[str, Sheet]:
    """All sheets of a workbook by their names in small letters. Raises KitError for what is no workbook."""
    return {title.strip().lower(): Sheet(rows) for title, rows in all_rows(raw, name, command).items()}


def book_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A workbook whose cells are all text, so that no program takes one for a formula or a date."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for i, row in enumerate(rows, start=1):
            for j, words in enumerate(row, start=1):
                if words:
                    cell = sheet.cell(i, j)
                    cell.value = words
                    cell.data_type, cell.number_format = "s", "@"
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    cell.font = Font(bold=i == 1)
        for j, _ in enumerate(rows[0], start=1):
            longest = max(len(row[j - 1]) if j <= len(row) else 0 for row in rows)
            sheet.column_dimensions[sheet.cell(1, j).column_letter].width = max(10, min(60, longest + 2))
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
