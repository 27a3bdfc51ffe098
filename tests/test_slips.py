"""Whatever is wrong in a session's file is told in one go, each thing at its line, and nothing besides."""

from __future__ import annotations

import re
import shutil
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.parsing import Problem
from kitlib.errors import ContentError

#: What stands in the place of a value that is of the kind.
WRONG = {str: [{"a": 1}, 5, ["b"]], int: ["five", {}], list: [7, "some"], dict: [7, "some"]}
#: A fault that only a look at the whole file finds, and what is said of it.
ACROSS = {
    "a sum": (lambda data: data.update(minutes=data["minutes"] + 7), "add up"),
    "a source": (
        lambda data: data.update(purpose=f"{data['purpose']} [@selv]"),
        'no source has the id "selv"',
    ),
    "a session": (lambda data: data.update(next="nowhere"), 'there is no session "nowhere"'),
}
#: What a hand does to a line that says a text in plain words.
SLIPS = {
    "a colon": lambda key, text: f"{key}: {text}: and more",
    "Word's quotes": lambda key, text: f"{key}: “{text}: more”",
    "a mark": lambda key, text: f"{key}: *{text}* it is",
    "no blank": lambda key, text: f"{key}:{text}",
    "a quote that stays open": lambda key, text: f"{key}: '{text}",
    "an apostrophe in quotes": lambda key, text: f"{key}: 'It's {text}'",
    "a column": lambda key, text: f" {key}: {text}",
}
_PLAIN = re.compile(r"^( {4})(title|grouping): ([A-Za-z ,-]+)$")
_KEY = re.compile(r"^ *(- )?[a-z-]+:")
UNHURRIED = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """A copy of the shipped content."""
    return shutil.copytree(ROOT / "facilitation", tmp_path_factory.mktemp("content") / "facilitation")


@pytest.fixture
def told(content):
    """What a check tells of a session's file that says something else."""

    def told(id: str, text: str) -> list[Problem]:
        path = _path(content, id)
        before = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        try:
            Library(content).check(path)
        except ContentError as error:
            return list(error.problems)
        finally:
            path.write_bytes(before)
        return []

    return told


def _path(content: Path, id: str) -> Path:
    return content / SHIPPED.session_files[id].relative_to(ROOT / "facilitation")


def _text(content: Path, id: str) -> str:
    return _path(content, id).read_text(encoding="utf-8")


def _places(data: Any, at: tuple[int | str, ...] = ()) -> list[tuple[int | str, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in [(*at, key), *_places(value, (*at, key))]]


sessions = st.sampled_from(sorted(SHIPPED.session_files))


@UNHURRIED
@given(id=sessions, choose=st.data())
def test_a_wrong_value_is_told_at_its_place_and_nothing_that_only_follows_from_it(content, told, id, choose):
    data = yaml.safe_load(_text(content, id))
    at = choose.draw(st.sampled_from(_places(data)))
    holder = reduce(lambda value, key: value[key], at[:-1], data)
    assume(at[-1] != "block" and type(holder[at[-1]]) in WRONG)
    holder[at[-1]] = choose.draw(st.sampled_from(WRONG[type(holder[at[-1]])]))

    found = told(id, yaml.safe_dump(data, sort_keys=False))

    assert found
    assert {problem.loc[: len(at)] for problem in found} <= {at, at[: len(found[0].loc)]}


@UNHURRIED
@given(id=sessions, across=st.sampled_from(sorted(ACROSS)), choose=st.data())
def test_a_wrong_value_keeps_nothing_else_from_being_told(content, told, id, across, choose):
    data = yaml.safe_load(_text(content, id))
    change, said = ACROSS[across]
    change(data)
    at = choose.draw(st.sampled_from(_places(data)))
    holder = reduce(lambda value, key: value[key], at[:-1], data)
    assume(isinstance(holder[at[-1]], str) and at[-1] not in ("id", "block", "kind", "purpose", "next"))
    holder[at[-1]] = 5

    found = told(id, yaml.safe_dump(data, sort_keys=False))

    assert any(said in problem.what for problem in found)
    assert any(problem.loc[: len(at)] == at for problem in found)


@UNHURRIED
@given(id=sessions, slips=st.lists(st.sampled_from(sorted(SLIPS)), min_size=1, max_size=4), choose=st.data())
def test_slips_of_the_hand_are_told_together_each_at_its_line(content, told, id, slips, choose):
    lines = re.sub(r"(?m)^next: .*\n", "", f"{_text(content, id)}next: nowhere\n").splitlines()
    plain = [n for n, line in enumerate(lines[:-1]) if _PLAIN.match(line) and _KEY.match(lines[n + 1])]
    assume(len(plain) >= len(slips))
    where = sorted(choose.draw(st.permutations(plain))[: len(slips)])
    for n, slip in zip(where, slips, strict=True):
        space, key, text = re.fullmatch(_PLAIN, lines[n]).groups()
        lines[n] = space + SLIPS[slip](key, text)

    found = told(id, "\n".join([*lines, "next: nowhere"]))

    assert [problem.line - 1 for problem in found] == [*where, len(lines)]
    assert '"nowhere"' in found[-1].what
