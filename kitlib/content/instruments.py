"""What a scale, an instrument and a crosswalk between two versions are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kitlib.content.base import FOR_WHOM, Content, Id, Language, Named, Readers, Text, asked

__all__ = ["Crosswalk", "Instrument", "Item", "Pair", "Point", "Scale"]


class Point(Content):
    """One point of a scale."""

    value: int
    label: Annotated[Text, asked("Its words")]
    help: Annotated[str, asked("What it means, where that is not plain")] = ""
    translations: dict[Language, Text] = {}  # of the label


class Scale(Content):
    """The points an item is rated on, from low to high."""

    id: Id
    title: Annotated[Text, asked("What the scale is called")]
    points: Annotated[
        list[Point], Field(min_length=2, max_length=11), asked("Points", "From the lowest to the highest.")
    ]
    source: str = ""  # empty: the kit's own

    @property
    def values(self) -> list[int]:
        """The points' values, low to high."""
        return [point.value for point in self.points]


class Item(Named):
    """One statement to rate."""

    text: Annotated[Text, asked("Statement", "One thing that people can find true or not.", lines=2)]
    domain: Annotated[str, asked("Domain", "The heading that it stands under.")] = ""
    reverse: Annotated[bool, asked("Agreeing points the other way")] = False
    help: Annotated[str, asked("Help", "What to look at before rating.", lines=2)] = ""
    translations: dict[Language, Text] = {}


class Instrument(Content):
    """A set of items with its version; a district may put its own file with the same keys in its place."""

    id: Id
    version: Annotated[Text, asked("Version", "A new one when statements or points change.")]
    title: Annotated[Text, asked("Title")]
    intro: Annotated[str, asked("What people read first", lines=3)] = ""
    made_by: Annotated[Text, asked("Whose it is", "Who wrote it; stands in each record.", lines=2)]
    scale: Annotated[Id, asked("Scale", of="scales")]
    readers: Annotated[Readers, asked("For whom", words=FOR_WHOM)] = "staff"
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

    def asks_as(self, other: Instrument) -> bool:
        """Whether it puts the same statements, on the same scale, as another: their rounds can stand side by side."""
        mine, theirs = (
            [item.model_dump(exclude={"translations"}) for item in each.items] for each in (self, other)
        )
        return self.scale == other.scale and mine == theirs


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
