"""Records of many districts: which are due, each run by papermill, and an index of all.

One failing district never stops the rest. A record is written beside its place
and then moved there, so that an interrupted run leaves only whole ones.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader

from kitlib.content import Library
from kitlib.errors import KitError, did_you_mean
from kitlib.frames import long_day
from kitlib.settings import Settings
from kitlib.store import Store

__all__ = ["FORMATS", "Failure", "Unit", "check_formats", "check_parameters", "due", "make", "write_index"]

TEMPLATE = Path("records") / "record.ipynb"
LOOKS = Path(__file__).parent / "template"
FORMATS = ("ipynb", "html")
NAMES = {"html": "record", "ipynb": "notebook"}


@dataclass(frozen=True)
class Unit:
    """One record to make: a session in a district."""

    session: str
    title: str
    district: str
    name: str  # of the district
    meetings: int
    last: str  # the day of the newest meeting

    @property
    def stem(self) -> str:
        """Where it goes below the output folder, without its ending."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")
        return f"{self.session}/{self.district}-{slug}"


@dataclass(frozen=True)
class Failure:
    """A record that was not made, and why."""

    unit: Unit
    why: str


def due(
    store: Store, library: Library, session: str | None = None, district: str | None = None
) -> list[Unit]:
    """Every session that a district held, by session and name of the district.

    A meeting in which nothing was entered makes no record, nor does a
    rehearsal. Raises NotFoundError for an unknown session or district.
    """
    if session is not None:
        library.session(session)
    code = store.districts.find(district).code if district is not None else None
    meetings = [m for m in store.meetings.list(session=session, district=code) if m.district]
    held = store.entries.meetings_with_entries(m.id for m in meetings)
    names = {d.code: d.name for d in store.districts.all()}
    grouped: dict[tuple[str, str], list[str]] = {}
    for meeting in meetings:
        if meeting.id in held and meeting.district:
            grouped.setdefault((meeting.session, meeting.district), []).append(meeting.date)
    units = [
        Unit(s, library.session(s).title, d, names[d], len(days), max(days))
        for (s, d), days in grouped.items()
    ]
    return sorted(units, key=lambda unit: (unit.session, unit.name))


def check_formats(formats: str) -> tuple[str, ...]:
    """`"ipynb,html"` as a tuple; raises KitError for a format that is not made."""
    wanted = tuple(dict.fromkeys(word.strip().lower() for word in formats.split(",") if word.strip()))
    for word in wanted:
        if word not in FORMATS:
            raise KitError(
                f'Records are not made as "{word}"{did_you_mean(word, FORMATS)}',
                f"Use one or more of: {','.join(FORMATS)}",
            )
    return wanted or FORMATS


def make(
    units: Sequence[Unit],
    places: Settings,
    out: Path,
    done: Callable[[Unit, Failure | None], None],
    formats: Sequence[str] = FORMATS,
) -> list[Failure]:
    """Make the records of `units` under `out`, telling `done` after each. Returns what failed."""
    template = places.notebooks / TEMPLATE
    failures = []
    for unit in units:
        failure = None
        try:
            _make_one(unit, template, places, out, formats)
        except KitError:
            raise
        except Exception as error:
            failure = Failure(unit, _why(error))
            failures.append(failure)
        done(unit, failure)
    return failures


def check_parameters(template: Path, given: Mapping[str, Any]) -> None:
    """Refuse a parameter that the template does not have, or of another type; papermill itself only warns.

    Raises KitError with the nearest name.
    """
    import papermill

    if not template.is_file():
        raise KitError(f"The template {template} is missing.", "Restore it: git checkout notebooks/records")
    known = papermill.inspect_notebook(str(template))
    for name, value in given.items():
        if name not in known:
            raise KitError(
                f'{template.name} has no parameter "{name}"{did_you_mean(name, known)}',
                f"It takes: {', '.join(known) or 'none; tag its first code cell with “parameters”'}",
            )
        if not isinstance(value, str):
            raise KitError(
                f'Parameter "{name}" must be text, found {type(value).__name__}.', "Put it in quotes."
            )


