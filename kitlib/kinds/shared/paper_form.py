"""How a kind of activity stands on paper: its form, the boxes to key in, and what is meant by what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kitlib.content.base import Language, Readers
from kitlib.kinds.shared.keyed import input_hint, paper_row, parse_answer
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.rule import Field, Rule
from kitlib.registry import find_kind

__all__ = ["Box", "FormSheet", "PaperForm", "form_of"]

R = TypeVar("R", bound=Rule[Any])
_ON_SCREEN_ALONE = ("removed",)  # what only a screen takes out, and puts back


@dataclass(frozen=True)
class Box:
    """One box of a sheet, to be keyed in."""

    name: str  # of its field
    field: Field
    question: str


@dataclass(frozen=True)
class FormSheet:
    """A form that is given out by itself, such as that of one group of people."""

    id: str
    title: str
    heading: str
    headings: Mapping[Language, str]  # the heading in other languages
    html: str
    what: str  # what it is and for whom, as the list of files says it
    copies: str  # how many of it to print, as the facilitator's guide says it


class PaperForm(Generic[R]):
    """What a kind gives to be printed and keyed in. A kind overrides what is different from these."""

    #: Whether what is private in it has a place on the sheet that its writer keeps.
    keeps_private = False

    def html(self, rule: R, paper: Paper) -> str:
        """The form as HTML; empty where this paper has nothing of the activity."""
        raise NotImplementedError

    def empty_rows(self, rule: R) -> int:
        """How many empty rows there is room for."""
        return 0

    def given_rows(self, rule: R) -> Sequence[tuple[str, str]]:
        """The rows that stand there from the start: id and what it is called."""
        return ()

    def row_noun(self, rule: R) -> str:
        """What one row is called."""
        return "Row"

    def prints(self, rule: R, name: str) -> bool:
        """Whether a fixed field is a box of the sheet."""
        return True

    def numbers(self, rule: R) -> Mapping[str, int]:
        """Item to its number on the sheet, where fields are called `<what>.<item>`."""
        return {}

    def readers(self, rule: R) -> set[Readers]:
        """For whom its words are written, where the activity itself says so."""
        return set()

    def sheets(self, rule: R, paper: Paper) -> Iterator[FormSheet]:
        """Forms that are given out by themselves, in the language of `paper`."""
        yield from ()

    def boxes(self, rule: R, seat: int | None) -> Iterator[Box]:
        """The boxes of the sheet: its fixed fields, then the rows; of one `seat` or of the team."""
        numbers = self.numbers(rule)
        for name, field in rule.fields().items():
            if self.prints(rule, name):
                item = name.rpartition(".")[2]
                number = f"{numbers[item]}. " if item in numbers else ""
                yield Box(name, field, f"{number}{field.label}")
        yield from self.row_boxes(rule, seat)

    def row_boxes(self, rule: R, seat: int | None) -> Iterator[Box]:
        """The boxes of its rows: those that stand there, then empty ones."""
        columns = {id: field for id, field in rule.row_fields().items() if id not in _ON_SCREEN_ALONE}
        if not columns:
            return
        given = self.given_rows(rule)
        added = [
            (paper_row(n), f"{self.row_noun(rule)} {len(given) + n}")
            for n in range(1, self.empty_rows(rule) + 1)
        ]
        for id, label in [*given, *added]:
            for column, field in columns.items():
                yield Box(f"{id}.{column}", field, f"{label}: {field.label}")

    # -- keyed in ------------------------------------------------------------------------

    def parse(self, rule: R, name: str, text: str) -> Any:
        """What only this kind can tell of a keyed-in text, such as the number of a statement; None where it cannot."""
        return None

    def hint(self, rule: R, name: str) -> str | None:
        """What may be keyed in, where it is more than the field's check says."""
        return None

    def parse_answer(self, rule: R, name: str, text: str, *, serials: bool = False) -> Any:
        """The value of a field that a keyed-in text stands for; the text itself where nothing fits.

        `serials`: whether a bare number can be a day as Excel counts them. Raises AnswerError for a day
        that can be read in several ways or in none.
        """
        field = rule.field(name)
        if field.words:
            return text
        return parse_answer(field.check, text, self.parse(rule, name, text.strip()), serials=serials)

    def input_hint(self, rule: R, name: str) -> str:
        """What may be keyed in for a field, in words; empty for words of one's own."""
        special = self.hint(rule, name)
        return input_hint(rule.field(name).check) if special is None else special


def form_of(rule: Rule[Any]) -> PaperForm[Any] | None:
    """How an activity stands on paper; None where its kind is not printed."""
    form: PaperForm[Any] | None = find_kind(rule.kind).load("paper")
    return form
