"""What years of use cost: a home with thousands of meetings, and the times of all that lists them.

Loads a list of districts and of schools, and holds MEETINGS meetings over three years in them through the normal way to
write: opened, begun, with actions and a next date, a part of what came from before closed, most of them ended. Then
measures the desk and the start page, on the server and in the browser. Fails (exit 1) where one takes more than MOST
seconds. With `--documents` it then makes all records, all pages of districts and schools and a roll-up, each twice, and
tells their seconds and the most memory that one process of them held.

    python benchmarks/desk.py --meetings 5000 --districts data/districts.csv --schools data/schools.csv
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lab import CHROMIUM, Lab, lab
from playwright.sync_api import sync_playwright

from kitlib.exchange.districts import read_list
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting

SEED = 5000
YEARS = 3
MOST = 1.0  # seconds
WORK = (
    "Ask families",
    "Share the schedule",
    "Visit two classrooms",
    "Read the results",
    "Write to the board",
)
OWNERS = ("Principal", "Coach", "Counselor", "Family liaison")


def fill(service: MeetingService, meetings: int, today: dt.date) -> None:
    """Hold so many meetings, oldest first."""
    chance = random.Random(SEED)
    plans = dict(_sessions(service))
    districts = service.store.districts.all()
    schools = {each.code: service.store.districts.schools(each.code) for each in districts}
    for n in range(meetings):
        day = today - dt.timedelta(days=round(365 * YEARS * (1 - n / meetings)))
        district = districts[(n * 7919) % len(districts)]
        of_it = schools[district.code]
        session = chance.choice(list(plans))
        meeting = service.store.meetings.open(
            session=session,
            date=day.isoformat(),
            minutes=service.library.session(session).minutes,
            teams_=["Team 1"],
            district=district.code,
            school=chance.choice(of_it).code if of_it and chance.random() < 0.5 else None,
            content=content_now(service.library, session),
        )
        _hold(service, meeting, plans[session], day, chance, ends=n < meetings - 40)


def _sessions(service: MeetingService) -> Iterator[tuple[str, str]]:
    """Some sessions with the activity that holds their actions."""
    for session in service.library.sessions()[::4]:
        plan = next((id for id, each in session.activities.items() if each.kind == "actions"), "")
        if plan:
            yield session.id, plan


def _hold(
    service: MeetingService, meeting: Meeting, plan: str, day: dt.date, chance: random.Random, ends: bool
) -> None:
    writer, number = f"bench-{uuid.UUID(int=chance.getrandbits(128))}", 0

    def write(activity: str, field: str, value: Any, team: str = "") -> None:
        nonlocal number
        number += 1
        at = {"meeting": meeting.id, "team": team, "seat": "", "activity": activity, "field": field}
        service.save({**at, "value": value, "writer": writer, "seq": number, "base": None})

    begin = dt.datetime.combine(day, dt.time(15)).astimezone().timestamp()
    first = service.queries.session(meeting).steps[0].id
    write("clock", f"{first}.start", begin)
    for item in service.queries.carried(meeting.id):
        if chance.random() < 0.6:
            write("earlier", f"{item.id}.outcome", "done" if item.sort == "action" else "answered")
    for row in range(chance.randint(1, 3)):
        at = f"r{number}-{meeting.id[-4:]}{chance.randrange(10**6)}"
        write(plan, f"{at}.what", chance.choice(WORK), "team-1")
        write(plan, f"{at}.owner", OWNERS[row], "team-1")
        write(plan, f"{at}.due", (day + dt.timedelta(days=chance.randint(7, 90))).isoformat(), "team-1")
    write(plan, "next.date", (day + dt.timedelta(days=42)).isoformat(), "team-1")
    write(plan, "next.owner", OWNERS[0], "team-1")
    if ends:
        write("clock", "end", begin + 3600)


def main() -> int:
    """Run it all; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meetings", type=int, default=5000)
    parser.add_argument("--districts", type=Path, default=Path("data/districts.csv"))
    parser.add_argument("--schools", type=Path, default=Path("data/schools.csv"))
    parser.add_argument("--documents", action="store_true", help="then make all of them")
    asked = parser.parse_args()
    today = dt.datetime.now().astimezone().date()
    with lab() as running:
        store = running.service.store
        for file in (asked.districts, asked.schools):
            store.districts.load(read_list(file, store.districts.all()).rows)
        began = time.perf_counter()
        fill(running.service, asked.meetings, today)
        print(f"{asked.meetings} meetings held in {time.perf_counter() - began:.0f} s")
        began = time.perf_counter()
        while json.loads(fetch(f"{running.url}/kit/api/desk"))["left"]:
            pass
        print(f"looked through for the first time: {time.perf_counter() - began:.1f} s")
        slow = measure(running, store.districts.all()[0].code)
        if asked.documents:
            documents(running, sorted(id for id, _ in _sessions(running.service))[0])
        return slow


