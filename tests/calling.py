"""The command `kit`, called in this process as its entry point calls it."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from unittest import mock

from kitlib.cli import run

__all__ = ["called"]


class _Console(io.TextIOWrapper):
    """What a process writes its output to: text over bytes, in UTF-8."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def said(self) -> str:
        self.flush()
        whole: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]
        return whole.decode("utf-8")


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """What a command changes of its process, and what ends with a process, is put back."""
    mask = os.umask(0)
    os.umask(mask)
    met = signal.getsignal(signal.SIGTERM)
    try:
        with warnings.catch_warnings():
            yield
    finally:
        os.umask(mask)
        signal.signal(signal.SIGTERM, met)


def called(words: Sequence[str], environment: dict[str, str], typed: str) -> subprocess.CompletedProcess[str]:
    """What `kit WORDS` leaves with and prints, for a user who types what is given."""
    out, err = _Console(), _Console()
    code = 0
    with (
        _as_it_was(),
        mock.patch.object(sys, "argv", ["kit", *words]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")),
        mock.patch.dict(os.environ, {"TERM": "dumb", **environment}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    return subprocess.CompletedProcess(["kit", *words], code, out.said(), err.said())
