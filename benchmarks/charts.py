"""What a figure costs: processor time to lay it out and draw it, and the bytes it adds to a page.

Draws every kind of figure from a table of the size that records have, TURNS times after one that does not
count, and takes the median. Then says what it costs a process to import the figures, once.

    python benchmarks/charts.py --turns 50
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import pandas as pd
from records import one_table

from kitlib import charts
from kitlib.charts import Chart
from kitlib.charts.letters import width_of
from kitlib.kinds.checklist.chart import tallies
from kitlib.kinds.map.chart import coverage
from kitlib.kinds.ranking.chart import places
from kitlib.kinds.rating.gaps_chart import gaps
from kitlib.kinds.rating.radar_chart import radar
from kitlib.kinds.schedule.chart import timetable

TEXT = "The team looks at data on every student at least once a month, and writes down what follows"
ITEMS = [f"{n}. {TEXT[: 40 + 4 * n]}" for n in range(1, 11)]
POINTS = ["Not at all", "A little", "Mostly", "Fully"]
ANSWERS = pd.DataFrame(
    [{"text": item, "name": item, **dict.fromkeys(POINTS, n % 5)} for n, item in enumerate(ITEMS)]
)
BLOCKS = [
    (f"Grade {grade}", start, start + 30, use, sort)
    for grade in range(1, 7)
    for start, use, sort in [
        (480, "Reading", "core"),
        (510, "Added help", "support"),
        (540, "Mathematics", "core"),
        (600, "Lunch", "other"),
        (660, "Planning", "planning"),
    ]
]

FIGURES: dict[str, Callable[[], Chart | None]] = {
    "bars": lambda: charts.bars(pd.DataFrame({"a": ITEMS, "n": range(10)}), "a", "n", "answers"),
    "minutes": lambda: charts.minutes(
        pd.DataFrame({"step": ITEMS, "planned": range(5, 15), "used": [*range(4, 13), None]})
    ),
    "spread": lambda: charts.spread(ANSWERS, POINTS),
    "domains": lambda: charts.domains(ANSWERS, POINTS, "ratings"),
    "tallies": lambda: tallies(
        ANSWERS, "text", dict(zip(POINTS, POINTS, strict=True)), "what was seen", "stops"
    ),
    "gaps": lambda: gaps(
        pd.DataFrame(
            [(item, 1 + n % 4, 4 - n % 4, "a", "b", 2 * (n % 4) - 3) for n, item in enumerate(ITEMS)],
            columns=["text", "first", "second", "first_label", "second_label", "gap"],
        ),
        ("How much it matters", "How ready we are"),
        [1, 2, 3, 4],
        [1, 2, 3, 4],
    ),
    "places": lambda: places(ANSWERS.rename(columns=dict(zip(POINTS, "1234", strict=True))), list("1234")),
    "coverage": lambda: coverage(
        pd.DataFrame(
            [
                (area, f"Tier {t}", t % 3, t % 2)
                for area in ("Academics", "Behavior", "Attendance")
                for t in (1, 2, 3)
            ],
            columns=["area", "tier", "used", "goals"],
        )
    ),
    "radar": lambda: radar(
        pd.DataFrame([(item[:30], 1, 2, 4) for item in ITEMS[:6]], columns=["name", "low", "middle", "high"]),
        [1, 2, 3, 4],
    ),
    "timetable": lambda: timetable(
        pd.DataFrame(BLOCKS, columns=["group", "start", "end", "use", "sort"]),
        [f"Grade {grade}" for grade in range(1, 7)],
        "Monday",
        (480, 900),
    ),
}

IMPORTING = (
    "import pandas, psutil, time\n"
    "def held(): return psutil.Process().memory_info().rss / 2**20\n"
    "began, before = time.process_time(), held()\n"
    "import kitlib.charts\n"
    "kitlib.charts.bars(pandas.DataFrame({'a': ['b'], 'n': [1]}), 'a', 'n', 'x')._repr_mimebundle_()\n"
    "print(time.process_time() - began, held() - before)"
)


def laid_out(make: Callable[[], Chart | None]) -> None:
    """Make a figure, its words measured anew."""
    width_of.cache_clear()
    make()


def shown(chart: Chart | None) -> int:
    """Show a figure as Jupyter would; the characters that it takes."""
    assert chart is not None
    data, _ = chart._repr_mimebundle_()
    return sum(len(form) for kind, form in data.items() if kind.startswith("image/"))


def took(work: Callable[[], object], turns: int) -> float:
    """Milliseconds of a processor, the median of so many turns."""
    work()
    found = []
    for _ in range(turns):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return 1000 * statistics.median(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=50)
    turns = parser.parse_args().turns
    costs, rows = [], []
    for name, make in FIGURES.items():
        chart = make()
        costs.append(
            (
                took(lambda make=make: laid_out(make), turns),
                took(lambda chart=chart: shown(chart), turns),
                shown(chart),
            )
        )  # type: ignore[misc]
        rows.append([name, *(f"{n:.2f}" for n in costs[-1][:2]), f"{costs[-1][2]:,}"])
    lay, draw, size = (statistics.mean(column) for column in zip(*costs, strict=True))
    rows.append(["mean", f"{lay:.2f}", f"{draw:.2f}", f"{size:,.0f}"])
    one_table(rows, ["Figure", "CPU ms to lay out", "CPU ms to draw", "Characters"])
    told = subprocess.run([sys.executable, "-c", IMPORTING], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, told.stdout.split())
    print(
        f"\nTo import them and draw the first, after pandas: {seconds:.2f} CPU seconds, {megabytes:.0f} MB."
    )


if __name__ == "__main__":
    main()
