"""What a home says of itself in its `kit.yaml`: whose its own content is, which else it has, its smallest group."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.base import Content, Id, Text
from kitlib.content.document import Document, Problem
from kitlib.content.layers import packs
from kitlib.content.provenance import Publisher
from kitlib.privacy.suppression import SMALLEST
from kitlib.settings import Settings, shipped

__all__ = ["Called", "Home", "Pack", "content_roots", "read_home"]


class Pack(Content):
    """As what a home's own content is packed for others."""

    name: Id
    version: Text  # numbers with points; a higher one each time that it is given out


class Called(Content):
    """What the state calls its districts and schools, one of each, as the headings of its lists do."""

    district: Text = "district"
    school: Text = "school"


class Home(Publisher):
    """The keys of `kit.yaml`; each has a default, so that a home may do without the file."""

    content: Literal["shipped", "none"] = "shipped"  # whether the kit's own sessions are there
    layers: list[Text] = []  # further folders of content, from the lowest up, from the home on
    called: Called = Called()
    pack: Pack | None = None
    smallest_group: Annotated[int, Field(ge=SMALLEST)] = SMALLEST  # that a roll-up shows


def read_home(places: Settings) -> Home:
    """What a home says of itself. Raises ContentError for a file that is not sound."""
    if not places.kit_file.is_file():
        return Home()
    return Document.read(places.kit_file).model(Home, _problems)


def _problems(home: Home, at: Document) -> Iterator[Problem]:
    if home.pack and not re.fullmatch(r"\d+(\.\d+)*", home.pack.version):
        yield at.problem(
            ("pack", "version"), f'must be numbers with points, such as "1.0", found "{home.pack.version}"'
        )


def content_roots(places: Settings) -> tuple[Path, ...]:
    """The layers of a home from the lowest up: what ships, installed packs, folders that it names, and own/.

    What ships is the home's `facilitation/` where there is one, as in a checkout; else the package's own, unless
    `kit.yaml` says that this home has none of it. Raises ContentError for a `kit.yaml` that is not sound.
    """
    home = read_home(places)
    below = [] if places.facilitation.is_dir() or home.content == "none" else [shipped() / "facilitation"]
    beside = [places.home / Path(folder).expanduser() for folder in home.layers]
    return (*below, *packs().folders.values(), places.facilitation, *beside, places.own)
