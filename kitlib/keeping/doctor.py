"""What can be wrong with a kit and its home, each found by a check of a few lines and told with the next command."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content.home import look_of
from kitlib.content.layers import packs
from kitlib.errors import ContentError, KitError
from kitlib.settings import Settings
from kitlib.store.copying import is_known
from kitlib.store.inspecting import NEWEST, Inspection, inspect_database, is_held, sqlite_files

__all__ = ["CHECKS", "Finding", "Home", "examine"]

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 500 * 2**20  # bytes
AHEAD = 120.0  # seconds that a clock may be corrected by
HELD_SECONDS = 1.0
#: File systems that lie on another computer, as Linux and macOS call them.
SHARES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "davfs",
    "9p",
    "ncpfs",
    "ceph",
    "glusterfs",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and the next command."""

    what: str
    next: str


@dataclass(frozen=True)
class Home:
    """What the checks look at. `inspection` is None where there is no database yet, or it cannot be read."""

    places: Settings
    inspection: Inspection | None = None

    @property
    def database(self) -> Path | None:
        """The file of the database; None where another server keeps it."""
        return next(iter(sqlite_files(self.places.database_url)), None)


Check = Callable[[Home], Iterable[Finding]]


def examine(places: Settings) -> list[Finding]:
    """Everything that is wrong, in the order in which to mend it."""
    found = []
    try:
        home = Home(places, inspect_database(places.database_url))
    except KitError as error:
        home = Home(places)
        found.append(Finding(error.what, error.next))
    return found + [finding for check in CHECKS for finding in check(home)]


# -- the program -------------------------------------------------------------------------------


def python(home: Home, version: tuple[int, ...] = sys.version_info[:2]) -> Iterator[Finding]:
    """Python is new enough."""
    if version < OLDEST_PYTHON:
        said, least = (".".join(map(str, each)) for each in (version, OLDEST_PYTHON))
        yield Finding(
            f"This is Python {said}; the kit needs {least} or newer.", "Install it, then: make install"
        )


def packages(home: Home, needs: Iterable[str] | None = None) -> Iterator[Finding]:
    """What the kit needs is installed, in a version that it works with."""
    from packaging.requirements import Requirement

    if needs is None:
        try:
            needs = importlib.metadata.requires("kitlib") or []
        except importlib.metadata.PackageNotFoundError:
            yield Finding("The kit runs from its source and is not installed.", "Install it: make install")
            return
    for need in map(Requirement, needs):
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            here = importlib.metadata.version(need.name)
        except importlib.metadata.PackageNotFoundError:
            here = ""
        if not need.specifier.contains(here or "0", prereleases=True) or not here:
            state = f"is version {here}" if here else "is not installed"
            command = f"{shlex.quote(sys.executable)} -m pip install '{need.name}{need.specifier}'"
            yield Finding(f"{need.name} {state}; the kit needs {need.name}{need.specifier}.", command)


def jupyter(home: Home) -> Iterator[Finding]:
    """JupyterLab can be started."""
    for module in ("jupyterlab", "jupyter_server"):
        try:
            missing = importlib.util.find_spec(module) is None
        except (ValueError, ImportError):
            missing = True
        if missing:
            yield Finding(
                f"{module} is missing, so no page can be opened.",
                f"{shlex.quote(sys.executable)} -m pip install jupyterlab",
            )


def extension(home: Home) -> Iterator[Finding]:
    """Jupyter Server loads the kit, and JupyterLab its look."""
    try:
        from jupyter_core.paths import jupyter_config_path, jupyter_path
        from jupyter_server.services.config.manager import ConfigManager
    except ImportError:
        return  # told by `jupyter`
    manager: Any = ConfigManager(read_config_path=jupyter_config_path())
    told = manager.get("jupyter_server_config")
    state = told.get("ServerApp", {}).get("jpserver_extensions", {}).get("kitlib.server")
    if state is not True:
        how = "is switched off" if state is False else "is not installed"
        command = "jupyter server extension enable kitlib.server" if state is False else "make install"
        yield Finding(f"The kit's extension of Jupyter Server {how}: nothing typed would be kept.", command)
    if not any(Path(folder, "kit-session").is_dir() for folder in jupyter_path("labextensions")):
        yield Finding("The kit's part of JupyterLab is not installed.", "make install")


# -- the database ------------------------------------------------------------------------------


def broken_packs(home: Home) -> Iterator[Finding]:
    """Every installed pack brings its content."""
    yield from (Finding(each.what, each.next) for each in packs().problems)


def own_look(home: Home) -> Iterator[Finding]:
    """What the home says of itself and its logo are sound."""
    try:
        look_of(home.places)
    except ContentError as error:
        yield Finding(error.what, error.next)


def schema(home: Home) -> Iterator[Finding]:
    """The database is of this version of the kit."""
    version = home.inspection.version if home.inspection else NEWEST
    if not is_known(version):
        yield Finding(
            f"The database was made by a newer version of the kit ({version}; this one knows {NEWEST}).",
            "Update the kit: git pull, then make install",
        )
    elif version != NEWEST:
        yield Finding(
            f"The database is of an older version of the kit ({version or 'none'}; now {NEWEST}).",
            "Make a copy first (kit backup); the next start brings it up to date (kit meetings)",
        )


