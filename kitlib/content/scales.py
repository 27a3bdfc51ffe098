"""The file of scales: each by its id, read with all that is wrong in it, and one more put into it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from kitlib.content.disk import text_of
from kitlib.content.document import Document
from kitlib.content.handwriting import rewritten
from kitlib.content.instruments import Scale
from kitlib.content.yaml_text import as_yaml

__all__ = ["scales_in", "with_scale"]


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


def with_scale(path: Path, scale: Scale) -> str:
    """The text of a file of scales with one more, or of a new one; what stands in it stays as it is, comments included."""
    said = {scale.id: scale.model_dump(mode="json", exclude_defaults=True, exclude={"id"})}
    if not path.exists():
        return "# For authors of instruments: the scales of our own, by id.\n" + as_yaml(said)
    before = text_of(path)
    return rewritten(before, {**Document.of(path, before).data, **said})
