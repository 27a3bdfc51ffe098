"""What a record costs, side by side: this kit, papermill, ploomber-engine, nbconvert, and the bare cells.

All run the same template on the same meetings, which are drawn from data/sample/
in a home of the kit's own, and write the executed notebook. Ways "with page" also write the HTML page of each:
the kit by its own template, the others by nbconvert's exporter as it comes, in the process that ran the notebook.
What a way costs is told in times of the kit with all cores that wrote as much: with a page, or without.
The ways take turns, so that a busy machine hurts all alike, and the median of the turns counts. Memory is
looked at in runs of its own, since looking at it takes the processors' time.

    python benchmarks/records.py --districts data/districts.csv --counts 10,100

With `--cells 0.2` the template has one cell more that keeps a processor busy for so many seconds, as cells of
one's own may: what a way adds to them is then told apart from what the kit's own cells cost.

The peers that the kit does not need itself are installed into .bench/peers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forty_districts import ROOT, hold_meetings, read_districts

from kitlib.records.pool import cores
from kitlib.store import District

BENCH = ROOT / ".bench"
HELD = 40  # meetings that are truly held; more are copies of these, under other districts
WEIGHED = 12  # records of a run in which memory is looked at
PEER = "ploomber-engine==0.0.33"
PAGE = " with page"


@dataclass(frozen=True)
class Run:
    """One measurement: seconds a record once it runs, of the clock and of processors; seconds of all, with the start
    of processes and their end; the most memory.

    Where memory was not looked at, it is 0.
    """

    each: float
    cpu: float
    whole: float
    memory: float


# -- what is measured ------------------------------------------------------------------------


def made_districts(path: Path, count: int) -> list[District]:
    """`count` districts: those of the list, then again under made-up codes."""
    listed = read_districts(path)
    return [
        listed[i]
        if i < len(listed)
        else District(f"B{i:07}", f"{listed[i % len(listed)].name} {i // len(listed) + 1}")
        for i in range(count)
    ]


def home_of(folder: Path, districts: list[District]) -> tuple[str, list[dict[str, str]]]:
    """A home of the kit with a meeting in each district; gives its database and the parameters of each record."""
    url = f"sqlite:///{(folder / 'data' / 'kit.db').as_posix()}"
    held = min(HELD, len(districts))
    told = hold_meetings(folder, url, districts, held)
    sources = [(one.sample.session, one.sample.district) for one in told]
    taken = {district for _, district in sources}
    free = [d.code for d in districts if d.code not in taken]
    units = [{"session": session, "district": district} for session, district in sources]
    # Copies of whole meetings are put past the store: to hold each by its door takes half a second.
    with sqlite3.connect(folder / "data" / "kit.db") as db:
        for i, code in enumerate(free):
            session, district = sources[i % held]
            (source,) = db.execute("SELECT id FROM meetings WHERE district = ?", [district]).fetchone()
            for table, key in (("meetings", "id"), ("teams", "meeting"), ("entries", "meeting")):
                _copy(db, table, key, source, f"{source}-{code}", code)
            units.append({"session": session, "district": code})
    return url, units


def make_dearer(template: Path, seconds: float) -> None:
    """Put a cell into the template that takes so many seconds of a processor."""
    import nbformat

    notebook = nbformat.read(template, as_version=4)
    source = f"from time import process_time\n\nend = process_time() + {seconds}\nwhile process_time() < end:\n    pass"
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="busy"))
    nbformat.write(notebook, template)


def _copy(db: sqlite3.Connection, table: str, key: str, source: str, to: str, district: str) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    new = {key: "?", "writer": "writer || ?", "district": "?"}
    given = {key: to, "writer": to, "district": district}
    kept = [c for c in columns if table != "entries" or c != "id"]
    asked = ", ".join(new.get(c, c) for c in kept)
    values = [given[c] for c in kept if c in new]
    db.execute(
        f"INSERT INTO {table} ({', '.join(kept)}) SELECT {asked} FROM {table} WHERE {key} = ?",
        [*values, source],
    )


# -- the ways ---------------------------------------------------------------------------------


def api(template: str, unit: dict[str, str], out: str) -> Any:
    """papermill, called from Python."""
    import papermill

    return papermill.execute_notebook(
        template, out, parameters=unit, progress_bar=False, request_save_on_cell_execute=False
    )


def ploomber(template: str, unit: dict[str, str], out: str) -> Any:
    """ploomber-engine, called from Python."""
    from ploomber_engine import execute_notebook

    return execute_notebook(template, out, parameters=unit, progress_bar=False, log_output=False)


def bare(template: str, unit: dict[str, str], out: str) -> None:
    """The template's cells in this very process, drawing what they show; nothing is kept."""
    import IPython.display
    import nbformat

    def draw(thing: Any, **_: Any) -> None:
        if hasattr(thing, "_repr_mimebundle_"):
            thing._repr_mimebundle_()

    IPython.display.display = draw  # before the kit's own modules take it from there
    names: dict[str, Any] = {}
    for cell in nbformat.read(template, as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                names.update(unit)


def with_page(run: Callable[[str, dict[str, str], str], Any]) -> Callable[[str, dict[str, str], str], Any]:
    """The same, and then the page of the notebook that was run."""

    def both(template: str, unit: dict[str, str], out: str) -> None:
        page, _ = exporter().from_notebook_node(run(template, unit, out))
        Path(out).with_suffix(".html").write_text(page, encoding="utf-8")

    return both


@cache
def exporter() -> Any:
    """nbconvert's own, made once in a process."""
    from nbconvert import HTMLExporter

    return HTMLExporter()


IN_ONE_PROCESS: dict[str, Callable[[str, dict[str, str], str], Any]] = {
    "papermill's API": api,
    f"papermill's API{PAGE}": with_page(api),
    "ploomber-engine": ploomber,
    f"ploomber-engine{PAGE}": with_page(ploomber),
    "bare cells": bare,
}


def loop(way: str, job: dict[str, Any]) -> None:
    """Do all records of a job in this process; print when each ended, and what had been used by then."""
    for i, unit in enumerate(job["units"]):
        IN_ONE_PROCESS[way](job["template"], unit, f"{job['out']}/{i}.ipynb")
        print(time.monotonic(), used(), flush=True)


def used(server: int | None = None) -> float:
    """Seconds of processors that this process used, all that it waited for, and a fork server with its forks."""
    times = os.times()
    found = times.user + times.system + times.children_user + times.children_system
    if server:
        stat = Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()
        found += sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    return found


class Bench:
    """Measures each way on the first so many of the units."""

    def __init__(self, home: Path, url: str, units: list[dict[str, str]]) -> None:
        self.home, self.units = home, units
        self.template = home / "notebooks" / "records" / "record.ipynb"
        # The peers' own Python looks for nbconvert's templates beside itself.
        shared = {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")}
        self.environment = {**os.environ, **shared, "KIT_HOME": str(home), "KIT_DATABASE_URL": url}
        self.out = home / "bench-out"
        self._look = 0.0

    def run(self, way: str, count: int, look: float = 0) -> Run:
        """One measurement, looking at memory every `look` seconds, or never."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        self._look = look
        units = self.units[:count]
        if way in IN_ONE_PROCESS:
            return self._loop(way, units)
        if way.startswith("kit"):
            return self._kit(count, int(way.split()[1]), way.endswith(PAGE))
        return self._commands(way, units)

    def _loop(self, way: str, units: list[dict[str, str]]) -> Run:
        job = {"units": units, "template": str(self.template), "out": str(self.out)}
        python = peers() if way.startswith("ploomber") else sys.executable
        command = [python, __file__, "--loop", way]
        began = time.monotonic()
        with self._started(command, stdin=subprocess.PIPE) as (process, peak):
            said, _ = process.communicate(json.dumps(job))
        whole = time.monotonic() - began
        ends = _ends(said)
        assert len(ends) == len(units), f"{way} ended early"
        return Run(*_each(ends, 1), whole, peak())

    def _commands(self, way: str, units: list[dict[str, str]]) -> Run:
        bin = Path(sys.executable).parent
        began, before, peaks = time.monotonic(), used(), []
        spent = 0.0
        for i, unit in enumerate(units):
            to = self.out / f"{i}.ipynb"
            parameters = [word for item in unit.items() for word in ("-r", *item)]  # raw: a code is no number
            command = [str(bin / "papermill"), str(self.template), str(to), *parameters]
            if way == "nbconvert --execute":
                start, start_used = time.monotonic(), used()
                subprocess.run([*command, "--prepare-only"], capture_output=True, check=True)
                spent += time.monotonic() - start
                before += used() - start_used
                options = ["--to", "notebook", "--execute", "--inplace"]
                command = [str(bin / "jupyter"), "nbconvert", *options, str(to)]
            with self._started(command) as (process, peak):
                process.communicate()
            peaks.append(peak())
        whole = time.monotonic() - began - spent
        return Run(whole / len(units), (used() - before) / len(units), whole, max(peaks))

    def _kit(self, count: int, jobs: int, pages: bool) -> Run:
        formats = "ipynb,html" if pages else "ipynb"
        command = [sys.executable, "-u", __file__, "--kit", str(count), str(jobs), formats, str(self.out)]
        began = time.monotonic()
        with self._started(command) as (process, peak):
            said, _ = process.communicate()
        whole = time.monotonic() - began
        ends = _ends(said)
        assert len(ends) == count, f"the kit made {len(ends)} of {count}"
        return Run(*_each(ends, jobs), whole, peak())

    @contextlib.contextmanager
    def _started(
        self, command: list[str], **more: Any
    ) -> Iterator[tuple[subprocess.Popen[str], Callable[[], float]]]:
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.home,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                **more,
            )
            peak = _Peak(process.pid, self._look)
            peak.start()
            yield process, peak.end
            if process.returncode:
                said.seek(0)
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read()}")

    def again(self, made: int, form: str = "ipynb") -> float:
        """Seconds of `kit records` that has so many to make; to be called after the kit made all."""
        command = [sys.executable, "-m", "kitlib.cli", "records", "--format", form, "--out", str(self.out)]
        began = time.monotonic()
        ran = subprocess.run(
            command, env=self.environment, cwd=self.home, capture_output=True, text=True, check=True
        )
        assert f"{made} of {made} records made" in ran.stdout, ran.stdout
        return time.monotonic() - began

    def change(self, records: int) -> None:
        """Put one more answer into a meeting of each of so many records."""
        with sqlite3.connect(self.home / "data" / "kit.db") as db:
            columns = [row[1] for row in db.execute("PRAGMA table_info(entries)") if row[1] != "id"]
            asked = ", ".join("writer || '-again'" if c == "writer" else c for c in columns)
            newest = (
                "SELECT max(e.id) FROM entries e JOIN meetings m ON m.id = e.meeting "
                "GROUP BY m.session, m.district ORDER BY 1 DESC LIMIT ?"
            )
            db.execute(
                f"INSERT INTO entries ({', '.join(columns)}) SELECT {asked} FROM entries WHERE id IN ({newest})",
                (records,),
            )


def _ends(said: str) -> list[tuple[float, float]]:
    """When each record ended, and the seconds of processors used by then."""
    return [(float(at), float(used)) for at, used in map(str.split, said.splitlines())]


def _each(ends: list[tuple[float, float]], jobs: int) -> tuple[float, float]:
    """Seconds a record, of the clock and of processors, without the first of each worker, which waits for the start."""
    if len(ends) <= jobs:
        raise SystemExit("Measure more records than there are workers: --count and --counts")
    (first, used_first), (last, used_last) = ends[jobs - 1], ends[-1]
    return (last - first) / (len(ends) - jobs), (used_last - used_first) / (len(ends) - jobs)


def kit(count: int, jobs: int, formats: str, out: Path) -> None:
    """Make the records of the first so many units, as `kit records` does; print when each ended, and what was used."""
    from multiprocessing import forkserver

    from kitlib.records.batch import Batch
    from kitlib.records.local import Local
    from kitlib.settings import settings

    batch = Batch(settings(), out, tuple(formats.split(",")))
    units = batch.units()
    wanted = units[:: max(1, len(units) // count)][:count]  # of every session
    plan = batch.plan(wanted)

    def tell(*_: Any) -> None:
        server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        print(time.monotonic(), used(server), flush=True)

    failures, _ = batch.run(plan, Local(jobs), tell)
    assert not failures, failures


class _Peak(threading.Thread):
    """The most memory that a process and all it started had at once, in MB; shared pages count once."""

    def __init__(self, pid: int, look: float) -> None:
        super().__init__(daemon=True)
        self._pid, self._look, self._most, self._over = pid, look, 0.0, threading.Event()

    def run(self) -> None:
        """Look every so many seconds."""
        while self._look and not self._over.wait(self._look):
            self._most = max(self._most, sum(map(_pss, _family(self._pid))))

    def end(self) -> float:
        """Stop looking; the most there was."""
        self._over.set()
        self.join()
        return self._most


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _pss(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def peers() -> str:
    """The Python of a venv that sees this one's packages, and has the peers; made once."""
    python = BENCH / "peers" / "bin" / "python"
    if not (BENCH / "peers" / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(BENCH / "peers")], check=True)
        site = next((BENCH / "peers").glob("lib/python*/site-packages"))
        ours = [path for path in sys.path if path.endswith("site-packages")]
        (site / "ours.pth").write_text("\n".join(ours) + "\n")
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", PEER], check=True)
        (BENCH / "peers" / ".ready").touch()
    return str(python)


# -- the tables -------------------------------------------------------------------------------


def one_table(rows: list[list[str]], heads: list[str]) -> None:
    """Print a Markdown table."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
    print(flush=True)


def compare(bench: Bench, ways: list[str], count: int, turns: int) -> None:
    """The first table: seconds a record, each way in turn."""
    found: dict[str, list[Run]] = {way: [] for way in ways}
    for turn in range(turns):
        for way in ways:
            run = bench.run(way, count)
            found[way].append(run)
            print(f"turn {turn + 1} of {turns}: {way} {run.each:.3f} s", file=sys.stderr, flush=True)
    rows = []
    for way, runs in found.items():
        each = statistics.median(run.each for run in runs)
        spread = f"{min(run.each for run in runs):.3f} to {max(run.each for run in runs):.3f}"
        cpu = statistics.median(run.cpu for run in runs)
        memory = bench.run(way, min(count, WEIGHED), look=0.25).memory
        # Turn by turn, since the turns meet the machine in different moods.
        ours = found[f"kit {cores()}{PAGE if way.endswith(PAGE) else ''}"]
        times, times_whole = _times(runs, ours, "each"), _times(runs, ours, "whole")
        of_bare = _times(runs, found["bare cells"], "cpu")
        whole = statistics.median(run.whole for run in runs)
        figures = [f"{each:.3f}", spread, times, f"{whole:.1f}", times_whole, f"{cpu:.3f}", of_bare]
        rows.append([way, *figures, f"{memory:.0f}"])
    print(f"{count} records each, {turns} turns, {cores()} cores\n")
    heads = ["Way", "Seconds a record", "From", "Times the kit", "Whole run, seconds", "Times the kit's"]
    heads += ["CPU seconds", "Times bare cells", "Peak MB"]
    one_table(rows, heads)


def _times(runs: list[Run], others: list[Run], what: str) -> str:
    pairs = zip(runs, others, strict=True)
    return f"{statistics.median(getattr(run, what) / getattr(other, what) for run, other in pairs):.2f}"


def grow(bench: Bench, counts: list[int], workers: list[int]) -> None:
    """The second table: whole runs of the kit with their pages; then with nothing changed, and with an answer more in one, and in one of a hundred."""
    rows = []
    for count in counts:
        for jobs in workers:
            print(f"{count} records with {jobs} worker(s)", file=sys.stderr, flush=True)
            run = bench.run(f"kit {jobs}{PAGE}", count, look=1)
            again = bench.again(0, "ipynb,html")
            bench.change(1)
            one = bench.again(1, "ipynb,html")
            share = max(1, count // 100)
            bench.change(share)
            some = bench.again(share, "ipynb,html")
            cells = [str(count), str(jobs), f"{run.whole:.1f}", f"{run.each:.3f}", f"{run.cpu:.3f}"]
            nothing = f"{again:.2f} ({100 * again / run.whole:.1f} %)"
            rows.append([*cells, f"{run.memory:.0f}", nothing, f"{one:.2f}", f"{some:.2f}"])
    heads = [
        "Records",
        "Workers",
        "Seconds",
        "Each",
        "CPU seconds each",
        "Peak MB",
        "Nothing changed",
        "One changed",
        "One in 100 changed",
    ]
    one_table(rows, heads)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--districts", type=Path, default=ROOT / "data" / "districts.csv")
    parser.add_argument("--count", type=int, default=9, help="records of each way in the first table")
    parser.add_argument("--turns", type=int, default=3, help="turns in the first table; 0 leaves it out")
    parser.add_argument("--counts", default="10,100,400,1600", help="sizes of the second table; or empty")
    parser.add_argument(
        "--workers", default=",".join(map(str, sorted({1, cores()}))), help="of the second table, with commas"
    )
    parser.add_argument(
        "--ways", default="", help="of the peers and the single worker only these, with commas"
    )
    parser.add_argument("--cells", type=float, default=0, help="CPU seconds to add to the template's cells")
    given = parser.parse_args()
    counts = [int(word) for word in given.counts.split(",") if word]
    all_cores = f"kit {cores()}"
    needed = [f"{all_cores}{PAGE}", all_cores, "bare cells"]
    ways = [*dict.fromkeys([*needed, "kit 1"]), *(way for way in IN_ONE_PROCESS if way not in needed)]
    ways += ["papermill's command", "nbconvert --execute"]
    if given.ways:
        ways = [way for way in ways if way in [*needed, *given.ways.split(",")]]
    if any(way.startswith("ploomber") for way in ways):
        peers()
    with tempfile.TemporaryDirectory(prefix="kit-bench-") as temporary:
        for count in sorted({given.count * bool(given.turns), *counts} - {0}):
            folder = Path(temporary) / str(count)
            url, units = home_of(folder, made_districts(given.districts, count))
            bench = Bench(folder, url, units)
            if given.cells:
                make_dearer(bench.template, given.cells)
            if count == given.count and given.turns:
                compare(bench, ways, count, given.turns)
            if count in counts:
                grow(bench, [count], [int(word) for word in given.workers.split(",")])
            shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--loop"]:
        loop(sys.argv[2], json.load(sys.stdin))
    elif sys.argv[1:2] == ["--kit"]:
        kit(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))
    else:
        main()
