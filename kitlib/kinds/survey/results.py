"""The results in a file of a survey, read as the screen reads it: by the rules of file.js beside this.

It holds counts, answers one a line, or one person a line. Who answered what is
not stored: only counts by form, item and point are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kitlib.content.instruments import Item
from kitlib.kinds.survey.rule import MOST_PEOPLE, SurveyRule
from kitlib.tabular.folding import fold
from kitlib.tabular.refusals import Refused
from kitlib.tabular.rows import SEARCHED, plain_cell
from kitlib.tabular.text import RawRow, is_torn
from kitlib.tabular.values import Unreadable, choice, whole

__all__ = ["Found", "fields_from_results", "read_results"]

NOT_ANSWERED = frozenset(["", "pass", "na", "n/a", "-", "no answer", "skipped"])
FORM, ITEM, POINT, COUNT = ("form", "group"), ("item", "question"), ("point",), ("count", "n")
PERSON = ("respondent", "respondentid", "person", "responseid", "id")
#: Who answered where there is no such column, and when. What several share there, such as "anonymous", is nobody.
ADDRESS = ("email", "emailaddress", "username", "recipientemail")
WHEN = ("timestamp", "completiontime", "endtime", "recordeddate", "enddate", "datemodified")
VALUE = ("value", "answer")
#: What survey tools write beside the answers; it is no answer, and is not told as left out.
BESIDE = frozenset(
    [*ADDRESS, *WHEN, "starttime", "startdate", "datecreated", "lastmodifiedtime", "name", "firstname", "lastname",
     "recipientfirstname", "recipientlastname", "ipaddress", "progress", "status", "finished", "duration(inseconds)",
     "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "distributionchannel",
     "userlanguage", "collectorid", "customdata1", "score", "totalpoints", "quizfeedback", "language"]
)  # fmt: skip
_IN_BRACKETS = re.compile(r".*\[([^\[\]]+)\]")
_NUMBERED = re.compile(r"(?:q ?)?[0-9]{1,3}[.):] ?(.+)")
MOST_PARTS = 5  # that are tried of a heading such as `Question - words`
_ADDRESS = re.compile(r"[^@ ]+@[^@ ]+")
_IMPORT = '{"importid"'  # how the third row of Qualtrics begins, folded


@dataclass
class Found:
    """What a file holds of one form."""

    people: int = 0
    asked: int | None = None
    counts: dict[str, list[int]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)


def fields_from_results(
    rows: Sequence[RawRow | Refused], rule: SurveyRule
) -> tuple[dict[str, Any], list[Refused]]:
    """The values of a file by field, and each line that was refused."""
    found, refused = read_results(rows, rule)
    values: dict[str, Any] = {}
    for form, of_it in found.items():
        values[f"people.{form}"] = of_it.people
        if of_it.asked is not None:
            values[f"asked.{form}"] = of_it.asked
        values |= {f"counts.{form}.{item}": given for item, given in of_it.counts.items()}
    return values, refused


def read_results(
    rows: Sequence[RawRow | Refused], rule: SurveyRule
) -> tuple[dict[str, Found], list[Refused]]:
    """What the rows of a file hold, form by form, and each line that was refused."""
    return _Reading(rule).read(rows)


class _Unfit(Exception):
    """A row that is refused: the column, what stands there, why, what next."""


def _key(cell: str) -> str:
    """A heading as it is looked up: "Response ID", "ResponseId" and "response_id" are one."""
    return re.sub("[ _-]", "", fold(cell))


@dataclass(frozen=True)
class _Heads:
    """The row of headings, and where the columns stand that give a file its way; -1 for none."""

    row: RawRow
    keys: Sequence[str]

    @classmethod
    def of(cls, row: RawRow, above: RawRow | None = None) -> _Heads:
        """The headings of a row; what it leaves empty is called as the row above calls it."""
        over = above.cells if above is not None else ()
        keys = [_key(cell) for cell in row.cells]
        for i, cell in enumerate(over[: len(keys)]):
            if not keys[i] or _key(cell) in (*PERSON, *BESIDE):
                keys[i] = _key(cell)
        return cls(row, keys)

    def at(self, names: Sequence[str]) -> int:
        return next((i for i, key in enumerate(self.keys) if key in names), -1)

    def way(self) -> str:
        """`counts`, `answers`, or none of these two."""
        if min(self.at(ITEM), self.at(POINT), self.at(COUNT)) >= 0:
            return "counts"
        return "answers" if min(self.at(ITEM), self.at(VALUE), self.at(PERSON)) >= 0 else ""

    def repeated(self, way: str) -> str:
        """A heading that the file's way rests on and that stands there twice; empty for none."""
        used = {"counts": (FORM, ITEM, POINT, COUNT), "answers": (FORM, ITEM, VALUE, PERSON)}.get(
            way, (FORM, PERSON)
        )
        names = {name for each in used for name in each}
        return next((key for i, key in enumerate(self.keys) if key in names and key in self.keys[:i]), "")


