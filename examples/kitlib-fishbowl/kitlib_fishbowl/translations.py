"""What a fishbowl says itself, in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Who sits inside: at most {n} seats, by number": "Quiénes se sientan adentro: como máximo {n} lugares, por número",
            "What you heard from the outer circle": "Lo que usted escuchó desde el círculo de afuera",
            "What the inner circle takes from the notes": "Lo que el círculo de adentro se lleva de las notas",
            "What you keep to yourself": "Lo que usted guarda para sí",
        }
    },
    offered={"es": {"Fishbowl": "Pecera"}},
)
