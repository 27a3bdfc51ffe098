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
        {**asdict(line), "within": list(line.within)}
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
    """Write what was typed into the catalogues of the home's own folder, a language at a time.

    What is to be looked at again of a statement that has another id now is written too: by its place nobody would find it.
    """
    languages = {said.language for said in draft.done.said.values()}
    if any(id != kept for id, kept in draft.became.items()):
        languages |= library.catalogues.paths.get(f"instruments/{draft.id}", {}).keys()
    kept = []
    for language in sorted(languages):
        given = [
            _given(line, said)
            for part in _parts(library, draft)
            for line, said in _typed(library, draft, part, language)
            if said is not None or (line.state == "look again" and _moved(draft, line))
        ]
        if given:
            kept.append(keep(library, places, list(_parts(library, draft, as_kept=True)), language, given))
    return kept


def _moved(draft: InstrumentDraft, line: Line) -> bool:
    return any(
        draft.became.get(id, id) != id
        for id in (place.split("/")[1] for place in line.within if "/" in place)
    )


def _parts(library: Library, draft: InstrumentDraft, as_kept: bool = False) -> Iterator[Part]:
    """The instrument and its scale; by the ids of the form, which are those of what is kept until then, or `as_kept` by the new ones."""
    if draft.instrument is None:
        return
    pairs = zip(draft.instrument.items, draft.data["items"], strict=True)
    items = [item.model_copy(update={"id": said["id"]}) for item, said in pairs]
    instrument = draft.instrument if as_kept else draft.instrument.model_copy(update={"items": items})
    yield Part(f"instruments/{draft.id}", draft.path, (instrument,))
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
    same = (said for said in of_it if said.english == line.english)
    there = (said for said in of_it if said.place in line.within)
    return next(same, None) or next(there, None)


def _given(line: Line, said: Said | None) -> Given:
    before = line.before if line.state == "look again" else ""
    return Given(
        line.where,
        line.place,
        line.english,
        said.words if said else line.words,
        "" if before else line.state,
        "",
        before,
    )
