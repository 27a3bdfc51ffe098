"""What a kind declares is true: each part is there and loads, or is declared away with a reason and is not there."""

from __future__ import annotations

import re
from dataclasses import fields as fields_of
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest
from contract.example import KINDS
from contract.world import cases, fill, own_sessions
from kit_home import ROOT
from PIL import Image
from pydantic import ValidationError

from kitlib.content import Library
from kitlib.content.activities import ALL_PARTS, Activity
from kitlib.content.timing import Group
from kitlib.frontend import bundles
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.rule import Rule
from kitlib.meetings.answers import read_answers
from kitlib.registry import Kind, Without, find_kind
from kitlib.rollup.questions import questions

#: Of what sort each part is, and in which module it would stand if its kind did not say another.
PARTS = {field.name: field.default for field in fields_of(Kind) if field.name not in ("name", "package")}
SORTS = {
    "keys": lambda part: issubclass(part, Activity),
    "rule": lambda part: issubclass(part, Rule),
    "record": lambda part: isinstance(part, RecordPart),
    "paper": lambda part: isinstance(part, PaperForm),
    "frame": callable,
    "rollup": callable,
    "results": callable,
}
MODULES = {
    part: "results" if isinstance(place, Without) else place.partition(":")[0]
    for part, place in PARTS.items()
}


def test_a_kind_is_looked_at_once_and_one_that_no_session_uses_is_named(library):
    assert sorted(set(KINDS)) == sorted(KINDS)
    with pytest.raises(AssertionError, match='No session uses the kind "unheard-of"; put one into'):
        cases(library, "unheard-of")


def test_the_parts_of_the_contract_are_those_that_this_suite_looks_at():
    assert set(PARTS) == set(SORTS)


def test_what_draws_it_can_be_joined_for_a_page(kind):
    folder = find_kind(kind).folder
    texts = {f"kinds/{kind}/{file.name}": file.read_text("utf-8") for file in folder.glob("*.js")}

    assert f'modules["kinds/{kind}/screen.js"] = ' in bundles.joined(texts)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_loads_and_is_what_it_must_be_or_is_declared_away_and_not_there(kind, part):
    declared = find_kind(kind)
    place = getattr(declared, part)

    if isinstance(place, Without):
        assert len(place.reason.split()) >= 4
        assert place.reason.endswith(".")
        assert declared.load(part) is None
        assert not (declared.folder / f"{MODULES[part]}.py").exists(), "what is there should be declared"
    else:
        assert SORTS[part](declared.load(part))


def test_every_module_of_a_kind_says_in_a_sentence_what_it_is(kind):
    for path in find_kind(kind).folder.glob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]

        assert re.fullmatch(r'"""[A-Z].+[^ ](""")?', first), path.name


def _is_own(kind: str) -> bool:
    """Whether a kind comes with the kit."""
    return find_kind(kind).package.startswith("kitlib.")


def _page(kind: str) -> Path:
    """A kind's page: the kit's own stand in its source, other packages bring theirs along."""
    declared = find_kind(kind)
    folder = ROOT.joinpath(*declared.package.split(".")) if _is_own(kind) else declared.folder
    return folder / "README.md"


def test_a_kind_has_its_page_which_says_what_it_is_called(kind):
    declared = find_kind(kind)
    page = _page(kind).read_text(encoding="utf-8")

    assert page.startswith("# ")
    assert f"`{kind}`" in page or f"kind: {kind}" in page
    assert "keyboard" in page.casefold()
    assert ("## On paper" in page) == declared.has("paper")
    if _is_own(kind):
        with Image.open(_page(kind).with_name("picture.png")) as picture:
            assert picture.width >= 400
        assert "](picture.png)" in page


SESSION = """
id: page
resource: contract
number: 7
title: From a page
purpose: Try what a page of the documentation shows.
audience: The tests.
leads: The tests.
in_room: [The tests]
minutes: {minutes}
outcomes: [Hold.]
product: Nothing.
follow_up: Nothing follows.
sources: [{{id: none, title: No source, publisher: The tests, url: "https://example.org/none"}}]
steps:
"""
STEP = """
  - id: step-{n}
    title: Step {n}
    minutes: 60
    prompt: Try it.
    facilitator: Watch the time.
    activities:
"""


