"""Content comes in layers, from the lowest up: what lies in a later one takes the place of what it covers.

Each layer is a folder of the same shape: `<resource>/<n>-<session>.yaml` with `resource.yaml`, `blocks/`,
`instruments/` and `scales.yaml`. A pack is a layer that an installed package brings under the entry point group
`kitlib.content`, which names the package that holds the folder `facilitation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from kitlib.errors import KitError, NotFoundError

__all__ = ["GROUP", "PACKAGE", "Layers", "Packs", "is_content", "packs"]

GROUP = "kitlib.content"
PACKAGE = "kit_pack_"  # as begin the packages that the kit makes of packs
_SESSION = re.compile(r"(\d+)-(.+)(?<!\.example)")  # a worked example stands beside its session
_CATALOGUE = re.compile(r"[^.]\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\.po$")


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


def _lies_in(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def is_content(path: Path, root: Path) -> bool:
    """Whether a file is content: what JupyterLab and others keep in hidden folders is nobody's."""
    return not any(part.startswith(".") for part in path.relative_to(root).parts)
