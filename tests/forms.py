"""How varied the sessions are: how many courses of steps there are, and how many sessions run in the usual frame.

Run by itself it prints the numbers of this checkout, or of others, so that they can be compared:
`python tests/forms.py [ROOT ...]`. It reads files alone and imports nothing of the kit, so it also runs on a checkout
of long ago.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
#: How a session begins and ends that runs in the usual frame: the kinds of its first two steps, and of its last two.
FRAME = ((("attendance",), ("agreements", "parking_lot")), (("again", "actions"), ("agreements", "exit")))
Course = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Forms:
    """What was counted."""

    sessions: int
    courses: int  # distinct ones: the kinds of all steps, in order
    most_alike: int  # sessions that share the commonest course
    framed: int  # in the usual frame, whatever stands between
    named: Counter[str]  # the published forms that sessions follow

    def __str__(self) -> str:
        names = ", ".join(f"{name} {n}" for name, n in sorted(self.named.items())) or "none named"
        return (
            f"{self.sessions} sessions: {self.courses} courses of steps, {self.most_alike} share the commonest, "
            f"{self.framed} run in the usual frame, {self.sessions - self.framed} do not\n  forms: {names}"
        )


def course(session: dict[str, Any], blocks: dict[str, Any]) -> Course:
    """The kinds of a session's steps, in order; what is shown again is "again"."""
    found = []
    for step in session["steps"]:
        activities = {**blocks.get(step.get("block"), {}), **step}.get("activities", [])
        found.append(tuple("again" if "again" in a else a["kind"] for a in activities))
    return tuple(found)


def is_framed(steps: Course) -> bool:
    """Whether a session runs in the usual frame; a first or last step may hold something more."""
    (first, second), (before, last) = FRAME
    edges = ((steps[0], first), (steps[1], second), (steps[-2], before), (steps[-1], last))
    return all(set(usual) <= set(kinds) for kinds, usual in edges)


def forms(root: Path = ROOT) -> Forms:
    """Count the sessions of a checkout."""
    folder = root / "facilitation"
    blocks = {file.stem: _read(file) for file in (folder / "blocks").glob("*.yaml")}
    files = [file for file in folder.glob("*/*.yaml") if re.fullmatch(r"\d+-[a-z0-9-]+", file.stem)]
    sessions = [_read(file) for file in files]
    courses = [course(session, blocks) for session in sessions]
    return Forms(
        len(sessions),
        len(set(courses)),
        max(Counter(courses).values()),
        sum(map(is_framed, courses)),
        Counter(session["form"] for session in sessions if session.get("form")),
    )


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    for root in map(Path, sys.argv[1:] or [ROOT]):
        print(f"{root}: {forms(root)}")
