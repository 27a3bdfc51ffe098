"""Lists of districts and schools from a file: the state's own, a spreadsheet's, or one that was typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kitlib.content.home import Called
from kitlib.errors import KitError
from kitlib.store import District, School, Store
from kitlib.tabular.codes import Codes, code
from kitlib.tabular.folding import fold
from kitlib.tabular.refusals import Refused, RowRejected, first_lines, is_one_line
from kitlib.tabular.rows import Column, Row, Shape, Table, read_table
from kitlib.tabular.values import Unreadable, is_withheld, whole

__all__ = ["DistrictList", "load_sample_districts", "read_list"]

_COUNTY = Column("county", ("county", "county name"), needed=False)
_ENROLLMENT = Column(
    "enrollment",
    (
        "enrollment",
        "total enrollment",
        "enrolled",
        "total students",
        "number of students",
        "# of students",
        "total",
    ),
    needed=False,
)
_DISTRICT_CODE = ("district code", "district id", "lea code", "lea id")
SHAPES = (
    Shape(
        "organizations",  # orgs.csv of OneRoster holds districts and schools
        (
            Column("id", ("sourcedId",)),
            Column("status", needed=False),
            Column("name"),
            Column("type"),
            Column("identifier", needed=False),
            Column("parent", ("parentSourcedId", "parent")),
        ),
    ),
    Shape(
        "schools",
        (
            Column("code", ("code", "school code", "school id", "org code")),
            Column("district_code", _DISTRICT_CODE),
            Column("name", ("name", "school name", "school", "org name")),
            Column("kind", ("kind", "school type", "type", "level"), needed=False),
        ),
        notes=True,
    ),
    Shape(
        "districts",
        (
            Column("code", ("code", "org code")),
            Column("name", ("name", "district name", "district", "org name")),
            _COUNTY,
            _ENROLLMENT,
        ),
        notes=True,
    ),
    # A plain "name" beside a district's code could be that of a school, so here it must be the district's.
    Shape(
        "districts",
        (
            Column("code", _DISTRICT_CODE),
            Column("name", ("district name", "district", "lea name")),
            _COUNTY,
            _ENROLLMENT,
        ),
        notes=True,
    ),
)
LONGEST_NAME = 120
_DISTRICT, _SCHOOL = ("district", "local"), ("school",)  # types of organizations in OneRoster
_TOTALS = frozenset(("state", "state total", "state totals", "total", "totals", "grand total"))
_TORN_NAME = re.compile(r"(?:city|town|village|borough|city and town) of")


@dataclass
class DistrictList:
    """What a file holds: the sound rows, those left out, and what a person should know of how it was read."""

    rows: list[District | School] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_list(
    path: Path,
    districts: Sequence[District],
    schools: Sequence[School] = (),
    *,
    sheet: str = "",
    called: Called | None = None,
) -> DistrictList:
    """The districts of a file, or its schools where it has a column of the district's code too.

    `districts` and `schools` are those already loaded: a code whose zeros a spreadsheet dropped is read as
    the one that it was, and told. `called` is what the headings may call them besides. Raises NotFoundError for a missing file, KitError when the file as a
    whole cannot be read or has no sound row.
    """
    command = shlex.join(["kit", "districts", "import", str(path)])
    table = read_table(path, _shapes(called or Called()), command, sheet)
    reading = _Reading(districts, schools)
    found = reading.read(table)
    if not found.rows:
        raise KitError(
            f"{path} has no row that can be loaded. Nothing was loaded.\n{first_lines(found.refused)}",
            f"Mend, then run: {command}",
        )
    return found


def _shapes(called: Called) -> tuple[Shape, ...]:
    """The tables that are known, with their headings in the words of the state as well."""
    words = (("district", called.district.lower()), ("school", called.school.lower()))

    def renamed(column: Column) -> Column:
        own = {heading.replace(*pair) for heading in column.headings for pair in words}
        return replace(column, headings=(*column.headings, *sorted(own - {*column.headings})))

    return tuple(replace(shape, columns=tuple(map(renamed, shape.columns))) for shape in SHAPES)


class _Known:
    """What is loaded already: codes and names."""

    def __init__(self, loaded: Sequence[District | School]) -> None:
        self.by_code = {each.code: each for each in loaded}
        self.names = {each.code: each.name for each in loaded}
        self.codes = Codes(self.names)

    def meant(self, given: str, name: str) -> str:
        """The loaded code that is meant by one beside a name, else the code itself. Raises RowRejected in doubt."""
        same = self.codes.same(given)
        if same == given:
            return given
        if same is not None and fold(self.names[same]) != fold(name):
            why = f"It may be {same} ({self.names[same]}) as a spreadsheet writes it, but the name differs."
            raise RowRejected("code", given, why, f"Write {same}, if that is meant, or else another code.")
        parts = [part for part in self.codes.of_part(given) if fold(self.names[part]) == fold(name)]
        return same or (parts[0] if len(parts) == 1 else given)


class _Reading:
    """The rows of one list against what is loaded already."""

    def __init__(self, districts: Sequence[District], schools: Sequence[School]) -> None:
        self.districts = _Known(districts)
        self.schools = _Known(schools)
        self.found = DistrictList()
        self.lines: dict[str, int] = {}  # code, whatever its case and zeros -> where it stands

    def read(self, table: Table) -> DistrictList:
        self.found.notes += table.notes
        self.found.refused += table.refused
        if table.shape == "organizations":
            self._organizations(table.rows)
        else:
            self._each(table.rows, self._school if table.shape == "schools" else self._district)
            self._doubt_the_zeros()
        self.found.refused.sort(key=lambda each: each.line)
        return self.found

    def _each(self, rows: Sequence[Row], take: Callable[[Row], District | School]) -> None:
        for row in rows:
            if _is_total(row):
                self.found.notes.append(f"Line {row.line}: a total, left out.")
                continue
            try:
                self.found.rows.append(take(row))
            except RowRejected as rejected:
                self.found.refused.append(rejected.at(row.line))

    def _organizations(self, rows: Sequence[Row]) -> None:
        """Districts, then the schools below them; what was taken off there, and offices and states, are left out."""
        here = [row for row in rows if fold(row.text("status")) != "tobedeleted"]
        by_id = {row.text("id"): row for row in here}
        of = {kind: [row for row in here if fold(row.text("type")) in kind] for kind in (_DISTRICT, _SCHOOL)}
        self._each([_as_listed(row, by_id) for row in of[_DISTRICT]], self._district)
        districts = [each for each in self.found.rows if isinstance(each, District)]
        self.districts, self.lines = _Known([*self.districts.by_code.values(), *districts]), {}
        self._each([_as_listed(row, by_id) for row in of[_SCHOOL]], self._school)
        off, others = len(rows) - len(here), len(here) - sum(map(len, of.values()))
        for number, what in ((off, "marked as deleted"), (others, "neither a district nor a school")):
            if number:
                self.found.notes.append(f"{number} line(s) {what}: left out.")

    def _district(self, row: Row) -> District:
        name, county, pupils = _name(row), row.text("county"), row.text("enrollment")
        if _TORN_NAME.fullmatch(fold(county)):
            why = f'A comma splits the name: "{name}" and "{county}" stand in two columns.'
            raise RowRejected("county", county, why, f'Write "{name}, {county}" in quotes.')
        try:
            enrollment = None if not pupils or is_withheld(pupils) else whole(pupils)
        except Unreadable as error:
            raise RowRejected("enrollment", pupils, error.sentence) from None
        code = self._code(row, self.districts, name)
        # What a file has no column for stays as another one said it.
        here = self.districts.by_code.get(code)
        if isinstance(here, District):
            county = here.county if row.words("county") is None else county
            enrollment = here.enrollment if row.words("enrollment") is None else enrollment
        return District(code, name, county, enrollment)

    def _school(self, row: Row) -> School:
        name, given = _name(row), row.text("district_code")
        parts = self.districts.codes.of_part(given)
        district = self.districts.codes.same(given) or (parts[0] if len(parts) == 1 else None)
        if district is None:
            next_ = "Import the list of districts first."
            raise RowRejected("district_code", given, "This district is not loaded.", next_)
        if district != given:
            self._tell(row, f"district {given}", district, self.districts.names[district])
        code, kind = self._code(row, self.schools, name), row.text("kind")
        here = self.schools.by_code.get(code)
        if isinstance(here, School) and row.words("kind") is None:
            kind = here.kind
        return School(code, district, name, kind)

    def _code(self, row: Row, known: _Known, name: str) -> str:
        """The code of a row, as the loaded list writes it. Each stands once in a file."""
        given = _written_code(row)
        meant = known.meant(given, name)
        key = meant.lower().lstrip("0") if meant.isdigit() else meant.lower()
        if key in self.lines:
            raise RowRejected("code", given, f"It stands on line {self.lines[key]} already.")
        self.lines[key] = row.line
        if meant != given:
            self._tell(row, f"code {given}", meant, known.names[meant])
        return meant

    def _tell(self, row: Row, what: str, meant: str, name: str) -> None:
        self.found.notes.append(f"Line {row.line}: {what} was read as {meant} ({name}), which is loaded.")

    def _doubt_the_zeros(self) -> None:
        """Tell when a first list looks as if a spreadsheet had dropped the zeros before its codes."""
        codes = [each.code for each in self.found.rows]
        widths = {len(each) for each in codes if each.isdigit() and not each.startswith("0")}
        if len(widths) > 1 and max(widths) >= 6 and all(len(each) in widths for each in codes):
            self.found.notes.append(
                f"The codes have {min(widths)} to {max(widths)} digits and none begins with 0. If a spreadsheet "
                "dropped zeros, load the list as the state gives it before you open meetings."
            )


def _as_listed(row: Row, by_id: Mapping[str, Row]) -> Row:
    """A line of OneRoster as one of a list: by the state's code where it has one, below the nearest district."""
    above, seen = row, set[str]()
    while fold(above.text("type")) not in _DISTRICT and above.text("parent") not in seen:
        seen.add(above.text("parent"))
        above = by_id.get(above.text("parent"), above)
    cells = {"code": _code_of(row), "name": row.words("name"), "district_code": _code_of(above)}
    return Row(row.line, cells, row.serials)


def _code_of(row: Row) -> str:
    return row.text("identifier") or row.text("id")


def _written_code(row: Row) -> str:
    words = row.text("code")
    if not words:
        raise RowRejected("code", "", "It needs a code.")
    try:
        return code(words)
    except Unreadable as error:
        raise RowRejected("code", words, error.sentence) from None


def _name(row: Row) -> str:
    words = row.text("name")
    if not words:
        raise RowRejected("name", "", "It needs a name.")
    if words.startswith('"'):
        raise RowRejected("name", words, "A blank stands before the quote, so the comma splits the name.")
    if len(words) > LONGEST_NAME or not is_one_line(words):
        raise RowRejected("name", words, f"A name has at most {LONGEST_NAME} characters on one line.")
    return words


def _is_total(row: Row) -> bool:
    return fold(row.text("name")) in _TOTALS and not row.text("code").strip("0")


def load_sample_districts(store: Store, data: Path) -> None:
    """Load the kit's own short list, whose districts are invented."""
    for name in ("districts.csv", "schools.csv"):
        store.districts.load(read_list(data / name, store.districts.all()).rows)
