"""Records of many districts: which are due and why, and how each is made.

One failing district never stops the rest. A record is written aside in its own
folder and then moved to its place, so whatever interrupts a run, the files that
stand there are whole; what a killed run left aside, the next one takes away, and
makes what is missing. The manifest says what needs no making.

Who makes the records, the processes here or those of a cluster, is a runner's
affair: it takes tasks and tells of each as it ends.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from kitlib.content import Library
from kitlib.content.home import look_of
from kitlib.errors import KitError, KitWarning, did_you_mean, nothing_done
from kitlib.meetings.contents import Titles, keep_missing
from kitlib.records.formats import FORMATS, USUAL, check_formats
from kitlib.records.index import write_index
from kitlib.records.ledger import Ledger
from kitlib.records.lock import exclusive
from kitlib.records.making import ASIDE, FAILED, FULL
from kitlib.records.manifest import Inputs, Key, Made, Manifest, stale_reason
from kitlib.records.parameters import parameters_of
from kitlib.records.unit import ALL_SESSIONS, Failure, Outcome, PlaceUnit, Task, Unit
from kitlib.settings import Settings
from kitlib.store import Meeting, Store

__all__ = [
    "FORMATS",
    "Batch",
    "Due",
    "Failure",
    "Outcome",
    "Plan",
    "Runner",
    "Task",
    "Unit",
    "check_formats",
    "check_parameters",
    "due",
    "places_due",
    "write_index",
]

TEMPLATE = Path("records") / "record.ipynb"
WARNINGS_SHOWN = 5  # of a run; more are counted


class Runner(Protocol):
    """Makes records. Whoever stops listening ends all that is still being made."""

    def warm_up(self, tasks: Sequence[Task]) -> None:
        """Begin to get ready for tasks such as these, without waiting for it."""

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Do the tasks, telling of each as it ends."""


# -- which are due -------------------------------------------------------------------------


def due(
    store: Store,
    library: Library,
    session: str | None = None,
    district: str | None = None,
    since: str = "",
) -> list[Unit]:
    """Every session that a district held, by session and name of the district.

    With `since` (a day), only those held on that day or later. A meeting in which
    nothing was entered makes no record, nor does a rehearsal. Raises
    NotFoundError for a district that is unknown, and for a session that neither a
    meeting nor a file holds.
    """
    code = store.districts.find(district).code if district is not None else None
    held = store.entries.marks()
    names = {d.code: d.name for d in store.districts.all()}
    grouped: dict[Key, list[Meeting]] = {}
    for meeting in store.meetings.list(session=session, district=code):
        if meeting.id in held and meeting.district:
            grouped.setdefault((meeting.session, meeting.district), []).append(meeting)
    if not grouped and session is not None:
        with nothing_done("No record was made."):
            library.session(session)
    titles = Titles(store, library)
    units = [
        Unit(s, titles.of(of_it[0]), d, names[d], len(of_it), of_it[0].date)  # the newest comes first
        for (s, d), of_it in grouped.items()
        if of_it[0].date >= since
    ]
    return sorted(units, key=lambda unit: (unit.session, unit.name))


def places_due(
    store: Store, district: str | None = None, school: str | None = None, since: str = ""
) -> list[PlaceUnit]:
    """Every district and every school in which anything was entered, schools after their district.

    With `school`, that one alone. Raises NotFoundError for a place that is unknown.
    """
    code = store.districts.find(district).code if district is not None else None
    wanted = store.districts.school(code, school).code if code and school else None
    held = store.entries.marks()
    districts = {d.code: d.name for d in store.districts.all()}
    schools = {(s.district, s.code): s.name for s in store.districts.all_schools()}
    grouped: dict[tuple[str, str], list[Meeting]] = {}
    for meeting in store.meetings.list(district=code):
        if meeting.id in held and meeting.district:
            for place in dict.fromkeys(("", meeting.school or "")):
                grouped.setdefault((meeting.district, place), []).append(meeting)
    units = [
        PlaceUnit("", ALL_SESSIONS, d, schools.get((d, s), districts[d]), len(of_it), of_it[0].date, s)
        for (d, s), of_it in grouped.items()
        if of_it[0].date >= since and wanted in (None, s) and (not s or (d, s) in schools)
    ]
    return sorted(units, key=lambda unit: (districts[unit.district], unit.district, unit.school))


