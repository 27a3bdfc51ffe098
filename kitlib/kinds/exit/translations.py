"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    offered={
        "es": {
            "One thing I learned": "Algo que aprendí",
            "One worry I still have": "Algo que todavía me preocupa",
            "One next step I will take": "El próximo paso que voy a dar",
        }
    },
)
