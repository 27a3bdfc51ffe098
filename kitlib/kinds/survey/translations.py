"""The words of this kind itself in other languages: drafts, marked so wherever they are printed."""

from __future__ import annotations

from kitlib.kinds.shared.translations import Translations

__all__ = ["TRANSLATIONS"]

TRANSLATIONS = Translations(
    own={
        "es": {
            "The form of this survey is a sheet of its own.": "El formulario de esta encuesta es una hoja aparte.",
            "Do not write your name. Circle one point for each statement. To pass is an answer too.": "No escriba su nombre. Marque con un círculo un punto para cada frase. Pasar también es una respuesta.",
            "Only counts are shown, and only from {n} answers on.": "Solo se muestran cantidades, y solo a partir de {n} respuestas.",
            "One copy for the team, to write in the counts of the forms that came back.": "Una copia para el equipo, para anotar las cantidades de los formularios que regresaron.",
            "How many were asked, and how many answered": "A cuántas personas se preguntó, y cuántas respondieron",
            "How many chose each point": "Cuántas eligieron cada punto",
            "We notice": "Notamos",
            "Compared with": "Comparado con",
            "What could explain it": "Qué podría explicarlo",
            "What we make of the results": "Qué pensamos de los resultados",
        }
    },
    offered={
        "es": {
            "Survey results": "Resultados de la encuesta",
            "Families": "Familias",
            "Students": "Estudiantes",
            "Staff": "Personal",
        }
    },
)
