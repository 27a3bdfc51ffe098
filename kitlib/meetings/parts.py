"""What a page or a notebook shows, as it is told to it: its parts, what draws each, and the files that do.

The types of the JavaScript are made from these too, by `python -m kitlib.frontend.types`.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from kitlib.meetings.protocol import JSON

__all__ = ["Assets", "Part", "PartAnswer", "Place", "ScreensAnswer", "Shown"]


class Place(TypedDict):
    """Which meeting a page shows, and as whose."""

    meeting: str
    team: str
    role: str
    shows: NotRequired[int]  # the number of what the page shows, of a meeting that takes in newer versions


Part = tuple[str, dict[str, JSON]]  # what draws it, and what it draws


class PartAnswer(TypedDict):
    """What draws an activity that was hidden before."""

    config: dict[str, JSON]
    #: What stands for its English in the language of the page that asks; none for English.
    words: dict[str, str]


class Shown(TypedDict):
    """All that a notebook or a page shows: screen -> its parts."""

    place: Place
    screens: dict[str, list[Part]]


class Assets(TypedDict):
    """The files that draw the parts (`kitlib.frontend.bundles`)."""

    version: str
    modules: dict[str, str]  # part -> address of its module
    bundles: dict[str, str]  # part -> the bundle that holds it
    styles: list[str]  # addresses
    called: dict[
        str, str
    ]  # the state's words for district, districts, school, schools; empty where they are these
    look: str  # a style sheet with the home's accent; empty where it has none
    texts: NotRequired[
        dict[str, str]
    ]  # of each bundle and style sheet, only where the page's server has none


class ScreensAnswer(Shown):
    """The screens with what draws them."""

    assets: Assets