# -- one batch -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A unit, why it must be made, and what from."""

    unit: Unit
    why: str
    inputs: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What a run will do: make `due`, leave `fresh`; `gone` stand there though their meetings do not."""

    due: list[Due]
    fresh: list[Unit]
    gone: list[Path]


class Batch:
    """The records of one output folder."""

    def __init__(
        self,
        places: Settings,
        out: Path,
        formats: Sequence[str] = USUAL,
        *,
        template: Path = TEMPLATE,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """`given` are parameters that the template has beside those which say what a record is of."""
        self.places = places
        self.given = dict(given or {})
        self.out = out.resolve()
        self.formats = tuple(formats)
        self.template = places.record_template(template)
        self.library = Library.of(places)
        self.store = Store(places.database_url)
        keep_missing(self.store, self.library)
        self.manifest = Manifest(self.out)
        self.ledger = Ledger(self.out)
        with nothing_done("No record was made."):
            self.look = look_of(places)
        self._inputs = Inputs(self.store, self.template, _of_pdf(self.formats), self.given, self.look)

    def units(self, session: str | None = None, district: str | None = None, since: str = "") -> list[Unit]:
        """The units that are due, as `due` gives them."""
        return due(self.store, self.library, session, district, since)

    def places_due(
        self, district: str | None = None, school: str | None = None, since: str = ""
    ) -> list[PlaceUnit]:
        """The pages of districts and schools, as `places_due` gives them."""
        return places_due(self.store, district, school, since)

    def _all(self) -> list[Unit]:
        return [*self.places_due(), *self.units()]

    def plan(self, units: Iterable[Unit], everything: bool = False) -> Plan:
        """Which of `units` must be made and why; with `everything`, all of them."""
        meetings: dict[tuple[str, ...], list[Meeting]] = {}
        for meeting in self.store.meetings.list():
            if meeting.district:
                for of in ((meeting.session,), (), *([("", meeting.school)] if meeting.school else [])):
                    meetings.setdefault((*of, meeting.district), []).append(meeting)
        plan = Plan([], [], self._gone())
        for unit in units:
            themes = self._themes if isinstance(unit, PlaceUnit) else ""
            inputs = self._inputs.of(unit.key, unit.name, meetings.get(_meetings_of(unit), []), themes)
            why = "all were asked for" if everything else self._why(unit, inputs)
            if why:
                plan.due.append(Due(unit, why, inputs))
            else:
                plan.fresh.append(unit)
        return plan

    @cached_property
    def _themes(self) -> str:
        """The digest of the model that groups notes on pages of places; records of sessions group none."""
        from kitlib.themes.readers import digest_of_model

        return digest_of_model()

    def _why(self, unit: Unit, inputs: Mapping[str, str]) -> str:
        made = self.manifest.files.get(unit.key)
        if not made:
            return "it was not made yet"
        reasons = (
            stale_reason(self.out, made.get(form), inputs, form, f"{unit.stem}.{form}")
            for form in self.formats
        )
        return next(filter(None, reasons), "")

    def _gone(self) -> list[Path]:
        """Files of records whose meetings are no longer there; they are told of, and left."""
        held = {unit.key for unit in self._all()}
        files = (
            self.out / made.path
            for key, forms in sorted(self.manifest.files.items())
            if key not in held
            for made in forms.values()
        )
        return [path for path in files if path.exists()]

    def run(
        self, plan: Plan, runner: Runner, done: Callable[[Unit, Failure | None], None]
    ) -> tuple[list[Failure], Path]:
        """Make what is due, telling `done` of each. Returns what failed, and the index of all that is there.

        Warns of records that were made with something amiss. Raises KitError when another run writes here, or the
        disk takes no more.
        """
        tasks = [self._task(each) for each in plan.due]
        made = 0
        failures: list[Failure] = []
        amiss: list[str] = []
        busy = KitError(
            f"Another run is writing records to {self.out}.",
            "Wait until it has ended, or name another folder: kit records --out FOLDER",
        )
        with self._full_told(lambda: (made, len(tasks))), exclusive(self.out / ".lock", busy):
            self._clear()
            if tasks:
                runner.warm_up(tasks)
                check_parameters(self.template, tasks[0].parameters)
            try:
                with contextlib.closing(runner.run(tasks)) as outcomes:  # type: ignore[type-var]
                    for outcome in outcomes:
                        if outcome.full:
                            raise OSError(errno.ENOSPC, "full")
                        if outcome.failure:
                            failures.append(outcome.failure)
                        else:
                            made += 1
                            amiss += outcome.warnings
                            self.ledger.add(outcome.unit.key, outcome.files)
                            files = {**self._under_its_name(outcome), **outcome.files}
                            self.manifest.add(outcome.unit.key, outcome.unit.title, files)
                        done(outcome.unit, outcome.failure)
            finally:
                self._clear()
            self._forget_failures(plan)
            index = self.out / "index.html"
            if tasks or plan.gone or not index.exists():
                self.manifest.tidy()
                write_index(self._all(), self.out, look=self.look)
            _warn(amiss)
            return failures, index

    def _under_its_name(self, outcome: Outcome) -> dict[str, Made]:
        """Of a record that was called otherwise before, the forms that were not made anew, now under its new name.

        What was made anew does not stay under the old one.
        """
        moved = {}
        for form, made in self.manifest.files.get(outcome.unit.key, {}).items():
            old, new = self.out / made.path, f"{outcome.unit.stem}.{form}"
            if made.path == new or not old.exists():
                continue
            if form in outcome.files:
                old.unlink()
            else:
                os.replace(old, self.out / new)
                moved[form] = replace(made, path=new)
        return moved

    def _forget_failures(self, plan: Plan) -> None:
        """Take away notebooks of failures that are none any more: the record is there, or its meetings or its name are not."""
        sound = {unit.stem for unit in plan.fresh}
        failing = {f"{unit.stem}{FAILED}" for unit in self._all() if unit.stem not in sound}
        for path in self.out.glob(f"*/*{FAILED}"):
            if path.relative_to(self.out).as_posix() not in failing:
                path.unlink(missing_ok=True)

    def _task(self, each: Due) -> Task:
        places = self.places
        where = self.template, places.home, places.database_url, self.out
        return Task(each.unit, each.inputs, *where, self.formats, self.given)

    @contextlib.contextmanager
    def _full_told(self, counts: Callable[[], tuple[int, int]]) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in FULL:
                raise
            made, all_ = counts()
            raise KitError(
                f"The disk that holds {self.out} is full. {made} of {all_} records were made before, and are whole.",
                "Free some space, then run the same command again: it makes what is missing.",
            ) from None

    def _clear(self) -> None:
        """Take away what a run left aside."""
        for left in self.out.glob(f"*/{ASIDE}*"):
            shutil.rmtree(left, ignore_errors=True)


def _meetings_of(unit: Unit) -> tuple[str, ...]:
    """Under what the meetings are that a unit is made from."""
    if isinstance(unit, PlaceUnit):
        return ("", unit.school, unit.district) if unit.school else (unit.district,)
    return unit.key


def _of_pdf(formats: Sequence[str]) -> dict[str, str]:
    """The inputs of a PDF alone."""
    if "pdf" not in formats:
        return {}
    from kitlib.typeset.fonts import versions  # only those who ask for a PDF wait for it
    from kitlib.typeset.signing import key_name

    return {"fonts": versions(), "signed": key_name()}


def _warn(messages: Sequence[str]) -> None:
    """Warn with the first few of these, and of how many more there are."""
    more = len(messages) - WARNINGS_SHOWN
    for message in [
        *messages[:WARNINGS_SHOWN],
        *[f"The same or the like was told of {more} more file(s)."] * (more > 0),
    ]:
        warnings.warn(message, KitWarning, stacklevel=3)


def check_parameters(template: Path, given: Mapping[str, Any]) -> None:
    """Refuse a parameter that the template does not have, or of another type; papermill itself only warns.

    Raises KitError with the nearest name.
    """
    known = [each.name for each in parameters_of(template)]
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
