"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "One idea a note, in a few words.": "Una idea por nota, en pocas palabras.",
            "Note": "Nota",
            "Heading": "Título",
            "Headings": "Títulos",
            "More headings of the team, by letter": "Otros títulos del equipo, por letra",
            "Your {n} dots, after all have read the wall (seat and number of a note, such as 3.2, or the letter of a heading)": "Sus {n} puntos, cuando todos hayan leído la pared (lugar y número de una nota, como 3.2, o la letra de un título)",
        }
    },
)