def test_what_its_page_shows_of_a_session_file_can_stand_in_one(kind, library):
    page = _page(kind).read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(.+?)^```", page, re.MULTILINE | re.DOTALL)
    path = library.layers.roots[0] / "contract" / "7-page.yaml"
    for example in shown:
        items = re.split(r"^(?=- )", example, flags=re.MULTILINE)[1:]
        steps = [STEP.format(n=n) + indent(item, " " * 6) for n, item in enumerate(items, start=1)]
        path.write_text(SESSION.format(minutes=60 * len(steps)) + "".join(steps), encoding="utf-8")

        Library(*library.layers.roots).check(path)
    path.unlink(missing_ok=True)
    if not _is_own(kind):
        assert any(f"kind: {kind}" in example for example in shown), "no other page says what its keys are"


# -- what a session file may say -----------------------------------------------------------------------


def test_the_keys_refuse_what_they_do_not_know_at_every_level(kind, library):
    case = cases(library, kind)[0]
    keys = find_kind(kind).load("keys")
    given = case.rule.activity.model_dump(exclude_unset=True)
    keys.model_validate(given)
    for place in ((), *_nested(given)):
        changed = _with_key(given, place)
        with pytest.raises(ValidationError) as told:
            keys.model_validate(changed)

        assert "extra_forbidden" in {error["type"] for error in told.value.errors()}, place


def _nested(value, at=()):
    """Every place within that holds keys of its own and has a fixed list of them: things with an id."""
    if isinstance(value, dict):
        if at and "id" in value:
            yield at
        for key, inner in value.items():
            yield from _nested(inner, (*at, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _nested(inner, (*at, i))


def _with_key(value, place):
    if not place:
        return {**value, "unheard-of": 1}
    first, *rest = place
    changed = list(value) if isinstance(value, list) else dict(value)
    changed[first] = _with_key(value[first], rest)
    return changed


@pytest.mark.parametrize("least", [False, True])
def test_it_tells_how_long_people_need_for_it(kind, library, least):
    """All of it where it first stands or where it is shown again; the least of it takes no longer than all of it."""
    group = Group(people=8, at_once=1, least=least, together=False, library=library)
    for case in cases(library, kind):
        activity = case.rule.activity
        every = [*activity.tasks(group), *activity.tasks_again(group, ALL_PARTS)]

        assert sum(task.seconds for task in every) > 0
        assert all(task.what and task.seconds >= 0 for task in every)
        full = replace(group, least=False)
        assert sum(task.seconds for task in activity.tasks(group)) <= sum(
            task.seconds for task in activity.tasks(full)
        )


# -- frames and roll-ups ----------------------------------------------------------------------------------


def _documented(make) -> tuple[list[str], bool]:
    """The columns that a frame's docstring names, and whether it speaks of more, one for each of something."""
    first = re.sub(r"\([^)]*\)", "", " ".join(make.__doc__.split("\n\n")[0].split()))
    told = re.match(r"Columns ([^:;.]+)", first)
    assert told, "a frame's docstring begins with its columns"
    names = [word.strip() for word in re.split(r",| and ", told[1])]
    return [name for name in names if re.fullmatch(r"[a-z_]+", name)], " one " in first or " those " in first


@pytest.fixture(scope="module")
def filled(service):
    """Every test session, held once with all that can be said."""
    return [
        fill(service, session, f"9990{n:02d}")
        for n, session in enumerate(own_sessions(service.library), start=1)
    ]


def test_a_frame_has_the_columns_that_it_says_even_where_nobody_wrote(kind, service, filled):
    make = find_kind(kind).load("frame")
    if make is None:
        assert isinstance(find_kind(kind).frame, Without)
        return
    names, more = _documented(make)
    assert names
    seen = 0
    for each in filled:
        nothing = read_answers(service.store, service.library, each.session.id, "999030")
        answers = read_answers(service.store, service.library, each.session.id, each.meeting.district)
        for id, activity in each.session.activities.items():
            if activity.kind == kind:
                empty, full = nothing.frame(id), answers.frame(id)

                assert empty.empty
                for frame in (empty, full):
                    assert set(names) <= set(frame.columns)
                    assert more or set(frame.columns) <= {*names, *_several(make)}
                assert full.empty or set(empty.columns) == set(full.columns), id
                seen += len(full)
    assert seen, "nothing of what was written stands in a frame"


def _several(make) -> set[str]:
    """Names of columns that have a blank in them, as in "not seen"."""
    return {name.strip() for name in make.__doc__.split("\n\n")[0].replace("Columns ", "").split(",")}


def test_a_roll_up_asks_of_a_kind_only_if_it_is_declared_and_then_counts_people_of_its_own(
    kind, service, filled
):
    declared = find_kind(kind).has("rollup")
    asked = []
    for each in filled:
        answers = read_answers(service.store, service.library, each.session.id, each.meeting.district)
        of_kind = [id for id, activity in each.session.activities.items() if activity.kind == kind]
        asked += [question for question in questions([answers]) if question.activity in of_kind]
    assert bool(asked) == declared
    words = [text.mark for each in filled for text in each.texts]
    for question in asked:
        said = " ".join([question.title, question.text, question.domain, *question.points])
        assert len(question.points) == len(set(question.points)) > 1
        assert not [mark for mark in words if mark in said], "a roll-up has no words of anybody"
        assert len({response.who for response in question.answers}) == len(question.answers)
        for response in question.answers:
            meeting = next(each.meeting for each in filled if each.meeting.id == response.who.split("/")[0])
            assert response.district == meeting.district
            assert len(response.counts) == len(question.points)
            assert sum(response.counts) > 0
    assert not declared or any(question.answers for question in asked)
