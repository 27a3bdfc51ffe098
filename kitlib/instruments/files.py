"""Instruments to files and from files, whatever tool's they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kitlib.content.instruments import Instrument, Scale
from kitlib.errors import KitError
from kitlib.instruments.answers import read_answers
from kitlib.instruments.book import Sheet, sheets_of
from kitlib.instruments.draft import Draft, Form, drafted
from kitlib.instruments.qsf import read_qsf
from kitlib.instruments.table import STATEMENTS, is_table, read_table, write_table
from kitlib.instruments.xlsform import is_xlsform, read_xlsform, write_xlsform
from kitlib.tabular.files import read_bytes, read_source
from kitlib.tabular.text import RawRow

__all__ = ["FORMATS", "read_instrument", "write_instrument"]

#: What an instrument can be written as, by the name of the way.
FORMATS: Mapping[str, Callable[[Instrument, Scale], bytes]] = {"xlsform": write_xlsform, "table": write_table}


def write_instrument(instrument: Instrument, scale: Scale, format: str, out: Path) -> Path:
    """Write an instrument as a workbook named by its id into the folder `out`. Raises KitError for no such format."""
    if format not in FORMATS:
        raise KitError(f'An instrument cannot be written as "{format}".', f"Use one of: {', '.join(FORMATS)}")
    out.mkdir(parents=True, exist_ok=True)
    path = out / (f"{instrument.id}.xlsx" if format == "xlsform" else f"{instrument.id}-{format}.xlsx")
    path.write_bytes(FORMATS[format](instrument, scale))
    return path


def read_instrument(
    path: Path, known: Sequence[Scale], *, scale: str = "", order: str = "", command: str
) -> Draft:
    """The instrument in a file: an XLSForm, the kit's table, a sheet of answers, or a survey of Qualtrics.

    `known` are the scales of the kit. `scale` chooses points where a form has
    several, `order` says the order of answers that no file tells. Raises
    KitError, which ends with the command to run again.
    """
    form, chosen = _form(path, known, scale, order, command)
    return drafted(form, known, scale=chosen, command=command)


def _form(path: Path, known: Sequence[Scale], scale: str, order: str, command: str) -> tuple[Form, str]:
    raw = read_bytes(path, command)
    if raw.startswith(b"PK"):
        sheets = sheets_of(raw, str(path), command)
        if is_xlsform(sheets):
            return read_xlsform(sheets, path.stem), scale
    else:
        source = read_source(path, command)
        if source.text.lstrip().startswith("{"):
            return read_qsf(source.text, path.name, command), scale
        rows = next(iter(source.readings()), ())
        sheets = {"answers": Sheet([row for row in rows if isinstance(row, RawRow)])}
    first = sheets.get(STATEMENTS) or next((sheet for sheet in sheets.values() if sheet.raw), Sheet([]))
    if is_table(first):
        return read_table(sheets, path.stem, known, scale, command), ""
    return read_answers(first, path.stem, known, order, command), scale
