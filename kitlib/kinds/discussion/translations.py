"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Before": "Antes",
            "During": "Durante",
            "After": "Después",
            "Notes of the team": "Notas del equipo",
            "We noticed": "Notamos",
            "Where we saw or heard it": "Dónde lo vimos u oímos",
            "What it could mean for us": "Qué podría significar para nosotros",
            "about {n} minutes": "unos {n} minutos",
        }
    },
)
