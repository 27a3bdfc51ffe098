"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "One form for each visit ({n} are planned). Mark one box on each line.": "Un formulario para cada visita (se prevén {n}). Marque un cuadro en cada línea.",
            "number": "número",
            "What to look for": "Qué mirar",
            "More to look for": "Otras cosas que mirar",
            "Seen": "Se ve",
            "Not seen": "No se ve",
            "Not applicable": "No corresponde",
            "What was said and done": "Qué se dijo y se hizo",
        }
    },
    offered={
        "es": {
            "Visit": "Visita",
            "What we look for": "Lo que miramos",
        }
    },
)
