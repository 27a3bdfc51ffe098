"""The file of scales: each by its id, with all that is wrong in it told at once."""

from __future__ import annotations

from pydantic import ValidationError

from kitlib.content.document import Document
from kitlib.content.instruments import Scale

__all__ = ["scales_in"]


def scales_in(document: Document) -> dict[str, Scale]:
    """The scales of a file. Raises ContentError with all that is wrong in it."""
    scales, problems = {}, []
    for id, raw in document.data.items():
        try:
            scales[id] = Scale.model_validate({"id": id, **raw} if isinstance(raw, dict) else raw)
            values = scales[id].values
            if values != sorted(set(values)):
                problems.append(document.problem((id, "points"), "values must rise from low to high"))
        except ValidationError as error:
            problems += document.problems_of(error, Scale, under=(id,))
    document.refuse(problems)
    return scales
