"""The files of a roll-up: worked out once, noted as shown, then written as a notebook, a page, a PDF and a tidy table."""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kitlib.content import Library
from kitlib.errors import KitError, did_you_mean
from kitlib.exchange.cells import write_csv
from kitlib.kinds.shared.instruments import spread
from kitlib.records.batch import locked
from kitlib.records.formats import as_html, as_pdf
from kitlib.rollup.groups import groups_of
from kitlib.rollup.ledger import Ledger
from kitlib.rollup.rolled import Rolled, Shown, roll
from kitlib.settings import Settings
from kitlib.store import Store
from kitlib.suppression import SIGN, least

__all__ = ["COLUMNS", "FORMS", "make"]

FORMS = ("html", "pdf", "csv", "ipynb")
USUAL = "html,csv,ipynb"
TEMPLATE = Path("records") / "rollup.ipynb"
COLUMNS = (
    "table", "activity", "title", "item", "text", "domain", "round", "group", "measure", "value", "as_of",
)  # fmt: skip


def make(
    places: Settings, session: str, by: str, out: Path, formats: str = USUAL, smallest: int = 10
) -> tuple[Rolled, list[Path]]:
    """Make the roll-up of a session. Raises KitError for what the user can put right."""
    forms = _forms(formats)
    try:
        least(smallest)
    except ValueError as error:
        raise KitError(f"{str(error).capitalize()}.", "Use: --smallest 10, or more") from None
    template = places.notebooks / TEMPLATE
    if not template.is_file():
        raise KitError(f"The template {template} is missing.", "Restore it: git checkout notebooks/records")
    store, library = Store(places.database_url), Library(places.facilitation)
    keep_missing(store, library)
    name = by if by in ("", "county") else Path(by).name
    slug = re.sub("[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-")
    stem = f"{session}-rollup" + (f"-by-{slug}" if by else "")
    groups = groups_of(by, store.districts.all())
    ledger = Ledger(places.rollups)
    with _only_one(ledger.path):
        rolled = roll(store, library, session, groups, name, smallest, ledger.read(session))
        try:
            out.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=out, prefix=".making-") as folder:
                aside = Path(folder)
                _write(rolled, forms, template, places, aside)
                # Noted before it can be seen: what is noted and never seen costs little, the other way round much.
                ledger.add(session, rolled.news)
                for form in forms:
                    os.replace(aside / f"rollup.{form}", out / f"{stem}.{form}")
        except OSError as error:
            raise KitError(
                f"{out} cannot be written: {error.strerror}.", "Name another folder: kit rollup --out FOLDER"
            ) from None
    return rolled, [out / f"{stem}.{form}" for form in forms]


@contextmanager
def _only_one(ledger: Path) -> Iterator[None]:
    """Keep a second roll-up waiting outside: neither would know what the other is about to show."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.with_suffix(".lock").open("a") as file:
        if not locked(file):
            raise KitError(
                "Another roll-up is being made.", "Wait until it has ended, then run the command again."
            )
        yield


def _forms(formats: str) -> list[str]:
    wanted = list(dict.fromkeys(word.strip().lower() for word in formats.split(",") if word.strip()))
    for word in wanted:
        if word not in FORMS:
            raise KitError(
                f'Roll-ups are not made as "{word}"{did_you_mean(word, FORMS)}',
                f"Use one or more of: {','.join(FORMS)}",
            )
    return wanted or USUAL.split(",")


def _write(rolled: Rolled, forms: Sequence[str], template: Path, places: Settings, aside: Path) -> None:
    if "csv" in forms:
        write_csv(aside / "rollup.csv", COLUMNS, tidy(rolled))
    if set(forms) == {"csv"}:
        return
    import nbformat
    import papermill

    made = aside / "rollup.json"
    made.write_text(json.dumps(rolled.told(), ensure_ascii=False), encoding="utf-8")
    os.environ.update(KIT_HOME=str(places.home), KIT_DATABASE_URL=places.database_url)
    given = {"session": rolled.session, "by": rolled.by, "smallest": str(rolled.smallest), "made": str(made)}
    executed = papermill.execute_notebook(
        str(template), None, parameters=given, engine_name="kit", progress_bar=False
    )
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"(?m)^made = .*$", 'made = ""', cell.source)  # that file is gone by then
    executed.metadata.get("papermill", {}).get("parameters", {}).pop("made", None)
    if "ipynb" in forms:
        nbformat.write(executed, str(aside / "rollup.ipynb"))
    title = f"Roll-up: {rolled.title}"
    if "html" in forms:
        (aside / "rollup.html").write_text(as_html(executed, title), encoding="utf-8")
    if "pdf" in forms:
        (aside / "rollup.pdf").write_bytes(as_pdf(executed, title))


def tidy(rolled: Rolled) -> Iterator[list[str]]:
    """One line a number; "~" where it is withheld."""
    for line in rolled.lines:
        start = [
            line.table,
            line.activity,
            line.title,
            line.item,
            line.text,
            line.domain,
            str(line.round),
            line.group,
        ]
        for measure, value in _measures(line):
            yield [*start, measure, value, line.stands or rolled.made]


def _measures(line: Shown) -> Iterator[tuple[str, str]]:
    extra = ["answers", "median", "spread"] if line.values else []
    if line.numbers is None:
        yield from ((point, SIGN) for point in [*line.points, *extra])
        return
    yield from ((point, str(n)) for point, n in zip(line.points, line.numbers, strict=True))
    if line.values:
        tally = dict(zip(line.values, line.numbers, strict=True))
        given = [value for value, n in tally.items() for _ in range(n)]
        told = [str(len(given)), f"{statistics.median(given):g}", f"{spread(tally):.2f}"]
        yield from zip(extra, told, strict=True)
