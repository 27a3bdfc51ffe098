"""Values that fit a field, found by its check: what the contract suite writes into fields of any kind.

Checks that the kit has itself are known here. What only one kind checks is found by
trying: ids, lists and choices that its activity has, and what the sample meetings hold.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import strategies as st
from kit_home import ROOT, SHIPPED
from locked import locked

from kitlib.errors import AnswerError
from kitlib.exchange.sample import read
from kitlib.kinds.shared.checks import day, hour, moment, one_of, sealed, text, whole, yes_no
from kitlib.kinds.shared.rule import Field, Rule

__all__ = ["ANY_JSON", "fits", "marked", "strategy", "valid"]

ENOUGH = 12  # values of one field
SAMPLES = 40  # values of one sort of field that are taken from the sample meetings
#: Whatever a page could send.
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-1", max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def fits(field: Field, value: Any) -> bool:
    """Whether a value may stand in a field. Anything that a check raises but AnswerError is left to fail the test."""
    try:
        field.taken(value)
    except AnswerError:
        return False
    return True


def strategy(rule: Rule[Any], name: str, field: Field) -> st.SearchStrategy[Any]:
    """Values that fit a field, for a test of properties."""
    check = field.taken
    if isinstance(check, text):
        characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
        return st.text(characters, max_size=min(check.longest, 60))
    if isinstance(check, whole):
        return st.integers(check.low, check.high)
    return st.sampled_from(valid(rule, name, field))


def valid(rule: Rule[Any], name: str, field: Field) -> list[Any]:
    """Values that fit a field, each once, the usual ones first. None where nothing that is tried fits."""
    check = field.taken
    if check is sealed:
        tried: Any = [locked("Write it down."), locked("Línea uno")]
    elif isinstance(check, text):
        tried = ["Write it down.", "Línea uno\nLínea dos", ""]
    elif isinstance(check, one_of):
        tried = list(check.choices)
    elif isinstance(check, whole):
        tried = [check.low, check.high, (check.low + check.high) // 2]
    elif check is yes_no:
        tried = [True, False]
    elif check is day:
        tried = ["2027-01-31", "2026-12-01", ""]
    elif check is hour:
        tried = ["15:30", "08:05", ""]
    elif check is moment:
        tried = [1_800_000_000.0, 1_800_000_060]
    else:
        tried = _candidates(rule, name)
    found: dict[str, Any] = {}
    for value in tried:
        if fits(field, value):
            found.setdefault(json.dumps(value), value)
            if len(found) == ENOUGH:
                break
    return list(found.values())


def marked(field: Field, mark: str, more: str = "") -> str:
    """A sentence for a field of words that can be found by its mark, and that would be hostile in a page."""
    assert isinstance(field.check, text)
    return f"{mark} <script>\"&' Ñ 😀 سلام{more}"[: field.check.longest].strip()


# -- what only one kind checks -----------------------------------------------------------------


def _candidates(rule: Rule[Any], name: str) -> Iterator[Any]:
    """What might fit, the likeliest first: what samples hold, what the activity's own ids make, plain values."""
    told = _samples().get((rule.kind, _what(name)), [])
    yield from (value for value in told if not isinstance(value, list | dict))
    words = [value for each in told for value in _scalars(each)]
    lists = _lists_of_ids(rule.config())
    for ids in lists:
        yield from ids
    for ids in lists:
        for end in range(len(ids), 0, -1):
            yield ids[:end]
            yield ids[:end][::-1]
    for ids in lists:
        for given in [*range(6), *words]:
            yield dict.fromkeys(ids, given)
            yield {**dict.fromkeys(ids, given), ids[0]: 1}
        yield from ({id: (i + k) % n + 1 for i, id in enumerate(ids)} for n in (2, 3, 4, 5) for k in range(n))
    yield from ([n] * length for length in range(1, 9) for n in (0, 3))
    yield from (
        "08:05",
        "09:30",
        "10:15",
        "14:00",
        "S-014",
        1,
        2,
        12,
        40,
        2_020,
        2.5,
        "r1-a",
        ["r1-a"],
        "",
        [],
    )


def _what(name: str) -> str:
    """The part of a field's name that says what it is: the column of a row, or the first word of `own.<item>`."""
    head, _, column = name.rpartition(".")
    return head.partition(".")[0] if head in ("own", "agreed", "counts") else column


@cache
def _samples() -> dict[tuple[str, str], list[Any]]:
    """(kind, what a field is) -> values that the sample meetings hold there."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for path in sorted((ROOT / "data" / "sample").rglob("*.json")):
        sample = read(path)
        kinds = {id: activity.kind for id, activity in SHIPPED.session(sample.session).activities.items()}
        for team in sample.answers.values():
            for activities in team.values():
                for activity, fields in activities.items():
                    for name, value in fields.items():
                        at = found[kinds[activity], _what(name)]
                        if len(at) < SAMPLES and value not in at:
                            at.append(value)
    return found


def _lists_of_ids(value: Any) -> list[list[str]]:
    """Every list in what an activity draws whose things have ids, or are words themselves, as a list of these."""
    found: list[list[str]] = []
    if isinstance(value, dict):
        for inner in value.values():
            found += _lists_of_ids(inner)
    elif isinstance(value, list) and value:
        if all(isinstance(each, str) for each in value):
            found.append(value)
        elif all(isinstance(each, dict) and "id" in each for each in value):
            found.append([each["id"] for each in value])
        for inner in value:
            found += _lists_of_ids(inner)
    return found


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _scalars(inner)
    else:
        yield value
