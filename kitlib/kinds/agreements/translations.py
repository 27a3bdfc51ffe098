"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Agreement (change it, add your own)": "Acuerdo (cámbielo, agregue otros)",
            "We can all keep this": "Todos podemos cumplirlo",
            "Agreement": "Acuerdo",
            "Kept": "Cumplido",
            "Partly": "En parte",
            "Not": "No",
        }
    },
    offered={
        "es": {
            "Our agreements": "Nuestros acuerdos",
            "How well did we keep them?": "¿Qué tan bien los cumplimos?",
        }
    },
)
