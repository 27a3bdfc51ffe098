"""Instruments by form: the page on which somebody makes or changes one, what each change makes of it, and keeping it.

What is kept lies in the home's own folder; a meeting that is open goes on with what it was opened with. For who is signed
in here, and for no participant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.content.activities import keys_of
from kitlib.content.disk import text_of
from kitlib.content.forms import fields_of
from kitlib.content.home import look_or_plain, read_home
from kitlib.content.instrument_drafts import InstrumentDraft, draft_instrument, keep_instrument
from kitlib.content.instruments import Instrument, Item, Scale
from kitlib.content.models import Session, Step
from kitlib.content.provenance import Provenance
from kitlib.content.snapshot import Snapshot, nothing_known
from kitlib.errors import AnswerError, ContentError, KitError
from kitlib.kinds.shared.rule import Rule, rule_for
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.service import MeetingService
from kitlib.registry import kinds
from kitlib.server.pages import Page
from kitlib.server.previews import preview
from kitlib.settings import Settings
from kitlib.translating.forms import FormWords, keep_words, languages_offered
from kitlib.translating.keeping import Kept
from kitlib.translating.lines import Line
from kitlib.translating.parts import Part

__all__ = ["CALLS", "InstrumentPage"]

MOST = 2_000  # changes of one instrument
SEATS = 6  # of the team that is made up
_RATED = "rated"  # the activity that shows it
_FOR_STUDENTS = "Students do not answer here: they get the sheet, or a form of your own tool, and their counts are brought in."


class InstrumentPage(Page):
    """The form of the instrument in the query, or of a new one; with `look`, what people see of it, and nothing to fill in."""

    async def get(self) -> None:
        """The page; what it shows, it asks for."""
        await self.show(self._form)

    def _form(self, service: MeetingService) -> dict[str, Any]:
        id, look = self.get_query_argument("instrument", ""), self.get_query_argument("look", "")
        config = {"kind": "instrument", "instrument": id, "look": bool(look)}
        return {"title": "A form to rate", "parts": [("instrument", config)], "wide": True}


def _all(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Every instrument that is sound, by its title, and those that are not."""
    library = queries.library
    sound, faults = [], []
    for id in library.instruments():
        path = library.instrument_file(id)
        try:
            found = library.instrument(id)
        except ContentError:
            faults.append({"id": id, "file": library.place(path) + ".yaml"})
            continue
        sound.append(
            {
                "id": id,
                "title": found.title,
                "readers": found.readers,
                "statements": len(found.items),
                "own": _is_own(path, places),
                "by": library.publisher_of(path),
            }
        )
    sound.sort(key=lambda each: str(each["title"]).lower())
    words = next(each["choices"] for each in fields_of(Instrument) if each["key"] == "readers")
    return {"instruments": sound, "faults": faults, "readers": dict(words)}


def _draft(body: Any, queries: MeetingQueries, places: Settings) -> InstrumentDraft:
    changes = body.get("changes", [])
    if not isinstance(changes, list) or len(changes) > MOST or not all(isinstance(c, dict) for c in changes):
        raise AnswerError("The changes of this form cannot be read.", "Reload the page.")
    id = str(body.get("instrument", ""))
    try:
        return draft_instrument(queries.library, places.own, id, changes, read_home(places).publisher)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnswerError(f"The changes of this form cannot be read: {error}.", "Reload the page.") from error


