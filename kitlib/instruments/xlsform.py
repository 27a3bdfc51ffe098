"""XLSForm, the spreadsheet of questions that ODK, KoBoToolbox, SurveyCTO and Survey123 read: out, and in again.

Written are `survey`, `choices` and `settings` as the standard has them, and a
sheet `kit` with what the standard has no place for, which other tools pass
over. The standard: https://xlsform.org/en/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kitlib.content.instruments import Instrument, Item, Point, Scale
from kitlib.instruments.book import Sheet, book_of
from kitlib.instruments.draft import MOST_POINTS, Form, Question, plain, with_points
from kitlib.languages.names import ENGLISH, code_of, english_name
from kitlib.tabular.folding import tidy
from kitlib.tabular.refusals import shortened

__all__ = ["is_xlsform", "read_xlsform", "write_xlsform"]

NAMESPACE = 'kit="https://xlsform.org/kit"'
REVERSE = "bind::kit:reverse"
#: Columns that say how a question behaves, and what becomes of it without.
_BEHAVES = {
    "relevant": "every statement is always asked",
    "constraint": "any of the points may be chosen",
    "required": "a person may always pass",
    "calculation": "nothing is reckoned",
    "trigger": "nothing is reckoned",
    "default": "nothing is chosen beforehand",
    "choice_filter": "all points are offered",
    "repeat_count": "a statement is asked once",
    "read_only": "an answer may be changed",
    "readonly": "an answer may be changed",
    "parameters": "the points stand in their order",
    "appearance": "the kit draws it in its own way",
}
_QUIET = {
    "name",
    "type",
    "label",
    "hint",
    "constraint_message",
    "required_message",
    REVERSE,
    "bind::kit:reverse",
    "$given_name",
}
_ONE = re.compile(r"select[_ ]one(?:[_ ]from[_ ]file)?\s+(\S+)(\s+or[_ ]other)?", re.IGNORECASE)
_BEGIN = re.compile(r"begin[_ ](group|repeat)|^(group|repeat)$", re.IGNORECASE)
_END = re.compile(r"end[_ ](group|repeat)", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_LANGUAGE = re.compile(
    r"(label|hint|guidance_hint|constraint_message|required_message|image|audio|video|media::\w+)::?(.+)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")


# -- out -----------------------------------------------------------------------------------


def write_xlsform(instrument: Instrument, scale: Scale) -> bytes:
    """An instrument as a workbook that pyxform accepts and that `read_xlsform` gives back whole."""
    spoken = _spoken(instrument, scale)
    name = {language: f"{english_name(language)} ({language})" for language in spoken}
    columns = [f"label::{name[language]}" for language in spoken]
    survey = [["type", "name", *columns, f"hint::{name[ENGLISH]}", "appearance", REVERSE]]
    if instrument.intro:
        survey.append(
            ["note", "introduction", *_in_all(spoken, instrument.intro, instrument.intros), "", "", ""]
        )
    for number, (domain, items) in enumerate(_runs(instrument), start=1):
        if domain:
            survey.append(
                ["begin_group", f"group-{number}", *_in_all(spoken, domain, {}), "", "field-list", ""]
            )
        for item in items:
            labels = _in_all(spoken, item.text, item.translations)
            survey.append(
                [f"select_one {scale.id}", item.id, *labels, item.help, "", "yes" if item.reverse else ""]
            )
        if domain:
            survey.append(["end_group", "", *[""] * len(spoken), "", "", ""])
    choices = [["list_name", "name", *columns]]
    choices += [[scale.id, str(p.value), *_in_all(spoken, p.label, p.translations)] for p in scale.points]
    settings = [
        ["form_title", "form_id", "version", "default_language", "namespaces"],
        [instrument.title, instrument.id, instrument.version, name[ENGLISH], NAMESPACE],
    ]
    return book_of(
        {"survey": survey, "choices": choices, "settings": settings, "kit": _own(instrument, scale)}
    )


def _spoken(instrument: Instrument, scale: Scale) -> list[str]:
    kept = [instrument.titles, instrument.intros, *(item.translations for item in instrument.items)]
    kept += [point.translations for point in scale.points]
    return [ENGLISH, *dict.fromkeys(language for each in kept for language in each)]


def _in_all(spoken: Sequence[str], english: str, translations: Mapping[str, str]) -> list[str]:
    return [english if language == ENGLISH else translations.get(language, "") for language in spoken]


def _runs(instrument: Instrument) -> Iterator[tuple[str, list[Item]]]:
    """The items by domain, in their order: a domain that comes again is a group again."""
    run: list[Item] = []
    for item in instrument.items:
        if run and run[-1].domain != item.domain:
            yield run[-1].domain, run
            run = []
        run.append(item)
    yield run[-1].domain, run


def _own(instrument: Instrument, scale: Scale) -> list[list[str]]:
    """What the standard has no place for, a line each."""
    rows = [
        ["what", "of", "value"],
        ["made_by", "", instrument.made_by],
        ["readers", "", instrument.readers],
        ["reviewed", "", " ".join(instrument.reviewed)],
        ["scale_title", scale.id, scale.title],
        ["scale_source", scale.id, scale.source],
    ]
    rows += [["title", language, words] for language, words in instrument.titles.items()]
    rows += [["point_help", str(point.value), point.help] for point in scale.points if point.help]
    return [row for row in rows if row[-1]]


# -- in ------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """What is known while the rows of `survey` are gone through."""

    form: Form
    lists: Mapping[str, tuple[Point, ...]]
    codes: Mapping[str, str]  # heading of a language -> its code
    default: str  # the heading of the language that is taken as the English
    groups: list[str]


def is_xlsform(sheets: Mapping[str, Sheet]) -> bool:
    """Whether a workbook is one, by its sheets."""
    return "survey" in sheets


def read_xlsform(sheets: Mapping[str, Sheet], name: str) -> Form:
    """The questions of a form with their points, and what of it is not carried over. `sheets` holds `survey`."""
    survey, choices = sheets["survey"], sheets.get("choices")
    settings = next(iter(sheets["settings"].rows()), (0, {}))[1] if "settings" in sheets else {}
    form = Form(
        title=settings.get("form_title", "") or settings.get("form_id", "") or name,
        id=settings.get("form_id", ""),
        version=settings.get("version", ""),
    )
    _settings_lost(form, settings)
    headings = [*survey.headings, *(choices.headings if choices else [])]
    named = list(dict.fromkeys(found[2].strip() for head in headings if (found := _LANGUAGE.fullmatch(head))))
    codes = _codes(form, named)
    default = _default(named, codes, settings.get("default_language", ""))
    lists = _lists(form, choices, codes, default) if choices else {}
    reading = _Reading(form, lists, codes, default, [])
    for line, row in survey.rows():
        _take(reading, line, row)
    if "kit" in sheets:
        _take_own(form, sheets["kit"])
    for other in set(sheets) - {"survey", "choices", "settings", "kit"}:
        form.lost(f"sheet {other}", "is not read.")
    return form


def _settings_lost(form: Form, settings: Mapping[str, str]) -> None:
    kept = {"form_title", "form_id", "version", "default_language", "namespaces", "id_string", "title"}
    for head, value in settings.items():
        if head not in kept and value:
            form.lost("settings", f'{head} "{shortened(value)}" is left out.')


def _codes(form: Form, named: Sequence[str]) -> dict[str, str]:
    """The code of each language that headings name; one that nobody knows is told, and its words are left out."""
    found = {}
    for heading in named:
        in_brackets = _CODE.search(heading)
        code = in_brackets[1] if in_brackets else code_of(heading)
        if code is None:
            form.lost(
                f"the columns in {heading}",
                f'no language is known as "{heading}"; write its code in brackets, such as “French (fr)”.',
            )
        else:
            found[heading] = code
    return found


def _default(named: Sequence[str], codes: Mapping[str, str], said: str) -> str:
    """The language whose words stand as the English: English where there is any, else the form's own default, else its first."""
    english = next((heading for heading in named if codes.get(heading) == ENGLISH), None)
    return english or (said if said in named else "") or next(iter(named), "")


