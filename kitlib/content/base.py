"""What every model of a content file builds on: its types, and how strict it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints

__all__ = [
    "CLOCK",
    "EARLIER",
    "FOR_WHOM",
    "LANGUAGE",
    "Clock",
    "Content",
    "Id",
    "Language",
    "Minutes",
    "Named",
    "Readers",
    "Text",
    "Url",
    "Visibility",
    "asked",
]

Visibility = Literal["private", "team", "room"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=48)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Minutes = Annotated[int, Field(gt=0, le=480)]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Clock = Annotated[str, StringConstraints(pattern=CLOCK)]  # 08:05, 14:30
#: A language's code, such as es, ht or pt-BR: what is translated stands beside the English in the same file.
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
#: For whom a text is written; what families and students read is held to plainer words.
Readers = Literal["staff", "families", "students"]
#: How a form says it.
FOR_WHOM = {"staff": "Staff", "families": "Families", "students": "Students"}
#: In the place of where a key's choices come from: the earlier activities of its kind that fit.
EARLIER = "earlier"
# Kept as text: pydantic's own type rewrites an address ("https://x" becomes "https://x/").
Url = Annotated[str, AfterValidator(lambda url: str(url) if HttpUrl(url) else "")]


def asked(
    title: str, help: str = "", *, lines: int = 1, words: Mapping[str, str] | None = None, of: str = ""
) -> Any:
    """Mark a key as one that forms ask for, under `title`: with `lines` to write in, or what stands for each choice in `words`.

    Of a key that names something, `of` says among what is chosen: `instruments`, `scales`, `sessions`, `topics` or
    `reminders` of the library, `domains` of the instrument beside it, EARLIER, or `rows:<key>` for the rows of a list
    in the same activity. `kitlib.content.forms` makes the fields of the planner from it; the published schemas show
    the texts too.
    """
    return Field(
        title=title,
        description=help or title,
        json_schema_extra={"asked": {"lines": lines, "words": dict(words or {}), "of": of}},
    )


class Content(BaseModel):
    """Base of the content models: no unknown keys, no field set after loading, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Named(Content):
    """What has an id under which answers are stored. `was` is the one that it had before, for meetings that are open then."""

    id: Id
    was: Annotated[Id | None, Field(exclude=True)] = None  # it changes nothing of what is shown
