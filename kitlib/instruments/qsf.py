"""A survey as Qualtrics exports it (.qsf): JSON, with the questions among much that says how they behave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kitlib.content.instruments import Point
from kitlib.errors import KitError
from kitlib.instruments.draft import MOST_POINTS, Form, Question, plain, with_points
from kitlib.tabular.refusals import shortened

__all__ = ["read_qsf"]

_BEHAVES = {
    "DisplayLogic": "it is always asked",
    "InPageDisplayLogic": "it is always asked",
    "SkipLogic": "nothing is skipped",
    "Randomization": "the order is that of the file",
    "GradingData": "nothing is graded",
    "AnalyzeChoices": "",
    "DynamicChoices": "the choices are those of the file",
    "QuestionJS": "no program runs",
}
_NAMES = {
    "TE": "text",
    "Slider": "slider",
    "RO": "rank order",
    "CS": "sums",
    "SBS": "side by side",
    "PGR": "groups",
    "FileUpload": "file",
    "Meta": "browser's data",
    "Captcha": "captcha",
    "Timing": "timing",
    "Draw": "signature",
    "HeatMap": "map of clicks",
}


def read_qsf(text: str, name: str, command: str) -> Form:
    """The questions of a survey file. Raises KitError for what is none."""
    try:
        survey = json.loads(text)
        entry, elements = survey["SurveyEntry"], survey["SurveyElements"]
        questions = {e["PrimaryAttribute"]: e["Payload"] for e in elements if e["Element"] == "SQ"}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise KitError(
            f"{name} is no survey of Qualtrics. Nothing was taken from it.",
            f"Export it there by Tools, Import/Export, Export survey; then run: {command}",
        ) from None
    form = Form(title=str(entry.get("SurveyName") or name))
    for id in _in_order(elements, questions):
        payload = questions[id]
        if isinstance(payload, dict):
            _take(form, payload, id)
    _flow_lost(form, elements)
    return form


def _in_order(elements: Sequence[Any], questions: Mapping[str, Any]) -> list[str]:
    """The ids of the questions as the blocks have them; what lies in the trash is nobody's."""
    found, trashed = [], set()
    for element in elements:
        if element.get("Element") != "BL":
            continue
        blocks = element.get("Payload") or []
        for block in blocks.values() if isinstance(blocks, dict) else blocks:
            own = [
                e.get("QuestionID") for e in block.get("BlockElements") or [] if e.get("Type") == "Question"
            ]
            if block.get("Type") == "Trash":
                trashed |= set(own)
            else:
                found += own
    known = [id for id in found if id in questions]
    return known + [id for id in questions if id not in known and id not in trashed]


def _flow_lost(form: Form, elements: Sequence[Any]) -> None:
    kinds = [
        str(part.get("Type"))
        for element in elements
        if element.get("Element") == "FL"
        for part in _parts((element.get("Payload") or {}).get("Flow"))
    ]
    for kind in dict.fromkeys(kinds):
        if kind not in ("Block", "Standard", "Root"):
            form.lost(
                "the survey's flow",
                f"{kind} ({kinds.count(kind)}) is left out: all statements are asked, in their order.",
            )


def _parts(flow: Any) -> Iterator[dict[str, Any]]:
    for part in flow if isinstance(flow, list) else []:
        yield part
        yield from _parts(part.get("Flow"))


def _take(form: Form, payload: dict[str, Any], id: str) -> None:
    tag = str(payload.get("DataExportTag") or id)
    where, kind = f"question {tag}", str(payload.get("QuestionType"))
    text = plain(str(payload.get("QuestionText") or ""), form, where)
    for key, without in _BEHAVES.items():
        if payload.get(key) and without:
            form.lost(where, f"{key} is not carried over: {without}.")
    forced = ((payload.get("Validation") or {}).get("Settings") or {}).get("ForceResponse")
    if forced in ("ON", "RequestResponse"):
        form.lost(where, "that it must be answered is not carried over: a person may always pass.")
    if kind == "DB":
        if not form.intro and not form.questions:
            form.intro, form.intros = text, _in_others(payload, "QuestionText", form, where)
        else:
            form.lost(where, f'the text "{shortened(text)}" is left out.')
    elif (
        kind == "Matrix"
        and payload.get("Selector") == "Likert"
        and payload.get("SubSelector") in (None, "SingleAnswer", "DL")
    ):
        _take_matrix(form, payload, where, tag, text)
    elif kind == "MC" and payload.get("Selector") in ("SAVR", "SAHR", "SACOL", "DL", "SB"):
        points = _points(form, payload, "Choices", where)
        if points:
            translations = _in_others(payload, "QuestionText", form, where)
            form.questions.append(Question(where, tag, text, points, tag, translations=translations))
    else:
        form.lost(
            where,
            f'"{shortened(text)}" ({_NAMES.get(kind, kind)}) is left out: an instrument holds statements that are rated by one scale.',
        )


def _take_matrix(form: Form, payload: dict[str, Any], where: str, tag: str, domain: str) -> None:
    points = _points(form, payload, "Answers", where)
    for key, words in _choices(payload, "Choices") if points else ():
        translations = {
            language: plain(str(other["Display"]), form, where)
            for language, texts in _languages(payload)
            if (other := (texts.get("Choices") or {}).get(key)) and other.get("Display")
        }
        form.questions.append(
            Question(
                where,
                f"{tag}-{key}",
                plain(words, form, where),
                points,
                tag,
                domain=domain,
                translations=translations,
            )
        )


def _points(form: Form, payload: dict[str, Any], what: str, where: str) -> tuple[Point, ...]:
    """The points of a question; none, and a loss, where they are too few or too many."""
    codes = payload.get("RecodeValues") or {}
    found = []
    for key, words in _choices(payload, what):
        translations = {
            language: plain(str(other["Display"]), form, where)
            for language, texts in _languages(payload)
            if (other := (texts.get(what) or {}).get(key)) and other.get("Display")
        }
        found.append((str(codes.get(key, key)), plain(words, form, where), translations, ""))
    if not 2 <= len(found) <= MOST_POINTS:
        form.lost(where, f"is left out: it has {len(found)} choices, and a scale has 2 to {MOST_POINTS}.")
        return ()
    return with_points(found, form, where)


def _choices(payload: dict[str, Any], what: str) -> list[tuple[str, str]]:
    """Key and words of each choice, in the order that the file gives."""
    given = payload.get(what) or {}
    if isinstance(given, list):
        given = {str(n): each for n, each in enumerate(given, start=1)}
    order = payload.get("ChoiceOrder" if what == "Choices" else "AnswerOrder") or list(given)
    keys = [str(key) for key in order if str(key) in given]
    return [(key, str(given[key].get("Display") or "")) for key in keys if given[key].get("Display")]


def _languages(payload: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    spoken = payload.get("Language")
    for code, texts in spoken.items() if isinstance(spoken, dict) else ():
        if isinstance(texts, dict) and code.upper() != "EN":
            main, _, rest = code.partition("-")
            yield main.lower() + (f"-{rest}" if rest else ""), texts


def _in_others(payload: dict[str, Any], what: str, form: Form, where: str) -> dict[str, str]:
    return {
        code: words
        for code, texts in _languages(payload)
        if (words := plain(str(texts.get(what) or ""), form, where))
    }
