"""Read a list of districts or schools from a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.store import District, School, Store

__all__ = ["first_lines", "load_sample_districts", "read_list"]

DISTRICT = ("code", "name", "county", "enrollment")
SCHOOL = ("code", "district_code", "name", "kind")
LARGEST = 64 * 1024 * 1024  # bytes


def read_list(path: Path, known: set[str]) -> tuple[list[District | School], list[str]]:
    """Every sound row as a District, or as a School where the file has a column `district_code`.

    Also a line for each row that was left out, with why. `known` are the codes
    of the districts already loaded. Raises NotFoundError for a missing file,
    KitError when the file as a whole cannot be read or has no sound row.
    """
    if path.is_dir():
        raise KitError(
            f"{path} is a folder.", f"Name a file in it: kit districts import {path}/districts.csv"
        )
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", "Look at its name and folder, then try again.")
    rows, heads = _rows(path)
    of_schools = "district_code" in heads
    wanted = SCHOOL if of_schools else DISTRICT
    problems = []
    if not {"code", "name"} <= set(heads):
        missing = " and ".join(f'"{c}"{did_you_mean(c, heads)}' for c in ("code", "name") if c not in heads)
        _refuse(path, [f"  line 1: needs a column {missing}; found {', '.join(heads)[:200] or 'none'}"])
    found: list[District | School] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        cells = {key: (row.get(key) or "").strip() for key in wanted}
        problem = _problem(cells, of_schools, known, seen)
        if problem:
            problems.append(f"  line {line}: {problem}")
            continue
        seen[cells["code"]] = line
        found.append(_school(cells) if of_schools else _district(cells))
    if not found:
        _refuse(path, problems or ["  line 2: there are no rows"])
    return found, problems


def _rows(path: Path) -> tuple[list[tuple[int, Mapping[str, str]]], list[str]]:
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise KitError(
            f"{path} is {len(raw):,} bytes; at most {LARGEST:,} are read.", "Split it, then import each part."
        )
    if raw[:4] == b"PK\x03\x04":
        raise KitError(f"{path} is a workbook, not a list.", "Save it as “CSV UTF-8”, then import that file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KitError(
            f"{path} is not UTF-8 text (line {line}). Nothing was loaded.",
            "Save it as “CSV UTF-8”, then import it again.",
        ) from None
    try:
        first = text.partition("\n")[0]
        divider = (
            ";" if first.count(";") > first.count(",") else ","
        )  # spreadsheets in some languages write semicolons
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=divider)
        heads = [head.strip().lower() for head in reader.fieldnames or []]
        reader.fieldnames = heads
        return [(reader.line_num, row) for row in reader], heads
    except csv.Error as error:
        raise KitError(
            f"{path} cannot be read as CSV: {error}. Nothing was loaded.", "Save it again as CSV."
        ) from None


def _problem(cells: Mapping[str, str], of_schools: bool, known: set[str], seen: Mapping[str, int]) -> str:
    if not cells["code"] or not cells["name"]:
        return f"needs a {'code' if not cells['code'] else 'name'}"
    if len(cells["code"]) > 20 or len(cells["name"]) > 120:
        return "a code has at most 20 characters, a name at most 120"
    if cells["code"] in seen:
        return f"code {cells['code']} stands on line {seen[cells['code']]} already"
    if of_schools and cells["district_code"] not in known:
        return f"district {cells['district_code'] or '(none)'} is not loaded; import the districts first"
    if not of_schools and cells["enrollment"] and not re.fullmatch("[0-9]{1,9}", cells["enrollment"]):
        return f'enrollment must be a whole number, found "{cells["enrollment"][:20]}"'
    return ""


def _district(cells: Mapping[str, str]) -> District:
    enrollment = int(cells["enrollment"]) if cells["enrollment"] else None
    return District(cells["code"], cells["name"], cells["county"], enrollment)


def _school(cells: Mapping[str, str]) -> School:
    return School(cells["code"], cells["district_code"], cells["name"], cells["kind"])


def _refuse(path: Path, problems: list[str]) -> NoReturn:
    raise KitError(
        f"{path} has {len(problems)} problem(s). Nothing was loaded.\n{first_lines(problems)}",
        f"Mend, then run: kit districts import {path}",
    )


def first_lines(problems: list[str], most: int = 20) -> str:
    """The first problems as text, and how many more there are."""
    rest = [f"  and {len(problems) - most} more"] if len(problems) > most else []
    return "\n".join(problems[:most] + rest)


def load_sample_districts(store: Store, data: Path) -> None:
    """Load the kit's own short list, whose districts are invented."""
    for name in ("districts.csv", "schools.csv"):
        found, _ = read_list(data / name, {district.code for district in store.districts.all()})
        store.districts.load(found)
