"""A home made from nothing but the installed kit: what ships stays in the package, and what is written lies in the home."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from kitlib.content import Library, notebooks
from kitlib.content.home import Home, Pack, read_home
from kitlib.content.starters import start_file
from kitlib.errors import KitError
from kitlib.settings import Settings, shipped, sqlite_url

__all__ = ["make_home", "make_pack"]

KIT_FILE = """\
# For whoever keeps this home: what it says of itself. Each line can be left out.
publisher: {publisher}  # whose the sessions and instruments are that are begun here
content: {content}  # shipped: the kit's own sessions are there too; none: only yours
# provenance: "Written by teachers for {{publisher}}."  # in whose words prompts and items are; {{publisher}} is filled in
# called: {{district: parish, school: campus, schools: campuses}}  # what your state calls its districts and schools
# name: Our collaborative  # as this stands on pages, records and sheets; with it may stand:
# logo: logo.svg  # a PNG or SVG beside this file
# accent: "#2a7e4f"  # a color, in quotes
# languages: [es, pt]  # which of them pages and sheets offer beside English; without the line, all that there are
# All keys, with what each may be: kit schema kit
layers: {layers}  # further folders of content, such as one that your collaborative shares
smallest_group: {smallest}  # that a roll-up shows; it can be raised, not lowered
"""


PACK = """\
pack:  # as what own/ is packed for others: kit pack build .
  name: {name}
  version: "{version}"  # a higher one each time that it is given out
"""


def make_pack(folder: Path, publisher: str = "") -> Path:
    """Make a home whose own content is a pack, with a first resource and session. Raises KitError as `make_home` does."""
    name = re.sub("[^a-z0-9]+", "-", folder.expanduser().resolve().name.lower()).strip("-")
    if not name[:1].isalpha():
        raise KitError(
            f'A pack has the name of its folder, and "{folder.name}" does not begin with a letter.',
            "Name another folder: kit pack new our-sessions",
        )
    name = name[:48].rstrip("-")
    home = make_home(folder, publisher=publisher, pack=Pack(name=name, version="1.0"))
    places = Settings(home, sqlite_url(home / "data" / ".kit" / "kit.db"))
    for noun, id, of in (("resource", name, ""), ("session", f"first-{name}"[:48].rstrip("-"), name)):
        start_file(Library.of(places), read_home(places), places.own, noun, id, of)
    return home


def make_home(
    folder: Path,
    empty: bool = False,
    publisher: str = "",
    pack: Pack | None = None,
    layers: Sequence[Path] = (),
) -> Path:
    """Make a home in a folder that is empty or not there yet, and return it.

    Raises KitError for any other folder, and for a layer that is not there.
    """
    home = folder.expanduser().resolve()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise KitError(f"{home} is not empty.", "Name a folder that is not there yet: kit init FOLDER")
    below = [each.expanduser().resolve() for each in layers]
    for each in below:
        if not each.is_dir():
            raise KitError(
                f"{each} is no folder.", "Name one that holds sessions: kit init FOLDER --layer FOLDER"
            )
    said = Home(
        publisher=publisher or Home().publisher,
        content="none" if empty else "shipped",
        layers=[str(each) for each in below],
        pack=pack,
    )
    try:
        for part in ("own", "data", "notebooks"):
            (home / part).mkdir(parents=True)
        home.joinpath("kit.yaml").write_text(_kit_file(said), encoding="utf-8")
        _bring(home, empty)
    except OSError as error:
        raise KitError(
            f"{home} cannot be made: {error.strerror or error}.",
            "Name a folder that you may write to: kit init FOLDER",
        ) from None
    places = Settings(home, sqlite_url(home / "data" / ".kit" / "kit.db"))
    read_home(places)
    for path, text in notebooks.build(Library.of(places)).items():
        notebooks.write(places.notebooks / path, text)
    return home


def _kit_file(said: Home) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = KIT_FILE.format(
        publisher=quoted(said.publisher),
        content=said.content,
        layers=f"[{', '.join(map(quoted, said.layers))}]",
        smallest=said.smallest_group,
    )
    return text + (PACK.format(name=said.pack.name, version=said.pack.version) if said.pack else "")


def _bring(home: Path, empty: bool) -> None:
    """The templates of records; and, unless it is to be empty, made-up districts with the sample that is held in them."""
    shutil.copytree(shipped() / "notebooks" / "records", home / "notebooks" / "records")
    if empty:
        return
    data = shipped() / "data"
    for name in ("districts.csv", "schools.csv"):
        shutil.copyfile(data / name, home / "data" / name)
    shutil.copytree(data / "sample", home / "data" / "sample")
