"""What one record is: a session in a district; the task to make it, and what became of the task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kitlib.records.manifest import Key, Made
from kitlib.tabular.filenames import file_name

__all__ = ["ALL_SESSIONS", "PORTFOLIO", "Failure", "Outcome", "PlaceUnit", "Task", "Unit"]

ALL_SESSIONS = "All sessions"  # the title of what is made of a place
PORTFOLIO = "_portfolio"  # a folder; no session is called so


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
        """Where it goes below the output folder, without its ending: of no two districts the same, on any system."""
        return f"{file_name(self.session)}/{file_name(self.district, self.name)}"

    @property
    def parameters(self) -> dict[str, str]:
        """What says to the template of what it is."""
        return {"session": self.session, "district": self.district}

    @property
    def again(self) -> str:
        """The command that makes it alone."""
        return f"kit records --session {self.session} --district {self.district}"


@dataclass(frozen=True)
class PlaceUnit(Unit):
    """One page to make of all sessions: of a district, or of a school whose code and name it then has."""

    school: str = ""

    @property
    def key(self) -> Key:
        """No session is called so; its second part is the district, whose purge takes it away."""
        return f"{PORTFOLIO}{'/' if self.school else ''}{self.school}", self.district

    @property
    def stem(self) -> str:
        """In a folder of its own, beside those of the sessions."""
        code = f"{self.district} {self.school}" if self.school else self.district
        return f"{PORTFOLIO}/{file_name(code, self.name)}"

    @property
    def parameters(self) -> dict[str, str]:
        """What says to the template whose page it is."""
        return {"district": self.district, "school": self.school}

    @property
    def again(self) -> str:
        """The command that makes it alone."""
        school = f" --school {self.school}" if self.school else ""
        return f"kit portfolio --district {self.district}{school}"


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
        return {**self.given, **self.unit.parameters}


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
