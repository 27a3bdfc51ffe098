"""The files of a roll-up: worked out once, then written as a notebook, a page, a PDF and a tidy table."""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kitlib.errors import KitError
from kitlib.kinds.shared.instruments import spread
from kitlib.privacy.suppression import SIGN, SMALLEST
from kitlib.records.formats import as_html, as_pdf, check_formats
from kitlib.records.portable import make_portable
from kitlib.rollup.result import RollupResult, RollupRow, compute_rollup
from kitlib.settings import Settings, environment
from kitlib.tabular.filenames import file_name
from kitlib.tabular.writer import write_csv

__all__ = ["COLUMNS", "FORMS", "make_rollup", "tidy"]

FORMS = ("html", "pdf", "csv", "ipynb")
USUAL = ("html", "csv", "ipynb")
TEMPLATE = Path("records") / "rollup.ipynb"
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
    template = places.notebooks / TEMPLATE
    if not template.is_file():
        raise KitError(f"The template {template} is missing.", "Restore it: git checkout notebooks/records")
    result = compute_rollup(places, session, by, minimum, notify)
    stem = f"{file_name(session)}-rollup" + (f"-by-{file_name(Path(result.by).stem)}" if by else "")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".making-") as folder:
            aside = Path(folder)
            _write(result, forms, template, places, aside)
            for form in forms:
                os.replace(aside / f"rollup.{form}", out / f"{stem}.{form}")
    except OSError as error:
        raise KitError(
            f"{out} cannot be written: {error.strerror}.", "Name another folder: kit rollup --out FOLDER"
        ) from None
    return result, [out / f"{stem}.{form}" for form in forms]


def _write(result: RollupResult, forms: Sequence[str], template: Path, places: Settings, aside: Path) -> None:
    if "csv" in forms:
        write_csv(aside / "rollup.csv", COLUMNS, tidy(result))
    if set(forms) == {"csv"}:
        return
    import nbformat

    executed = _executed(result, template, places, aside / "rollup.json")
    if "ipynb" in forms:
        nbformat.write(executed, str(aside / "rollup.ipynb"))
    title = f"Roll-up: {result.title}"
    if "html" in forms:
        (aside / "rollup.html").write_text(as_html(executed, title), encoding="utf-8")
    if "pdf" in forms:
        (aside / "rollup.pdf").write_bytes(as_pdf(executed, title))


def _executed(result: RollupResult, template: Path, places: Settings, made: Path) -> Any:
    """The notebook of a roll-up, run on what was worked out already, which is handed to it in the file `made`."""
    import papermill

    made.write_text(json.dumps(result.to_json(), ensure_ascii=False), encoding="utf-8")
    given = {"session": result.session, "by": result.by, "smallest": str(result.minimum), "made": str(made)}
    with environment({"KIT_HOME": str(places.home), "KIT_DATABASE_URL": places.database_url}):
        executed = papermill.execute_notebook(
            str(template), None, parameters=given, engine_name="kit", progress_bar=False
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
