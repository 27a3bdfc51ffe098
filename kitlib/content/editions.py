"""A new version of an instrument: the edition before is kept under a name of its own, with what became of each statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kitlib.content.disk import text_of
from kitlib.content.document import Document
from kitlib.content.handwriting import rewritten
from kitlib.content.instruments import Crosswalk, Instrument, Item, Pair
from kitlib.content.loading import Library
from kitlib.content.yaml_text import as_yaml

__all__ = ["crosswalk_between", "edition_files", "next_version"]

_LONGEST = 48  # characters of an id


def next_version(version: str) -> str:
    """The version after this one: "3.0" after "2.0", "3" after "2.1 (May)"."""
    number = re.match(r"\d+", version)
    if number is None:
        return f"{version} 2"
    return f"{int(number[0]) + 1}{'.0' if re.fullmatch(r'[0-9]+[.][0-9]+', version) else ''}"


def crosswalk_between(
    id: str, old: Instrument, new: Instrument, became: Mapping[str, str], made_by: str
) -> Crosswalk:
    """What became of each statement: word for word the same on the same scale, changed, gone, or new.

    `became` is the id of each now, by the one that it had.
    """
    items = {item.id: item for item in new.items}
    kept = old.scale == new.scale
    pairs = [_pair(item, items.get(became.get(item.id, "")), kept) for item in old.items]
    known = {became.get(item.id) for item in old.items}
    pairs += [Pair(new=[item.id], note="New in this version.") for item in new.items if item.id not in known]
    return Crosswalk(
        id=id, title=f"{new.title} ({old.version} to {new.version})", made_by=made_by, old=old.id, new=new.id, pairs=pairs
    )  # fmt: skip


def _pair(old: Item, new: Item | None, kept: bool) -> Pair:
    if new is None:
        return Pair(old=old.id, note="Not asked any more.")
    same = kept and old.model_dump(exclude={"translations"}) == new.model_dump(exclude={"translations"})
    if old.text == new.text and kept and not same:
        return Pair(old=old.id, new=[new.id], note="Its domain, its help or its direction changed.")
    note = "" if same else "Its words changed." if kept else "It is rated on another scale."
    return Pair(old=old.id, new=[new.id], same=same, note=note)


def edition_files(
    library: Library,
    own: Path,
    before: Path,
    editions: tuple[Instrument, Instrument],
    became: Mapping[str, str],
    made_by: str,
) -> Iterator[tuple[Path, str]]:
    """The files that keep the edition before a new version, as it was asked, and the way from it to the new one.

    Nothing where the version is the same, or where one of them is there already: it is not written over.
    """
    old, new = editions
    if old.version == new.version:
        return
    of, to = _part(old.version), _part(new.version)
    earlier = f"{new.id[: _LONGEST - len(of) - len(to) - 2]}-{of}"
    crosswalk = f"{earlier}-{to}"
    taken = (("earlier", earlier), ("crosswalks", crosswalk))
    if any(library.layers.find("instruments", folder, f"{name}.yaml") for folder, name in taken):
        return
    text = text_of(before)
    data = {**Document.read(before).data, "id": earlier}
    yield own / "instruments" / "earlier" / f"{earlier}.yaml", rewritten(text, data)
    way = crosswalk_between(crosswalk, old.model_copy(update={"id": earlier}), new, became, made_by)
    about = f"# For who compares rounds of both versions of “{new.title}”: what became of each statement.\n"
    said = way.model_dump(mode="json", exclude_defaults=True)
    yield own / "instruments" / "crosswalks" / f"{crosswalk}.yaml", about + as_yaml(said)


def _part(version: str) -> str:
    """A version as it may stand at the end of an id: "2" of "2.0", "2-1" of "2.1"."""
    return re.sub(r"[^a-z0-9]+", "-", version.lower().removesuffix(".0")).strip("-")[:12].strip("-") or "1"
