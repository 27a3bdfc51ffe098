"""Many seats typing at once into one database, over HTTP to a real Jupyter server.

Each seat writes one sentence after the other as a page does: a pause after the
last key, then the whole text so far, with its number; the same again when it is
told to try again. At the end every seat's text must be on disk, whole, and no
entry twice.

    python benchmarks/seats.py --seats 40 --teams 10 --seconds 60
    python benchmarks/seats.py --database postgresql://kit@localhost/bench
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from lab import lab

from kitlib.store import Address

WORDS = [
    "when",
    "the",
    "bell",
    "rings",
    "early",
    "we",
    "hear",
    "no",
    "one",
    "and",
    "nobody",
    "asks",
    "why",
    "so",
    "we",
    "write",
    "it",
    "down",
]
FIELD = ("scene", "moment")


class Seat(threading.Thread):
    """One person who types until `until`."""

    def __init__(self, url: str, meeting: str, team: str, seat: str, until: float) -> None:
        super().__init__(daemon=True)
        self.at = {"meeting": meeting, "team": team, "seat": seat, "activity": FIELD[0], "field": FIELD[1]}
        self.url, self.until = url, until
        self.device = secrets.token_hex(32)
        self.text, self.took, self.problems = "", list[float](), list[str]()
        self.saves = self.again = 0

    def run(self) -> None:
        """Type, and save after each pause."""
        self._post("seat", {name: self.at[name] for name in ("meeting", "team", "seat")})
        base, chance = None, random.Random(f"{self.at['team']}{self.at['seat']}")
        writer = f"w-{self.at['team']}-{self.at['seat']}"
        while time.monotonic() < self.until:
            self.text += " ".join(chance.choices(WORDS, k=chance.randint(2, 6))) + " "
            time.sleep(chance.uniform(0.3, 1.2))
            self.saves += 1
            answer = self._kept(
                {**self.at, "value": self.text, "writer": writer, "seq": self.saves, "base": base}
            )
            if answer["outcome"] != "saved":
                self.problems.append(str(answer))
                return
            base = answer.get("rev", base)

    def _kept(self, message: dict[str, Any]) -> dict[str, Any]:
        """What the message is answered, once it is answered otherwise than by "retry"."""
        while True:
            began = time.perf_counter()
            answer = self._send(message)
            self.took.append(time.perf_counter() - began)
            if answer["outcome"] != "retry" or time.monotonic() > self.until + 60:
                return answer
            self.again += 1
            time.sleep(0.5)

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        """What became of a message, in one word for a call that was not taken at all as for one entry."""
        answer = self._post("entries", {"entries": [message]})
        return answer["results"][0] if "results" in answer else {"outcome": answer.get("error"), **answer}

    def _post(self, call: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"{self.url}/kit/api/{call}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Cookie": f"kit-device={self.device}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            return json.loads(error.read())


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--teams", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", default="", help="the URL of an empty database; else a new SQLite file")
    given = parser.parse_args()
    labels = [f"Team {n + 1}" for n in range(given.teams)]
    with lab(database=given.database) as running:
        meeting = running.open("introducing-bias", teams=labels).meeting.id
        store = running.service.store
        until = time.monotonic() + given.seconds
        places = [(f"team-{n % given.teams + 1}", f"seat-{n // given.teams + 1}") for n in range(given.seats)]
        seats = [Seat(running.url, meeting, team, seat, until) for team, seat in places]
        for each in seats:
            each.start()
        print(f"{given.seats} seats in {given.teams} teams type into {store.place} ...", flush=True)
        for each in seats:
            each.join()
        histories = [store.entries.history(Address(**each.at)) for each in seats]
    lost = doubled = 0
    for seat, history in zip(seats, histories, strict=True):
        lost += (history[-1].value if history else "") != seat.text
        doubled += len(history) != seat.saves or any(entry.standing != "accepted" for entry in history)
    took = sorted(t for seat in seats for t in seat.took)
    problems = [problem for seat in seats for problem in seat.problems]
    print(
        f"{given.seats} seats in {given.teams} teams typed for {given.seconds:.0f} s: {sum(s.saves for s in seats)} saves, "
        f"{sum(s.again for s in seats)} times told to try again, "
        f"median {statistics.median(took) * 1000:.0f} ms, 99 in 100 under {took[int(len(took) * 0.99)] * 1000:.0f} ms, "
        f"longest {took[-1] * 1000:.0f} ms"
    )
    print(
        f"seats whose text is not whole on disk: {lost}; seats with an entry doubled or put aside: {doubled}"
    )
    for problem in problems[:5]:
        print(problem)
    return 1 if lost or doubled or problems else 0


if __name__ == "__main__":
    sys.exit(main())
