"""An instrument as somebody makes or changes it by form: what each change makes of it, told at once, and keeping it.

It is kept in the home's own folder, where it takes the place of one of the kit's that has the same id. A file that is
there says only what differs otherwise than before; all else of it stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kitlib.content.checks import instrument_problems
from kitlib.content.disk import text_of, written
from kitlib.content.document import Document, Problem
from kitlib.content.editions import edition_files, next_version
from kitlib.content.handwriting import rewritten
from kitlib.content.instrument_acts import Acted, Change, acted, place_of
from kitlib.content.instrument_changes import instrument_differences
from kitlib.content.instruments import Instrument, Scale
from kitlib.content.loading import Library
from kitlib.content.plan_acts import free_id
from kitlib.content.plan_changes import Difference
from kitlib.content.scales import scales_in, with_scale
from kitlib.content.statements import FEWEST, small_domains, two_things
from kitlib.content.writing import needs_version
from kitlib.content.yaml_text import as_yaml
from kitlib.errors import ContentError, KitError

__all__ = ["InstrumentDraft", "draft_instrument", "keep_instrument"]

MADE = "# For whoever rates with it. The kit made this file, and changes it by form; so can you, by hand.\n"
NEW = "+"  # how the id of a statement begins that has not been kept yet; no id of a file does
_WORDS_OF_AN_ID = 5


@dataclass(frozen=True)
class InstrumentDraft:
    """What changes make of an instrument. What is not sound of it is told at its place, and the data are as they were typed."""

    id: str
    own: Path
    base: Mapping[str, Any]
    done: Acted
    before: Path | None  # the file that is changed, or copied into the home's own folder; None for a new one
    old: Instrument | None
    instrument: Instrument | None = None  # None where it is not sound
    scale: Scale | None = None
    text: str = ""  # of its file
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fault: str = ""  # why it could not be written, where that is not the fault of one place

    @property
    def data(self) -> Mapping[str, Any]:
        """What is said of it, with the ids by which the form knows its statements."""
        return self.done.data

    @property
    def path(self) -> Path:
        """Its file."""
        return self.own / "instruments" / f"{self.id}.yaml"

    @property
    def in_place(self) -> bool:
        """Whether it is the home's own already."""
        return self.before is not None and self.before.resolve() == self.path.resolve()

    @property
    def newer(self) -> str:
        """The version that it needs, where it does not ask what was asked under the one it has; else empty."""
        if self.instrument is None or self.old is None or not needs_version(self.old, self.instrument):
            return ""
        return next_version(self.old.version)

    @property
    def became(self) -> dict[str, str]:
        """The ids of statements in the form, each with the one that it is kept under; empty where it is not sound."""
        if self.instrument is None:
            return {}
        items = zip(self.data["items"], self.instrument.items, strict=True)
        return {str(item["id"]): kept.id for item, kept in items}

    @cached_property
    def differences(self) -> list[Difference]:
        """What differs from what is kept."""
        return list(instrument_differences(self.base, self.data, self.done.points))

    def advice(self) -> dict[str, list[str]]:
        """What is not wrong but worth a second look, by place."""
        found = {
            f"items/{item['id']}/text": [
                "This may be two things in one. Whoever agrees with one half cannot answer."
            ]
            for item in self.data["items"]
            if isinstance(item.get("text"), str) and two_things(item["text"])
        }
        if self.instrument is not None and (small := [d for d in small_domains(self.instrument.items) if d]):
            named = ", ".join(f"“{each}”" for each in small)
            found["items"] = [
                f"Fewer than {FEWEST} statements under {named}: read them one by one, a sum says little."
            ]
        return found


def draft_instrument(
    library: Library, own: Path, id: str, changes: Sequence[Change], made_by: str = ""
) -> InstrumentDraft:
    """What changes make of an instrument, or, with an empty id, of a new one by `made_by`.

    Raises NotFoundError for one that is not there, KitError for a change that cannot be.
    """
    before = library.instrument_file(id) if id else None
    base = Document.read(before).data if before else _blank(library, made_by)
    done = acted(base, changes)
    old = library.instrument(id) if id else None
    id = id or _id(library, done.data)
    draft = InstrumentDraft(id, own, base, done, before, old)
    return _checked(library, draft)


def keep_instrument(library: Library, draft: InstrumentDraft, made_by: str) -> list[Path]:
    """Write it into the home's own folder, its scale too, and the edition before where this is a new version.

    Gives the files, its own first. Raises KitError, and then writes nothing, where it is not sound, or needs another version.
    """
    if draft.instrument is None or draft.newer:
        said = [f"{place}: {words}" for place, all in draft.problems.items() for words in all]
        raise KitError(
            "It cannot be kept as it is.", " ".join([draft.fault, *said]).strip() or "Mend it first."
        )
    files = [(draft.path, draft.text)]
    if draft.scale is not None:
        scales = draft.own / "scales.yaml"
        files.append((scales, with_scale(scales, draft.scale)))
    if draft.old is not None and draft.before is not None:
        files += edition_files(
            library, draft.own, draft.before, (draft.old, draft.instrument), draft.became, made_by
        )
    for path, text in reversed(files):  # its own last: it is whole only with what it names
        written(path, text.encode())
    return [path for path, _ in files]


