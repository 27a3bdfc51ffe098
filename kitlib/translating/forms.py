"""What stands in other languages for the texts of a thing, while it is changed by form; and keeping it in the catalogues."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from kitlib.content import Library
from kitlib.content.plan_changes import Difference
from kitlib.content.said import Said
from kitlib.content.translations import lost_in
from kitlib.languages.catalogue import languages
from kitlib.languages.names import english_name
from kitlib.settings import Settings
from kitlib.translating.files import Given
from kitlib.translating.keeping import Kept, keep
from kitlib.translating.lines import Line, State, lines_of
from kitlib.translating.parts import Part

__all__ = ["FormWords", "keep_words", "languages_offered"]


def languages_offered(library: Library, chosen: tuple[str, ...] | None) -> list[tuple[str, str]]:
    """The languages to choose from, with their names: those that the home offers, or in which something is said."""
    found = {code for by_language in library.catalogues.paths.values() for code in by_language}
    return sorted(
        ((code, english_name(code)) for code in {*found, *languages(), *(chosen or ())}), key=lambda x: x[1]
    )


@dataclass(frozen=True)
class FormWords:
    """The texts of a thing as they stand in its form, and what was typed for them in other languages.

    `parts` has its own part first; what others bring follows. Where `places` is given, it tells each text that the form
    shows and where; else all texts of the parts stand in it, at their own places.
    """

    library: Library
    parts: Sequence[Part]
    said: Collection[Said]
    places: Mapping[str, Sequence[str]] | None = None

    @property
    def languages(self) -> list[str]:
        """Those in which something was typed."""
        return list(dict.fromkeys(said.language for said in self.said))

    def to_json(self, language: str) -> list[dict[str, Any]]:
        """Each text with what stands for it now, and by which marks that does not fit its English yet.

        What was typed is a draft, unless a speaker went over it; where its English is another now, it is to be looked at again.
        """
        return [
            {
                **asdict(line),
                "within": list(line.within),
                "shared": line.place != self.parts[0].place,
                "lost": lost_in(line.english, line.words) if line.words else [],
            }
            for _, line, _ in self._typed(language)
        ]

    def differences(self) -> list[Difference]:
        """What was typed and is to be kept, language by language."""
        return [
            {
                "sort": "changed",
                "id": f"words/{language}",
                "step": f"In {english_name(language)}",
                "what": line.english,
                "before": kept.words,
                "after": line.words,
            }
            for language in self.languages
            for kept, line, said in self._typed(language)
            if said is not None and line.state != "look again"
        ]

    def given(self, language: str, also: Callable[[Line], bool] = lambda line: False) -> list[Given]:
        """What is to be kept in a language: what was typed, and of what is to be looked at again that of which `also` says so."""
        return [
            _given(line, said)
            for kept, line, said in self._typed(language)
            if (said is not None and not (line.in_file and kept.words == line.words))
            or (line.state == "look again" and also(line))
        ]

    @cached_property
    def _here(self) -> Collection[str]:
        return self.places or {english for part in self.parts for english in part.texts}

    def _typed(self, language: str) -> Iterator[tuple[Line, Line, Said | None]]:
        """Each text once: the line that is kept, the line as it stands in the form, and what was typed if anything was."""
        seen: set[str] = set()
        for part in self.parts:
            for line in lines_of(self.library, part, language):
                if self.places is not None:
                    if line.english not in self.places or line.english in seen:
                        continue
                    line = replace(line, within=tuple(self.places[line.english]))
                seen.add(line.english)
                said = self._said_of(line, language)
                yield line, _as_said(line, said), said

    def _said_of(self, line: Line, language: str) -> Said | None:
        of_it = [said for said in self.said if said.language == language and said.words.strip()]
        same = (said for said in of_it if said.english == line.english)
        there = (said for said in of_it if said.place in line.within and said.english not in self._here)
        return next(same, None) or next(there, None)


def keep_words(
    library: Library, places: Settings, parts: Sequence[Part], given: Mapping[str, Iterable[Given]]
) -> list[Kept]:
    """Write what is given into the catalogues of the home's own folder, a language at a time."""
    return [
        keep(library, places, parts, language, lines)
        for language, each in sorted(given.items())
        if (lines := list(each))
    ]


def _as_said(line: Line, said: Said | None) -> Line:
    """A line with what was typed in the place of what is kept."""
    if said is None:
        return line
    if said.english == line.english:
        state: State = "reviewed" if said.reviewed else "draft"
        return replace(line, words=said.words, state=state, before="", day="")
    return replace(line, words=said.words, state="look again", before=said.english, day="")


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