def _words(
    row: Mapping[str, str], what: str, reading: _Reading | None, codes: Mapping[str, str], default: str
) -> tuple[str, dict[str, str]]:
    """The words of a row in its main language, and in the others."""
    found: dict[str, str] = {}
    main = row.get(what, "")
    for head, value in row.items():
        named = _LANGUAGE.fullmatch(head)
        if not named or named[1].lower() != what or not value:
            continue
        heading = named[2].strip()
        if heading == default:
            main = main or value
        elif codes.get(heading) not in (None, ENGLISH):
            found[codes[heading]] = tidy(value)
    return main, found


def _lists(
    form: Form, choices: Sheet, codes: Mapping[str, str], default: str
) -> dict[str, tuple[Point, ...]]:
    """The points of each list that is short enough to be a scale."""
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in choices.rows():
        rows.setdefault(row.get("list_name", "") or row.get("list name", ""), []).append((line, row))
    found = {}
    for list_name, own in rows.items():
        where = f"choices, list {list_name}"
        points = []
        for line, row in own:
            label, translations = _words(row, "label", None, codes, default)
            points.append(
                (
                    row.get("name", ""),
                    plain(label, form, f"choices, row {line}") or row.get("name", ""),
                    translations,
                    "",
                )
            )
            for head in row:
                if row[head] and head.lower().split("::")[0] in ("media", "image", "audio", "video"):
                    form.lost(f"choices, row {line}", f'{head} "{shortened(row[head])}" is left out.')
        if 2 <= len(points) <= MOST_POINTS:
            found[list_name] = with_points(points, form, where)
    return found