def _make_one(unit: Unit, template: Path, places: Settings, out: Path, formats: Sequence[str]) -> None:
    parameters = {"session": unit.session, "district": unit.district}
    check_parameters(template, parameters)
    notebook, page = out / f"{unit.stem}.ipynb", out / f"{unit.stem}.html"
    notebook.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=notebook.parent, prefix=".making-") as folder:
        fresh = Path(folder) / notebook.name
        executed = _execute(template, fresh, parameters, places)
        if "html" in formats:
            html = Path(folder) / page.name
            html.write_text(as_html(executed, f"{unit.name}: {unit.title}"), encoding="utf-8")
            os.replace(html, page)
        if "ipynb" in formats:
            os.replace(fresh, notebook)


def _execute(template: Path, to: Path, parameters: Mapping[str, Any], places: Settings) -> Any:
    """Run the template; once more when its kernel died on the way up, which happens on a busy machine."""
    import papermill
    from nbclient.exceptions import DeadKernelError

    os.environ.update(KIT_HOME=str(places.home), KIT_DATABASE_URL=places.database_url)
    for last in (False, True):
        try:
            return papermill.execute_notebook(
                str(template),
                str(to),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                start_timeout=120,
                extra_arguments=[
                    "--IPKernelApp.log_level=ERROR"
                ],  # no word on transport encryption between two local processes
            )
        except (DeadKernelError, RuntimeError) as error:
            if last or not re.search("kernel", str(error), re.IGNORECASE):
                raise
    raise AssertionError("unreachable")


def as_html(notebook: Any, title: str) -> str:
    """An executed record as a page of its own: no script, no request beyond the file itself."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="kit", extra_template_basedirs=[str(LOOKS)])
    resources = {"metadata": {"name": title}, "kit": {"style": _style()}}
    page: str = exporter.from_notebook_node(nbformat.from_dict(notebook), resources=resources)[0]
    return page


def write_index(store: Store, library: Library, out: Path) -> Path:
    """Write index.html over every record that is under `out`; returns its path."""
    here = [
        (unit, [f for f in FORMATS if (out / f"{unit.stem}.{f}").exists()]) for unit in due(store, library)
    ]
    here = [(unit, formats) for unit, formats in here if formats]
    rows = [
        {
            "title": unit.title,
            "district": unit.name,
            "last": long_day(unit.last),
            "meetings": unit.meetings,
            "links": [(NAMES[f], f"{unit.stem}.{f}") for f in reversed(formats)],
        }
        for unit, formats in here
    ]
    made = dt.datetime.now().astimezone()
    page = (
        Environment(loader=FileSystemLoader(LOOKS), autoescape=True)
        .get_template("records.html.j2")
        .render(
            records=rows,
            districts=len({unit.district for unit, _ in here}),
            sessions=[(title, list(group)) for title, group in _by_title(rows)],
            made=f"{made:%B} {made.day}, {made.year}",
            style=_style(),
        )
    )
    path = out / "index.html"
    out.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".tmp")
    aside.write_text(page, encoding="utf-8")
    os.replace(aside, path)
    return path


def _by_title(rows: list[dict[str, Any]]) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    return itertools.groupby(rows, key=lambda row: row["title"])


def _style() -> Any:
    from markupsafe import Markup

    return Markup((LOOKS / "record.css").read_text(encoding="utf-8"))


def _why(error: Exception) -> str:
    """The failing cell and the last line of what it said."""
    name = getattr(error, "ename", type(error).__name__)
    value = getattr(error, "evalue", None) or str(error)
    cell = getattr(error, "exec_count", None)
    where = f"cell {cell}: " if cell else ""
    return f"{where}{name}: {value.splitlines()[0] if value else ''}"
