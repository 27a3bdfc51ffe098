"""Content comes in layers, from the lowest up: what lies in a later one takes the place of what it covers.

Each layer is a folder of the same shape: `<resource>/<n>-<session>.yaml` with `resource.yaml`, `blocks/`,
`instruments/` and `scales.yaml`. A pack is a layer that an installed package brings under the entry point group
`kitlib.content`, which names the package that holds the folder `facilitation`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kitlib.errors import KitError, NotFoundError

__all__ = ["GROUP", "PACKAGE", "Layers", "Packs", "Stray", "is_content", "packs", "strays"]

GROUP = "kitlib.content"
PACKAGE = "kit_pack_"  # as begin the packages that the kit makes of packs
_SESSION = re.compile(r"(\d+)-(.+)(?<!\.example)")  # a worked example stands beside its session
_CATALOGUE = re.compile(r"[^.]\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\.po$")
#: What lies in a layer itself, and the folders that hold no resource, with the folders in them.
_TOP = ("scales.yaml", "topics.yaml", "publisher.yaml")
_NO_RESOURCE = {
    ("blocks",): "block",
    ("reminders",): "reminder",
    ("instruments",): "instrument",
    ("instruments", "earlier"): "instrument",
    ("instruments", "crosswalks"): "crosswalk",
}
#: Folders that tools keep for themselves, and what they put beside a file: nobody's.
_OF_TOOLS = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".venv",
        ".tox",
        ".nox",
        ".cache",
        ".ipynb_checkpoints",
        ".virtual_documents",
        ".jupyter",
        ".idea",
        ".vscode",
        ".vs",
        ".obsidian",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".bench",
        ".Trash",
        ".Trashes",
        ".stversions",
        ".dropbox.cache",
        "__pycache__",
        "node_modules",
    ]
)
_LOOKS_READ = re.compile(r"\.(yaml|yml)(\.txt)?$", re.IGNORECASE)


class Stray(NamedTuple):
    """A file that lies among the content and that nobody reads, why, and what to do."""

    path: Path
    why: str


@dataclass(frozen=True)
class Packs:
    """The installed packs: the folder of each by its name, and what is wrong with those that bring none."""

    folders: Mapping[str, Path]
    problems: Sequence[KitError]


@cache
def packs() -> Packs:
    """The installed packs, in the order of their names. One that is broken takes nothing from the others."""
    folders, problems = {}, []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            spec = find_spec(entry.value)
        except (ImportError, ValueError):  # the package above it is gone, or it is no name of one
            spec = None
        places = spec.submodule_search_locations or [] if spec else []
        folder = next(filter(Path.is_dir, (Path(place) / "facilitation" for place in places)), None)
        if folder is not None:
            folders[entry.name] = folder
            continue
        problems.append(
            KitError(
                f'The pack "{entry.name}" holds no folder "facilitation" in its package {entry.value}: its sessions are missing.',
                f"Update or remove it: pip uninstall {entry.dist.name if entry.dist else entry.name}",
            )
        )
    return Packs(folders, problems)


class Layers:
    """Several folders of content looked at as one; a later one comes first where both hold a thing.

    Packs lie below all others: whoever installs one changes nothing of the sessions that are there.
    """

    def __init__(self, *roots: Path, packs: Sequence[Path] = ()) -> None:
        self.packs = tuple(packs)
        self.roots = (*self.packs, *roots)

    def find(self, *place: str) -> Path | None:
        """The file at a place, of the topmost layer that has it."""
        return next(
            (path for root in reversed(self.roots) if (path := root.joinpath(*place)).is_file()), None
        )

    def find_for(self, user: Path, *place: str) -> Path | None:
        """The same for what a file says: one of a pack has what its own pack holds before what comes with the kit."""
        above_the_kit = self.roots[len(self.packs) + 1 :]
        pack = [root for root in self.packs if _lies_in(user, root)]
        looked_in = [*reversed(above_the_kit), *pack] if pack else []
        return next(
            (path for root in looked_in if (path := root.joinpath(*place)).is_file()), self.find(*place)
        )

    def is_of_a_pack(self, path: Path) -> bool:
        """Whether a file lies in an installed pack."""
        return any(_lies_in(path, root) for root in self.packs)

    def all(self, *place: str) -> list[Path]:
        """The files at a place, of the lowest layer first."""
        return [path for root in self.roots if (path := root.joinpath(*place)).is_file()]

    def names(self, folder: str) -> list[str]:
        """The names of the files of a folder, such as `blocks`, in all layers."""
        return sorted({path.stem for root in self.roots for path in root.joinpath(folder).glob("*.yaml")})

    def folders(self) -> list[str]:
        """The folders that hold a resource in one of the layers."""
        return sorted({path.parent.name for root in self.roots for path in root.glob("*/resource.yaml")})

    @cached_property
    def sessions(self) -> list[tuple[str, Path]]:
        """Each session id and its file, by layer, folder, and number in the name `<n>-<id>.yaml`."""
        found = [
            (height, path.parent.name, int(named[1]), named[2], path)
            for height, root in enumerate(self.roots)
            for path in root.glob("*/*.yaml")
            if (named := _SESSION.fullmatch(path.stem)) and is_content(path, root)
        ]
        return [(id, path) for _, _, _, id, path in sorted(found)]

    def counterparts(self, path: Path) -> list[Path]:
        """What in other layers goes by the same name as a file: a session by its id, all else by its place."""
        own = self.height_of(path)
        root = self.roots[own].resolve()
        named = _SESSION.fullmatch(path.stem) if path.resolve().parent.parent == root else None
        if named:
            same = [other for id, other in self.sessions if id == named[2]]
        else:
            same = self.all(*path.resolve().relative_to(root).parts)
        return [other for other in same if self.height_of(other) != own]

    def files(self, *endings: str) -> list[Path]:
        """Every YAML file, or every file with one of `endings`, by layer and then by path."""
        wanted = endings or (".yaml",)
        return [
            path
            for root in self.roots
            for path in sorted(root.rglob("*"))
            if path.suffix in wanted and is_content(path, root)
        ]

    def catalogues(self) -> list[Path]:
        """The translations, each `<file>.<language>.po`, by layer and then by path."""
        return [path for path in self.files(".po") if _CATALOGUE.search(path.name)]

    def height_of(self, path: Path) -> int:
        """The number of the layer in which a file lies, 0 for the lowest. Raises NotFoundError for one elsewhere."""
        path = path.resolve()
        for height in range(len(self.roots) - 1, -1, -1):
            if path.is_relative_to(self.roots[height].resolve()):
                return height
        raise NotFoundError(
            f"{path} lies in none of the folders of content.",
            f"Put it into {self.roots[-1]}, then try again.",
        )


def strays(layers: Layers) -> list[Stray]:
    """Files in the layers of a home that are meant as content and are not read, by layer and then by path."""
    return [
        Stray(path, why)
        for root in layers.roots
        if root not in layers.packs
        for path in _meant(root)
        if (why := _why_not_read(path, root, layers))
    ]


def _meant(root: Path) -> Iterator[Path]:
    """The files of a layer that look like content, whatever they are called, but for those that tools keep."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(set(below) - _OF_TOOLS)
        for name in sorted(names):
            if (_LOOKS_READ.search(name) or name.endswith(".po")) and not name.startswith(("._", ".#", ".~")):
                yield Path(folder, name)


