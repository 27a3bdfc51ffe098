"""Write content files: what a program made becomes a file that people read and edit."""

from __future__ import annotations

from pathlib import Path

from kitlib.content.disk import written
from kitlib.content.instruments import Instrument, Scale
from kitlib.content.loading import Library
from kitlib.content.scales import with_scale
from kitlib.content.yaml_text import as_yaml
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
    files = [(path, f"# {note}\n{as_yaml(instrument.model_dump(mode='json', exclude_defaults=True))}")]
    if scale.id not in library.scales():
        scales = own / "scales.yaml"
        files.append((scales, with_scale(scales, scale)))
    for file, text in reversed(files):  # the instrument last: it is whole only with its scale
        written(file, text.encode())
    Library(layers=library.layers, publisher=library.publisher).check(path)
    return path


def needs_version(old: Instrument, new: Instrument) -> bool:
    """Whether an instrument must say another version than the one in whose place it is put: it does not ask the same."""
    return old.version == new.version and not new.asks_as(old)
