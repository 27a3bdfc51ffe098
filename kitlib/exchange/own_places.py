"""Districts and schools that come from a page: a file that was uploaded, or a district that was typed in.

Both go the way of `kit districts import`, and are told line by line as it does.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.content.home import Called
from kitlib.errors import KitError
from kitlib.exchange.districts import read_list
from kitlib.store import Store
from kitlib.tabular.folding import fold
from kitlib.tabular.writer import write_csv

__all__ = ["Loaded", "load_file", "load_typed", "load_upload"]

LONGEST_MADE_CODE = 24


@dataclass(frozen=True)
class Loaded:
    """What became of a list: its figures in a sentence, notes, and the rows that were left out."""

    told: str
    notes: Sequence[str]
    refused: Sequence[str]


def load_file(store: Store, path: Path, sheet: str = "", called: Called | None = None) -> Loaded:
    """Load the districts or schools of a file; rows that are new are added, others brought up to date. Raises KitError."""
    found = read_list(path, store.districts.all(), store.districts.all_schools(), sheet=sheet, called=called)
    new, changed = store.districts.load(found.rows)
    same = len(found.rows) - new - changed
    told = f"{len(found.rows)} rows read, {new} new, {changed} changed, {same} as before."
    return Loaded(told, found.notes, [str(each) for each in found.refused])


def load_upload(store: Store, name: str, raw: bytes, called: Called | None = None) -> Loaded:
    """Load a file that a page sent, by what it is called there. Raises KitError."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", Path(name).name).lstrip(".") or "list.csv"
    with tempfile.TemporaryDirectory(prefix="kit-list-") as folder:
        path = Path(folder) / plain
        path.write_bytes(raw)
        try:
            return load_file(store, path, called=called)
        except KitError as error:
            what = error.what.replace(str(path), plain)
            raise type(error)(what, "Mend the file, then choose it again.") from None


def load_typed(store: Store, name: str, code: str = "", schools: Sequence[str] = ()) -> Loaded:
    """Load one district and its schools, with codes of the kit's own where none are known. Raises KitError."""
    named = [school for line in schools if (school := line.strip())]
    known = {fold(each.name): each.code for each in store.districts.all()}
    own = code.strip() or known.get(fold(name), "") or _made_code(name)
    told = _load_rows(store, ["code", "name"], [[own, name.strip()]])
    if not named:
        return told
    here = {fold(each.name): each.code for each in store.districts.schools(own)}
    rows = [[here.get(fold(each), f"{own}-{_made_code(each)}"), own, each] for each in named]
    of_schools = _load_rows(store, ["code", "district_code", "name"], rows)
    return Loaded(
        f"District: {told.told} Schools: {of_schools.told}",
        [*told.notes, *of_schools.notes],
        [*told.refused, *of_schools.refused],
    )


def _load_rows(store: Store, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Loaded:
    with tempfile.TemporaryDirectory(prefix="kit-list-") as folder:
        path = Path(folder) / "what was typed.csv"
        write_csv(path, heads, rows)
        try:
            return load_file(store, path)
        except KitError as error:
            what = error.what.replace(str(path), "What was typed")
            raise type(error)(what, "Change it, then try again.") from None


def _made_code(name: str) -> str:
    """A code that can be read, of the letters and digits of a name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_MADE_CODE].strip("-") or "own"
