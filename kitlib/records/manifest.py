"""What was made, from what: one line a record in `manifest.jsonl`, beside the records.

A line holds `session`, its `title`, and `district`; and for each file of the record, by
format, its `path`, `bytes`, `mtime_ns` and `sha256`, when it was `made`, in how
many `seconds`, and its `inputs`: a digest each of the answers of the unit's
meetings, of what they show, of the names printed, of the template and what it was given, of the home's look, of
the model that groups notes on a district's page, and of the kit; of a PDF also the fonts that were installed, and the key that signed it. A file is made anew when one of them differs, or when the file is gone
or is not the one that was written.

Lines are added as records are made, so a run that is killed loses none; the
last line of a record counts. At the end of a run each has one line.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from kitlib import __version__
from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError
from kitlib.store import Meeting, Store

__all__ = ["NAME", "Inputs", "Made", "Manifest", "copy_made", "fingerprint", "stale_reason"]

NAME = "manifest.jsonl"
Key = tuple[str, str]  # session, district
DIGEST = 32  # letters of a SHA-256 digest: enough that no two things ever share one
PACKAGE = Path(__file__).resolve().parents[1]

#: What to say when one of the inputs differs.
CHANGED = {
    "template": "the template changed",
    "session": "what its meetings show changed",
    "names": "a name changed",
    "answers": "there are new answers",
    "kit": "the kit changed",
    "given": "a parameter changed",
    "look": "the name, logo or accent changed",
    "themes": "another model groups notes",
}
#: The same for what counts in a PDF alone.
CHANGED_IN_PDF = {"fonts": "other fonts are installed", "signed": "another key signs"}


@dataclass(frozen=True)
class Made:
    """One file of a record."""

    path: str  # below the output folder
    bytes: int
    mtime_ns: int
    sha256: str
    made: str
    seconds: float
    inputs: Mapping[str, str]


def fingerprint(path: Path) -> tuple[int, int, str]:
    """Give the size of a file in bytes, its time of change in nanoseconds, and its SHA-256 digest."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()


def copy_made(out: Path, made: Made, to: Path) -> Path:
    """Copy a file that was made in the folder `out` to the same place below `to`.

    Raises KitError where it is gone, or is no longer as it was made, and OSError for a disk that does not take it.
    """
    copy = to / made.path
    copy.parent.mkdir(parents=True, exist_ok=True)
    again = "Make it anew: kit records"
    try:
        shutil.copyfile(out / made.path, copy)
    except FileNotFoundError:
        raise KitError(f"{out / made.path} is gone.", again) from None
    if fingerprint(copy)[2] != made.sha256:
        raise KitError(f"{out / made.path} was altered since it was made.", again)
    return copy


def stale_reason(out: Path, made: Made | None, inputs: Mapping[str, str], format: str, path: str) -> str:
    """Say in words why a file must be made; an empty string when it need not be."""
    if made is None:
        return f"there is no {format} of it yet"
    for name, said in CHANGED.items():
        if made.inputs.get(name) != inputs[name]:
            return said
    for name, said in CHANGED_IN_PDF.items():
        if format == "pdf" and made.inputs.get(name, "") != inputs[name]:
            return said
    if made.path != path:
        return "its name changed"
    try:
        found = (out / made.path).stat()
    except OSError:
        return f"{made.path} is missing"
    if (found.st_size, found.st_mtime_ns) == (made.bytes, made.mtime_ns):
        return ""
    if found.st_size == made.bytes and fingerprint(out / made.path)[2] == made.sha256:
        return ""  # copied or touched, and the same
    return f"{made.path} was altered"


class Manifest:
    """The manifest of one output folder, as it was when read and as it is added to."""

    def __init__(self, out: Path) -> None:
        self.path = out / NAME
        self.files: dict[Key, dict[str, Made]] = {}
        self._titles: dict[Key, str] = {}
        for line in self._lines():
            try:
                found = json.loads(line)
                files = {form: Made(**made) for form, made in found["files"].items()}
                self._take((found["session"], found["district"]), found["title"], files)
            except (ValueError, TypeError, KeyError, AttributeError):
                continue  # a line cut short by a full disk, or of another version: made again

    def _take(self, key: Key, title: str, files: dict[str, Made]) -> None:
        self.files[key] = files
        self._titles[key] = title

    def add(self, key: Key, title: str, files: Mapping[str, Made]) -> None:
        """Add what was made of a unit; other formats made earlier stay."""
        self._take(key, title, {**self.files.get(key, {}), **files})
        line = self._line(key).encode()
        with self.path.open("ab+") as file:
            end = file.seek(0, os.SEEK_END)
            if end and (file.seek(end - 1), file.read(1))[1] != b"\n":
                line = b"\n" + line
            try:
                file.write(line)
                file.flush()
            except OSError:
                file.truncate(end)
                raise

    def tidy(self) -> None:
        """Write each unit's one line, by session and district."""
        aside = self.path.with_suffix(".tmp")
        aside.write_text("".join(self._line(key) for key in sorted(self.files)), encoding="utf-8")
        os.replace(aside, self.path)

    def _line(self, key: Key) -> str:
        files = {form: asdict(made) for form, made in self.files[key].items()}
        line = {"session": key[0], "title": self._titles[key], "district": key[1], "files": files}
        return json.dumps(line, ensure_ascii=False) + "\n"

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []


class Inputs:
    """Digests of all that a record is made from. Cheap: no answer is read, only which there are.

    `of_pdf` are the inputs of a PDF alone: its `fonts`, and who `signed` it. `given` are further parameters of the template.
    """

    def __init__(
        self,
        store: Store,
        template: Path,
        of_pdf: Mapping[str, str] | None = None,
        given: Mapping[str, str] | None = None,
        look: Look = PLAIN,
    ) -> None:
        self._of_pdf = dict.fromkeys(CHANGED_IN_PDF, "") | dict(of_pdf or {})
        self._given = _short(json.dumps(given, sort_keys=True)) if given else ""
        self._look = look.digest
        self._store = store
        self._marks = store.entries.marks()
        self._template = _digest([template])

    def of(self, key: Key, name: str, meetings: Iterable[Meeting], themes: str = "") -> dict[str, str]:
        """The inputs of the record of a session in a district called `name`, by kind; `themes` is the digest of its model."""
        _, district = key
        held = sorted(meetings, key=lambda meeting: meeting.id)
        schools = {m.school for m in held if m.school}
        known = self._store.districts.schools(district) if schools else []
        facts = [
            (m.id, m.date, m.minutes, m.school, [(t.id, t.label) for t in m.teams], self._marks.get(m.id))
            for m in held
        ]
        return {
            "answers": _short(json.dumps(facts)),
            "session": _short(json.dumps([(m.content, m.content_assumed) for m in held])),
            "names": _short(json.dumps([name, [s.name for s in known if s.code in schools]])),
            "template": self._template,
            "kit": _kit(),
            "given": self._given,
            "look": self._look,
            "themes": themes,
            **self._of_pdf,
        }


@cache
def _kit() -> str:
    """The kit's version, and what its code and looks of records are; authors change those between versions."""
    files = [
        *PACKAGE.rglob("*.py"),
        *(p for p in PACKAGE.joinpath("records", "template").rglob("*") if p.is_file()),
        *(p for p in PACKAGE.joinpath("typeset").iterdir() if p.suffix == ".typ"),
    ]
    return f"{__version__} {_digest(sorted(files))}"


def _digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        try:
            raw = path.read_bytes()
        except OSError:
            raw = b""
        found.update(f"{path.name} {len(raw)}\n".encode() + raw)
    return found.hexdigest()[:DIGEST]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]
