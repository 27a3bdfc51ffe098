"""Which kinds of activity are installed, and where the parts of each are.

A kind is a package that declares itself under the entry point group
`kitlib.kinds`: the fifteen that come with the kit, and any that another
package brings. Its package holds `KIND`, a `Kind` that names its parts as
"module:attribute". A part is imported when it is first asked for, so that
opening a session loads no pandas. What each part must be is said in
`kitlib.kinds.contract`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from kitlib.errors import KitError, did_you_mean

__all__ = ["GROUP", "Kind", "Without", "find_kind", "kinds"]

GROUP = "kitlib.kinds"


@dataclass(frozen=True)
class Without:
    """Declares that a kind has no such part, and why."""

    reason: str


@dataclass(frozen=True)
class Kind:
    """What one kind of activity gives, each part as "module:attribute" within its package, or `Without` a reason."""

    name: str  # as a session file says it
    package: str
    keys: str = "keys:Keys"
    rule: str = "rule:Rule"
    frame: str | Without = "frame:frame"
    record: str | Without = "record:RECORD"
    paper: str | Without = "paper:PAPER"
    rollup: str | Without = "rollup:questions"
    results: str | Without = Without("Nothing is read into it from a file of results.")

    @property
    def folder(self) -> Path:
        """The folder of its package, with `screen.js` and, if it has styles, `screen.css`."""
        file = import_module(self.package).__file__
        assert file is not None
        return Path(file).parent

    def has(self, part: str) -> bool:
        """Whether the kind declares a part, such as "record"."""
        return not isinstance(getattr(self, part), Without)

    def load(self, part: str) -> Any:
        """The part, imported when first asked for; None where the kind is declared without it."""
        place = getattr(self, part)
        return None if isinstance(place, Without) else _load(self.package, place)


@cache
def _load(package: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(f"{package}.{module}"), attribute)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every installed kind by its name; the kit's own first, each group by name.

    Raises KitError for a package that cannot be loaded, or two of one name.
    """
    found: dict[str, Kind] = {}
    for entry in sorted(entry_points(group=GROUP), key=_kit_first):
        kind = _declared(entry)
        if kind.name in found and found[kind.name] != kind:
            raise KitError(
                f'Two packages bring a kind of activity called "{kind.name}": '
                f"{found[kind.name].package} and {kind.package}.",
                f"Remove one of them: pip uninstall {entry.dist.name if entry.dist else kind.package}",
            )
        found[kind.name] = kind
    if not found:
        raise KitError(
            "No kind of activity is installed: the kit was not installed as a package.",
            "Install it: make install, or pip install .",
        )
    return found


def find_kind(name: str) -> Kind:
    """The kind of that name; raises KitError with the nearest one."""
    if name not in kinds():
        raise KitError(
            f'There is no kind of activity "{name}"{did_you_mean(name, kinds())}',
            f"Use one of: {', '.join(kinds())}",
        )
    return kinds()[name]


def _kit_first(entry: EntryPoint) -> tuple[bool, str]:
    return not entry.value.startswith("kitlib."), entry.name


def _declared(entry: EntryPoint) -> Kind:
    try:
        kind = getattr(import_module(entry.value), "KIND", None)
    except Exception as error:
        raise KitError(
            f'The kind of activity "{entry.name}" of the package {entry.value} cannot be loaded: {error}',
            "Update or remove that package, then start the kit anew.",
        ) from error
    if not isinstance(kind, Kind) or kind.name != entry.name:
        raise KitError(
            f'The package {entry.value} says that it brings the kind "{entry.name}", and declares none of that name.',
            "Tell its maker: KIND in its package must be a Kind with that name.",
        )
    return kind
