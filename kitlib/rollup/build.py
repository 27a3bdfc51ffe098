"""The files of a roll-up: worked out once, then written as a notebook, a page, a PDF and a tidy table."""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content.home import look_of
from kitlib.errors import KitError
from kitlib.kinds.shared.instruments import spread
from kitlib.privacy.suppression import SIGN, SMALLEST
from kitlib.records.formats import as_html, as_pdf, check_formats
from kitlib.records.portable import make_portable
from kitlib.rollup.county import CountyResult, compute_county
from kitlib.rollup.result import RollupResult, RollupRow, compute_rollup
from kitlib.settings import Settings, environment
from kitlib.tabular.filenames import file_name
from kitlib.tabular.writer import write_csv

__all__ = ["COLUMNS", "FORMS", "make_county", "make_rollup", "tidy"]

FORMS = ("html", "pdf", "csv", "ipynb")
USUAL = ("html", "csv", "ipynb")
TEMPLATE = Path("records") / "rollup.ipynb"
OF_COUNTY = TEMPLATE.with_name("county.ipynb")
COLUMNS = (
    "table", "activity", "title", "item", "text", "domain", "round", "group", "measure", "value", "as_of",
)  # fmt: skip


def make_rollup(
    places: Settings,
    session: str,
    by: str,
    out: Path,
    formats: str = "",
    minimum: int = SMALLEST,
    notify: Callable[[str], None] = print,
) -> tuple[RollupResult, list[Path]]:
    """Make the roll-up of a session and return it with its files; the parameters are those of `compute_rollup`.

    Raises KitError for what the user can put right.
    """
    forms = check_formats(formats, FORMS, USUAL, "Roll-ups")
    template = _template(places, TEMPLATE)
    result = compute_rollup(places, session, by, minimum, notify)
    stem = f"{file_name(session)}-rollup" + (f"-by-{file_name(Path(result.by).stem)}" if by else "")
    given = {"session": result.session, "by": result.by, "smallest": str(result.minimum)}
    document = _Document(template, given, result.to_json(), f"Roll-up: {result.title}", COLUMNS, tidy(result))
    return result, document.write(places, out, stem, forms)


def make_county(
    places: Settings,
    county: str,
    out: Path,
    formats: str = "",
    minimum: int = SMALLEST,
    notify: Callable[[str], None] = print,
) -> tuple[CountyResult, list[Path]]:
    """Make the page of a county and return its numbers with its files. Raises KitError for what the user can put right."""
    forms = check_formats(formats, FORMS, USUAL, "Pages of counties")
    template = _template(places, OF_COUNTY)
    result = compute_county(places, county, minimum, notify)
    given = {"county": result.county, "smallest": str(result.sessions[0].minimum)}
    lines = ([each.session, *line] for each in result.sessions for line in tidy(each))
    document = _Document(
        template, given, result.to_json(), f"All sessions: {result.county}", ("session", *COLUMNS), lines
    )
    return result, document.write(places, out, f"county-{file_name(result.county)}", forms)


def _template(places: Settings, name: Path) -> Path:
    template = places.record_template(name)
    if not template.is_file():
        raise KitError(f"The template {template} is missing.", "Restore it: git checkout notebooks/records")
    return template


@dataclass(frozen=True)
class _Document:
    """What was worked out, on its way into files: its notebook with parameters, the numbers as JSON, and as lines."""

    template: Path
    given: Mapping[str, str]
    numbers: Mapping[str, Any]
    title: str
    columns: Sequence[str]
    lines: Iterable[Sequence[str]]

    def write(self, places: Settings, out: Path, stem: str, forms: Sequence[str]) -> list[Path]:
        """Write each form aside, then put all in place at once. Raises KitError where the folder cannot be written."""
        try:
            out.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=out, prefix=".making-") as folder:
                _write(self, forms, places, Path(folder))
                for form in forms:
                    os.replace(Path(folder) / f"rollup.{form}", out / f"{stem}.{form}")
        except OSError as error:
            raise KitError(
                f"{out} cannot be written: {error.strerror}.", "Name another folder: kit rollup --out FOLDER"
            ) from None
        return [out / f"{stem}.{form}" for form in forms]


def _write(document: _Document, forms: Sequence[str], places: Settings, aside: Path) -> None:
    if "csv" in forms:
        write_csv(aside / "rollup.csv", document.columns, document.lines)
    if set(forms) == {"csv"}:
        return
    import nbformat

    look = look_of(places)
    executed = _executed(document, places, aside / "rollup.json")
    if "ipynb" in forms:
        nbformat.write(executed, str(aside / "rollup.ipynb"))
    title = document.title
    if "html" in forms:
        (aside / "rollup.html").write_text(as_html(executed, title, look), encoding="utf-8")
    if "pdf" in forms:
        (aside / "rollup.pdf").write_bytes(as_pdf(executed, title, look))


def _executed(document: _Document, places: Settings, made: Path) -> Any:
    """The notebook of a document, run on what was worked out already, which is handed to it in the file `made`."""
    import papermill

    made.write_text(json.dumps(document.numbers, ensure_ascii=False), encoding="utf-8")
    given = {**document.given, "made": str(made)}
    with environment({"KIT_HOME": str(places.home), "KIT_DATABASE_URL": places.database_url}):
        executed = papermill.execute_notebook(
            str(document.template), None, parameters=given, engine_name="kit", progress_bar=False
        )
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"(?m)^made = .*$", 'made = ""', cell.source)  # that file is gone by then
    executed.metadata.get("papermill", {}).get("parameters", {}).pop("made", None)
    make_portable(executed, [made.parent, places.home], [places.database_url])
    return executed


def tidy(result: RollupResult) -> Iterator[list[str]]:
    """Yield one line a number, with the columns of `COLUMNS`; "~" where it is withheld."""
    for row in result.rows:
        start = [
            row.table,
            row.activity,
            row.title,
            row.item,
            row.text,
            row.domain,
            str(row.round),
            row.group,
        ]
        for measure, value in _measures(row):
            yield [*start, measure, value, row.stands or result.made]


def _measures(row: RollupRow) -> Iterator[tuple[str, str]]:
    extra = ["answers", "median", "spread"] if row.values else []
    if row.numbers is None:
        yield from ((point, SIGN) for point in [*row.points, *extra])
        return
    yield from ((point, str(n)) for point, n in zip(row.points, row.numbers, strict=True))
    if row.values:
        tally = dict(zip(row.values, row.numbers, strict=True))
        given = [value for value, n in tally.items() for _ in range(n)]
        found = [str(len(given)), f"{statistics.median(given):g}", f"{spread(tally):.2f}"]
        yield from zip(extra, found, strict=True)