def _take(reading: _Reading, line: int, row: Mapping[str, str]) -> None:
    """One row of `survey`: a question, part of its frame, or a loss."""
    form, kind, where = reading.form, tidy(row.get("type", "")), f"survey, row {line}"
    if not kind:
        return
    label, translations = _words(row, "label", reading, reading.codes, reading.default)
    label = _without_references(form, where, plain(label, form, where))
    if _END.fullmatch(kind):
        del reading.groups[-1:]
    elif begun := _BEGIN.fullmatch(kind):
        reading.groups.append(label)
        _behavior_lost(form, where, row)
        for language in translations:
            form.lost(where, f'the heading "{shortened(label)}" in {english_name(language)} is left out.')
        _hint_lost(reading, where, row)
        if "repeat" in begun[0].lower():
            form.lost(where, "what repeats is asked once.")
    elif kind.lower() == "note" and not form.questions and not form.intro:
        form.intro, form.intros = label, translations
        _behavior_lost(form, where, row)
        _hint_lost(reading, where, row)
    elif one := _ONE.fullmatch(kind):
        _take_question(reading, where, row, one, label, translations)
    else:
        form.lost(
            where,
            f'"{shortened(label or row.get("name", ""))}" ({kind}) is left out: an instrument holds statements that are rated.',
        )


def _take_question(
    reading: _Reading,
    where: str,
    row: Mapping[str, str],
    kind: re.Match[str],
    label: str,
    translations: dict[str, str],
) -> None:
    form, points = reading.form, reading.lists.get(kind[1])
    if points is None:
        form.lost(
            where,
            f'"{shortened(label)}" is left out: its list {kind[1]} has not 2 to {MOST_POINTS} choices in this file.',
        )
        return
    if kind[2]:
        form.lost(where, "the further answer “other” is left out; a person may pass.")
    _behavior_lost(form, where, row)
    hint, others = _words(row, "hint", reading, reading.codes, reading.default)
    for language in others:
        form.lost(where, f"the hint in {english_name(language)} is left out; in English it stays.")
    form.questions.append(
        Question(
            where=where,
            id=row.get("name", ""),
            text=label or row.get("name", ""),
            points=points,
            list=kind[1],
            domain=next((group for group in reversed(reading.groups) if group), ""),
            help=plain(hint, form, where),
            reverse=row.get(REVERSE, "") == "yes",
            translations=translations,
        )
    )


def _without_references(form: Form, where: str, text: str) -> str:
    if _REFERENCE.search(text):
        form.lost(where, f'what other answers would fill into "{shortened(text)}" stands there as …')
    return _REFERENCE.sub("…", text)


def _hint_lost(reading: _Reading, where: str, row: Mapping[str, str]) -> None:
    """Name the hint of a heading or of the first words, beside which there is no place for one."""
    hint, others = _words(row, "hint", reading, reading.codes, reading.default)
    if hint or others:
        reading.form.lost(where, f'the hint "{shortened(hint or next(iter(others.values())))}" is left out.')


def _behavior_lost(form: Form, where: str, row: Mapping[str, str]) -> None:
    """Name all that a row says beyond its words."""
    for head, value in row.items():
        known = head.lower()
        if not value or known in _QUIET or (known == "appearance" and value in ("field-list", "table-list")):
            continue
        if known in _BEHAVES:
            if value.lower() not in ("no", "false", "false()"):
                form.lost(where, f'{head} "{shortened(value)}" is not carried over: {_BEHAVES[known]}.')
        elif not (found := _LANGUAGE.fullmatch(head)) or found[1].lower() not in ("label", "hint"):
            form.lost(where, f'{head} "{shortened(value)}" is left out.')


def _take_own(form: Form, sheet: Sheet) -> None:
    """What only the kit wrote: who made it, for whom, what its scale is called."""
    helps: dict[int, str] = {}
    scale: dict[str, str] = {}
    of = ""
    for _, row in sheet.rows():
        what, value = row.get("what", ""), row.get("value", "")
        if what == "title":
            form.titles[row.get("of", "")] = value
        elif what in ("scale_title", "scale_source"):
            of = row.get("of", "")
            scale[what] = value
        elif what == "point_help":
            helps[int(row.get("of", "0"))] = value
        else:
            form.about[what] = value
    if of:
        form.scales[of] = scale.get("scale_title", ""), scale.get("scale_source", "")
    for i, question in enumerate(form.questions):
        if question.list == of and helps:
            points = tuple(p.model_copy(update={"help": helps.get(p.value, "")}) for p in question.points)
            form.questions[i] = Question(**{**question.__dict__, "points": points})
