"""Joining a meeting from another device: a code for each team, and nothing more than that team's page.

A code is worked out from a secret that stays in the kit's home, so none is
stored; it opens one team's page of one meeting, never JupyterLab.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from tornado import web

from kitlib.keeping.join_key import SECRET_BYTES, fault_of
from kitlib.settings import private_folder
from kitlib.store import Meeting, Store

__all__ = ["COOKIE", "OPEN_DAYS", "Codes", "joined_or_authenticated"]

COOKIE = "kit-team"
OPEN_DAYS = 14  # a code opens its page from the day before the meeting until so many days after
DAY = 86_400


class Codes:
    """The codes of the meetings of one home."""

    def __init__(self, secret_file: Path) -> None:
        self._secret = _secret(secret_file)
        self._wrong: list[float] = []

    def of(self, meeting: str, team: str) -> str:
        """The code of a team, such as `K7QD-2MXA`."""
        digest = hmac.digest(self._secret, f"{meeting}|{team}".encode(), "sha256")
        code = base64.b32encode(digest[:5]).decode("ascii")
        return f"{code[:4]}-{code[4:]}"

    def find(self, typed: str, store: Store) -> tuple[str, str] | None:
        """Meeting and team of a code as people type it (capitals, blanks and the dash do not matter), or None."""
        code = re.sub(r"[^A-Z2-7]", "", typed.upper().replace("0", "O").replace("1", "I"))
        if len(code) != 8:
            return None
        for meeting in store.meetings.list():
            if _open(meeting):
                for team in meeting.teams:
                    if hmac.compare_digest(self.of(meeting.id, team.id).replace("-", ""), code):
                        return meeting.id, team.id
        return None

    def too_many(self) -> bool:
        """Whether so many wrong codes came in the last minute that somebody is guessing."""
        now = time.monotonic()
        self._wrong = [at for at in self._wrong if now - at < 60]
        return len(self._wrong) >= 60

    def wrong(self) -> None:
        """Count a wrong code."""
        self._wrong.append(time.monotonic())


def _open(meeting: Meeting) -> bool:
    day = time.mktime(time.strptime(meeting.date, "%Y-%m-%d"))
    return day - DAY <= time.time() <= day + OPEN_DAYS * DAY or time.time() - meeting.opened_at <= DAY


def _secret(file: Path) -> bytes:
    """The secret in `file`, made at the first use and readable by its owner alone. Raises KitError for a short one."""
    private_folder(file.parent)
    if fault := fault_of(file):
        raise fault
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(handle, "wb") as new:
        new.write(os.urandom(SECRET_BYTES))
        new.flush()
        os.fsync(new.fileno())
    return file.read_bytes()


def joined_or_authenticated(method: Callable[..., Any]) -> Callable[..., Any]:
    """For who is signed in to Jupyter, and for who came by a code; `self.joined` is then (meeting, team), else None."""

    @wraps(method)
    async def guarded(self: Any, *args: Any, **named: Any) -> None:
        self.joined = None
        if not self.current_user:
            ticket = self.get_signed_cookie(COOKIE, max_age_days=OPEN_DAYS + 1)
            meeting, bar, team = ticket.decode("utf-8").partition("|") if ticket else ("", "", "")
            if not bar:
                if self.way_in:
                    self.redirect(f"{self.base_url}{self.way_in}")
                    return
                raise web.HTTPError(403, "Join with a code first.")
            self.joined = (meeting, team)
        await method(self, *args, **named)

    return guarded
