"""What it costs to open a session: a bare kernel with ipywidgets, and a session's notebook of ten steps.

Each run starts a kernel, and measures from asking for it until the last cell has
answered. What the page then asks of the server is measured by itself, the first
time and again. Fails (exit 1) where the session takes more than MOST times the bare
kernel, or a cell more than a widget and its layout, and where the kernel loads
pandas, matplotlib, the database or the content.

    python benchmarks/opening.py --runs 5
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

from kitlib.content import Library
from kitlib.content.notebooks import Parameters, session_notebook
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.store import Store

ROOT = Path(__file__).resolve().parents[1]
MOST = 1.5


def timed(cells: list[str]) -> tuple[float, int, int]:
    """Seconds until all cells have answered, widget models opened, and bytes of what the kernel sent."""
    began = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    models = sent = 0

    def heard(message: dict) -> None:
        nonlocal models, sent
        models += message["msg_type"] == "comm_open"
        sent += len(str(message["content"]))
        if message["msg_type"] == "error":
            raise SystemExit("\n".join(message["content"]["traceback"]))

    for cell in cells:
        client.execute_interactive(cell, output_hook=heard, timeout=120)
    seconds = time.perf_counter() - began
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return seconds, models, sent


def main() -> int:
    """Run it all; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--session", help="default: the first with ten steps, else the longest")
    given = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kit-opening-"))
    shutil.copytree(ROOT / "facilitation", home / "facilitation")
    os.environ.update(KIT_HOME=str(home), KIT_DATABASE_URL=f"sqlite:///{home / 'kit.db'}")
    library = Library(home / "facilitation")
    session = (
        library.session(given.session)
        if given.session
        else min(library.sessions(), key=lambda s: (abs(len(s.steps) - 10), s.id))
    )
    parameters = Parameters(session=session.id, meeting_id="", role="facilitator", team="team-1")
    notebook = nbformat.reads(session_notebook(session, library, parameters), as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    heavy = "{'pandas', 'matplotlib', 'sqlalchemy', 'pydantic', 'kitlib.content'}"
    loaded = f"import sys\nassert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    timed([*cells, loaded])  # fails where too much is imported
    bare, opened = [], []
    for _ in range(given.runs):
        bare.append(timed(["import ipywidgets"])[0])
        opened.append(timed(cells)[0])
    models, sent = timed(cells)[1:]
    low, high = statistics.median(bare), statistics.median(opened)
    print(
        f"bare kernel and import ipywidgets: {low:.2f} s (median of {given.runs}; {min(bare):.2f} to {max(bare):.2f})"
    )
    print(f"{session.id}, {len(session.steps)} steps: {high:.2f} s ({min(opened):.2f} to {max(opened):.2f})")
    print(
        f"ratio {high / low:.2f}; {models} models (a widget and its layout for each of {models // 2} cells), "
        f"{sent / 1024:.0f} kB sent; "
        "neither charts, database nor content loaded in the kernel"
    )
    asked = {"session": session.id, "meeting": "", "role": "facilitator", "team": "team-1"}
    service = MeetingService(Store(os.environ["KIT_DATABASE_URL"]), library)
    taken, size = [], 0
    for _ in range(given.runs + 1):
        began = time.perf_counter()
        size = len(json.dumps(screens_of(service, **asked)))
        taken.append(time.perf_counter() - began)
    print(
        f"then the page asks the server once: {taken[0]:.2f} s the first time (makes the rehearsal), "
        f"{statistics.median(taken[1:]):.3f} s after, {size / 1024:.0f} kB"
    )
    shutil.rmtree(home)
    return 1 if high / low > MOST or models > 2 * len(cells) else 0


if __name__ == "__main__":
    sys.exit(main())
