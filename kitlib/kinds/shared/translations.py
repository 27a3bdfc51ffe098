"""What the kit and its kinds say themselves, in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from kitlib.registry import kinds

__all__ = ["TRANSLATIONS", "Translations", "offered_words", "own_words"]

Words = Mapping[str, Mapping[str, str]]  # language -> the English -> what stands for it


@dataclass(frozen=True)
class Translations:
    """The words of a kind, or of the kit, in other languages."""

    own: Words = field(default_factory=dict)  # what only the kit says
    #: What a session may say too, or leave as the kit gives it: jobs, headings, piles. A session's text is
    #: translated by these and by nothing of the kit's own, whose words may mean something else there.
    offered: Words = field(default_factory=dict)


#: What belongs to no single kind.
TRANSLATIONS = Translations(
    own={
        "es": {
            "Handout for families": "Hoja para las familias",
            "A companion to “{title}” ({publisher}). Prompts and items are the kit’s own drafts.": "Acompaña a “{title}” ({publisher}). Las preguntas y las frases son borradores propios de este kit.",
            "This translation is a draft. Ask a speaker to read it before you use it.": "Esta traducción es un borrador. Pida a una persona que hable español que la lea antes de usarla.",
            "Team: ________  Seat: ____  (no names)": "Equipo: ________  Lugar: ____  (sin nombres)",
            "{n} minutes": "{n} minutos",
            "To key in: {id}": "Para registrar: {id}",
            "One copy for the team.": "Una copia para el equipo.",
            "One answer for the team.": "Una respuesta para el equipo.",
            "Your team reads it, and the record.": "Lo lee su equipo, y queda en el acta.",
            "Everyone in the room reads it, and the record.": "Lo leen todas las personas en la sala, y queda en el acta.",
            "Yours alone. Do not hand it in.": "Es solo para usted. No lo entregue.",
            "For you alone: it stands on the sheet that you keep.": "Solo para usted: está en la hoja que usted guarda.",
            "Go on with the form of step {n}:": "Sigan con el formulario del paso {n}:",
            "What": "Qué",
            "Your words": "Sus palabras",
            "Columns:": "Columnas:",
            "Tick what fits": "Marque lo que corresponda",
            "yes": "sí",
            "Where this comes from": "De dónde viene esto",
            "Prompts, notes and items are the kit’s own drafts. Check against the original before you quote it.": "Las preguntas, las notas y las frases son borradores propios de este kit. Compare con el original antes de citarlo.",
            "What could not be read of the original": "Lo que no se pudo leer del original",
            "Sources": "Fuentes",
            "Circle one point for each statement. To pass is an answer too.": "Marque con un círculo un punto para cada frase. Pasar también es una respuesta.",
            "Version {version}": "Versión {version}",
            "pass": "paso",
            "Statement": "Frase",
            "Circle one": "Marque uno",
            "A role, never a name.": "Un papel, nunca un nombre.",
            "A code that only your team can look up, never a name.": "Un código que solo su equipo conoce, nunca un nombre.",
        }
    },
    offered={
        "es": {
            "Family member": "Familiar",
            "Student": "Estudiante",
            "Teacher": "Docente",
            "Principal": "Director o directora",
            "Interpreter": "Intérprete",
            "Counselor": "Consejero o consejera",
            "alone": "a solas",
            "pairs": "en parejas",
            "table": "en la mesa",
            "whole group": "todo el grupo",
            "alone, then table": "a solas, luego en la mesa",
            "alone, then whole group": "a solas, luego todo el grupo",
            "pairs, then table": "en parejas, luego en la mesa",
            "pairs, then whole group": "en parejas, luego todo el grupo",
            "table, then alone": "en la mesa, luego a solas",
            "whole group, then pairs": "todo el grupo, luego en parejas",
        }
    },
)


@cache
def own_words(language: str) -> Mapping[str, str]:
    """All that the kit and its kinds say themselves, English to what stands for it; empty where nothing is translated."""
    found = dict(offered_words(language))
    for translations in _all():
        found |= translations.own.get(language, {})
    return found


@cache
def offered_words(language: str) -> Mapping[str, str]:
    """Of these, what a session may say too."""
    found: dict[str, str] = {}
    for translations in _all():
        found |= translations.offered.get(language, {})
    return found


def _all() -> list[Translations]:
    return [TRANSLATIONS, *(found for kind in kinds().values() if (found := kind.load("translations")))]
