"""What stands in other languages for the texts of a session, while it is planned by form."""

from __future__ import annotations

from dataclasses import replace

from kitlib.content import Library
from kitlib.content.planner import Planned
from kitlib.content.shown import by_english, shown_in
from kitlib.content.translations import spoken_in
from kitlib.settings import Settings
from kitlib.translating.files import Given
from kitlib.translating.forms import FormWords, keep_words
from kitlib.translating.keeping import Kept
from kitlib.translating.lines import lines_of
from kitlib.translating.parts import Part, session_parts

__all__ = ["SessionWords"]


class SessionWords:
    """The words of one plan. `of` is the session that is changed.

    What a version takes from its base is translated beside the base, and so is all where nothing of the English was changed.
    """

    def __init__(self, library: Library, planned: Planned, of: str) -> None:
        self.library = library
        self._before: Part | None = None  # what is kept of a whole session that is changed in its own file
        session, at = planned.session, planned.at
        if planned.says_only and not planned.in_place:
            session, at = library.session(of), library.document(of)
        parts = session_parts(library, session, at) if session is not None and at is not None else []
        if parts and planned.itself:
            kept = session_parts(library, library.session(of), library.document(of))
            self._before = kept[0]
            parts[0] = replace(parts[0], made_of=tuple(kept))
        shown = by_english(shown_in(session)) if session is not None else {}
        self.form = FormWords(library, parts, planned.said, shown)

    def given(self) -> dict[str, list[Given]]:
        """What is to be kept, by language; also what the file itself said of a text that is another now."""
        codes = {*self.form.languages}
        if self._before:
            codes |= spoken_in(self._before.things[0].model_dump())
        return {code: self._given(code) for code in codes}

    def _given(self, language: str) -> list[Given]:
        told = self._told(language)
        return self.form.given(language, lambda line: line.before in told)

    def _told(self, language: str) -> set[str]:
        """The texts of which the file says a translation itself, as it is before it is written."""
        before = lines_of(self.library, self._before, language) if self._before else []
        return {line.english for line in before if line.in_file}

    def keep(self, given: dict[str, list[Given]], places: Settings) -> list[Kept]:
        """Write them into the home's own folder, once the session itself is kept."""
        own = [replace(part, file=places.own / f"{part.place}.yaml") for part in self.form.parts]
        return keep_words(Library.of(places), places, own, given)
