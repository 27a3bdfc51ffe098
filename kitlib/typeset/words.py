"""Words of a page as runs: each a dict with its text and how it looks, spaces as HTML means them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

__all__ = ["Run", "language_of", "plain", "right_to_left", "runs_of", "trimmed"]

Run = dict[str, Any]

BYTE_ORDER = "\ufeff"  # what a file begins with and a page copies; no archive takes it as text
JOINER, NON_JOINER = "\u200d", "\u200c"
_LETTERS = "\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
_SIGN = f"[^\\w{_LETTERS}]"
_BETWEEN = f"{_SIGN}*"
#: Words in Arabic letters, with what stands around and between them. It begins only where signs begin: from within
#: them nothing would be found that was not found from there, and a line of signs would be read anew from each.
ARABIC = re.compile(f"((?<!{_SIGN}){_BETWEEN}(?:[{_LETTERS}]+{_BETWEEN})+)")
STRONG = {"L", "R", "AL"}  # what Unicode calls letters that have a direction of their own
LONGEST = 18  # letters of a word after which it may break, so that it stays on the page


def plain(text: str) -> str:
    """Text without what cannot be printed: control characters, halves of characters, what only a program reads."""
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " ").replace(BYTE_ORDER, ""))
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def language_of(tag: str) -> tuple[str, str] | None:
    """Language and region of a tag such as "pt-BR", the region empty where none is given; None for no language."""
    found = re.match(r"([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?(?:-([a-zA-Z]{2}))?(?:-|$)", tag)
    return (found[1].lower(), (found[2] or "").lower()) if found else None


def right_to_left(runs: Iterable[Run]) -> bool:
    """Whether a line is set from right to left: it is where its first letter is, as HTML has it with dir="auto"."""
    kinds = (unicodedata.bidirectional(letter) for run in runs for letter in run.get("text", ""))
    return next((kind for kind in kinds if kind in STRONG), "L") != "L"


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
    return [part for run in found for part in _by_script(run)]


def _by_script(run: Run) -> list[Run]:
    """A run as parts of one script, those in Arabic marked as such, with the spaces and signs around them.

    Another font draws them, and what the fonts draw in turns is torn apart for those who hear it.
    """
    text = run.get("text", "")
    if text.isascii() or not ARABIC.search(text):
        return [run]
    parts = ARABIC.split(text)  # every second one is Arabic
    return [
        {**run, "text": part, **({"arabic": True} if i % 2 else {})} for i, part in enumerate(parts) if part
    ]


def _breakable(word: re.Match[str]) -> str:
    """A long word with places where it may break, without a hyphen: after its signs, and every so many letters.

    None stands before a mark or within what a joiner joins, nor between letters that are written as one (Arabic's)
    or that break anywhere by themselves (Chinese).
    """
    found, before, since = "", "", 0  # `since`: letters since the last place
    for letter in word[0]:
        if before and not _clings(letter) and before != JOINER:
            long = since >= LONGEST and not _joined(letter)
            if long or (_spells(letter) and not _spells(before)):
                found, since = found + "\u200b", 0
        found, before, since = found + letter, letter, since + 1
    return found


def _clings(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M" or letter in (JOINER, NON_JOINER)


def _spells(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNM" or letter in ("_", JOINER, NON_JOINER)


def _joined(letter: str) -> bool:
    return unicodedata.bidirectional(letter) == "AL" or unicodedata.east_asian_width(letter) in "WF"
