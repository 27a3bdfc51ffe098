"""What a home says of itself in its `kit.yaml`: whose its own content is, which else it has, its smallest group."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.base import Content, Id, Language, Text
from kitlib.content.called import Called
from kitlib.content.document import Document, Problem
from kitlib.content.layers import Layers, packs
from kitlib.content.look import PLAIN, Look, as_color, logo_of
from kitlib.content.provenance import Publisher, publisher_problems
from kitlib.errors import ContentError, KitError
from kitlib.privacy.suppression import SMALLEST
from kitlib.settings import Settings, settings, shipped

__all__ = ["Called", "Home", "Pack", "called_here", "content_layers", "look_of", "look_or_plain", "read_home"]


class Pack(Content):
    """As what a home's own content is packed for others."""

    name: Id
    version: Text  # numbers with points; a higher one each time that it is given out


class Home(Publisher):
    """The keys of `kit.yaml`; each has a default, so that a home may do without the file."""

    content: Literal["shipped", "none"] = "shipped"  # whether the kit's own sessions are there
    layers: list[Text] = []  # further folders of content, from the lowest up, from the home on
    called: Called = Called()
    languages: list[Language] | None = (
        None  # that pages and sheets offer beside English; None for all that there are
    )
    pack: Pack | None = None
    name: str = ""  # of the district, collaborative or state, as it stands on what is shown and handed out
    logo: str = ""  # a PNG or SVG in the home
    accent: str | None = ""  # a color, in quotes; None is one without them, which YAML takes for a comment
    smallest_group: Annotated[int, Field(ge=SMALLEST)] = SMALLEST  # that a roll-up shows


def read_home(places: Settings) -> Home:
    """What a home says of itself. Raises ContentError for a file that is not sound."""
    if not places.kit_file.is_file():
        return Home()
    return Document.read(places.kit_file).model(Home, _problems)


def _problems(home: Home, at: Document) -> Iterator[Problem]:
    yield from publisher_problems(home, at)
    if home.pack and not re.fullmatch(r"\d+(\.\d+)*", home.pack.version):
        yield at.problem(
            ("pack", "version"), f'must be numbers with points, such as "1.0", found "{home.pack.version}"'
        )
    if home.accent is None or (home.accent and not as_color(home.accent)):
        found = f', found "{home.accent}"' if home.accent else ""
        yield at.problem(("accent",), f'must be a color in quotes, such as "#0b5394"{found}')
    if home.logo and not home.name.strip():
        yield at.problem(("logo",), "needs a name as well, which is read to those who cannot see it")


def look_of(places: Settings) -> Look:
    """The look of a home. Raises ContentError for a `kit.yaml` or a logo that is not sound."""
    home = read_home(places)
    path = (places.home / home.logo).resolve()
    try:
        if home.logo and not path.is_relative_to(places.home.resolve()):
            raise ContentError(
                f"The logo {home.logo} lies outside the home: copy it into the home, beside kit.yaml."
            )
        logo = logo_of(path) if home.logo else None
    except ContentError as error:
        at = Document.read(places.kit_file)
        at.refuse([at.problem(("logo",), error.what)])
        raise
    return Look(
        name=" ".join(home.name.split()),
        logo=logo,
        accent=as_color(home.accent or ""),
        called=home.called,
        languages=None if home.languages is None else tuple(home.languages),
    )


def look_or_plain(places: Settings) -> Look:
    """The look of a home, or none where it is not sound: no page of a meeting, and no purge, waits for a logo."""
    try:
        return look_of(places)
    except ContentError:
        return PLAIN


def called_here() -> Called:
    """What the home of this process calls its districts and schools; the kit's own words where there is none."""
    try:
        return look_or_plain(settings()).called
    except KitError:
        return Called()


def content_layers(places: Settings) -> Layers:
    """The layers of a home: installed packs, what ships, folders that it names, and own/.

    What ships is the home's `facilitation/` where there is one, as in a checkout; else the package's own, unless
    `kit.yaml` says that this home has none of it. Raises ContentError for a `kit.yaml` that is not sound.
    """
    home = read_home(places)
    below = [] if places.facilitation.is_dir() or home.content == "none" else [shipped() / "facilitation"]
    beside = [places.home / Path(folder).expanduser() for folder in home.layers]
    return Layers(*below, places.facilitation, *beside, places.own, packs=tuple(packs().folders.values()))
