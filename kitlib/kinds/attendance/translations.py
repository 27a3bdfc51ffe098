"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "Seat": "Lugar",
            "Role (no names)": "Papel (sin nombres)",
            "Job today": "Tarea de hoy",
            "Roles, for example:": "Papeles, por ejemplo:",
            "Jobs, for example:": "Tareas, por ejemplo:",
        }
    },
    offered={
        "es": {
            "Who is here": "Quiénes estamos aquí",
            "Facilitator": "Quien guía la reunión",
            "Timekeeper": "Quien cuida el tiempo",
            "Recorder": "Quien anota",
            "Focus monitor": "Quien cuida el tema",
        }
    },
)
