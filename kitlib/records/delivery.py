"""What each district is handed: a folder of its own with its page, its records and an index, or that folder as one archive.

It is put together aside, and moved to its place when it is whole: on a share nobody finds half of it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError
from kitlib.records.index import INDEX, write_index
from kitlib.records.manifest import Manifest, copy_made
from kitlib.records.unit import Unit
from kitlib.tabular.filenames import file_name

__all__ = ["deliver"]

EXTRA = "kitlib[remote]"
ASIDE = ".making"


def deliver(
    out: Path,
    units: Iterable[Unit],
    to: str,
    names: Mapping[str, str],
    *,
    archive: bool = False,
    look: Look = PLAIN,
) -> Iterator[str]:
    """Hand over, in the folder or at the address `to`, what was made of `units` in the folder `out`; gives each place.

    There is one for each district, called by its code and name (`names`, by code), which takes the place of an earlier one;
    with `archive` it is a ZIP file. An address is one that fsspec knows, such as `s3://bucket/records`. Raises KitError where
    nothing is there yet, where a file is gone or was altered, and where the place takes no more.
    """
    made = Manifest(out).files
    of_district: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.key in made:
            of_district.setdefault(unit.district, []).append(unit)
    if not of_district:
        raise KitError(f"{out} holds no record of these districts.", "Make them first: kit records")
    place = _Address(to) if "://" in to else _Folder(Path(to))
    for code, theirs in sorted(of_district.items()):
        name = names.get(code, code)
        with tempfile.TemporaryDirectory(prefix="kit-") as aside:
            folder = Path(aside, file_name(code, name))
            for unit in theirs:
                for each in made[unit.key].values():
                    copy_made(out, each, folder)
            write_index(theirs, folder, f"Records of {name}", look)
            whole = Path(shutil.make_archive(str(folder), "zip", aside, folder.name)) if archive else folder
            yield place.take(whole)


class _Folder:
    """A folder of this computer, or of a share that it sees as one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, made: Path) -> str:
        """Put a file or folder in the place of an earlier one."""
        place = self._path / made.name
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._path, prefix=f"{ASIDE}-") as aside:
                new, old = Path(aside, "new"), Path(aside, "old")
                (shutil.copytree if made.is_dir() else shutil.copyfile)(made, new)
                if place.is_dir():
                    os.replace(place, old)
                os.replace(new, place)
        except OSError as error:
            raise KitError(
                f"{place} cannot be written: {error.strerror}.",
                "Name another folder: kit records deliver --to FOLDER",
            ) from None
        return str(place)


class _Address:
    """A store at an address, by fsspec: each file is written aside and moved, the index last, and what was there before goes."""

    def __init__(self, address: str) -> None:
        try:
            from fsspec.core import url_to_fs

            self._store, self._root = url_to_fs(address)
        except ImportError as error:
            raise KitError(
                f"{_without_password(address)} needs a library that is not installed: {error}.",
                f"Install it: pip install '{EXTRA}' and what it names",
            ) from None
        except Exception as error:  # stores raise what they like
            raise _refused(address, error) from None

    def take(self, made: Path) -> str:
        """Put a file or folder in the place of an earlier one."""
        place = f"{self._root.rstrip('/')}/{made.name}"
        files = sorted(filter(Path.is_file, made.rglob("*")), key=_index_last) if made.is_dir() else [made]
        at = {
            (f"{place}/{each.relative_to(made).as_posix()}" if each != made else place): each
            for each in files
        }
        try:
            self._put(at)
            if made.is_dir():
                for left in set(self._store.find(place)) - {each.lstrip("/") for each in at} - set(at):
                    self._store.rm_file(left)
        except Exception as error:
            raise _refused(place, error) from None
        return _without_password(str(self._store.unstrip_protocol(place)))

    def _put(self, files: Mapping[str, Path]) -> None:
        for at, file in files.items():
            self._store.makedirs(at.rpartition("/")[0], exist_ok=True)
            aside = f"{at}{ASIDE}"
            self._store.put_file(str(file), aside)
            self._store.mv(aside, at)


def _index_last(file: Path) -> tuple[bool, str]:
    return file.name == INDEX, file.as_posix()


def _without_password(address: str) -> str:
    return re.sub("://[^/@]*@", "://", address)


def _refused(place: str, error: Exception) -> KitError:
    said = " ".join(str(error).split()) or type(error).__name__
    return KitError(
        f"{_without_password(place)} does not take what was made: {said}.",
        "See that the address is right and that you may write there; then run the same command again.",
    )
