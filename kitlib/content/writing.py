"""Write content files: what a program made becomes a file that people read and edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kitlib.content.instruments import Instrument, Scale
from kitlib.content.loading import Library
from kitlib.errors import KitError

__all__ = ["add_instrument", "needs_version"]


def add_instrument(
    library: Library, own: Path, instrument: Instrument, scale: Scale, *, note: str, replace: bool = False
) -> Path:
    """Write an instrument into the folder `own`, and its scale where the kit does not have it. Gives the file's path.

    `note` stands above it as a comment. Raises KitError, with nothing written,
    where there is another one of that name and `replace` does not say so,
    where the same version would then hold other statements, or where the folder cannot be written to.
    """
    path = own / "instruments" / f"{instrument.id}.yaml"
    here = library.layers.find("instruments", f"{instrument.id}.yaml")
    if here is not None:
        old = library.instrument(instrument.id)
        if old == instrument:
            return here
        if not replace:
            raise KitError(
                f'There is an instrument "{instrument.id}" already ({here.name}), and it is another one.',
                "Put it in its place with --replace, or give the new one a name of its own with --id.",
            )
        if needs_version(old, instrument):
            raise KitError(
                f'"{instrument.id}" holds other statements under the same version, {old.version}; rounds could not be told apart.',
                "Say which version this is: --version 2.0",
            )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {note}\n{_yaml(_data(instrument))}", encoding="utf-8")
        if scale.id not in library.scales():
            _append(own / "scales.yaml", {scale.id: _data(scale, without={"id"})})
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.",
            f"See that {own} may be written to, then try again.",
        ) from None
    Library(layers=library.layers, publisher=library.publisher).check(path)
    return path


def needs_version(old: Instrument, new: Instrument) -> bool:
    """Whether an instrument must say another version than the one in whose place it is put: it does not ask the same."""
    return old.version == new.version and not new.asks_as(old)


def _append(path: Path, data: dict[str, Any]) -> None:
    """Add keys at the end of a file; what stands there stays as it is, comments included."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    path.write_text(f"{before}{gap}{_yaml(data)}", encoding="utf-8")


def _data(model: Instrument | Scale, without: set[str] | None = None) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True, exclude=without)


def _yaml(data: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    return text
