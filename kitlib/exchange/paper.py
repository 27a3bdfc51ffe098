"""Paper: which rows a sheet has room for, what may be written in a box, and what is meant by it.

People write what they see on the sheet: the number of a statement, the letter
of a heading, the words of a choice. The ids are the screen's, so that what is
keyed in and what is typed are one answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kitlib.activities.base import Rule, day, one_of, whole, yes_no
from kitlib.activities.board import Board
from kitlib.activities.map import STATES, Map
from kitlib.activities.ranking import DECISIONS, Ranking
from kitlib.activities.rating import DIFFER, NOT_DISCUSSED, PASS, Rating
from kitlib.activities.schedule import Schedule, clock_time
from kitlib.activities.survey import Survey
from kitlib.content.instruments import Scale
from kitlib.errors import AnswerError
from kitlib.tabular import values
from kitlib.tabular.folding import match

__all__ = ["input_hint", "letter", "parse_answer", "row"]

_COLUMNS = {"number": "a number", "code": "a code such as S-014, never a name"}


def row(number: int, seat: int | None = None) -> str:
    """The id of a row that was written on paper: of a team, or of one seat."""
    return f"r{number:02d}-paper" + (f"-{seat}" if seat is not None else "")


def letter(place: int) -> str:
    """The letter of a heading by its place: A, B, …"""
    return chr(ord("A") + place % 26)


# -- what is meant ------------------------------------------------------------------------


def parse_answer(rule: Rule[Any], name: str, text: str, *, serials: bool = False) -> Any:
    """The value of a field that a keyed-in text stands for: the first reading of it that fits, else the text.

    `serials`: whether a bare number can be a day as Excel counts them. Raises AnswerError for a day that
    can be read in several ways or in none, with what may be meant.
    """
    field = rule.field(name)
    check = field.check
    if field.words:
        return text
    if check is day:
        return _day(text, serials)
    for value in (_of_kind(rule, name, text.strip()), _plain(check, text), _json(text), text):
        try:
            if value is not None:
                check(value)
                return value
        except AnswerError:
            continue
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(check: Any, text: str) -> Any:
    """A choice in any case, a tick or a number as a spreadsheet writes it."""
    if isinstance(check, one_of):
        return _chosen(check.choices, text)
    if check is yes_no:
        return _read(values.yes_no, text)
    return _read(values.number, text)


def _day(text: str, serials: bool) -> str:
    try:
        return values.day(text, serials) if text.strip() else ""
    except values.Unreadable as error:
        raise AnswerError(error.sentence, "Write it so, and import the file again.") from None


def _read(reader: Callable[[str], Any], text: str) -> Any:
    """What a reader of `tabular.values` makes of a text; nothing where it cannot read it."""
    try:
        return reader(text)
    except values.Unreadable:
        return None


def _chosen(choices: Sequence[Any], text: str) -> Any:
    by_words = {str(choice): choice for choice in choices}
    words = _read(lambda said: values.choice(said, list(by_words)), text)
    return None if words is None else by_words[words]


def _of_kind(rule: Rule[Any], name: str, text: str) -> Any:
    """What only the kind of activity can tell: numbers that stand for statements, options or places."""
    if isinstance(rule, Ranking):
        return _ranked(rule, name, text)
    if isinstance(rule, Board):
        return _on_the_wall(rule, name, text)
    if isinstance(rule, Rating):
        if name == "priorities":
            return _picked([item.id for item in rule.items], text)
        return _point(rule.scale, text)
    if isinstance(rule, Survey):
        if name.startswith("counts."):
            return _numbers(text)
        return _point(rule.scales[rule.activity.here], text) if rule.activity.here else None
    column = name.rpartition(".")[2]
    if isinstance(rule, Schedule) and column in ("start", "end"):
        return _read(lambda words: values.time_of_day(words, rule.activity.starts), text)
    return _named(_names(rule).get(column, {}), text)


def _numbers(text: str) -> list[int] | None:
    found = re.split(r"[\s,;]+", text)
    return [int(n) for n in found] if all(n.isascii() and n.isdigit() for n in found) else None


def _picked(ids: Sequence[str], text: str) -> list[str] | None:
    """Numbers on the sheet to the ids that they stand for."""
    numbers = _numbers(text)
    if numbers is None or not all(1 <= n <= len(ids) for n in numbers):
        return None
    return [ids[n - 1] for n in numbers]


def _point(scale: Scale, text: str) -> Any:
    """A point of a scale by its label, and what is no point by its words or its sign."""
    words = {point.label: point.value for point in scale.points}
    other = {"-": PASS, "we differ": DIFFER, "not discussed": NOT_DISCUSSED}
    return _by_words({**words, **other}, text)


def _by_words(values_: Mapping[str, Any], text: str) -> Any:
    """The value whose words are meant; nothing where none is."""
    found = match(text, values_)
    return None if found is None else values_[found]


def _ranked(rule: Ranking, name: str, text: str) -> Any:
    """The numbers beside the options, read down the sheet; of fingers, what was decided in words."""
    if name == "chosen":
        return _picked(rule.options, text)
    if name == "agreed" and rule.activity.way == "fist":
        by_word = {word: id for id, word in DECISIONS.items()} | {id: id for id in DECISIONS}
        said = [_by_words(by_word, word) for word in text.split(",")]
        decided = dict(zip(rule.options, said, strict=False))
        return decided if len(said) == len(rule.options) and all(said) else None
    numbers = _numbers(text) if name in ("own", "agreed") else None
    if numbers is None or len(numbers) != len(rule.options):
        return None
    given = dict(zip(rule.options, numbers, strict=True))
    if rule.activity.way != "order":
        return given
    return sorted(given, key=lambda option: given[option]) if len(set(numbers)) == len(numbers) else None


def _on_the_wall(rule: Board, name: str, text: str) -> Any:
    given = [cluster.id for cluster in rule.activity.clusters]
    # Beyond the given headings a letter is one that the team added on paper.
    headings = {letter(i): given[i] if i < len(given) else row(i + 1) for i in range(26)}
    if name.endswith(".cluster"):
        by_words = {cluster.text: cluster.id for cluster in rule.activity.clusters}
        return headings.get(text.upper()) or _by_words(by_words, text)
    if name != "votes":
        return None
    found = []
    for word in re.split(r"[\s,;]+", text):
        note = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", word)
        found.append(row(int(note[2]), int(note[1])) if note else headings.get(word.upper()))
    return found if all(found) else None


def _names(rule: Rule[Any]) -> Mapping[str, Mapping[str, str]]:
    """Column -> id -> its words on the sheet, of those columns that hold an id; in the order of the sheet."""
    if isinstance(rule, Map):
        return {
            "area": {area.id: area.text for area in rule.activity.areas},
            "tier": {tier.id: rule.tier(tier.id) for tier in rule.activity.tiers},
            "state": dict(STATES),
        }
    if isinstance(rule, Schedule):
        of = rule.activity
        return {
            "group": {group.id: group.text for group in of.groups},
            "day": {one.id: one.text for one in of.days},
            "use": {use.id: use.title for use in of.uses},
        }
    return {}


def _named(words: Mapping[str, str], text: str) -> str | None:
    """An id by its words, or by its number on the sheet."""
    by_words = {said: id for id, said in words.items()}
    by_number = {str(n): id for n, id in enumerate(words, start=1)}
    found: str | None = _by_words(by_words, text) or by_number.get(text)
    return found


# -- what fits ------------------------------------------------------------------------------


def input_hint(rule: Rule[Any], name: str) -> str:
    """What may be keyed in for a field, in words; empty for words of one's own."""
    special = _hint_of_kind(rule, name)
    if special is not None:
        return special
    check = rule.field(name).check
    if isinstance(check, one_of):
        return ", ".join(str(choice) for choice in check.choices if choice != "")
    if isinstance(check, whole):
        return f"a whole number from {check.low} to {check.high}"
    if check is yes_no:
        return "yes or no"
    if check is day:
        return "a day, such as 2027-01-31"
    return "a time, such as 1:30 pm" if check is clock_time else ""


