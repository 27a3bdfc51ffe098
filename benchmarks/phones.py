"""Many phones at once in meetings of `kit serve`, each a page of a team as a browser plays it, over real HTTP and pushes.

A phone joins by its code, takes a seat, writes one more word every second, and looks at the others when the server tells
that something changed, as the page does. At the end each phone's answers must be on disk, each once and in their order.
Beside it the wall is asked, as JupyterLab asks it, for what one phone wrote.

    python benchmarks/phones.py --phones 60 --seconds 300
    python benchmarks/phones.py --phones 500 --meetings 20 --every 5 --database postgresql://kit@localhost/bench
    python benchmarks/phones.py --phones 60 --kill 60
    python benchmarks/phones.py --kernels 20
    python benchmarks/phones.py --voila 20
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from lab import home_in
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from kitlib.content import Library
from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.planning import create_meeting
from kitlib.meetings.service import MeetingService
from kitlib.settings import settings
from kitlib.store import Address, Store

SESSION, ACTIVITY, FIELD = "introducing-bias", "scene", "moment"  # read by the team
LIMIT = 0.25  # seconds from sending to stored, of 95 in 100
GAP = 0.4  # seconds between two looks of one page, as in core/poller.js
IN_TEAM = 6


class Http:
    """One kept connection to the server, and the bytes that go over it."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source, self.bytes = port, source, 0
        self.cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: str = "", kind: str = "application/json"
    ) -> tuple[int, bytes]:
        """Status and body; raises OSError where the server is away."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.source, 0))
        reader, writer = self._streams
        given = body.encode()
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: gzip",
            f"Cookie: {'; '.join(f'{k}={v}' for k, v in self.cookies.items())}",
            *([f"Content-Type: {kind}", f"Content-Length: {len(given)}", f"X-XSRFToken: {self.cookies.get('_xsrf', '')}"] if given else []),
        ]  # fmt: skip
        sent = "\r\n".join(lines).encode() + b"\r\n\r\n" + given
        try:
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            size = re.search(rb"(?i)content-length: (\d+)", head)
            found = await reader.readexactly(int(size[1])) if size else b""
        except (OSError, asyncio.IncompleteReadError) as error:
            writer.close()
            self._streams = None
            raise OSError(str(error)) from None
        self.bytes += len(sent) + len(head) + len(found)
        for name, value in re.findall(rb"(?i)set-cookie: ([\w-]+)=([^;\r]*)", head):
            self.cookies[name.decode()] = value.decode()
        if b"gzip" in head.lower() and found:
            found = gzip.decompress(found)
        return int(head.split()[1]), found


@dataclass
class Phone:
    """One person's page. `texts` is what it wrote, `took` how long each was on its way until stored."""

    port: int
    meeting: str
    team: str
    seat: str
    code: str
    source: str  # its own address on the network
    every: float  # seconds between two words
    texts: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    again: int = 0
    change: int = 0
    pushed: int = 0

    async def live(self, begin: float, until: float) -> None:
        """Join, then write and look until the end."""
        self.http, self.nudged = Http(self.port, self.source), asyncio.Event()
        self.looking = Http(self.port, self.source)
        await self.http.ask("GET", "/kit/join")
        form = urlencode({"code": self.code, "_xsrf": self.http.cookies["_xsrf"]})
        status, _ = await self.http.ask("POST", "/kit/join", form, "application/x-www-form-urlencoded")
        assert status == 303, status
        self.looking.cookies = self.http.cookies
        at = {"meeting": self.meeting, "team": self.team, "seat": self.seat}
        await self.http.ask("POST", "/kit/api/seat", json.dumps(at))
        self.joined = dict(self.http.cookies)
        await asyncio.sleep(max(0.0, begin - time.monotonic()) + random.random() * self.every)
        watch = [asyncio.create_task(self._listen(until)), asyncio.create_task(self._look(until))]
        await self._write(until)
        for task in watch:
            task.cancel()

    async def _write(self, until: float) -> None:
        base, due = None, time.monotonic()
        while time.monotonic() < until:
            self.texts.append(f"{' '.join(self.texts[-1:])[:200]} word{len(self.texts)}".strip())
            entry = {
                "meeting": self.meeting, "team": self.team, "seat": self.seat, "activity": ACTIVITY, "field": FIELD,
                "value": self.texts[-1], "writer": f"w-{self.team}-{self.seat}-x", "seq": len(self.texts), "base": base,
            }  # fmt: skip
            base = await self._kept(json.dumps({"entries": [entry]}), base)
            due = max(due + self.every, time.monotonic())
            await asyncio.sleep(due - time.monotonic())

    async def _kept(self, body: str, base: int | None) -> int | None:
        began = time.perf_counter()
        while True:
            with suppress(OSError):
                _, said = await self.http.ask("POST", "/kit/api/entries", body)
                answer = json.loads(said)["results"][0] if b"results" in said else {"outcome": "retry"}
                if answer["outcome"] != "retry":
                    break
            self.again += 1
            await asyncio.sleep(0.5)
        self.took.append(time.perf_counter() - began)
        if answer["outcome"] != "saved":
            self.problems.append(str(answer))
        return answer.get("rev", base)

    async def _listen(self, until: float) -> None:
        place = urlencode({"meeting": self.meeting, "team": self.team})
        cookies = "; ".join(f"{k}={v}" for k, v in self.joined.items())
        while time.monotonic() < until:
            with suppress(Exception):
                request = HTTPRequest(
                    f"ws://127.0.0.1:{self.port}/kit/changes?{place}", headers={"Cookie": cookies}
                )
                connection = await websocket_connect(request)
                while (said := await connection.read_message()) is not None:
                    self.pushed += len(said) + 2
                    self.nudged.set()
            self.nudged.set()
            await asyncio.sleep(1)

    async def _look(self, until: float) -> None:
        while time.monotonic() < until:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.nudged.wait(), 10)
            self.nudged.clear()
            began = time.perf_counter()
            query = urlencode(
                {"meeting": self.meeting, "team": self.team, "seat": self.seat, "since": self.change}
            )
            with suppress(OSError):
                status, said = await self.looking.ask("GET", f"/kit/api/state?{query}")
                if status == 200:
                    self.change = json.loads(said)["change"]
                self.looks.append(time.perf_counter() - began)
            await asyncio.sleep(max(0.0, GAP - (time.perf_counter() - began)))


