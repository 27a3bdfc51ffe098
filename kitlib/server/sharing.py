"""Sharing: the participants' own server beside JupyterLab, turned on and off while JupyterLab runs.

`kit lab --share` turns it on before JupyterLab starts, the start page's button later. It
ends when it is turned off, or with whoever started it: it reads from a pipe of which
that one holds the other end.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from kitlib.errors import KitError
from kitlib.server.certificate import own_certificate

__all__ = ["ADDRESS", "PIPE", "Sharing", "begin", "own_address", "see_that_port_is_free"]

ADDRESS = "KIT_PARTICIPANTS"  # where devices join; read by `kitlib.settings`
PIPE = "KIT_PARTICIPANTS_PIPE"  # the open end by which the server that runs beside this process is ended
PATIENCE = 60.0  # seconds until it answers


def own_address() -> str:
    """This computer's number on its network; its name where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; only asks which way it would go
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def begin(port: int, environment: Mapping[str, str], certificate: Path | None) -> dict[str, str]:
    """Start it; what is then to stand in the environment of who started it. With a `certificate` it encrypts.

    Raises KitError where the port is taken, or the certificate cannot be made.
    """
    see_that_port_is_free(port, "Stop the other program, or start the kit at another port: kit lab --port N")
    if certificate is not None:
        own_certificate(certificate, [own_address()])  # what is wrong is told before anything starts
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    encrypted = ["--https"] if certificate is not None else []
    command = [sys.executable, "-m", "kitlib.cli", "serve", "--port", str(port), *encrypted, "--until-closed"]
    subprocess.Popen(command, env=dict(environment), stdin=reading)
    os.close(reading)
    scheme = "https" if encrypted else "http"
    return {ADDRESS: f"{scheme}://{own_address()}:{port}/kit/join", PIPE: str(writing)}


class Sharing:
    """Whether other devices can join the meetings of this server. Threads may call it one at a time."""

    def __init__(self, port: int, places_environment: Mapping[str, str]) -> None:
        self._port, self._environment = port, places_environment

    @property
    def address(self) -> str:
        """Where other devices join; empty while nobody can."""
        return os.environ.get(ADDRESS, "")

    def turn_on(self, certificate: Path | None = None) -> str:
        """Let devices join, and wait until the server answers. Raises KitError where it cannot be started."""
        if self.address:
            return self.address
        environment = {**os.environ, **self._environment}
        started = begin(self._port, environment, certificate)
        end = time.monotonic() + PATIENCE
        while not self._listens():
            if time.monotonic() > end:
                os.close(int(started[PIPE]))
                raise KitError(
                    "The server for other devices did not start.",
                    f"Try again, or see what is wrong: kit serve --port {self._port}",
                )
            time.sleep(0.1)
        os.environ.update(started)
        return self.address

    def turn_off(self) -> None:
        """End it. What people typed stays on their devices, and is sent when sharing is on again."""
        pipe = os.environ.pop(PIPE, "")
        os.environ.pop(ADDRESS, None)
        if pipe:
            os.close(int(pipe))

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def see_that_port_is_free(port: int, act: str) -> None:
    """Raise KitError, with what to do, where another program listens at a port of this computer."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise KitError(f"Port {port} is taken: the kit may be running already.", act) from None
