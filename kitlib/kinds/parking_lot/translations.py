"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Question held": "Pregunta guardada",
            "Who brings it back (a role)": "Quién la vuelve a traer (un papel)",
        }
    },
    offered={
        "es": {
            "Parking lot": "Preguntas para después",
        }
    },
)
