"""What writers took out of the record: an answer, a row, or a set of answers that is marked with `/off`."""

from __future__ import annotations

from collections.abc import Iterable

from kitlib.kinds.shared.rule import OFF
from kitlib.store import Answer

__all__ = ["on_record"]


def on_record(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that were not taken out, without the marks that say so."""
    given = list(answers)
    off = {_whose(a, a.address.field.removesuffix(OFF)) for a in given if _is_mark(a) and a.value}
    return [a for a in given if not _is_mark(a) and off.isdisjoint(_whose(a, name) for name in _names(a))]


def _is_mark(answer: Answer) -> bool:
    return answer.address.field.endswith(OFF)


def _names(answer: Answer) -> set[str]:
    """The names under which a mark takes an answer out: its own, its row's, its set's."""
    field = answer.address.field
    return {field, field.rpartition(".")[0], field.partition(".")[0]}


def _whose(answer: Answer, name: str) -> tuple[str, str, str, str]:
    at = answer.address
    return at.team, at.seat, at.activity, name
