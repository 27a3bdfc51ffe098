"""`kit lab`: JupyterLab on the start page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.content import Library, notebooks
from kitlib.errors import KitError
from kitlib.exchange.districts import load_sample_districts
from kitlib.server.sharing import begin, see_that_port_is_free
from kitlib.settings import PORT, Settings, see_that_work_can_be_kept, settings

__all__ = ["lab"]


def lab(
    port: Annotated[
        int, typer.Option(help="Keep it the same: what a browser keeps back belongs to one port.")
    ] = PORT,
    browser: Annotated[bool, typer.Option(help="Open the start page in your browser.")] = True,
    share: Annotated[
        bool, typer.Option(help="Let other devices on this network join teams by their codes.")
    ] = False,
    https: Annotated[
        bool,
        typer.Option(
            "--https", help="With --share: encrypt, by a certificate this computer makes for itself."
        ),
    ] = False,
    more: Annotated[
        list[str] | None, typer.Argument(help="Options for JupyterLab itself, after two dashes.")
    ] = None,
) -> None:
    """Open JupyterLab on the start page.

    Example: kit lab --share
    """
    see_that_work_can_be_kept(settings())
    places, library, store = everything()
    see_that_port_is_free(
        port,
        f"Look at http://localhost:{port}/doc/tree/notebooks/start.ipynb, "
        "or stop the other program and run: kit lab, or take another port: kit lab --port N",
    )
    _see_who_starts_it(more or [])
    if not store.districts.all():
        load_sample_districts(store, places.data)
        typer.echo(
            "Loaded the kit's short list of sample districts. Load yours with: kit districts import FILE"
        )
    store.close()
    _sign(library, places)
    for id in library.faults():
        typer.echo(
            f'"{id}" cannot be opened until its file is mended. See what: kit check {library.name_of(id)}'
        )
    command = [*_command(places, port), *([] if browser else ["--no-browser"]), *(more or [])]
    environment = {**os.environ, "KIT_HOME": str(places.home), "KIT_DATABASE_URL": places.database_url}
    if share:
        environment |= begin(port + 1, environment, settings().certificate if https else None)
    if os.name == "posix":
        # In the place of this process, so that whoever stops it stops JupyterLab and leaves no server behind.
        os.execve(command[0], command, environment)
    raise typer.Exit(subprocess.call(command, env=environment))


def _command(places: Settings, port: int) -> list[str]:
    """JupyterLab as the kit needs it."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={places.home}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.terminals_enabled=False",
        # Where another program took the port of a kernel, cached ones would be tried again until it is given up.
        "--KernelManager.cache_ports=False",
        # The kit's extension needs no build, and asking whether one is due starts Node.js at every page.
        "--ServerApp.tornado_settings={'page_config_data': {'buildCheck': False, 'buildAvailable': False}}",
        "--LabApp.default_url=/doc/tree/notebooks/start.ipynb",
    ]


def _sign(library: Library, places: Settings) -> None:
    """Sign what is byte for byte the kit's own; a changed notebook asks before it runs."""
    for path, text in notebooks.build(library).items():
        here = places.notebooks / path
        if here.exists() and here.read_text(encoding="utf-8") == text:
            notebooks.write(here, text)


def _see_who_starts_it(more: Sequence[str]) -> None:
    if getattr(os, "geteuid", lambda: 1)() == 0 and "--allow-root" not in more:
        raise KitError(
            "You are the administrator (root) here, and JupyterLab does not start for root by itself.",
            "Start it as yourself, or if you mean it: kit lab -- --allow-root",
        )
