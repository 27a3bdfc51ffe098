"""Notebooks, built from the session files: the same bytes on every machine.

A session's notebook holds a title, one tagged `parameters` cell, one opening
cell, then per step a Markdown cell and a one-line code cell. It stores no
output. `is_own` tells such a notebook from any other by what it would run, so that
it may be run at once wherever it lies and whoever wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kitlib.clock import fit
from kitlib.content.loading import Library
from kitlib.content.markdown import with_links
from kitlib.content.models import Session
from kitlib.content.source import ContentSource

__all__ = ["Parameters", "build", "is_own", "outdated", "session_notebook", "start_notebook", "write"]

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class Parameters:
    """What a session notebook can be told; the cell tagged `parameters` holds one line for each."""

    session: str
    meeting_id: str = ""
    role: str = "facilitator"
    team: str = "team-1"

    HELP = {
        "session": "which session; list them with: kit sessions",
        "meeting_id": "the meeting it is held for; empty rehearses",
        "role": "facilitator shows the notes and the clock's buttons; team does not",
        "team": "whose answers this notebook writes",
    }

    def source(self) -> str:
        """The cell: one literal a line, each with its comment, and no second `=`, which papermill cannot read."""
        return "\n".join(
            f"{key} = {json.dumps(value)}  # {self.HELP[key]}" for key, value in asdict(self).items()
        )


OPENING = """from kitlib import open_meeting

meeting = open_meeting(session, meeting_id, role=role, team=team)
meeting.opening()"""
START = """from kitlib import start

start()"""
_STEP = re.compile(r'meeting\.step\("[a-z0-9-]+"\)')
#: A plain text each: no quote ends it before its comment does, and no sign in it is read as anything else.
_PARAMETERS = re.compile(
    "\n".join(rf'{key} = "[A-Za-z0-9_.-]*"  # {re.escape(told)}' for key, told in Parameters.HELP.items())
)


def session_notebook(
    session: Session, library: ContentSource, parameters: Parameters | None = None, minutes: int | None = None
) -> str:
    """The notebook of a session as text; with `minutes`, without the steps that this length leaves out."""
    resource = library.resource(session.resource)
    plan = fit(session.steps, minutes or session.minutes)
    kept = [step for step, given in zip(session.steps, plan, strict=True) if given]
    title = f"# {session.title}\n\n{session.purpose}"
    cells = [
        _markdown("title", f"{title}\n\n{_start_button('Start the session')}"),
        _code("parameters", (parameters or Parameters(session.id)).source(), tags=["parameters"]),
        _code("opening", OPENING),
    ]
    for number, step in enumerate(kept, start=1):
        prompt = with_links(step.prompt, session.sources).strip()
        cells.append(_markdown(f"{step.id}-prompt", f"## {number}. {step.title}\n\n{prompt}"))
        cells.append(_code(step.id, f'meeting.step("{step.id}")'))
    return _text(cells, {"app": True, "session": session.id, "resource": resource.id})


def start_notebook() -> str:
    """The start page as text."""
    title = f"# Start a session\n\n{_start_button('Show the sessions')}"
    return _text([_markdown("title", title), _code("start", START)], {"app": True})


def build(library: Library) -> dict[Path, str]:
    """Every built notebook, by its path under notebooks/."""
    built = {Path("start.ipynb"): start_notebook()}
    for session in library.sessions():
        path = Path(session.resource) / f"{session.number}-{session.id}.ipynb"
        built[path] = session_notebook(session, library)
    return built


def outdated(built: Mapping[Path, str], folder: Path) -> list[str]:
    """What differs between `built` and the folder: each as a line that names the file and what is wrong."""
    problems = []
    for path, text in built.items():
        here = folder / path
        if not here.exists():
            problems.append(f"{path}: is missing")
        elif here.read_text(encoding="utf-8") != text:
            problems.append(f"{path}: does not match its session file")
    left_alone = {"records", ".ipynb_checkpoints"}
    here_now = {path.relative_to(folder) for path in folder.rglob("*.ipynb")}
    strangers = [path for path in sorted(here_now - set(built)) if not left_alone & set(path.parts)]
    return problems + [f"{path}: has no session file" for path in strangers]


def write(path: Path, text: str) -> None:
    """Write a notebook, unless it stands there as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def is_own(notebook: Mapping[str, Any]) -> bool:
    """Tell whether all that a notebook would run is what the kit writes: its session's pages are shown, and nothing else.

    `notebook` is what nbformat reads. Nothing is trusted for who signed it: each code cell must be, to the letter, one of
    the kit's, and none holds an output or the state of a widget, which a browser would show before anything runs.
    """
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    sources = [cell["source"] for cell in cells]
    if any(cell["outputs"] for cell in cells) or "widgets" in notebook["metadata"]:
        return False
    if sources == [START]:
        return True
    if len(sources) < 2 or sources[1] != OPENING:
        return False
    steps = all(_STEP.fullmatch(source) for source in sources[2:])
    return steps and bool(_PARAMETERS.fullmatch(sources[0]))


def _start_button(label: str) -> str:
    # For hosts without the kit's extension; with it the session starts by itself and the button is not shown.
    command = 'data-commandlinker-command="notebook:run-all-cells" data-commandlinker-args="{}"'
    return f"<button {command}>{label}</button>"


def _markdown(id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id[:64], "metadata": {}, "source": _lines(source)}


def _code(id: str, source: str, tags: list[str] | None = None) -> dict[str, Any]:
    metadata: dict[str, Any] = {"jupyter": {"source_hidden": True}}
    if tags:
        metadata["tags"] = tags
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id[:64],
        "metadata": metadata,
        "outputs": [],
        "source": _lines(source),
    }


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _text(cells: list[dict[str, Any]], kit: Mapping[str, Any]) -> str:
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "kit": dict(kit), "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