class _Reading:
    def __init__(self, rule: SurveyRule) -> None:
        self.rule = rule
        self.found: dict[str, Found] = {}
        self.refused: list[Refused] = []

    def read(self, given: Sequence[RawRow | Refused]) -> tuple[dict[str, Found], list[Refused]]:
        rows = [each for each in map(_clean, given) if isinstance(each, RawRow)]
        self.refused = [each for each in map(_clean, given) if isinstance(each, Refused)]
        if len(rows) < 2:
            self.refused.append(Refused(1, "", "", "The file has no lines below its headings."))
            return self._told()
        at, first = self._headings(rows)
        heads = _Heads.of(rows[at], rows[at - 1] if at else None)
        way = heads.way()
        if twice := heads.repeated(way):
            why = "This heading stands twice, so nothing was counted."
            self.refused.append(Refused(heads.row.line, "heading", twice, why))
            return self._told()
        self.form, self.person = heads.at(FORM), heads.at(PERSON)
        self.item, self.point, self.count = heads.at(ITEM), heads.at(POINT), heads.at(COUNT)
        self.value = heads.at(VALUE)
        take = {"counts": self._count, "answers": self._answer}.get(way) or self._taker_of_people(heads)
        if take is not None:
            self._each(rows[first:], take)
        return self._told()

    def _told(self) -> tuple[dict[str, Found], list[Refused]]:
        for of_it in self.found.values():
            most = max((sum(counts) for counts in of_it.counts.values()), default=0)
            of_it.people = max(of_it.people, len(of_it.persons), most)
        return self.found, sorted(self.refused, key=lambda each: each.line)

    def _each(self, rows: Sequence[RawRow], take: Callable[[RawRow], None]) -> None:
        for row in rows:
            try:
                take(row)
            except _Unfit as unfit:
                self.refused.append(Refused(row.line, *unfit.args))

    def _headings(self, rows: Sequence[RawRow]) -> tuple[int, int]:
        """Where the first row stands that fits one of the three ways, and the first row below all headings.

        Where none fits, it is the very first. Qualtrics writes three rows of headings, of which the last says so.
        """
        at = next((i for i, row in enumerate(rows[:SEARCHED]) if self._fits(row)), 0)
        for i, row in enumerate(rows[at : at + 3], start=at):
            if any(fold(cell).startswith(_IMPORT) for cell in row.cells):
                return at, i + 1
        return at, at + 1

    def _fits(self, row: RawRow) -> bool:
        of_forms = (sum(self._find(form, cell) is not None for cell in row.cells) for form in self.rule.forms)
        return bool(_Heads.of(row).way()) or any(number > 1 for number in of_forms)

    # -- the three ways ------------------------------------------------------------------------

    def _count(self, row: RawRow) -> None:
        form = self._form(row)
        said, words = _cell(row, self.count), _cell(row, self.item)
        try:
            n = whole(said, 0, MOST_PEOPLE)
        except Unreadable:
            raise _Unfit("count", said, "This is not a whole number of people.") from None
        if not _cell(row, self.point) and fold(words) in ("people", "asked"):
            of_it = self.found.setdefault(form, Found())
            self._once(
                of_it, (fold(words), ""), "item", words, "This stands here twice. The first one counts."
            )
            setattr(of_it, fold(words), n)
            return
        item = self._item(form, words)
        point = self._point(form, _cell(row, self.point), "point")
        why = "This point of it stands here twice. The first one counts."
        self._once(self.found.setdefault(form, Found()), (item.id, str(point)), "item", words, why)
        self._add(form, item, point, n)

    def _answer(self, row: RawRow) -> None:
        form = self._form(row)
        item = self._item(form, _cell(row, self.item))
        said, who = _cell(row, self.value), _cell(row, self.person)
        if fold(said) in NOT_ANSWERED:
            return
        if not who:
            raise _Unfit("respondent", "", "The column of the respondent is empty.")
        point = self._point(form, said, "value")
        of_it = self.found.setdefault(form, Found())
        why = "This respondent answered the statement before. The first answer counts."
        self._once(of_it, (who, item.id), "item", item.id, why)
        of_it.persons.add(who)
        self._add(form, item, point, 1)

    def _taker_of_people(self, heads: _Heads) -> Callable[[RawRow], None] | None:
        """One person a line, one statement a column; without a column of the form, the form with the most columns."""
        known = {form: self._columns(heads, form) for form in self.rule.forms}
        fits = max(known, key=lambda form: len(known[form]))
        if not known[fits]:
            why = (
                "The headings fit none of the three ways: form, item, point, count; "
                "respondent, form, item, value; or one column for each statement."
            )
            self.refused.append(Refused(heads.row.line, "", "", why))
            return None
        self._tell_unused(heads, known)
        lines: dict[tuple[str, str], int] = {}  # form and person -> where they stand

        def take(row: RawRow) -> None:
            form = fits if self.form < 0 else self._form(row)
            column, who = self._who(row, heads)
            if who and lines.setdefault((form, who), row.line) != row.line:
                why = f"This person stands on line {lines[form, who]} already. The first line counts."
                raise _Unfit(heads.row.cells[column] or heads.keys[column], _cell(row, column), why)
            self._person(row, form, known[form], heads)

        return take

    def _who(self, row: RawRow, heads: _Heads) -> tuple[int, str]:
        """By what a person is told from others, and the column: an id, an address, or all of a line and its moment."""
        if self.person >= 0:
            return self.person, _cell(row, self.person)
        address, when = heads.at(ADDRESS), heads.at(WHEN)
        if _ADDRESS.fullmatch(_cell(row, address)):
            return address, fold(_cell(row, address))
        return when, "\t".join(row.cells) if _cell(row, when) else ""

    def _person(self, row: RawRow, form: str, columns: Mapping[int, Item], heads: _Heads) -> None:
        answered = False
        for i, item in columns.items():
            said = _cell(row, i)
            if fold(said) in NOT_ANSWERED:
                continue
            try:
                point = self._point(form, said, heads.row.cells[i])
            except _Unfit as unfit:
                self.refused.append(Refused(row.line, *unfit.args))
                continue
            self._add(form, item, point, 1)
            answered = True
        if answered:
            self.found.setdefault(form, Found()).people += 1

    def _tell_unused(self, heads: _Heads, known: Mapping[str, Mapping[int, Item]]) -> None:
        used = {self.form, self.person, *(i for columns in known.values() for i in columns)}
        for i, words in enumerate(heads.row.cells):
            if i in used or heads.keys[i] in BESIDE:
                continue
            again = any(self._find(form, words) for form in self.rule.forms)
            why = "It fits no statement; the column was left out."
            if again:
                why = "This statement has a column already. The first column counts."
            self.refused.append(Refused(heads.row.line, "heading", words or str(i + 1), why))

    # -- words to things -----------------------------------------------------------------------

    def _columns(self, heads: _Heads, form: str) -> dict[int, Item]:
        """Place -> statement, each statement once."""
        found: dict[int, Item] = {}
        for i, words in enumerate(heads.row.cells):
            item = None if i in (self.form, self.person) else self._find(form, words)
            if item is not None and item not in found.values():
                found[i] = item
        return found

    def _form(self, row: RawRow) -> str:
        forms = self.rule.forms
        if self.form < 0 and len(forms) == 1:
            return next(iter(forms))
        words = _cell(row, self.form)
        for id, form in forms.items():
            if fold(words) in (fold(id), fold(form.title)):
                return id
        why = "There is no such form." if self.form >= 0 else "The file needs a column “form”."
        raise _Unfit("form", words, why, f"Use: {', '.join(forms)}.")

    def _find(self, form: str, words: str) -> Item | None:
        """A statement by its id or its words, also as survey tools write them: `Question [words]`, `Question - words`, `3. words`."""
        said = [fold(words)]
        said += [
            found[1].strip()
            for found in (_IN_BRACKETS.fullmatch(said[0]), _NUMBERED.fullmatch(said[0]))
            if found
        ]
        parts = said[0].split(" - ")
        said += [" - ".join(parts[i:]) for i in range(1, len(parts))][:MOST_PARTS]
        items = self.rule.instruments[form].items
        return next((i for each in said for i in items if each in (fold(i.id), fold(i.text))), None)

    def _item(self, form: str, words: str) -> Item:
        item = self._find(form, words)
        if item is None:
            raise _Unfit("item", words, f"{self.rule.forms[form].title} has no such statement.")
        return item

    def _point(self, form: str, words: str, column: str) -> int:
        points = self.rule.scales[form].points
        names = [*(str(point.value) for point in points), *(point.label for point in points)]
        try:
            return names.index(choice(words, names)) % len(points)
        except Unreadable:
            values = ", ".join(str(point.value) for point in points)
            why = "This is no point of the scale."
            raise _Unfit(column, words, why, f"Use {values}, or the words.") from None

    # -- counting ------------------------------------------------------------------------------

    def _once(self, of_it: Found, key: tuple[str, str], column: str, value: str, why: str) -> None:
        if key in of_it.seen:
            raise _Unfit(column, value, why)
        of_it.seen.add(key)

    def _add(self, form: str, item: Item, point: int, n: int) -> None:
        of_it = self.found.setdefault(form, Found())
        of_it.counts.setdefault(item.id, [0] * len(self.rule.scales[form].points))[point] += n


def _clean(row: RawRow | Refused) -> RawRow | Refused:
    if isinstance(row, Refused):
        return row
    if any(map(is_torn, row.cells)):
        return Refused(row.line, "", "", "It holds a letter that cannot be read.")
    return RawRow(row.line, [plain_cell(cell) for cell in row.cells])


def _cell(row: RawRow, column: int) -> str:
    return row.cells[column] if 0 <= column < len(row.cells) else ""