def _why_not_read(path: Path, root: Path, layers: Layers) -> str:
    """Why a file that looks like content is none, and what to do; empty for one that is read."""
    *folders, name = path.relative_to(root).parts
    if hidden := next((part for part in (*folders, name) if part.startswith(".")), ""):
        return f'"{hidden}" begins with a dot, and what is hidden is not read: take the dot away'
    if name.endswith(".po"):
        return _why_no_catalogue(path, root, layers)
    if not name.endswith(".yaml"):
        stem = _LOOKS_READ.sub("", name)
        return f"its name must end in .yaml: call it {stem}.yaml"
    if not folders:
        return "" if name in _TOP else "a session lies in the folder of its resource: move it there"
    if tuple(folders) in _NO_RESOURCE or (name == "resource.yaml" and len(folders) == 1):
        return ""
    if len(folders) > 1:
        return "it lies in a folder within a folder: move it up"
    stem = name.removesuffix(".yaml").removesuffix(".example")
    if not _SESSION.fullmatch(stem):
        return f"the name of a session begins with its number: call it 1-{name}, with the number that it has"
    return ""


def _why_no_catalogue(path: Path, root: Path, layers: Layers) -> str:
    place = path.relative_to(root).with_suffix("")
    if not _CATALOGUE.search(path.name):
        beside = layers.find(*place.with_suffix(".yaml").parts)
        return (
            f"its name says no language: call it {place.name}.es.po, with the code of its own"
            if beside
            else ""
        )
    if layers.find(*place.parent.parts, f"{place.stem}.yaml"):
        return ""
    return f"it translates {place.stem}.yaml, and there is no such file: give it the name of the file beside which it belongs"


def _lies_in(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def is_content(path: Path, root: Path) -> bool:
    """Whether a file is content: what JupyterLab and others keep in hidden folders is nobody's."""
    return not any(part.startswith(".") for part in path.relative_to(root).parts)
