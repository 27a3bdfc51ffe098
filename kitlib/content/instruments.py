"""What a scale, an instrument and a crosswalk between two versions are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kitlib.content.base import Content, Id, Language, Named, Readers, Text

__all__ = ["Crosswalk", "Instrument", "Item", "Pair", "Point", "Scale"]


class Point(Content):
    """One point of a scale."""

    value: int
    label: Text
    help: str = ""
    translations: dict[Language, Text] = {}  # of the label


class Scale(Content):
    """The points an item is rated on, from low to high."""

    id: Id
    title: Text
    points: list[Point] = Field(min_length=2, max_length=11)
    source: str = ""  # empty: the kit's own

    @property
    def values(self) -> list[int]:
        """The points' values, low to high."""
        return [point.value for point in self.points]


class Item(Named):
    """One statement to rate."""

    text: Text
    domain: str = ""  # as people read it
    reverse: bool = False  # agreeing points the other way
    help: str = ""  # what to look at before rating
    translations: dict[Language, Text] = {}


class Instrument(Content):
    """A set of items with its version; a district may put its own file with the same keys in its place."""

    id: Id
    version: Text
    title: Text
    intro: str = ""
    made_by: Text  # "the kit's own draft", or whose it is
    scale: Id
    readers: Readers = "staff"
    titles: dict[Language, Text] = {}
    intros: dict[Language, Text] = {}
    reviewed: list[
        Language
    ] = []  # translations that a speaker has gone over; the others are marked as drafts
    items: Annotated[list[Item], Field(min_length=1, max_length=80)]

    @property
    def domains(self) -> list[str]:
        """The domains of its items in order, each once."""
        return list(dict.fromkeys(item.domain for item in self.items))


class Pair(Content):
    """What became of one item in the newer version: the items that hold its thought now, or none."""

    old: Id | None = None  # none: the thought is new
    new: list[Id] = []
    same: bool = False  # same words, same points: an older number may stand beside a newer one
    note: str = ""


class Crosswalk(Content):
    """How the items of one instrument stand in another, so that rounds across a new edition can be compared."""

    id: Id
    title: Text
    made_by: Text
    old: Id  # an instrument
    new: Id
    note: str = ""
    pairs: list[Pair] = Field(min_length=1)
