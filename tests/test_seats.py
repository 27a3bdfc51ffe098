"""Forty seats in ten teams, typing over HTTP into one database: benchmarks/seats.py, in short."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kit_home import ROOT

WHOLE = "seats whose text is not whole on disk: 0; seats with an entry doubled or put aside: 0"


@contextmanager
def typing(seconds: int, url: str = "") -> Iterator[subprocess.Popen[str]]:
    """The seats, from when they begin to type."""
    command = [sys.executable, str(ROOT / "benchmarks" / "seats.py"), "--seconds", str(seconds)]
    with subprocess.Popen([*command, "--database", url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("40 seats in 10 teams type")
        yield process


def ended(process: subprocess.Popen[str]) -> tuple[int, int]:
    """How often the seats saved and were told to try again, when they lost nothing and doubled nothing."""
    said, _ = process.communicate(timeout=120)
    assert (process.returncode, said.splitlines()[1:]) == (0, [WHOLE]), said
    saves, again = re.findall(r"(\d+) saves, (\d+) times told to try again", said)[0]
    return int(saves), int(again)


def test_forty_seats_at_one_sqlite_file_lose_no_character_and_double_no_entry():
    with typing(6) as seats:
        saves, _ = ended(seats)

    assert saves > 40  # each seat at least once, however busy the machine is


def test_forty_seats_lose_nothing_when_postgresql_goes_away_while_they_type(postgres):
    url = postgres.database()
    with typing(4, url) as seats:
        while (before := postgres.ask("SELECT count(*) FROM entries", url)[0][0]) < 40:
            assert seats.poll() is None
        postgres.stop()
        postgres.start()
        saves, again = ended(seats)

    assert saves > before
    assert again > 0
