"""Where the kit lives and where it keeps things.

The home is the folder that holds facilitation/ or kit.yaml: `KIT_HOME`, or
the first such folder from the current one upwards. Everything else has a
default below it.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, NotFoundError

__all__ = [
    "PARTICIPANTS_PORT",
    "PORT",
    "Settings",
    "SigningKey",
    "environment",
    "private_folder",
    "see_that_work_can_be_kept",
    "settings",
    "shipped",
    "signing_key",
    "sqlite_url",
    "themes_model",
]

PARTICIPANTS_PORT = 8874
PORT = 8873  # fixed: what a browser keeps back for a meeting belongs to one address, port included


@dataclass(frozen=True)
class Settings:
    """The kit's places."""

    home: Path
    database_url: str

    @property
    def facilitation(self) -> Path:
        """Sessions, instruments and scales, as YAML."""
        return self.home / "facilitation"

    @property
    def kit_file(self) -> Path:
        """What the home says of itself, if it says something."""
        return self.home / "kit.yaml"

    @property
    def own(self) -> Path:
        """The district's own sessions, blocks, instruments and versions, in the same shape; not in git."""
        return self.home / "own"

    @property
    def notebooks(self) -> Path:
        """The start page, a notebook per session, and the templates of records."""
        return self.home / "notebooks"

    def record_template(self, name: str | Path) -> Path:
        """A template of records by its place below `notebooks`: the home's own, or where it has none the one that ships."""
        own = self.notebooks / name
        return own if own.is_file() else shipped() / "notebooks" / name

    @property
    def meetings(self) -> Path:
        """A folder of notebooks per meeting; not in git."""
        return self.home / "meetings"

    @property
    def records(self) -> Path:
        """Where records are written unless told otherwise; not in git."""
        return self.home / "records"

    @property
    def handouts(self) -> Path:
        """Where handouts are written unless told otherwise; not in git."""
        return self.home / "handouts"

    @property
    def exports(self) -> Path:
        """Where entries are exported to unless told otherwise; not in git."""
        return self.home / "export"

    @property
    def backups(self) -> Path:
        """Where backups are written unless told otherwise; not in git."""
        return self.home / "backups"

    @property
    def data(self) -> Path:
        """Reference data, the worked sample, and the database of the embedded default."""
        return self.home / "data"

    @property
    def participants(self) -> str:
        """The address at which other devices join, as `kit lab --share` says it; empty while nobody can."""
        return os.environ.get("KIT_PARTICIPANTS", "")

    @property
    def keep_days(self) -> dict[str, int]:
        """How many days what people wrote is kept: by kind of activity, of meetings as a whole under the empty name.

        As `KIT_KEEP_DAYS` says it, such as `1095 reflection=365`; empty where nothing is to go by itself.
        """
        found: dict[str, int] = {}
        for part in os.environ.get("KIT_KEEP_DAYS", "").replace(",", " ").split():
            kind, _, days = part.rpartition("=")
            if not days.isascii() or not days.isdigit():
                raise KitError(
                    f'KIT_KEEP_DAYS says "{part}", which is no number of days.',
                    "For example: export KIT_KEEP_DAYS='1095 reflection=365'",
                )
            found[kind] = int(days)
        return found

    @property
    def receipts(self) -> Path:
        """What was purged and when, without a word of it: a file a purge."""
        return self.hidden / "receipts"

    @property
    def hidden(self) -> Path:
        """What JupyterLab hands out to nobody: the database of the embedded default, the roster, receipts."""
        return self.data / ".kit"

    @property
    def certificate(self) -> Path:
        """The certificate that this computer made for itself, and its key."""
        return self.hidden / "certificate"

    @property
    def rollups(self) -> Path:
        """Where earlier versions of the kit noted what roll-ups had shown; the store has it now."""
        return self.hidden / "rollups.jsonl"

    @property
    def roster(self) -> Path:
        """Where a district may keep the names of its students, one a line, to be warned of them; never in git."""
        return self.hidden / "roster.txt"


def settings(start: Path | None = None) -> Settings:
    """The settings that hold for a process started in `start`.

    `KIT_HOME` names the home, `KIT_DATABASE_URL` the database (an SQLAlchemy
    URL; default: SQLite in data/.kit/kit.db, a hidden folder because JupyterLab
    hands out every file that is not hidden). Raises NotFoundError where there is
    no home.
    """
    named = os.environ.get("KIT_HOME")
    here = (Path(named) if named else start or Path.cwd()).expanduser().resolve()
    candidates = [here] if named else [here, *here.parents]
    home = next((folder for folder in candidates if _is_home(folder)), None)
    if home is None:
        where = f"KIT_HOME is {here}, which" if named else f"{here} and the folders above it"
        raise NotFoundError(
            f'{where} {"has" if named else "have"} no "facilitation" folder and no kit.yaml, so there are no sessions here.',
            "Change into the kit's folder, name it (KIT_HOME=/path/to/kit kit sessions), or make one: kit init FOLDER",
        )
    default = sqlite_url(home / "data" / ".kit" / "kit.db")
    return Settings(home=home, database_url=os.environ.get("KIT_DATABASE_URL") or default)


@dataclass(frozen=True)
class SigningKey:
    """A file with a key and its certificate (PKCS#12), and what opens it."""

    file: str
    password: str


def signing_key() -> SigningKey | None:
    """With what PDFs are signed, as `KIT_SIGNING_KEY` and `KIT_SIGNING_PASSWORD` say it; None where they are not."""
    file = os.environ.get("KIT_SIGNING_KEY", "")
    return SigningKey(file, os.environ.get("KIT_SIGNING_PASSWORD", "")) if file else None


def themes_model() -> str:
    """The folder of the sentence model by which notes are grouped, as `KIT_THEMES_MODEL` says it; empty where it does not."""
    return os.environ.get("KIT_THEMES_MODEL", "")


def _is_home(folder: Path) -> bool:
    return (folder / "facilitation").is_dir() or (folder / "kit.yaml").is_file()


def shipped() -> Path:
    """The folder with what ships with the kit: within the installed package, or the checkout that it runs from."""
    package = Path(__file__).resolve().parent
    return package / "shipped" if (package / "shipped").is_dir() else package.parent


def sqlite_url(file: Path) -> str:
    """The URL of an SQLite file, also of one in a folder such as `what works?` or `100%`."""
    return f"sqlite:///{file.as_posix().replace('%', '%25').replace('?', '%3F')}"


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone can look into; one that is there and wider is narrowed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        with suppress(OSError):  # it belongs to someone else, who decides
            folder.chmod(folder.stat().st_mode & 0o700)


def see_that_work_can_be_kept(places: Settings) -> None:
    """Raise KitError where a home lets nobody keep a meeting in it, before anything is stored."""
    for folder in (places.meetings, places.hidden):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not os.access(there, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            content = [each for each in (places.facilitation, places.own) if each.is_dir()]
            named = [f"--layer {shlex.quote(str(each))}" for each in content if each.parent != shipped()]
            raise KitError(
                f"You may not write in {there}, so no meeting could be kept here. Nothing was started.",
                f"Make a home of your own, which has this one's sessions too: {' '.join(['kit init FOLDER', *named])}",
            )


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables; at the end those that were there are as they were, and the others are gone."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
