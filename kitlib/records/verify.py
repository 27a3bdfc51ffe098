"""Whether a copy of a record is the one that was made, and whether what it was made from changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError
from kitlib.meetings.contents import Titles
from kitlib.records.formats import FORMATS
from kitlib.records.ledger import Ledger, Line
from kitlib.records.manifest import CHANGED, Inputs, Manifest, fingerprint
from kitlib.records.origin import Origin
from kitlib.records.unit import ALL_SESSIONS, PORTFOLIO
from kitlib.store import Meeting, Store
from kitlib.typeset.signing import signature_in

__all__ = ["Verdict", "Verifier", "files_among"]

SOURCES = ("answers", "session", "names")  # what of the inputs people would call so


@dataclass(frozen=True)
class Verdict:
    """What became of a file: whether it is byte for byte one that was made, and all of it in words."""

    path: Path
    genuine: bool
    said: str


class Verifier:
    """Holds files against what was made in an output folder, and against the database as it is now."""

    def __init__(self, out: Path, store: Store, titles: Titles, template: Path) -> None:
        self._lines = Ledger(out).lines()
        self._newest = Manifest(out).files
        self._inputs = Inputs(store, template)
        self._inputs_of_places = Inputs(store, template.with_name("portfolio.ipynb"))
        self._titles = titles
        self._names = {each.code: each.name for each in store.districts.all()}
        self._schools = {(each.district, each.code): each.name for each in store.districts.all_schools()}
        self._held: dict[tuple[str, str], list[Meeting]] = {}
        for meeting in store.meetings.list():
            if meeting.district:
                schools = [f"{PORTFOLIO}/{meeting.school}"] if meeting.school else []
                for made_of in (meeting.session, PORTFOLIO, *schools):
                    self._held.setdefault((made_of, meeting.district), []).append(meeting)

    def verify(self, path: Path) -> Verdict:
        """Raises KitError where the file cannot be read."""
        try:
            line = self._lines.get(fingerprint(path)[2])
        except OSError as error:
            raise KitError(
                f"{path} cannot be read: {error.strerror}.", "Name the file of a record."
            ) from None
        if line is not None:
            since = [*self._changed(line), *self._newer(line)]
            more = (
                f" Since then {', and '.join(since)}."
                if since
                else " Nothing that it was made from changed since."
            )
            return Verdict(
                path, True, f"as it was made on {_moment(line)}: {self._of(line)}.{more}{_signature(path)}"
            )
        told = Origin.in_file(path)
        if told is None:
            return Verdict(
                path, False, "NOT a record that was made here, or altered so that it no longer says which."
            )
        return Verdict(
            path,
            False,
            f"ALTERED, or made elsewhere: it says that it is {self._of(told)}, made on {told.made}, and no such file was "
            f"made here.{_signature(path)}",
        )

    def _of(self, what: Line | Origin) -> str:
        key = what.session, what.district
        held = self._held.get(key)
        title = self._titles.of(held[0]) if held else what.session
        if what.session.startswith(PORTFOLIO):
            title = ALL_SESSIONS
        return f"{title}, {self._name(what)}"

    def _name(self, what: Line | Origin) -> str:
        """The name of the school, or else of the district, that a file is of."""
        school = what.session.partition("/")[2]
        return self._schools.get((what.district, school)) or self._names.get(what.district, what.district)

    def _changed(self, line: Line) -> Iterator[str]:
        key = line.session, line.district
        held = self._held.get(key)
        if not held:
            yield "its meetings were taken away"
            return
        inputs = self._inputs_of_places if line.session.startswith(PORTFOLIO) else self._inputs
        now = inputs.of(key, self._name(line), held)
        yield from (CHANGED[name] for name in SOURCES if now[name] != line.inputs.get(name))

    def _newer(self, line: Line) -> Iterator[str]:
        newest = self._newest.get((line.session, line.district), {}).get(line.form)
        if newest and newest.sha256 != line.sha256:
            yield f"it was made anew ({newest.path})"


def files_among(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and of folders the records in them: no index, no roll-up, nothing that failed."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if _is_record(file))
        else:
            yield path


def _is_record(file: Path) -> bool:
    if file.suffix[1:] not in FORMATS or file.name == "index.html" or ".failed." in file.name:
        return False
    return "-rollup" not in file.stem or Origin.in_file(file) is not None


def _signature(path: Path) -> str:
    """Who signed a PDF, and whether the signature holds, as a sentence."""
    if path.suffix.lower() != ".pdf" or (found := signature_in(path)) is None:
        return ""
    with_key = "" if found.ours else ", with another key than the one that is set here"
    if not found.whole:
        return f" It bears a signature of {found.name}{with_key}, and was changed after it was signed."
    return f" Signed by {found.name}{with_key}."


def _moment(line: Line) -> str:
    return line.made.replace("T", " ")[:16]
