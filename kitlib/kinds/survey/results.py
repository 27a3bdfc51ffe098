"""A file of survey results, read as the screen reads it: by the rules of file.js beside this.

It holds counts, answers one a line, or one person a line. Who answered what is
not stored: only counts by form, item and point are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kitlib.content.instruments import Item
from kitlib.exchange.cells import Refused, Row, delimited
from kitlib.kinds.survey.rule import MOST_PEOPLE, SurveyRule

__all__ = ["Found", "fields_from_results", "read_results"]

NOT_ANSWERED = frozenset(["", "pass", "na", "n/a", "-", "no answer", "skipped"])


@dataclass
class Found:
    """What a file holds of one form."""

    people: int = 0
    asked: int | None = None
    counts: dict[str, list[int]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)


def fields_from_results(text: str, rule: SurveyRule) -> tuple[dict[str, Any], list[Refused]]:
    """The values of a file by field, and each line that was refused."""
    found, refused = read_results(text, rule)
    values: dict[str, Any] = {}
    for form, of_it in found.items():
        values[f"people.{form}"] = of_it.people
        if of_it.asked is not None:
            values[f"asked.{form}"] = of_it.asked
        values |= {f"counts.{form}.{item}": given for item, given in of_it.counts.items()}
    return values, refused


def read_results(text: str, rule: SurveyRule) -> tuple[dict[str, Found], list[Refused]]:
    """What a file holds, form by form, and each line that was refused."""
    return _Reading(rule).read(text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().lower())


class _Reading:
    def __init__(self, rule: SurveyRule) -> None:
        self.rule = rule
        self.found: dict[str, Found] = {}
        self.refused: list[Refused] = []

    def read(self, text: str) -> tuple[dict[str, Found], list[Refused]]:
        rows: list[Row] = []
        for each in delimited(text):
            if isinstance(each, Row):
                rows.append(Row(each.line, [cell.strip() for cell in each.cells]))
            else:
                self.refused.append(each)
        if len(rows) < 2:
            return {}, [*self.refused, Refused(1, "", "", "The file has no lines below its headings.")]
        head, rest = rows[0], rows[1:]
        columns = [_plain(cell) for cell in head.cells]

        def at(*names: str) -> int:
            return next((i for i, column in enumerate(columns) if column in names), -1)

        self.form, self.item = at("form", "group"), at("item", "question")
        self.point, self.count = at("point"), at("count", "n")
        self.person, self.value = at("respondent", "person", "id"), at("value", "answer")
        if min(self.item, self.point, self.count) >= 0:
            self._counts(rest)
        elif min(self.item, self.value, self.person) >= 0:
            self._answers(rest)
        else:
            self._people(head, rest)
        for of_it in self.found.values():
            most = max((sum(given) for given in of_it.counts.values()), default=0)
            of_it.people = max(of_it.people, len(of_it.persons), most)
        return self.found, sorted(self.refused, key=lambda each: each.line)

    # -- the three ways ------------------------------------------------------------------------

    def _counts(self, rows: Sequence[Row]) -> None:
        for row in rows:
            form = self._form(row)
            if form is None:
                continue
            said, words = _cell(row, self.count), _cell(row, self.item)
            if not re.fullmatch("[0-9]+", said) or len(said) > 9 or int(said) > MOST_PEOPLE:
                self._refuse(row, "count", said, "This is not a whole number of people.")
                continue
            if not _cell(row, self.point) and _plain(words) in ("people", "asked"):
                setattr(self.found.setdefault(form, Found()), _plain(words), int(said))
                continue
            item = self._item(row, form, words)
            point = self._point(row, form, _cell(row, self.point), "point") if item else -1
            if item is None or point < 0:
                continue
            of_it = self.found.setdefault(form, Found())
            if (item.id, str(point)) in of_it.seen:
                self._refuse(row, "item", words, "This point of it stands here twice. The first one counts.")
                continue
            of_it.seen.add((item.id, str(point)))
            self._add(form, item, point, int(said))

    def _answers(self, rows: Sequence[Row]) -> None:
        for row in rows:
            form = self._form(row)
            item = self._item(row, form, _cell(row, self.item)) if form else None
            said, who = _cell(row, self.value), _cell(row, self.person)
            if form is None or item is None or _plain(said) in NOT_ANSWERED:
                continue
            if not who:
                self._refuse(row, "respondent", "", "The column of the respondent is empty.")
                continue
            point = self._point(row, form, said, "value")
            if point < 0:
                continue
            of_it = self.found.setdefault(form, Found())
            if (who, item.id) in of_it.seen:
                why = "This respondent answered the statement before. The first answer counts."
                self._refuse(row, "item", item.id, why)
                continue
            of_it.seen.add((who, item.id))
            of_it.persons.add(who)
            self._add(form, item, point, 1)

    def _people(self, head: Row, rows: Sequence[Row]) -> None:
        """One person a line, one statement a column; without a column of the form, the form with the most columns."""
        known = {form: self._columns(head, form) for form in self.rule.forms}
        fits = max(known, key=lambda form: len(known[form]))
        if not known[fits]:
            why = (
                "The headings fit none of the three ways: form, item, point, count; "
                "respondent, form, item, value; or one column for each statement."
            )
            self._refuse(head, "", "", why)
            return
        used = {self.form, self.person, *(i for columns in known.values() for i in columns)}
        for i, words in enumerate(head.cells):
            if i not in used:
                self._refuse(
                    head, "heading", words or str(i + 1), "It fits no statement; the column was left out."
                )
        for row in rows:
            form = fits if self.form < 0 else self._form(row)
            if form is None:
                continue
            answered = False
            for i, item in known[form].items():
                said = _cell(row, i)
                if _plain(said) not in NOT_ANSWERED:
                    point = self._point(row, form, said, head.cells[i])
                    if point >= 0:
                        self._add(form, item, point, 1)
                        answered = True
            if answered:
                self.found.setdefault(form, Found()).people += 1

    # -- words to things -----------------------------------------------------------------------

    def _columns(self, head: Row, form: str) -> dict[int, Item]:
        found = {
            i: self._find(form, words)
            for i, words in enumerate(head.cells)
            if i not in (self.form, self.person)
        }
        return {i: item for i, item in found.items() if item is not None}

    def _form(self, row: Row) -> str | None:
        forms = self.rule.forms
        if self.form < 0 and len(forms) == 1:
            return next(iter(forms))
        words = _cell(row, self.form)
        for id, form in forms.items():
            if _plain(words) in (_plain(id), _plain(form.title)):
                return id
        why = "There is no such form." if self.form >= 0 else "The file needs a column “form”."
        self._refuse(row, "form", words, why, f"Use: {', '.join(forms)}.")
        return None

    def _find(self, form: str, words: str) -> Item | None:
        items = self.rule.instruments[form].items
        return next((i for i in items if _plain(words) in (_plain(i.id), _plain(i.text))), None)

    def _item(self, row: Row, form: str, words: str) -> Item | None:
        item = self._find(form, words)
        if item is None:
            self._refuse(row, "item", words, f"{self.rule.forms[form].title} has no such statement.")
        return item

    def _point(self, row: Row, form: str, words: str, column: str) -> int:
        points = self.rule.scales[form].points
        for i, point in enumerate(points):
            if str(point.value) == words or _plain(point.label) == _plain(words):
                return i
        values = ", ".join(str(point.value) for point in points)
        self._refuse(row, column, words, "This is no point of the scale.", f"Use {values}, or the words.")
        return -1

    def _add(self, form: str, item: Item, point: int, n: int) -> None:
        of_it = self.found.setdefault(form, Found())
        of_it.counts.setdefault(item.id, [0] * len(self.rule.scales[form].points))[point] += n

    def _refuse(self, row: Row, column: str, value: str, why: str, next_: str = "") -> None:
        self.refused.append(Refused(row.line, column, value, why, next_))


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if 0 <= column < len(row.cells) else ""
