"""What the keys of several kinds are made of: a prompt, an option, a typed column."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.base import FOR_WHOM, Language, Named, Readers, Text, Visibility, asked

__all__ = ["READ_BY", "WHO", "Column", "Option", "Prompt"]

#: What stands for each choice in a form.
WHO = {"seat": "Each person", "team": "The team together"}
READ_BY = {"private": "Only who writes it", "team": "Their team", "room": "Everybody in the room"}
CELLS = {
    "text": "Words", "short": "A few words", "choice": "A choice from a list", "number": "A number", "date": "A day",
    "who": "A role of somebody here", "code": "A code for a student, never a name", "tick": "Yes or no",
}  # fmt: skip


class Prompt(Named):
    """One question and its box: one for each seat, or one for the whole team."""

    text: Annotated[Text, asked("Question", lines=2)]
    help: Annotated[str, asked("Said below it")] = ""
    scope: Annotated[Literal["seat", "team"], asked("Who answers", words=WHO)] = "seat"
    visibility: Annotated[Visibility, asked("Who reads it", words=READ_BY)] = "team"
    lines: Annotated[int, Field(ge=1, le=20), asked("Lines of the box")] = 3
    readers: Annotated[Readers, asked("For whom it is worded", words=FOR_WHOM)] = "staff"
    translations: dict[Language, Text] = {}


class Option(Named):
    """One thing to choose from, with the words people read."""

    text: Annotated[Text, asked("Words")]
    help: Annotated[str, asked("Said below it")] = ""


class Column(Named):
    """One column of a table."""

    title: Annotated[Text, asked("Heading")]
    #: `who` offers the roles of the seats, `code` refuses names, `tick` is yes or no.
    type: Annotated[
        Literal["text", "short", "choice", "number", "date", "who", "code", "tick"],
        asked("What is written into it", words=CELLS),
    ] = "text"
    choices: Annotated[
        list[Text], asked("Its choices", "One a line, for a choice from a list.", lines=3)
    ] = []
    help: Annotated[str, asked("Said below it")] = ""
    wide: Annotated[bool, asked("It is a wide one")] = False
    unit: Annotated[str, asked("Unit", "Of a number, such as: minutes.")] = ""
    least: Annotated[float | None, asked("At the least", "Of a number.")] = None
    most: Annotated[float | None, asked("At the most", "Of a number.")] = None
    total: Annotated[bool, asked("Show the sum", "Of a number.")] = False
    #: Of a who: last meeting's answer is shown.
    rotates: Annotated[bool, asked("The job goes round", "Of a role: who had it last time is shown.")] = False
