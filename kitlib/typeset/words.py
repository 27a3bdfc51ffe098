"""Words of a page as runs: each a dict with its text and how it looks, spaces as HTML means them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

__all__ = ["Run", "language_of", "plain", "runs_of", "trimmed"]

Run = dict[str, Any]

LONGEST = 18  # letters of a word after which it may break, so that it stays on the page


def plain(text: str) -> str:
    """Text without what cannot be printed: control characters, halves of characters, what only a program reads."""
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " "))
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def language_of(tag: str) -> tuple[str, str] | None:
    """Language and region of a tag such as "pt-BR", the region empty where none is given; None for no language."""
    found = re.match(r"([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?(?:-([a-zA-Z]{2}))?(?:-|$)", tag)
    return (found[1].lower(), (found[2] or "").lower()) if found else None


def runs_of(text: str) -> list[Run]:
    """A text as one run."""
    return trimmed([{"text": re.sub(r"\s+", " ", text)}])


def trimmed(runs: list[Run]) -> list[Run]:
    """Runs with one space where HTML has many, and none at the ends of a line."""
    found: list[Run] = []
    at_start = True
    for run in runs:
        if "text" not in run:
            found.append(run)
            at_start = "break" in run
            continue
        text = re.sub(" +", " ", plain(run["text"]))
        if at_start:
            text = text.lstrip(" ")
        if text:
            found.append({**run, "text": text})
            at_start = text.endswith(" ")
    while found and ("break" in found[-1] or not found[-1].get("text", "x").strip(" ")):
        found.pop()
    if found and "text" in found[-1]:
        found[-1]["text"] = found[-1]["text"].rstrip(" ")
    for run in found:
        if "text" in run:
            run["text"] = re.sub(rf"\S{{{LONGEST + 1},}}", _breakable, run["text"])
    return found


def _breakable(word: re.Match[str]) -> str:
    """A long word with places where it may break, without a hyphen: after its signs, and every so many letters."""
    parts = re.findall(rf"\w{{1,{LONGEST}}}\W*|\W{{1,{LONGEST}}}", word[0])
    return "\u200b".join(parts)
