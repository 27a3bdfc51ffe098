"""The modules and styles that a page loads: which there are, what each address holds, and their version.

An address is a path inside the package, such as `frontend/static/ui/dom.js` or
`kinds/rating/screen.js`. A part is what one of them draws: a kind, or one of
`frontend/static/screens`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kitlib.languages.catalogue import languages_in, places
from kitlib.registry import kinds

__all__ = [
    "JOIN",
    "LOADER",
    "PACKAGE",
    "PAGE",
    "module_of",
    "modules",
    "parts",
    "parts_of",
    "read",
    "stylesheets",
    "version",
]

PACKAGE = Path(__file__).parent.parent
SHARED = "frontend/static"
SCREENS = f"{SHARED}/screens"
LOADER = f"{SHARED}/loader.js"  # what anywidget is given: it fetches the bundles
PAGE = f"{SHARED}/page.js"  # what a page without a notebook begins with
JOIN = f"{SHARED}/join.js"  # all that the form does where a device joins


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


def modules() -> list[str]:
    """The addresses of the modules that draw, all but those that pages begin with."""
    return [a for a in _files() if a.endswith(".js") and a not in {JOIN, LOADER, PAGE}]


@cache
def version() -> str:
    """A name for all files as they are now, and the words of other languages: a browser keeps them until it changes."""
    digest = hashlib.sha256()
    for address, file in _files().items():
        digest.update(address.encode() + b"\0" + file.read_bytes() + b"\0")
    for folder in places():
        for language in languages_in(folder):
            digest.update((folder / f"{language}.po").read_bytes())
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