def _changed(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """What the changes in the body make of an instrument; with `language`, what stands for its texts
    there, and at the `first` look in which sessions it is asked."""
    library, draft = queries.library, _draft(body, queries, places)
    language = str(body.get("language", ""))
    data, words = draft.data, _words(library, draft)
    look = look_or_plain(places)
    return {
        "id": draft.id,
        "is_new": draft.before is None,
        "in_place": draft.in_place,
        "by": library.publisher_of(draft.before) if draft.before else "",
        "of": draft.base.get("title", ""),
        "file": _shown(draft.path, places),
        "fields": {
            "instrument": fields_of(Instrument),
            "item": fields_of(Item),
            "scale": fields_of(Scale),
        },
        "values": {each["key"]: data.get(each["key"]) for each in fields_of(Instrument)},
        "items": [
            {"id": item["id"], "values": {each["key"]: item.get(each["key"]) for each in fields_of(Item)}}
            for item in data["items"]
        ],
        "points": draft.done.points,
        "scales": [scale.model_dump(include={"id", "title", "points"}) for scale in library.scales().values()],
        "problems": draft.problems,
        "advice": draft.advice(),
        "fault": draft.fault,
        "newer": draft.newer,
        "differences": [*draft.differences, *words.differences()],
        "languages": languages_offered(library, look.languages),
        "words": words.to_json(language) if language else [],
        **({"asked_in": _sessions(library, draft.id)} if body.get("first") else {}),
    }  # fmt: skip


def _keep(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Write the instrument, and what was typed in other languages, into the home's own folder."""
    draft = _draft(body, queries, places)
    files: list[Path] = []
    if draft.before is None or draft.text != text_of(draft.before):
        files = keep_instrument(queries.library, draft, read_home(places).publisher)
    words = _keep_words(Library.of(places), draft, places)
    files += [path for kept in words for path in kept.written]
    title = draft.instrument.title if draft.instrument else draft.id
    return {
        "id": draft.id,
        "title": title,
        "files": [_shown(path, places) for path in files],
        "refused": [why for kept in words for why in kept.refused],
    }


def _preview(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """The instrument as it stands in the form: on the screen, on paper, in a record. Raises KitError while it is not sound."""
    draft = _draft(body, queries, places)
    if draft.instrument is None:
        raise KitError("There is something to mend first.", "Then it can be shown as people will see it.")
    source = _as_asked(draft.instrument, draft.scale or queries.library.scale(draft.instrument.scale))
    session = source.held
    rule = rule_for(session.activities[_RATED], session, source)
    shown = preview(source, session.id, session.steps[0].id, {_RATED: _made_up(rule)}, places)
    return {**shown, "note": _FOR_STUDENTS if draft.instrument.readers == "students" else ""}


def _as_asked(instrument: Instrument, scale: Scale) -> Snapshot:
    """A session that asks nothing but this instrument."""
    kind = next(name for name in kinds() if "instrument" in keys_of(name).model_fields)
    activity = keys_of(kind).model_validate({"id": _RATED, "kind": kind, "instrument": instrument.id})
    step = Step.model_construct(
        id="rate", title=instrument.title, minutes=10, prompt="", activities=[activity]
    )
    bare = nothing_known(instrument.id)
    said = {name: getattr(bare.held, name) for name in bare.held.model_fields_set}
    session = Session.model_construct(**{**said, "title": instrument.title, "minutes": 10, "steps": [step]})
    of = Provenance(title=instrument.title, of=instrument.made_by)
    return Snapshot(session, bare.of_resource, {instrument.id: instrument}, {scale.id: scale}, of)


def _made_up(rule: Rule[Any]) -> Mapping[str, Mapping[str, Any]]:
    """What a team that is made up answered: every seat, and then the team, without a word."""
    points = [each["value"] for each in rule.config()["points"]]
    found: dict[str, dict[str, Any]] = {f"seat-{n}": {} for n in range(1, SEATS + 1)}
    found[""] = {}
    for at, (name, field) in enumerate(rule.fields().items()):
        if field.scope == "seat":
            for n in range(SEATS):
                found[f"seat-{n + 1}"][name] = points[(at * 2 + n * n) % len(points)]
        elif name == "revealed":
            found[""][name] = True
        elif not field.words and _fits(field.check, points[at % len(points)]):
            found[""][name] = points[at % len(points)]
    return found


def _fits(check: Callable[[Any], None], value: Any) -> bool:
    try:
        check(value)
    except AnswerError:
        return False
    return True


def _words(library: Library, draft: InstrumentDraft) -> FormWords:
    """What stands for its texts in other languages, by the ids of the form."""
    return FormWords(library, _parts(library, draft), list(draft.done.said.values()))


def _keep_words(library: Library, draft: InstrumentDraft, places: Settings) -> list[Kept]:
    """Write what was typed in other languages into the catalogues of the home's own folder.

    What is to be looked at again of a statement that has another id now is written too: by its place nobody would find it.
    """
    words = _words(library, draft)
    codes = {*words.languages}
    if any(id != kept for id, kept in draft.became.items()):
        codes |= library.catalogues.paths.get(f"instruments/{draft.id}", {}).keys()
    given = {code: words.given(code, lambda line: _moved(draft, line)) for code in codes}
    return keep_words(library, places, _parts(library, draft, as_kept=True), given)


def _moved(draft: InstrumentDraft, line: Line) -> bool:
    ids = (place.split("/")[1] for place in line.within if "/" in place)
    return any(draft.became.get(id, id) != id for id in ids)


def _parts(library: Library, draft: InstrumentDraft, as_kept: bool = False) -> list[Part]:
    """The instrument and its scale; by the ids of the form, which are those of what is kept until then, or `as_kept` by the new ones."""
    if draft.instrument is None:
        return []
    pairs = zip(draft.instrument.items, draft.data["items"], strict=True)
    items = [item.model_copy(update={"id": said["id"]}) for item, said in pairs]
    instrument = draft.instrument if as_kept else draft.instrument.model_copy(update={"items": items})
    scale: Scale = draft.scale or library.scale(draft.instrument.scale)
    return [
        Part(f"instruments/{draft.id}", draft.path, (instrument,)),
        Part("scales", draft.own / "scales.yaml", (scale,)),
    ]


def _sessions(library: Library, id: str) -> list[str]:
    """The titles of the sessions that ask it."""
    return [
        session.title
        for session in library.sessions()
        if any(id in activity.instruments() for activity in session.activities.values())
    ]


def _is_own(path: Path, places: Settings) -> bool:
    return path.resolve().is_relative_to(places.own.resolve())


def _shown(path: Path, places: Settings) -> str:
    return path.relative_to(places.home).as_posix() if path.is_relative_to(places.home) else str(path)


CALLS: dict[str, Callable[[Any, MeetingQueries, Settings], Any]] = {
    "instruments": _all,
    "instrument": _changed,
    "keep-instrument": _keep,
    "preview-instrument": _preview,
}
