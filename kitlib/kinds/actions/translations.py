"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Next meeting": "Próxima reunión",
            "We meet again on (a day)": "Nos reunimos otra vez el (un día)",
            "At (a time)": "A las (una hora)",
            "Who calls that meeting (a role)": "Quién convoca esa reunión (un papel)",
            "Or: no next meeting, because": "O bien: no habrá otra reunión, porque",
        }
    },
    offered={
        "es": {
            "Actions": "Acciones",
            "Action": "Acción",
            "What we will do": "Qué vamos a hacer",
            "Owner (a role)": "Quién se encarga (un papel)",
            "By when": "Para cuándo",
            "How we will know": "Cómo lo sabremos",
        }
    },
)
