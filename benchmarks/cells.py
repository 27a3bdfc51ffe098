"""What the cells of one record cost in processor time, session by session, and how much of it is its figures.

Holds every sample of data/sample/ in a home of the kit's own. Then makes the record
of each in this one process, without a notebook, TURNS times after one that does not count, and
takes the median. Time of processors and not of the clock: other work on the machine disturbs it less.

    python benchmarks/cells.py --turns 5
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import IPython.display
from forty_districts import ROOT, read_districts
from records import one_table

from kitlib.content import Library
from kitlib.exchange.sample import hold, read
from kitlib.meetings.service import MeetingService
from kitlib.store import Store

FIRST = ["introducing-bias", "shared-beliefs", "why-mtss"]  # those that benchmarks/records.py holds


def hold_samples(home: Path, url: str) -> dict[str, str]:
    """A home with a meeting of every sample; the district of one record by its session."""
    shutil.copytree(ROOT / "facilitation", home / "facilitation")
    store = Store(url)
    store.districts.load(read_districts(ROOT / "data" / "districts.csv"))
    service, found = MeetingService(store, Library(home / "facilitation")), {}
    for path in sorted((ROOT / "data" / "sample").rglob("*.json")):
        sample = read(path).model_copy(update={"school": ""})
        hold(sample, service)
        found[sample.session] = sample.district
    store.close()
    return found


class Watch:
    """Stands in for what shows things: draws them, and takes the time."""

    figures = 0.0
    many = 0

    def show(self, thing: Any, **_: Any) -> None:
        """Draw a figure as a notebook would."""
        if hasattr(thing, "_repr_mimebundle_"):
            self.many += 1
            self.figures += took(thing._repr_mimebundle_)


def took(work: Callable[[], Any]) -> float:
    """Seconds of processors that `work` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    watch = Watch()
    IPython.display.display = watch.show  # before the kit's own modules take it from there
    from kitlib.records import Record

    steps = [name for name, thing in vars(Record).items() if callable(thing) and not name.startswith("_")]
    with tempfile.TemporaryDirectory(prefix="kit-bench-") as temporary:
        home = Path(temporary)
        os.environ.update(KIT_HOME=str(home), KIT_DATABASE_URL=f"sqlite:///{home / 'data' / 'kit.db'}")
        found = hold_samples(home, os.environ["KIT_DATABASE_URL"])

        def make(session: str) -> None:
            record = Record(session, found[session])
            for step in steps:
                getattr(record, step)()

        costs: dict[str, float] = {}
        rows = []
        for session in sorted(found, key=lambda id: (id not in FIRST, id)):
            make(session)
            watch.figures, watch.many = 0.0, 0
            costs[session] = statistics.median(took(lambda id=session: make(id)) for _ in range(turns))  # type: ignore[misc]
            with_assets = [str(watch.many // turns), f"{watch.figures / turns:.3f}"]
            rows.append([session, f"{costs[session]:.3f}", *with_assets])
        rows.insert(
            len(FIRST), ["mean of these", f"{statistics.mean(map(costs.__getitem__, FIRST)):.3f}", "", ""]
        )
        rows.append(["mean of all", f"{statistics.mean(costs.values()):.3f}", "", ""])
        one_table(rows, ["Session", "CPU seconds", "Figures", "CPU seconds to draw them"])


if __name__ == "__main__":
    main()
