"""The modules and styles that a page loads: which there are, what each address holds, and their version.

An address is a path inside the package, such as `frontend/static/ui/dom.js` or
`kinds/rating/screen.js`. A part is what one of them draws: a kind, or one of
`frontend/static/screens`.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kitlib.meetings import protocol
from kitlib.registry import kinds

__all__ = [
    "LOADER",
    "PACKAGE",
    "in_page",
    "module_of",
    "parts",
    "parts_of",
    "read",
    "stylesheets",
    "version",
    "with_assets",
]

PACKAGE = Path(__file__).parent.parent
SHARED = "frontend/static"
SCREENS = f"{SHARED}/screens"
LOADER = f"{SHARED}/loader.js"  # what anywidget is given: it fetches all the others
PAGE = f"{SHARED}/page.js"  # what a page without a notebook begins with
_IMPORT = re.compile(r'^import [^"\n]* from "(\.[^"]+)"', re.MULTILINE)


@cache
def _files() -> Mapping[str, Path]:
    """Address -> file, in the order of the addresses."""
    found = _under(PACKAGE / SHARED, SHARED)
    for name, kind in kinds().items():
        found |= _under(kind.folder, f"kinds/{name}")
    return MappingProxyType(dict(sorted(found.items())))


def _under(folder: Path, address: str) -> dict[str, Path]:
    return {
        f"{address}/{file.relative_to(folder).as_posix()}": file
        for file in folder.rglob("*")
        if file.suffix in {".js", ".css"}
    }


@cache
def read(address: str) -> str | None:
    """The text at an address, or None where there is none."""
    file = _files().get(address)
    return file.read_text(encoding="utf-8") if file else None


@cache
def version() -> str:
    """A name for all files as they are now: a browser keeps them until it changes."""
    digest = hashlib.sha256()
    for address, file in _files().items():
        digest.update(address.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@cache
def parts() -> Mapping[str, str]:
    """Part -> the address of the module that draws it."""
    screens = {Path(a).stem: a for a in _files() if a.endswith(".js") and a.rpartition("/")[0] == SCREENS}
    return MappingProxyType(screens | {name: f"kinds/{name}/screen.js" for name in kinds()})


def module_of(part: str) -> str:
    """The address of the module that draws a part. Raises KeyError where nothing does."""
    return parts()[part]


def stylesheets(wanted: Iterable[str]) -> list[str]:
    """The addresses of the styles that parts need: the one of all, then their own."""
    own = {module_of(part).removesuffix(".js") + ".css" for part in wanted}
    return [f"{SHARED}/kit.css", *sorted(own & _files().keys())]


def parts_of(screens: Mapping[str, Iterable[tuple[str, Any]]]) -> set[str]:
    """The parts that screens are made of."""
    return {part for drawn in screens.values() for part, _ in drawn}


def reached(addresses: Iterable[str]) -> list[str]:
    """The addresses of modules and of all that they import, so that a page can fetch them at once."""
    found: set[str] = set()
    waiting = list(addresses)
    while waiting:
        address = waiting.pop()
        if address not in found:
            found.add(address)
            specifiers = _IMPORT.findall(read(address) or "")
            waiting += [posixpath.normpath(posixpath.join(address, "..", each)) for each in specifiers]
    return sorted(found)


def in_page(wanted: Iterable[str]) -> protocol.Assets:
    """What a page must know to load parts."""
    wanted = set(wanted)
    return {
        "version": version(),
        "modules": {part: module_of(part) for part in sorted(wanted)},
        "styles": stylesheets(wanted),
    }


def with_assets(answer: protocol.Screens) -> protocol.ScreensAnswer:
    """The answer to the call "screens" with its `assets` and the text at every address that they can lead to
    (`sources`), for a page whose server has none."""
    wanted = parts_of(answer["screens"])
    folders = (f"{SHARED}/", *(module_of(part).rpartition("/")[0] + "/" for part in wanted))
    sources = {a: file.read_text(encoding="utf-8") for a, file in _files().items() if a.startswith(folders)}
    return {**answer, "assets": {**in_page(wanted), "sources": sources}}
