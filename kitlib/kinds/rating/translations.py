"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "First alone": "Primero a solas",
            "Then as a team": "Después en equipo",
            "One copy for the team. Count by hands how many chose each point, and talk first about the {n} statements on which you lie furthest apart. Then write the point that you agree on, “differ” or “not discussed”.": "Una copia para el equipo. Cuenten con las manos cuántas personas eligieron cada punto. Hablen primero de las {n} frases en que más se alejan. Luego escriban el punto en que están de acuerdo, “no coincidimos” o “no se habló”.",
            "What the team says": "Lo que dice el equipo",
            "Agreed": "De acuerdo",
            "Because": "Porque",
            "What it rests on": "En qué se basa",
            "Some of us see it otherwise (number, and how)": "Algunas personas lo ven de otra manera (número, y cómo)",
            "To work on first, at most {n} (numbers)": "Para empezar, {n} como máximo (números)",
        }
    },
)