def integrity(home: Home) -> Iterator[Finding]:
    """The database's file is whole."""
    for problem in home.inspection.problems if home.inspection else []:
        yield Finding(f"The database is damaged: {problem}.", "Go back to a copy: kit restore FILE --replace")


def clock(home: Home, now: float | None = None) -> Iterator[Finding]:
    """No entry comes from the future."""
    ahead = (home.inspection.latest if home.inspection else 0) - (time.time() if now is None else now)
    if ahead > AHEAD:
        yield Finding(
            f"The newest entry was stored {_span(ahead)} from now: this computer's clock is, or was, wrong.",
            "Set the clock by the network, then run again: kit doctor",
        )


def apart(home: Home) -> Iterator[Finding]:
    """On PostgreSQL the rules that keep districts apart stand on every table."""
    for table in home.inspection.unguarded if home.inspection else []:
        yield Finding(
            f'The rules that keep districts apart are switched off on the table "{table}".',
            f"As the owner of the tables: ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        )


def unlocked(home: Home) -> Iterator[Finding]:
    """No private answer stands as it was typed."""
    if number := home.inspection.unlocked if home.inspection else 0:
        yield Finding(
            f"{number} private answer(s) from before pages locked them stand in the database as they were typed.",
            "See which, and empty them: kit purge --unlocked",
        )


def held(home: Home) -> Iterator[Finding]:
    """No program keeps the database from being written."""
    if home.database and home.database.is_file() and os.access(home.database, os.W_OK):
        try:
            is_stuck = is_held(home.database, HELD_SECONDS)
        except Exception:  # it is no database; that is told already
            return
        if is_stuck:
            yield Finding(
                f"Another program keeps {home.database} locked, so nothing can be stored.",
                "Close what else has it open (a copy of the kit, a database viewer), then: kit doctor",
            )


def leftovers(home: Home) -> Iterator[Finding]:
    """Nothing lies about from a run that was killed."""
    for folder in (home.places.home, home.places.records, home.places.backups):
        for left in [*folder.glob(".making-*"), *folder.glob("*/.making-*")]:
            yield Finding(
                f"{left} was left by a command that was stopped, unless one runs just now.",
                f"If none runs: {shlex.join(['rm', '-r', str(left)])}",
            )


def share(home: Home, mounts: str | None = None) -> Iterator[Finding]:
    """SQLite lies on a disk of this computer."""
    if home.database is None:
        return
    kind = _file_system(home.database.absolute(), _mounts() if mounts is None else mounts)
    if kind in SHARES or kind.startswith("fuse.ssh") or str(home.database).startswith("\\\\"):
        yield Finding(
            f"The database lies on a network share ({kind or 'UNC'}), where SQLite can lose what is written.",
            "Name a place on this computer's own disk: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
        )


def servers(home: Home) -> Iterator[Finding]:
    """One server at most runs on this home."""
    if home.database is None:
        return
    try:
        from jupyter_server.serverapp import list_running_servers
    except ImportError:
        return
    here = home.places.home.resolve()
    found = [s for s in list_running_servers() if Path(s.get("root_dir", "/nowhere")).resolve() == here]
    if len(found) > 1:
        named = ", ".join(f"{s['url']} (process {s['pid']})" for s in found)
        yield Finding(
            f"{len(found)} servers run on this home and its one database: {named}.",
            f"Keep the one whose pages are open and stop the other: jupyter server stop {found[-1]['port']}",
        )


# -- the disk ----------------------------------------------------------------------------------


def rights(home: Home) -> Iterator[Finding]:
    """What people wrote is readable by its owner alone."""
    if os.name != "posix":
        return
    places = home.places
    own = [places.hidden, places.meetings, places.records, places.backups]
    files = [*sqlite_files(places.database_url), *places.hidden.glob("*")]
    for path in sorted({*own, *files}):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"Others on this computer can read {path}.", f"chmod go= {shlex.quote(str(path))}")


def space(home: Home, least: int = LEAST_FREE) -> Iterator[Finding]:
    """The disk has room."""
    for folder in {home.places.home, *([home.database.parent] if home.database else [])}:
        if folder.is_dir() and (free := shutil.disk_usage(folder).free) < least:
            yield Finding(
                f"The disk that holds {folder} has {free / 2**20:.0f} MB left.",
                "Free some space, or move old files away: backups/, records/",
            )


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"


def _mounts() -> str:
    """Where each file system lies, and its kind: a line `place kind` each."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
        return "\n".join(f"{line.split()[4]} {line.split(' - ')[1].split()[0]}" for line in lines)
    except OSError:
        pass
    if sys.platform != "darwin":
        return ""
    told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
    return "\n".join(" ".join(found) for found in re.findall(r" on (.+) \((\w+)", told))


def _file_system(path: Path, mounts: str) -> str:
    """The kind of file system that holds a path: of the places above it, the nearest."""
    found = ("", "")
    for line in mounts.splitlines():
        place, _, kind = line.rpartition(" ")
        place = place.replace("\\040", " ")
        if path.is_relative_to(place) and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]


CHECKS: tuple[Check, ...] = (
    *(python, packages, jupyter, extension, broken_packs, own_look),
    *(schema, integrity, apart, unlocked, held, servers, share, clock),
    *(rights, space, leftovers),
)
