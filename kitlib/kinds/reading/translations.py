"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Card": "Tarjeta",
            "Cut along the lines.": "Recorte por las líneas.",
            "Number": "Número",
            "The cards are on a sheet of their own.": "Las tarjetas están en una hoja aparte.",
            "Ways to choose": "Maneras de elegir",
            "What we choose, at most {n} (numbers)": "Lo que elegimos, {n} como máximo (números)",
            "Your marks": "Sus marcas",
        }
    },
)