def measure(running: Lab, district: str) -> int:
    """Print the seconds of each list, on the server and in the browser; 1 where one takes more than MOST."""
    slow = []
    api = f"{running.url}/kit/api"
    asked = {
        "desk": "desk",
        "desk, schools": "desk?level=schools",
        "desk, found and sorted": "desk?words=a&sort=last&show=overdue",
        "one district": f"place?district={district}",
        "start page": "start",
        "start page, a late page": "meetings?page=100",
    }
    for name, query in asked.items():
        fetch(f"{api}/{query}")
        seconds = _timed(lambda query=query: fetch(f"{api}/{query}"))
        print(f"{name}: {seconds:.3f} s on the server")
        slow += [name] if seconds > MOST else []
    for name, seconds in browsed(running):
        print(f"{name}: {seconds:.2f} s in the browser")
        slow += [name] if seconds > MOST else []
    return 1 if slow else 0


def documents(running: Lab, session: str) -> None:
    """Print what it takes to make all that there is to make, and to find out that nothing changed."""
    for words in (["records"], ["portfolio"], ["rollup", "--session", session]):
        for how in ("the first time", "again"):
            began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "kitlib.cli", *words]
            done = subprocess.run(command, cwd=running.home, capture_output=True, text=True, check=False)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
            said = (done.stdout or done.stderr).strip().splitlines()[-1:]
            print(
                f"kit {' '.join(words)}, {how}: {time.perf_counter() - began:.1f} s, {cpu:.1f} s of a processor; "
                f"at most {used.ru_maxrss // 1024} MB so far; {' '.join(said)}",
                flush=True,
            )


def browsed(running: Lab) -> Iterator[tuple[str, float]]:
    """What a person waits for: from an address, or the answer of the kernel, to the rows."""
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(**CHROMIUM).new_page()
        page.goto(f"{running.url}/kit/desk")  # the files are fetched for the first time
        page.wait_for_selector(".kit-desk tbody tr")
        desk = _timed(lambda: (page.reload(), page.wait_for_selector(".kit-desk tbody tr")))
        yield "desk, from its address to its rows", desk
        first = page.locator(".kit-desk tbody tr").first.inner_text()
        began = time.perf_counter()
        page.get_by_label("In the order of").select_option("name")
        page.wait_for_function(
            "first => document.querySelector('.kit-desk tbody tr').innerText !== first", arg=first
        )
        yield "desk, from a choice to the rows", time.perf_counter() - began
        page.goto(f"{running.url}/doc/tree/notebooks/start.ipynb")
        page.wait_for_selector(".kit-start", timeout=120_000)
        asked = (
            "performance.getEntriesByType('resource').find(e => e.name.includes('/kit/api/start')).startTime"
        )
        yield "start page, once its cell has run", page.evaluate(f"(performance.now() - {asked}) / 1000")


def fetch(address: str) -> bytes:
    """What stands at an address."""
    found: bytes = urllib.request.urlopen(address, timeout=120).read()
    return found


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
