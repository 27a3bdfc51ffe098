"""A kit home for tests: the shipped content, and no data of anybody."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.meetings.planning import create_meeting
from kitlib.meetings.service import MeetingService
from kitlib.registry import kinds
from kitlib.settings import settings

__all__ = ["ROOT", "SHIPPED", "kit_kinds", "link_home", "make_home", "say_in_a_meeting"]

ROOT = Path(__file__).resolve().parent.parent
#: The content that comes with the kit, each file of it read once for all tests of a process.
SHIPPED = Library(ROOT / "facilitation")


def kit_kinds() -> list[str]:
    """The kinds that come with the kit, whatever else is installed beside it."""
    return [name for name, kind in kinds().items() if kind.package.startswith("kitlib.")]


def make_home(folder: Path) -> Path:
    """A folder with the kit's content, the tests' own sessions (one a kind), notebooks and data, and nothing else."""
    for name in ("facilitation", "notebooks", "data"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.db*", ".ipynb_checkpoints")
        )
    shutil.copytree(Path(__file__).parent / "content", folder / "facilitation", dirs_exist_ok=True)
    return folder


def say_in_a_meeting(service: MeetingService, district: str, said: str) -> None:
    """A meeting of a district in which one seat says one thing that its record holds."""
    meeting = create_meeting(
        service.store, service.library, settings(), session="introducing-bias", district=district
    ).meeting
    service.save(
        {
            "meeting": meeting.id,
            "team": "team-1",
            "seat": "seat-1",
            "activity": "scene",
            "field": "moment",
            "value": said,
            "writer": f"w-of-{district}",
            "seq": 1,
            "base": None,
        }
    )


def link_home(folder: Path, like: Path) -> Path:
    """A home whose files are links to those of another, for a tenth of what copies cost.

    A file is copied when this process first changes it; another process would change those of every such home.
    """
    _guarded.add(os.fspath(folder))
    if len(_guarded) == 1:
        sys.addaudithook(_copy_before_change)
    shutil.copytree(like, folder, copy_function=os.link)
    return folder


#: The homes made of links, for as long as the process lives.
_guarded: set[str] = set()
CHANGES = {"os.chmod", "os.truncate", "os.utime"}
WRITING = os.O_WRONLY | os.O_RDWR


def _copy_before_change(event: str, about: tuple[Any, ...]) -> None:
    if event not in CHANGES and not (event == "open" and about[2] & WRITING):
        return
    path = about[0]
    if not isinstance(path, (str, Path)) or not os.path.isfile(path) or os.stat(path).st_nlink == 1:
        return
    path = os.path.realpath(path)
    if any(path.startswith(f"{home}{os.sep}") for home in _guarded):
        aside = shutil.copy2(path, f"{path}.aside")
        os.replace(aside, path)
