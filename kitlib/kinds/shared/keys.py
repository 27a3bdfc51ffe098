"""What the keys of several kinds are made of: a prompt, an option, a typed column."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.base import Language, Named, Readers, Text, Visibility, asked

__all__ = ["Column", "Option", "Prompt"]


class Prompt(Named):
    """One question and its box: one for each seat, or one for the whole team."""

    text: Annotated[Text, asked("Question")]
    help: str = ""
    scope: Literal["seat", "team"] = "seat"
    visibility: Visibility = "team"
    lines: Annotated[int, Field(ge=1, le=20)] = 3
    readers: Readers = "staff"
    translations: dict[Language, Text] = {}


class Option(Named):
    """One thing to choose from, with the words people read."""

    text: Text
    help: str = ""


class Column(Named):
    """One column of a table."""

    title: Text
    #: `who` offers the roles of the seats, `code` refuses names, `tick` is yes or no.
    type: Literal["text", "short", "choice", "number", "date", "who", "code", "tick"] = "text"
    choices: list[Text] = []
    help: str = ""
    wide: bool = False
    unit: str = ""  # of a number: "minutes", "dollars a year"
    least: float | None = None
    most: float | None = None
    total: bool = False  # of a number: its sum is shown
    rotates: bool = False  # of a who: last meeting's answer is shown, so that the job goes round
