"""What somebody typed in another language beside a text of a form: a change of no file of English, kept in the catalogues.

Such a change is `{"words": place, "language": code, "of": English, "says": text, "reviewed": …}`. Where the file itself says
a translation, it is changed there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kitlib.content.translations import BESIDE

__all__ = ["Said", "said_in", "say_in_file"]


@dataclass(frozen=True)
class Said:
    """What somebody typed for a text in another language, and the English that it was made of."""

    place: str
    language: str
    english: str
    words: str
    reviewed: bool = False

    @classmethod
    def of(cls, change: Mapping[str, Any]) -> Said:
        """What a change says."""
        place, language, english, words = (str(change[key]) for key in ("words", "language", "of", "says"))
        return cls(place, language, english, words, bool(change.get("reviewed")))


def said_in(changes: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Said]:
    """What was typed last for each language and place."""
    found = [Said.of(change) for change in changes if "words" in change]
    return {(said.language, said.place): said for said in found}


def say_in_file(data: Any, said: Said) -> bool:
    """Change a translation where data say one of this text themselves; whether they do."""
    if not said.words.strip():
        return False
    held = [each for each, english in _told(data, said.language) if english.strip() == said.english.strip()]
    for each in held:
        each[said.language] = said.words
    by_english = data.get("phrases", {}).get(said.language, {})
    if said.english in by_english:
        by_english[said.english] = said.words
    return bool(held) or said.english in by_english


def _told(data: Any, language: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each translation that data hold in a language, by language, with the English beside which it stands."""
    if isinstance(data, dict):
        for key, of in BESIDE.items():
            english = next((data[each] for each in of if data.get(each)), None)
            if isinstance(data.get(key), dict) and language in data[key]:
                yield data[key], str(english)
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in inner:
        yield from _told(each, language)