def _hint_of_kind(rule: Rule[Any], name: str) -> str | None:
    if isinstance(rule, Ranking):
        return _hint_of_ranking(rule, name)
    if isinstance(rule, Rating) and name == "priorities":
        return f"at most {rule.activity.priorities} numbers of statements, such as 3, 7"
    if isinstance(rule, Survey) and name.startswith("counts."):
        points = rule.scales[name.split(".")[1]].points
        return f"how many chose each point: {len(points)} numbers with commas"
    if isinstance(rule, Board) and name == "votes":
        return "notes by seat and number, headings by letter, such as 3.2, B"
    if isinstance(rule, Board) and name.endswith(".cluster"):
        return (
            ", ".join(f"{letter(i)} ({c.text})" for i, c in enumerate(rule.activity.clusters)) or "a letter"
        )
    column = next((c for c in getattr(rule.activity, "columns", []) if name.endswith(f".{c.id}")), None)
    if column is not None and column.type in _COLUMNS:
        return _COLUMNS[column.type]
    words = _names(rule).get(name.rpartition(".")[2])
    return ", ".join(f"{n} ({said})" for n, said in enumerate(words.values(), start=1)) if words else None


def _hint_of_ranking(rule: Ranking, name: str) -> str | None:
    n = len(rule.options)
    if name == "chosen":
        return f"at most {rule.activity.choose} numbers of lines, such as 1, 3"
    if name == "agreed" and rule.activity.way == "fist":
        return f"for each line, down the sheet: {' / '.join(DECISIONS.values())}; with commas"
    if name in ("own", "agreed"):
        what = {"order": "its place", "sort": "its pile", "fist": "how many fingers"}[rule.activity.way]
        return f"for each line, down the sheet, {what}: {n} number{'s' * (n > 1)} with commas"
    return None
