"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Write a place beside each line, from 1 (first) to {n}.": "Escriba un lugar junto a cada línea, de 1 (primero) a {n}.",
            "The first pile holds at most {n}.": "El primer grupo tiene {n} como máximo.",
            "You, alone": "Usted, a solas",
            "The team": "El equipo",
            "What we take on, at most {n} (numbers)": "Lo que vamos a hacer, {n} como máximo (números)",
            "Why": "Por qué",
            "What some of us see differently": "Lo que algunas personas ven de otra manera",
            "Block": "Me opongo",
            "I cannot go along. It would do harm.": "No puedo aceptarlo. Haría daño.",
            "Serious worry": "Me preocupa mucho",
            "I need it changed before I can go along.": "Necesito que cambie antes de aceptarlo.",
            "Some worry": "Me preocupa un poco",
            "I want to talk about it first.": "Quiero hablarlo primero.",
            "Can live with it": "Lo acepto",
            "It is not my choice, and I will not stand in its way.": "No es lo que yo elegiría, pero no lo voy a frenar.",
            "Support": "Lo apoyo",
            "I am for it and will do my part.": "Estoy a favor y haré mi parte.",
            "Lead": "Lo impulso",
            "I am for it and will help to lead it.": "Estoy a favor y ayudaré a llevarlo adelante.",
            "Go ahead": "Adelante",
            "Change it first": "Cambiarlo primero",
            "Not now": "Ahora no",
        }
    },
    offered={
        "es": {
            "Critical": "Urgente",
            "Important": "Importante",
            "Least important": "Menos importante",
        }
    },
)
