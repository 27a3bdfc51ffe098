"""Forty districts at once: a record for each, and none that holds another's words.

Holds one sample meeting in each of COUNT districts of a list, in a fresh home
of the kit, with answers drawn from data/sample/. In every meeting one answer
that the team can read carries a sentence found nowhere else. Then runs
`kit records` and reads all that it wrote. Fails (exit 1) unless every district
has its notebook and its page, each with its own sentence and no other's, and
no private answer of any seat stands in any file.

    python benchmarks/forty_districts.py --districts data/districts.csv --count 6
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import html
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.exchange.sample import Sample, hold, read
from kitlib.kinds.shared.rule import Rule
from kitlib.meetings.rules import rule_of
from kitlib.meetings.service import MeetingService
from kitlib.store import District, Store

ROOT = Path(__file__).resolve().parents[1]
SEED = 40
Fields = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One meeting, the sentence that marks it, and the answers that must stay with their seats."""

    sample: Sample
    marker: str
    private: tuple[str, ...]


def read_districts(path: Path) -> list[District]:
    """The districts of a CSV file with the columns code, name, county, enrollment."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [District(r["code"], r["name"], r["county"], int(r["enrollment"] or 0) or None) for r in rows]


def draw(samples: Sequence[Sample], district: str, library: Library, chance: random.Random) -> Told:
    """A meeting from `samples` of one session: seats of one, words of any team, answers of any seat."""
    base = chance.choice(samples).model_copy(deep=True)
    teams = [team for sample in samples for team in sample.answers.values()]
    pool: dict[tuple[str, str], list[Any]] = {}
    for fields, activity, field in _of_seats(teams):
        pool.setdefault((activity, field), []).append(fields[field])
    for team in base.answers.values():
        team["team"] = {**deepcopy(chance.choice(teams)["team"]), "seats": team["team"]["seats"]}
    readable: list[tuple[Fields, str]] = []
    private: list[str] = []
    for fields, activity, field in _of_seats(list(base.answers.values())):
        fields[field] = chance.choice(pool[activity, field])
        rule = rule_of(library.session(base.session), activity, library)
        assert isinstance(rule, Rule)
        if rule.field(field).visibility == "private":
            private.append(fields[field])
        elif rule.kind != "rating":
            readable.append((fields, field))
    marker = f"The lantern of {district} hangs in no other record."
    fields, field = chance.choice(readable)
    fields[field] += f" {marker}"
    date = base.date - dt.timedelta(weeks=chance.randrange(3))
    return Told(
        base.model_copy(update={"district": district, "school": "", "date": date}), marker, tuple(private)
    )


def _of_seats(teams: Sequence[dict[str, Any]]) -> Iterator[tuple[Fields, str, str]]:
    """Of every answer of a seat: the fields it stands in, its activity, its field."""
    for team in teams:
        for activities in (of_it for place, of_it in team.items() if place != "team"):
            for activity, fields in activities.items():
                yield from ((fields, activity, field) for field in fields)


def hold_meetings(home: Path, url: str, districts: Sequence[District], count: int) -> list[Told]:
    """Make a home of the kit, load `districts`, and hold a meeting in `count` of them, evenly spread."""
    for folder in ("facilitation", "notebooks"):
        shutil.copytree(ROOT / folder, home / folder)
    library, store, chance = Library(home / "facilitation"), Store(url), random.Random(SEED)
    store.districts.load(districts)
    samples = [read(path) for path in sorted((ROOT / "data" / "sample").glob("*.json"))]
    sessions = sorted({sample.session for sample in samples})
    service, told = MeetingService(store, library), []
    for i in range(count):
        of_session = [sample for sample in samples if sample.session == sessions[i % len(sessions)]]
        told.append(draw(of_session, districts[i * len(districts) // count].code, library, chance))
        hold(told[-1].sample, service)
    store.close()
    return told


def words(text: str) -> str:
    """A text as its words in lower case, one blank apart, so that no line break or sign hides one."""
    found = " ".join(re.findall(r"\w+", html.unescape(text).lower()))
    return f" {found} "


def words_of(path: Path) -> str:
    """All words in a file, with its tags and once more without; pictures are left out."""
    text = path.read_text(encoding="utf-8", errors="ignore")
    if path.suffix in (".ipynb", ".json"):
        text = re.sub(r"\\[nrt]", " ", text)
    text = re.sub(r"[A-Za-z0-9+/=]{200,}", " ", text)
    return words(text) + words(re.sub(r"</?[a-zA-Z][^<>]*>", " ", text))


def parts(answer: str) -> set[str]:
    """An answer as a whole, and each of its sentences that has four words or more."""
    return {words(answer)} | {s for s in map(words, re.split(r"[.!?…\n]", answer)) if len(s.split()) >= 4}


def problems(out: Path, told: Sequence[Told]) -> Iterator[str]:
    """All that is wrong with the records under `out`, a line each."""
    files = {path: words_of(path) for path in sorted(out.rglob("*")) if path.is_file()}
    for one in told:
        code, folder = one.sample.district, out / one.sample.session
        for ending in ("ipynb", "html"):
            own = [path for path in folder.glob(f"{code}-*.{ending}") if words(one.marker) in files[path]]
            if len(own) != 1:
                yield f"{code}: {len(own)} records (.{ending}) with its sentence, not 1"
        for path, text in files.items():
            if words(one.marker) in text and not path.name.startswith(f"{code}-"):
                yield f"{path}: holds the sentence of {code}"
    secret = sorted({part for one in told for answer in one.private for part in parts(answer)})
    for path, text in files.items():
        yield from (f"{path}: holds private words:{part}" for part in secret if part in text)


def main() -> int:
    """Run it all; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--districts", type=Path, required=True, help="CSV: code, name, county, enrollment")
    parser.add_argument("--count", type=int, default=40, help="how many hold a meeting (default: 40)")
    parser.add_argument("--home", type=Path, help="a new folder for the run (default: a temporary one)")
    given = parser.parse_args()
    districts = read_districts(given.districts)
    if not 1 <= given.count <= len(districts):
        parser.error(f"--count must be from 1 to {len(districts)}, the districts in {given.districts}")
    home = (given.home or Path(tempfile.mkdtemp(prefix="kit-forty-"))).resolve()
    if home.exists() and any(home.iterdir()):
        parser.error(f"{home} is not empty; name a new folder")

    print(f"Home of the run: {home}", flush=True)
    url, out = f"sqlite:///{(home / 'data' / 'kit.db').as_posix()}", home / "records"
    told = hold_meetings(home, url, districts, given.count)
    private = sum(len(one.private) for one in told)
    print(f"{len(told)} meetings held, with {private} private answers. Making the records …", flush=True)

    began = time.monotonic()
    command = [sys.executable, "-m", "kitlib.cli", "records", "--out", str(out)]
    environment = {**os.environ, "KIT_HOME": str(home), "KIT_DATABASE_URL": url}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began

    found = list(problems(out, told))
    if run.returncode:
        found.insert(0, f"kit records ended with {run.returncode}: {(run.stderr or run.stdout)[-2000:]}")
    notebooks, pages = (len(list(out.glob(f"*/*.{ending}"))) for ending in ("ipynb", "html"))
    print(f"{notebooks} notebooks and {pages} pages in {seconds:.0f} s, {seconds / len(told):.2f} s each.")
    print("\n".join(found) or "Each district has its record; no other's sentence, no private answer in any.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
