"""The language of a participant's page: what this device chose for this meeting, and the choice at the head of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from tornado import web

from kitlib.kinds.shared.paper import DRAFT
from kitlib.languages.catalogue import is_draft, own_words
from kitlib.languages.names import ENGLISH, direction

__all__ = ["chosen", "head"]

COOKIE = "kit-language"  # of the form where a device joins; that of a meeting ends in its id
LEFT = "What is not translated yet stays in English."


def chosen(request: web.RequestHandler, offered: Mapping[str, str], meeting: str = "") -> str:
    """The code of the language that this device chose for a meeting, or where it joined; English where it chose none."""
    names = ([f"{COOKIE}-{meeting}"] if meeting else []) + [COOKIE]
    found = next(filter(None, (request.get_cookie(name) for name in names)), ENGLISH)
    return found if found in offered else ENGLISH


def head(language: str, offered: Mapping[str, str], meeting: str = "") -> dict[str, Any]:
    """What a template needs for the language of its page and for the choice of another."""
    words = own_words(language)
    is_foreign = language != ENGLISH
    return {
        "language": language,
        "dir": direction(language),
        "offered": offered if len(offered) > 1 else {},
        "keeps": f"{COOKIE}-{meeting}" if meeting else COOKIE,
        "plain": lambda english: words.get(english, english),
        "say": lambda english: words.get(english) or (_english(english) if is_foreign else english),
        "draft": DRAFT if is_foreign and is_draft(language) else "",
        "left": LEFT if is_foreign else "",
    }


def _english(text: str) -> Markup:
    return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