class Wall(threading.Thread):
    """The wall of one meeting, asked as JupyterLab's server asks it; when each text was first seen."""

    def __init__(self, service: MeetingService, meeting: str, until: float) -> None:
        super().__init__(daemon=True)
        self.service, self.meeting, self.until = service, meeting, until
        self.lag: list[float] = []

    def run(self) -> None:
        """Ask until the end."""
        seen, signs = 0, None
        while time.monotonic() < self.until:
            now = self.service.store.watching.signs([self.meeting])
            if now != signs:
                signs = now
                wall = self.service.queries.wall(self.meeting, seen)
                before, seen = seen, wall["change"]
                if before:
                    answers = self.service.queries.standing(self.meeting).answers.values()
                    self.lag += [time.time() - a.at for a in answers if a.id > before]
            time.sleep(0.15)


@dataclass
class Server:
    """`kit serve`, which can be killed and started again."""

    home: Path
    port: int
    peak: int = 0
    cpu: float = 0.0

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        command = [sys.executable, "-m", "kitlib.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=self.home, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise SystemExit("kit serve did not start within two minutes.")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.measure()
        self.process.kill()
        self.process.wait()

    def measure(self) -> None:
        """Note the most memory that it ever held, in MB, and add the seconds of a core that it used."""
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            self.peak = max(self.peak, int(status.partition("VmHWM:")[2].split()[0]) // 1024)
            used = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            self.cpu += sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--phones", type=int, default=60)
    parser.add_argument("--meetings", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--every", type=float, default=1, help="seconds between two words of a phone")
    parser.add_argument("--kill", type=float, default=0, help="kill -9 the server every so many seconds")
    parser.add_argument("--database", default="", help="the URL of an empty database; else a new SQLite file")
    parser.add_argument(
        "--kernels", type=int, default=0, help="instead: what so many kernels, one a person, cost"
    )
    parser.add_argument(
        "--voila", type=int, default=0, help="instead: what so many pages of Voila cost (pip install voila)"
    )
    given = parser.parse_args()
    if given.kernels:
        return kernels(given.kernels)
    if given.voila:
        return voila(given.voila)
    with tempfile.TemporaryDirectory(prefix="kit-phones-", ignore_cleanup_errors=True) as folder:
        home = home_in(Path(folder), database=given.database)
        store = Store(os.environ["KIT_DATABASE_URL"])
        load_sample_districts(store, home / "data")
        service = MeetingService(store, Library(home / "facilitation"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            server = Server(home, probe.getsockname()[1])
        phones = seat_all(service, home, server.port, given)
        server.start()
        try:
            walls = asyncio.run(play(phones, service, server, given.seconds, given.kill))
        finally:
            server.kill()
        return report(phones, walls, store, server, given.seconds)


def seat_all(service: MeetingService, home: Path, port: int, given: argparse.Namespace) -> list[Phone]:
    """Open the meetings, and give each phone a place in one."""
    phones: list[Phone] = []
    for n in range(given.meetings):
        here = given.phones // given.meetings + (n < given.phones % given.meetings)
        labels = [f"Team {t + 1}" for t in range(-(-here // IN_TEAM))]
        opened = create_meeting(service.store, service.library, settings(home), session=SESSION, teams=labels)
        codes = {
            d.team: d.code
            for d in service.store.doors.of(opened.meeting.id, [t.id for t in opened.meeting.teams])
        }
        for p in range(here):
            team = f"team-{p // IN_TEAM + 1}"
            address = f"127.0.{1 + len(phones) // 250}.{1 + len(phones) % 250}"
            seat = f"seat-{p % IN_TEAM + 1}"
            phones.append(Phone(port, opened.meeting.id, team, seat, codes[team], address, given.every))
    return phones


async def play(
    phones: Sequence[Phone], service: MeetingService, server: Server, seconds: float, kill: float
) -> list[Wall]:
    """Let all of them write for so long."""
    begin = time.monotonic() + 3 + len(phones) / 40
    until = begin + seconds
    walls = [Wall(service, phones[0].meeting, until)]
    for wall in walls:
        wall.start()

    async def killer() -> None:
        while kill and time.monotonic() + kill < until:
            await asyncio.sleep(kill)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)

    killing = asyncio.create_task(killer())
    await asyncio.gather(*(phone.live(begin, until) for phone in phones))
    killing.cancel()
    return walls


def report(
    phones: Sequence[Phone], walls: Sequence[Wall], store: Store, server: Server, seconds: float
) -> int:
    """Print what was found; returns the exit code."""
    lost = doubled = 0
    for phone in phones:
        history = store.entries.history(Address(phone.meeting, phone.team, phone.seat, ACTIVITY, FIELD))
        values = [entry.value for entry in history]
        lost += len(set(phone.texts) - set(values))
        doubled += len(values) - len(set(values)) + sum(entry.standing != "accepted" for entry in history)
    took = [t for phone in phones for t in phone.took]
    looks = [t for phone in phones for t in phone.looks]
    lag = [t for wall in walls for t in wall.lag]
    carried = sum(p.http.bytes + p.looking.bytes + p.pushed for p in phones)
    problems = [problem for phone in phones for problem in phone.problems]
    print(
        f"{len(phones)} phones in {len({p.meeting for p in phones})} meeting(s) wrote for {seconds:.0f} s into {store.place}:"
    )
    print(
        f"  {len(took)} answers, {len(took) / seconds:.0f} a second; {sum(p.again for p in phones)} sent again; from sending to stored {_spread(took)}"
    )
    print(
        f"  {len(looks)} looks at the others: {_spread(looks)}; from stored to the wall: {_spread(lag) if lag else 'none'}"
    )
    print(
        f"  {carried / len(phones) / (seconds / 60) / 1000:.0f} kB a phone and minute; the server held at most {server.peak} MB "
        f"and used {server.cpu / seconds:.2f} of a core, starting included"
    )
    print(f"  lost: {lost}; doubled or put aside: {doubled}; refused: {len(problems)}")
    for problem in problems[:5]:
        print(problem)
    return 1 if lost or doubled or problems or _at(took, 0.95) > LIMIT else 0


def kernels(count: int) -> int:
    """What a kernel for each person costs, as Voila and notebooks for all would need: each has a session open."""
    from jupyter_client.manager import start_new_kernel

    with tempfile.TemporaryDirectory(prefix="kit-phones-", ignore_cleanup_errors=True) as folder:
        home_in(Path(folder))
        managers, began = [], time.monotonic()
        for _ in range(count):
            manager, client = start_new_kernel()
            client.execute_interactive("import kitlib.notebook, anywidget", timeout=120)
            managers.append((manager, client))
        took = time.monotonic() - began
        held = [_held(m.provisioner.pid) for m, _ in managers]
        for manager, client in managers:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    print(
        f"{count} kernels, one a person, with the kit loaded: {took:.0f} s to start, {sum(held):.0f} MB ({statistics.mean(held):.0f} MB each)"
    )
    return 0


def voila(count: int) -> int:
    """What Voila costs for as many people: each page is a notebook that it runs in a kernel of its own."""
    from nbformat.v4 import new_code_cell, new_notebook

    boxes = "import ipywidgets as w\nw.VBox([w.Textarea(description=f'Prompt {n}') for n in range(6)])"
    with tempfile.TemporaryDirectory(prefix="kit-phones-") as folder, socket.socket() as probe:
        Path(folder, "page.ipynb").write_text(json.dumps(new_notebook(cells=[new_code_cell(boxes)])))
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "voila", "page.ipynb", "--no-browser", f"--port={port}"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            took = asyncio.run(_visits(port, count))
            tree = [server.pid, *_children(server.pid)]
            held = sum(map(_held, tree))
        finally:
            for each in reversed(tree):
                with suppress(OSError):
                    os.kill(each, 9)
            server.wait()
    print(
        f"{count} pages of Voila, each with a kernel: {took:.0f} s until all were there, {held:.0f} MB in {len(tree)} processes"
    )
    return 0


async def _visits(port: int, count: int) -> float:
    """Open so many pages at once; seconds until all of them are there."""
    from tornado.httpclient import AsyncHTTPClient

    client = AsyncHTTPClient(max_clients=count)
    address = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        with suppress(OSError):
            (await asyncio.open_connection("127.0.0.1", port))[1].close()
            break
        await asyncio.sleep(0.2)
    began = time.monotonic()
    await asyncio.gather(*(client.fetch(address, request_timeout=600) for _ in range(count)))
    return time.monotonic() - began


def _children(pid: int) -> list[int]:
    """The processes below one, whatever their depth."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *_children(child))]


def _held(pid: int) -> float:
    """The memory of a process in MB, of what several share its part."""
    found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _spread(values: Sequence[float]) -> str:
    """The middle, 95 in 100 and the longest, in milliseconds."""
    p50, p95, most = (_at(values, share) * 1000 for share in (0.5, 0.95, 1))
    return f"{p50:.0f} ms in the middle, 95 in 100 under {p95:.0f} ms, the longest {most:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
