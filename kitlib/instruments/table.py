"""The plain table of an instrument, for who would rather fill in a spreadsheet than a form for other tools."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kitlib.content.instruments import Instrument, Point, Scale
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.instruments.book import Sheet, book_of
from kitlib.instruments.draft import Form, Question, plain, with_points
from kitlib.tabular.folding import fold, tidy
from kitlib.tabular.refusals import shortened

__all__ = ["is_table", "read_table", "write_table"]

STATEMENTS, POINTS, ABOUT = "statements", "points", "about"
_SPOKEN = re.compile(r"(statement|label)\s*\(([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)")
_YES = {"yes", "y", "x", "true", "1"}


def write_table(instrument: Instrument, scale: Scale) -> bytes:
    """A workbook of three sheets, which `read_table` gives back whole."""
    spoken = list(dict.fromkeys(code for item in instrument.items for code in item.translations))
    statements = [
        ["id", "domain", "statement", *[f"statement ({code})" for code in spoken], "help", "turned"]
    ]
    for item in instrument.items:
        translated = [item.translations.get(code, "") for code in spoken]
        statements.append(
            [item.id, item.domain, item.text, *translated, item.help, "yes" if item.reverse else ""]
        )
    spoken = list(dict.fromkeys(code for point in scale.points for code in point.translations))
    points = [["value", "label", *[f"label ({code})" for code in spoken], "help"]]
    for point in scale.points:
        translated = [point.translations.get(code, "") for code in spoken]
        points.append([str(point.value), point.label, *translated, point.help])
    return book_of({STATEMENTS: statements, POINTS: points, ABOUT: _about(instrument, scale)})


def _about(instrument: Instrument, scale: Scale) -> list[list[str]]:
    rows = [
        ["id", instrument.id],
        ["version", instrument.version],
        ["title", instrument.title],
        ["intro", instrument.intro],
        ["made by", instrument.made_by],
        ["readers", instrument.readers],
        ["reviewed", " ".join(instrument.reviewed)],
        ["scale", scale.id],
        ["scale title", scale.title],
        ["scale source", scale.source],
        *[[f"title ({code})", words] for code, words in instrument.titles.items()],
        *[[f"intro ({code})", words] for code, words in instrument.intros.items()],
    ]
    return [["what", "value"], *[row for row in rows if row[1]]]


def is_table(sheet: Sheet) -> bool:
    """Whether a sheet lists statements, by its headings."""
    heads = {fold(head) for head in sheet.headings}
    return bool(heads & {"statement", "item", "text"})


def read_table(
    sheets: Mapping[str, Sheet], name: str, known: Sequence[Scale], scale: str, command: str
) -> Form:
    """The statements of a table. Where it has no sheet of points, `scale` names one that the kit has.

    Raises KitError where there are no points to answer by.
    """
    about = (
        {fold(row.get("what", "")): row.get("value", "") for _, row in sheets[ABOUT].rows()}
        if ABOUT in sheets
        else {}
    )
    form = Form(
        title=about.get("title", "") or name, id=about.get("id", ""), version=about.get("version", "")
    )
    form.intro = about.get("intro", "")
    for key, value in about.items():
        if found := re.fullmatch(r"(title|intro) \(([\w-]+)\)", key):
            (form.titles if found[1] == "title" else form.intros)[found[2]] = value
    form.about = {
        "made_by": about.get("made by", ""),
        "readers": about.get("readers", ""),
        "reviewed": about.get("reviewed", ""),
    }
    list_name, points = _points(form, sheets, about, known, scale, command)
    for line, row in (sheets.get(STATEMENTS) or next(iter(sheets.values()))).rows():
        _take(form, f"row {line}", row, list_name, points)
    return form


def _points(
    form: Form,
    sheets: Mapping[str, Sheet],
    about: Mapping[str, str],
    known: Sequence[Scale],
    scale: str,
    command: str,
) -> tuple[str, tuple[Point, ...]]:
    if POINTS in sheets:
        rows = [row for _, row in sheets[POINTS].rows()]
        points = [
            (row.get("value", ""), tidy(row.get("label", "")), _translated(row), row.get("help", ""))
            for row in rows
        ]
        if not 2 <= len(points) <= 11 or not all(label for _, label, *_ in points):
            raise KitError(
                "The sheet “points” needs 2 to 11 points, each with its label.",
                f"Mend it, then run: {command}",
            )
        name = about.get("scale", "") or "scale"
        form.scales[name] = about.get("scale title", ""), about.get("scale source", "")
        return name, with_points(points, form, "sheet points")
    by_id = {each.id: each for each in known}
    if scale not in by_id:
        what = (
            f'There is no scale "{scale}"{did_you_mean(scale, by_id)}'
            if scale
            else "The file has no sheet “points”, so it does not say how a statement is answered."
        )
        raise NotFoundError(
            what, f"Name one of the kit's scales: {command} --scale agreement-4\nIt has: {', '.join(by_id)}"
        )
    return scale, tuple(by_id[scale].points)


def _take(form: Form, where: str, row: Mapping[str, str], list_name: str, points: tuple[Point, ...]) -> None:
    cells = {fold(head): value for head, value in row.items()}
    text = next((cells[key] for key in ("statement", "item", "text") if cells.get(key)), "")
    if not text:
        if any(cells.values()):
            form.lost(where, "has no statement and is left out.")
        return
    for head, value in row.items():
        known = fold(head) in {"id", "domain", "statement", "item", "text", "help", "turned", "reverse"}
        if value and not known and not _SPOKEN.fullmatch(head.strip().lower()):
            form.lost(where, f'{head} "{shortened(value)}" is left out.')
    form.questions.append(
        Question(
            where=where,
            id=cells.get("id", ""),
            text=plain(text, form, where),
            points=points,
            list=list_name,
            domain=tidy(cells.get("domain", "")),
            help=cells.get("help", ""),
            reverse=fold(cells.get("turned", "") or cells.get("reverse", "")) in _YES,
            translations=_translated(row),
        )
    )


def _translated(row: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for head, value in row.items():
        if value and (named := _SPOKEN.fullmatch(head.strip())):
            found[named[2]] = tidy(value)
    return found