def _blank(library: Library, made_by: str) -> dict[str, Any]:
    return {
        "id": "",
        "version": "1.0",
        "title": "",
        "made_by": made_by,
        "scale": next(iter(library.scales()), ""),
        "items": [{"id": f"{NEW}1", "text": ""}],
    }


def _id(library: Library, data: Mapping[str, Any]) -> str:
    """The id of a new instrument, made of its title."""
    earlier = library.layers.names("instruments/earlier")
    return free_id(str(data.get("title") or "statements"), {*library.instruments(), *earlier})


def _checked(library: Library, draft: InstrumentDraft) -> InstrumentDraft:
    said = {**draft.data, "id": draft.id, "items": list(_with_ids(draft))}
    said = {key: said[key] for key in sorted(said, key=_rank)}
    found: dict[str, list[str]] = {}
    scale: Scale | None = None
    instrument, fault, text = None, "", ""
    if draft.done.points is not None:
        scale, problems = _scale_of(library, draft)
        found |= problems
        said["scale"] = scale.id if scale else draft.data.get("scale")
    try:
        text = _text(draft, said)
        at = Document.of(draft.path.resolve(), text)
        instrument = at.model(Instrument, lambda one, at: _problems(one, at, library, scale))
    except ContentError as error:
        for problem in error.problems:
            found.setdefault(place_of(problem.loc, draft.data), []).append(problem.what)
    except KitError as error:
        fault = f"{error.what} {error.next}".strip()
    sound = instrument if not found and not fault else None
    made = InstrumentDraft(
        draft.id, draft.own, draft.base, draft.done, draft.before, draft.old, sound, scale, text, found, fault
    )
    if made.newer:
        assert draft.old is not None
        what = f"must be another than {draft.old.version}, since it asks something else now"
        found.setdefault("version", []).append(what)
    return made


def _problems(
    instrument: Instrument, at: Document, library: Library, scale: Scale | None
) -> Iterator[Problem]:
    return instrument_problems(instrument, at, library, [scale.id] if scale else [])


def _text(draft: InstrumentDraft, said: Mapping[str, Any]) -> str:
    """The whole file: what was there with what differs, or a new one."""
    if draft.before is None:
        return MADE + as_yaml(said)
    renamed = {old["id"]: new["id"] for old, new in zip(draft.data["items"], said["items"], strict=True)}
    return rewritten(text_of(draft.before), said, renamed)


def _rank(key: str) -> int:
    """Where a key stands in a file that had none of it."""
    keys = list(Instrument.model_fields)
    return keys.index(key) if key in keys else len(keys)


def _with_ids(draft: InstrumentDraft) -> Iterator[dict[str, Any]]:
    """Statements as they are kept, each with the id by which its answers stay known.

    A new one has an id made of its words; and so has, in a new version, one that says something else now.
    """
    items, before = draft.data["items"], {item["id"]: item for item in draft.base["items"]}
    is_newer = draft.data.get("version") != draft.base.get("version")
    taken = {*before, *(item["id"] for item in items)}
    for item in items:
        id = str(item["id"])
        if id.startswith(NEW) or (is_newer and id in before and not _says_as(item, before[id])):
            words = re.findall(r"\w+", str(item.get("text", "")))[:_WORDS_OF_AN_ID]
            id = free_id(" ".join(words) or "statement", taken)
            taken.add(id)
        yield {**item, "id": id}


def _says_as(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    said, was = ((str(each.get("text", "")).strip(), bool(each.get("reverse"))) for each in (one, other))
    return said == was


def _scale_of(library: Library, draft: InstrumentDraft) -> tuple[Scale | None, dict[str, list[str]]]:
    """The scale of its own, its points numbered from the lowest; or what is wrong with it, by place."""
    points = draft.done.points or {}
    id = free_id(str(points.get("title") or draft.id), library.scales())
    numbered = [
        {"value": n, **{key: each for key, each in point.items() if key != "value"}}
        for n, point in enumerate(points.get("points") or [], start=1)
    ]
    said = {"title": points.get("title", ""), "points": numbered}
    try:
        return scales_in(Document.of(draft.own / "scales.yaml", as_yaml({id: said})))[id], {}
    except ContentError as error:
        found: dict[str, list[str]] = {}
        for problem in error.problems:
            place = "/".join(map(str, ["points", *(part for part in problem.loc[1:] if part != "points")]))
            found.setdefault(place, []).append(problem.what)
        return None, found
