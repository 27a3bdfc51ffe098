"""What the kit says itself on a page in another language: a file of its own, which a page in English does not load."""

from __future__ import annotations

import json

from kitlib.frontend import assets
from kitlib.languages.catalogue import counted_words, languages, own_words

__all__ = ["FOLDER", "address", "catalogue"]

FOLDER = "language/"


def address(language: str) -> str:
    """Where a page finds the words of a language, without the ending; empty where the kit says nothing in it."""
    return FOLDER + language if language in languages() else ""


def catalogue(language: str) -> str | None:
    """A module that exports `own` and `plurals`: of what the kit says in a language, all that its pages may show.
    None where it says nothing."""
    if language not in languages():
        return None
    counted = counted_words(language)
    pages = "\n".join(assets.read(address) or "" for address in assets.modules())
    own: dict[str, str | tuple[str, ...]] = {
        english: words
        for english, words in own_words(language).items()
        if json.dumps(english, ensure_ascii=False) in pages
    }
    own |= counted.forms
    told = json.dumps(own, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'export const own = {told};\nexport const plurals = "{counted.rule}";\n'
