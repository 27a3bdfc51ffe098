"""The records of a district as a bag: the form in which archives take files in (BagIt 1.0, RFC 8493).

A bag is a folder: the files under `data/`, beside them lists of their SHA-256 digests, and what it is in `bag-info.txt`.
The digests are those of when the records were made, so a bag also shows that nothing happened to them since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kitlib import __version__
from kitlib.errors import KitError
from kitlib.records.manifest import Made, Manifest, copy_made
from kitlib.tabular.filenames import file_name

__all__ = ["make_bags"]

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def make_bags(out: Path, to: Path, names: Mapping[str, str], district: str = "") -> Iterator[Path]:
    """Make a bag under `to` for each district that has records in the folder `out`, or for one, by code; gives each.

    `names` are those of districts by code. One of the same district and day is made anew. Raises KitError where there
    are none, where a record is gone or was altered since it was made, or where the disk does not take a bag.
    """
    of_district: dict[str, list[Made]] = {}
    for (_, code), files in sorted(Manifest(out).files.items()):
        if district in ("", code):
            of_district.setdefault(code, []).extend(files.values())
    if not of_district:
        raise KitError(f"{out} has no record to put into an archive.", "Make them first: kit records")
    day = dt.datetime.now().astimezone().date().isoformat()
    for code, made in of_district.items():
        place = to / f"{file_name(code, names.get(code, ''))}-{day}"
        try:
            to.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=to, prefix=".making-") as aside:
                bag = Path(aside, "bag")
                _fill(bag, out, made, _info(code, names.get(code, code), day, made))
                shutil.rmtree(place, ignore_errors=True)
                os.replace(bag, place)
        except OSError as error:
            raise KitError(
                f"{place} cannot be written: {error.strerror}.",
                "Name another folder: kit records archive --to FOLDER",
            ) from None
        yield place


def _fill(bag: Path, out: Path, files: Iterable[Made], info: Mapping[str, str]) -> None:
    digests = {}
    for made in files:
        copy = copy_made(out, made, bag / "data")
        digests[copy.relative_to(bag).as_posix()] = made.sha256
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()),
        "manifest-sha256.txt": _listed(digests),
    }
    for name, text in tags.items():
        (bag / name).write_bytes(text.encode())
    of_tags = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
    (bag / "tagmanifest-sha256.txt").write_bytes(_listed(of_tags).encode())


def _listed(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _info(code: str, name: str, day: str, files: Iterable[Made]) -> dict[str, str]:
    sizes = [made.bytes for made in files]
    return {
        "Source-Organization": name,
        "External-Identifier": code,
        "External-Description": f"Records of team sessions of {name}, one a session, each in several forms.",
        "Bagging-Date": day,
        "Bag-Software-Agent": f"kitlib {__version__}",
        "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}",
    }
