"""What people wait for when a million entries are there: 2,000 meetings of 40 districts, 500 entries each.

    python benchmarks/million.py
    python benchmarks/million.py --database postgresql://kit@localhost/bench

A meeting's answers must come within 20 ms. `kit records` is measured where nothing changed: what it costs to find that out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lab import home_in
from sqlalchemy import create_engine, text

from kitlib.content import Library
from kitlib.meetings.contents import content_now
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import StartPage
from kitlib.settings import settings
from kitlib.store import District, Store

SESSION = "introducing-bias"
LIMIT = 0.020  # seconds for a meeting's answers
FILL = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :entries - 1)
INSERT INTO entries (meeting, team, seat, activity, field, value, visibility, writer, seq, at, standing)
SELECT :meeting, 'team-' || (i % 4 + 1), CASE WHEN i % 5 = 0 THEN '' ELSE 'seat-' || (i % 6 + 1) END, 'scene',
    'moment', '"They said no. ' || i || ' of what we heard that evening, in the words of whoever wrote it down."',
    'team', 'w-' || :meeting || '-' || (i % 24), i + 1, 1800000000 + i, 'accepted' FROM n
"""


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--meetings", type=int, default=2_000)
    parser.add_argument("--entries", type=int, default=500, help="of each meeting")
    parser.add_argument("--database", default="", help="the URL of an empty database; else a new SQLite file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kit-million-", ignore_cleanup_errors=True) as folder:
        home = home_in(Path(folder), database=given.database)
        store, library = Store(os.environ["KIT_DATABASE_URL"]), Library(home / "facilitation")
        ids = fill(store, library, given.meetings, given.entries)
        print(f"{given.meetings * given.entries:,} entries in {given.meetings:,} meetings: {store.place}")
        queries = MeetingQueries(store, library)
        timed("bringing the lists up to date, the first time", lambda: bring_up_to_date(queries), 1)
        chosen = iter(ids[:: max(1, len(ids) // 50)] * 2)
        took = timed("a meeting's answers", lambda: store.entries.current(next(chosen)), 40)
        page = StartPage(queries, settings(home))
        timed("the start page", page.screens, 5)
        timed("its list of meetings", lambda: page.answer("meetings", {"page": "3"}), 10)
        kit = [sys.executable, "-m", "kitlib.cli"]
        timed("kit --help, to compare", lambda: run([*kit, "--help"], home), 3)
        timed("kit meetings", lambda: run([*kit, "meetings"], home), 3)
        timed("kit records, to find out what changed", lambda: run([*kit, "records", "--dry-run"], home), 2)
        store.close()
    return 0 if took <= LIMIT else 1


def fill(store: Store, library: Library, meetings: int, entries: int) -> list[str]:
    """Hold the meetings; their ids."""
    store.districts.load([District(f"{70000000 + n}", f"District {n}") for n in range(40)])
    content = content_now(library, SESSION)
    ids = []
    for n in range(meetings):
        day = f"20{20 + n // 400}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        opened = store.meetings.open(
            session=SESSION, date=day, minutes=90, teams_=["One", "Two", "Three", "Four"], content=content,
            district=f"{70000000 + n % 40}",
        )  # fmt: skip
        ids.append(opened.id)
    engine = create_engine(store._db._engine.url)
    for id in ids:
        with engine.begin() as connection:
            connection.execute(text(FILL), {"meeting": id, "entries": entries})
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return ids


def run(command: list[str], home: Path) -> None:
    """Run a command as a person does."""
    subprocess.run(command, cwd=home, check=True, capture_output=True)


def timed(what: str, act: Callable[[], Any], times: int) -> float:
    """Do something so many times, print the middle and the longest, and return the middle, in seconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    middle = statistics.median(took)
    print(f"  {what}: {middle * 1000:,.0f} ms in the middle, {max(took) * 1000:,.0f} ms at most", flush=True)
    return middle


if __name__ == "__main__":
    sys.exit(main())
