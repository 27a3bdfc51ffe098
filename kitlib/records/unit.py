"""What one record is: a session in a district; the task to make it, and what became of the task."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kitlib.records.manifest import Key, Made
from kitlib.tabular.folding import fold

__all__ = ["Failure", "Outcome", "Task", "Unit"]

_DEVICE = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no file may be called so on Windows
LONGEST_SLUG = 60  # characters of a district's name in the name of its file


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
    def key(self) -> Key:
        """What it is known by, whatever its names become."""
        return self.session, self.district

    @property
    def stem(self) -> str:
        """Where it goes below the output folder, without its ending: of no two districts the same, on any system.

        A code of small letters and digits stands before the first dash as it is. Any other one is followed by
        a digest of itself after an underscore, which no plain code and no name holds, so that `12/34` and
        `12-34`, or `ab` and `AB` where files have no case, are kept apart.
        """
        slug = re.sub(r"[^a-z0-9]+", "-", fold(self.name)).strip("-")[:LONGEST_SLUG].strip("-")
        code = self.district
        if not re.fullmatch("[a-z0-9]{1,40}", code) or _DEVICE.fullmatch(code):
            plain = re.sub(r"[^a-z0-9]+", "-", fold(code)).strip("-")[:40].strip("-")
            code = f"{plain}_{hashlib.sha256(code.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
        return f"{self.session}/{code}{'-' if slug else ''}{slug}"


@dataclass(frozen=True)
class Failure:
    """A record that was not made, why, and the notebook that shows it where one could be kept."""

    unit: Unit
    why: str
    notebook: Path | None = None


@dataclass(frozen=True)
class Task:
    """All that a process needs to make one record; it can be on another machine that shares the folders."""

    unit: Unit
    inputs: Mapping[str, str]
    template: Path
    home: Path
    database_url: str
    out: Path
    formats: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        """What the template is run with."""
        return {**self.given, "session": self.unit.session, "district": self.unit.district}


@dataclass(frozen=True)
class Outcome:
    """What became of a task: the files that were made, or a failure. `full` when the disk takes no more.

    `warnings` say what is to be known of files that were made all the same.
    """

    unit: Unit
    files: Mapping[str, Made] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None
    full: bool = False
