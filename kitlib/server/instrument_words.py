"""What stands for the texts of an instrument in another language, while both are changed by form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from kitlib.content import Library
from kitlib.content.instrument_acts import Said
from kitlib.content.instrument_drafts import InstrumentDraft
from kitlib.content.instruments import Scale
from kitlib.content.plan_changes import Difference
from kitlib.languages.catalogue import languages
from kitlib.languages.names import english_name
from kitlib.settings import Settings
from kitlib.translating.files import Given
from kitlib.translating.keeping import Kept, keep
from kitlib.translating.lines import Line, State, lines_of
from kitlib.translating.parts import Part

__all__ = ["keep_words", "languages_offered", "word_differences", "words_in"]


def languages_offered(library: Library, chosen: tuple[str, ...] | None) -> list[tuple[str, str]]:
    """The languages to choose from, with their names: those that the home offers, or in which something is said."""
    found = {code for by_language in library.catalogues.paths.values() for code in by_language}
    return sorted(
        ((code, english_name(code)) for code in {*found, *languages(), *(chosen or ())}), key=lambda x: x[1]
    )


def words_in(library: Library, draft: InstrumentDraft, language: str) -> list[dict[str, Any]]:
    """Each text with what stands for it now, by the ids of the form; nothing while the instrument is not sound.

    What was typed is a draft, unless a speaker went over it; where its English is another now, it is to be looked at again.
    """
    return [
        {**asdict(line), "within": [_in_form(draft, place) for place in line.within]}
        for part in _parts(library, draft)
        for line, _ in _typed(library, draft, part, language)
    ]


def word_differences(library: Library, draft: InstrumentDraft) -> list[Difference]:
    """What was typed in other languages and is to be kept, language by language."""
    return [
        {
            "sort": "changed",
            "id": f"words/{language}",
            "step": f"In {english_name(language)}",
            "what": line.english,
            "before": "",
            "after": line.words,
        }
        for language in dict.fromkeys(said.language for said in draft.done.said.values())
        for part in _parts(library, draft)
        for line, said in _typed(library, draft, part, language)
        if said is not None and line.state != "look again"
    ]


def keep_words(library: Library, draft: InstrumentDraft, places: Settings) -> list[Kept]:
    """Write what was typed into the catalogues of the home's own folder, a language at a time."""
    kept = []
    for language in dict.fromkeys(said.language for said in draft.done.said.values()):
        parts = list(_parts(library, draft))
        given = [
            _given(line, said)
            for part in parts
            for line, said in _typed(library, draft, part, language)
            if said is not None
        ]
        if given:
            kept.append(keep(library, places, parts, language, given))
    return kept


def _parts(library: Library, draft: InstrumentDraft) -> Iterator[Part]:
    if draft.instrument is None:
        return
    yield Part(f"instruments/{draft.id}", draft.path, (draft.instrument,))
    scale: Scale = draft.scale or library.scale(draft.instrument.scale)
    yield Part("scales", draft.own / "scales.yaml", (scale,))


def _typed(
    library: Library, draft: InstrumentDraft, part: Part, language: str
) -> Iterator[tuple[Line, Said | None]]:
    """The list of one part, with what was typed in the place of what is kept."""
    for line in lines_of(library, part, language):
        said = _said_of(draft, line, language)
        if said is None:
            yield line, None
        elif said.english == line.english:
            state: State = "reviewed" if said.reviewed else "draft"
            yield replace(line, words=said.words, state=state, before="", day=""), said
        else:
            yield replace(line, words=said.words, state="look again", before=said.english, day=""), said


def _said_of(draft: InstrumentDraft, line: Line, language: str) -> Said | None:
    of_it = [said for said in draft.done.said.values() if said.language == language and said.words.strip()]
    at = {_in_form(draft, place) for place in line.within}
    same = (said for said in of_it if said.english == line.english)
    there = (said for said in of_it if said.place in at)
    return next(same, None) or next(there, None)


def _given(line: Line, said: Said) -> Given:
    before = line.before if line.state == "look again" else ""
    return Given(line.where, line.place, line.english, said.words, "" if before else line.state, "", before)


def _in_form(draft: InstrumentDraft, place: str) -> str:
    """A place by the ids of the form, where a new statement has none of its own yet."""
    if draft.instrument is None or not place.startswith("items/"):
        return place
    _, id, key = place.split("/")
    known = {
        kept.id: item["id"] for kept, item in zip(draft.instrument.items, draft.data["items"], strict=True)
    }
    return f"items/{known.get(id, id)}/{key}"
