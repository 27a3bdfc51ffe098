"""Layers of content, and versions of sessions that say only what differs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from kit_home import ROOT, SHIPPED

from kitlib.clock import fit
from kitlib.content import Library
from kitlib.content.activities import Again
from kitlib.content.drafts import forget_version, note_base, preview, write_version
from kitlib.content.snapshot import take_snapshot
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import StartPage
from kitlib.settings import settings

SESSIONS = sorted(SHIPPED.session_files)
BASE = "introducing-bias"


@pytest.fixture
def roots(tmp_path):
    """A small copy of what ships, and a folder of one's own above it."""
    below = tmp_path / "kit" / "facilitation"
    for name in ("bias-toolkit", "blocks", "reminders", "scales.yaml", "topics.yaml"):
        whole = ROOT / "facilitation" / name
        (shutil.copytree if whole.is_dir() else shutil.copy)(whole, _parent(below / name))
    return below, tmp_path / "kit" / "own"


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def library(roots):
    """`library()` reads all files anew."""
    return lambda: Library(*roots)


@pytest.fixture
def ours(roots):
    """`ours(text)` writes a version of the base by hand; gives its file."""

    def ours(text: str, extends: str = BASE, id: str = "bias-here") -> Path:
        path = _parent(roots[1] / "bias-toolkit" / f"1-{id}.yaml")
        path.write_text(f"# For us.\nid: {id}\nextends: {extends}\n{text}", encoding="utf-8")
        return path

    return ours


def change(roots, old: str, new: str) -> None:
    """Change the shipped session below, as an upgrade of the kit would."""
    path = roots[0] / "bias-toolkit" / "1-introducing-bias.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# -- what a version is -----------------------------------------------------------------------------------


def test_a_version_says_only_what_differs_and_is_an_ordinary_session(ours, library):
    base = library().session(BASE)
    dropped = next(step for step in base.steps if step.cut == "first")
    last = base.steps[-1]
    ours(f"""title: Bias, our way
order: [{base.steps[0].id}, {base.steps[2].id}, {base.steps[1].id}]
steps:
  {dropped.id}: drop
  {last.id}: {{title: Before we go}}
  pause: {{block: break, after: {base.steps[0].id}}}
""")
    session = library().session("bias-here")

    assert session.title == "Bias, our way"
    assert (session.purpose, session.resource, session.number) == (base.purpose, base.resource, base.number)
    ids = [step.id for step in session.steps]
    assert dropped.id not in ids
    assert ids[:4] == [base.steps[0].id, "pause", base.steps[2].id, base.steps[1].id]
    assert session.steps[-1].title == "Before we go"
    assert session.steps[-1].prompt == last.prompt
    pause = next(step for step in session.steps if step.id == "pause")
    assert session.minutes == base.minutes - dropped.minutes + pause.minutes
    assert all(sum(fit(session.steps, length)) == length for length in session.lengths)
    assert take_snapshot(library(), "bias-here").held == session


def test_what_becomes_better_below_reaches_a_version(roots, ours, library):
    ours("title: Bias, our way\n")
    change(
        roots, "Start an honest conversation about bias", "Start an open and honest conversation about bias"
    )

    assert library().session("bias-here").purpose.startswith("Start an open and honest conversation")


def test_where_both_changed_the_same_thing_it_is_told_and_ours_stands(roots, ours, library):
    path = ours("title: Bias, our way\nproduct: One list.\nsteps:\n  check-out: {title: Bye}\n")
    written = path.read_bytes()
    assert "is not noted yet" in " ".join(library().check(path))
    note_base(library(), "bias-here")
    assert library().check(path) == []
    assert path.read_bytes() == written, "a file that a hand wrote is never written over"

    change(roots, "title: Introducing Bias", "title: Starting to talk about bias")
    change(roots, "Private writing stays", "Private words stay")
    notes = library().check(path)

    assert library().session("bias-here").title == "Bias, our way"
    assert len(notes) == 2
    assert (
        'title: both changed this. "introducing-bias" said "Introducing Bias", and now says '
        '"Starting to talk about bias"; here it is "Bias, our way". When you have seen it: '
        "kit versions bias-here --seen"
    ) in notes

    note_base(library(), "bias-here")
    assert library().check(path) == []


def test_a_version_is_told_what_it_leaves_stale(roots, ours, library):
    said = "If you have **120 minutes**, read it; if not, take 5 minutes."
    change(roots, "prework:\n", f"prework:\n  - {said!r}\n")
    path = ours(
        "steps:\n  break: drop\n  ours: {after: names, title: Ours, minutes: 8, prompt: When you have 12 minutes.}\n"
        "  kind: {after: ours, title: Kind, minutes: 5, grouping: table, prompt: Talk.}\n"
    )
    note_base(library(), "bias-here")
    session = library().session("bias-here")
    notes = library().check(path)

    assert session.minutes != 120
    for told in (
        "prework: speaks of 120 minutes, and this one takes",
        "steps > ours > prompt: speaks of 12 minutes",
        "steps > ours: 8 minutes, and no note for who leads",
        "steps > ours: says not who works with whom",
    ):
        assert [note for note in notes if note.startswith(told)], told
    assert not [note for note in notes if "kind" in note or "of 5 minutes" in note]


def test_what_is_gone_below_is_left_aside_and_told(roots, ours, library):
    base = library().session(BASE)
    gone = next(step for step in base.steps if step.cut == "first")
    path = ours(
        f"steps:\n  {gone.id}: {{title: Ours}}\n  new: {{after: {gone.id}, title: New, minutes: 5, prompt: Talk.}}\n"
    )
    note_base(library(), "bias-here")
    before = [step.id for step in library().session("bias-here").steps]
    shipped = roots[0] / "bias-toolkit" / "1-introducing-bias.yaml"
    text = shipped.read_text(encoding="utf-8")
    steps = re.split(r"(?m)^(?=  - (?:id|block): )", text[text.index("\nsteps:") + 1 :])
    kept = [each for each in steps if not re.match(rf"  - (?:id|block): {gone.id}\n", each)]
    short = text[: text.index("\nsteps:") + 1] + "".join(kept)
    minutes = base.minutes - gone.minutes
    short = re.sub(r"(?m)^minutes: \d+\nlengths: .+$", f"minutes: {minutes}", short)
    shipped.write_text(short, encoding="utf-8")

    after = library().session("bias-here")

    assert [step.id for step in after.steps] == [id for id in before if id != gone.id]
    assert any(
        "has this no more, so what is changed of it is left aside" in note for note in library().check(path)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("steps:\n  nams: {minutes: 5}\n", 'line 5, steps > nams: "introducing-bias" has no "nams"; did you mean "names"?'),
        ("minutes: 90\n", "line 4, minutes: is reckoned from the steps; leave it out"),
        ("steps:\n  names: {minuts: 5}\n", 'line 5, steps > names > minuts: unknown key; did you mean "minutes"?'),
        ("order: [nams]\n", 'line 4, order: there is no step "nams"'),
        ("title: 7\n", "line 4, title: must be text, found 7; put it in quotes"),
        ("steps:\n  new: {after: nowhere, title: New}\n", 'there is no "nowhere" here'),
        (
            "steps:\n  check-out: {activities: {exit: {kind: exitt}}}\n",
            'unknown kind "exitt"; did you mean "exit"?',
        ),
        (
            "steps:\n  agre: drop\n",
            'line 5, steps > agre: "introducing-bias" has no "agre" that could be dropped; did you mean "agree"?',
        ),
        (
            "steps:\n  names:\n    minutes: 20\n  agree: Drop\n",
            'line 7, steps > agree: to leave it out, write drop in small letters; found "Drop"',
        ),
        ("steps:\n  agree: no\n", "line 5, steps > agree: says what differs, such as {title: …}, or drop"),
        ("caree: drop\n", 'line 4, caree: "introducing-bias" has no "caree" that could be dropped'),
        (
            "steps:\n  agree: drop\n",
            'needs "held", which is not there because you dropped "agree": drop that as well, or keep this',
        ),
    ],
)  # fmt: skip
def test_a_fault_of_a_version_is_told_at_its_own_line(ours, library, text, told):
    path = ours(text)
    with pytest.raises(ContentError) as error:
        library().check(path)

    assert told in str(error.value)
    assert "bias-here" in library().faults()
    assert BASE not in library().faults(), "one file that is not sound harms one session"


def test_a_version_of_nothing_and_one_of_itself_are_told(ours, library):
    path = ours("", extends="introducing-bia")
    with pytest.raises(
        ContentError, match=r'line 3, extends: there is no session "introducing-bia" .* "introducing-bias"\?'
    ):
        library().check(path)
    path = ours("", extends="bias-there")
    ours("", extends="bias-here", id="bias-there")
    with pytest.raises(ContentError, match="is itself made from this one"):
        library().check(path)


def test_a_version_can_be_made_of_a_version_and_in_the_place_of_the_one_below(ours, library):
    ours("title: Second\n", extends="bias-one", id="bias-two")
    ours("product: A list.\n", id="bias-one")
    assert (library().session("bias-two").title, library().session("bias-two").product) == (
        "Second",
        "A list.",
    )

    path = ours("title: In its place\n", id=BASE)
    assert library().session(BASE).title == "In its place"
    assert "stands in the place of facilitation/bias-toolkit/1-introducing-bias.yaml" in library().check(path)
    assert library().session("bias-one").title == "In its place"


# -- versions that the kit writes ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """A folder with a version of each shipped session: steps dropped, lengthened, added and moved, and texts changed."""
    own = tmp_path_factory.mktemp("kit") / "own"
    library = Library(ROOT / "facilitation", own)
    return own, {id: write_version(library, own, id, some_changes(library.session(id))) for id in SESSIONS}


def moved(base):
    """A step that can stand earlier, since it shows nothing of another once more."""
    return next(
        step for step in base.steps[2:] if not any(isinstance(each, Again) for each in step.activities)
    )


def some_changes(base):
    one, two = base.steps[1], moved(base)
    return [
        *({"drop": step.id} for step in base.steps[2:] if step.cut != "never" and step is not two),
        {"step": one.id, "keys": {"minutes": one.minutes + 5, "title": "Ours"}},
        {"add": {"block": "break"}, "after": one.id},
        {"add": {"title": "An idea: ours", "minutes": 5, "grouping": "pairs", "prompt": "Talk: what helps?\n\n- One\n- Two"}, "after": ""},
        {"move": two.id, "after": base.steps[0].id},
        {"session": {"outcomes": ["One thing: done."]}},
    ]  # fmt: skip


def test_a_version_of_each_shipped_session_is_written_and_read_back(versions):
    own, paths = versions
    library = Library(ROOT / "facilitation", own)
    for id, path in paths.items():
        base, session = library.session(id), library.session(f"{id[:42]}-ours")

        told = [
            note for note in library.check(path) if ": speaks of " not in note
        ]  # of minutes that it has no more
        assert told == []
        assert session.steps[0].title == "An idea: ours"
        assert session.steps[0].prompt == "Talk: what helps?\n\n- One\n- Two"
        assert [step.id for step in session.steps][2:4] == [moved(base).id, base.steps[1].id]
        assert session.minutes == sum(step.minutes for step in session.steps)
        assert session.outcomes == ["One thing: done."]
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert "purpose" not in said, "what is not changed is not said"


def test_a_version_of_each_goes_on_over_a_changed_original(versions, tmp_path):
    """The shipped ones get another purpose, another first outcome, and a step more; the first of these the versions receive."""
    own, _ = versions
    below = tmp_path / "facilitation"
    shutil.copytree(ROOT / "facilitation", below)
    more = "  - {id: one-more, title: One more, minutes: 5, prompt: Look.}\n"
    for path in Library(below).session_files.values():
        text = re.sub(r"(?m)^purpose: (>-\n\s*)?", r"\g<0>Newly said. ", path.read_text(encoding="utf-8"))
        text = re.sub(r"(?m)^minutes: (\d+)$", lambda found: f"minutes: {int(found[1]) + 5}", text, count=1)
        text = re.sub(r"(?m)^outcomes:\n  - ", r"\g<0>Newly found. ", text)
        text = re.sub(r"(?m)^lengths: .*\n", "", text)
        path.write_text(text.rstrip("\n") + "\n" + more, encoding="utf-8")
    library = Library(below, own)

    for id in SESSIONS:
        name = f"{id[:42]}-ours"
        assert library.session(name).purpose.lstrip("\"'").startswith("Newly said. "), id
        assert library.session(name).steps[-1].id == "one-more"
        assert library.session(name).outcomes == ["One thing: done."]
        assert [each.place for each in library.version(name).conflicts] == [("outcomes",)]


def test_a_version_of_the_kit_is_changed_in_its_place_and_one_of_a_hand_is_not(roots, ours, library):
    own = roots[1]
    path = write_version(
        library(),
        own,
        BASE,
        [{"session": {"title": "Ours"}}],
    )
    id = path.stem.split("-", 1)[1]
    step = library().session(BASE).steps[1]
    again = write_version(library(), own, id, [{"step": step.id, "keys": {"minutes": step.minutes + 5}}])

    assert again == path
    assert library().session(id).title == "Ours"
    assert yaml.safe_load(path.read_text())["extends"] == BASE

    written = ours("title: By hand\n")
    before = written.read_bytes()
    other = write_version(library(), own, "bias-here", [{"session": {"title": "Further"}}])
    assert other != written
    assert written.read_bytes() == before
    assert yaml.safe_load(other.read_text())["extends"] == "bias-here"
    with pytest.raises(KitError, match="is no version that the kit made here"):
        forget_version(library(), own, "bias-here")
    forget_version(library(), own, id)
    assert not path.exists()
    assert id not in library().session_files


def test_a_step_from_a_block_stays_one_when_the_version_is_changed_again(roots, library):
    first = library().session(BASE).steps[0].id
    path = write_version(library(), roots[1], BASE, [{"add": {"block": "break"}, "after": first}])
    id = path.stem.split("-", 1)[1]
    write_version(library(), roots[1], id, [{"step": "break-2", "keys": {"minutes": 12}}])

    assert yaml.safe_load(path.read_text())["steps"]["break-2"] == {
        "after": first,
        "block": "break",
        "minutes": 12,
    }
    assert library().version(id).conflicts == []


def test_minutes_stay_sound_however_a_step_is_lengthened_or_shortened(roots, library):
    base = library().session(BASE)
    short, quiet = (
        next(step for step in base.steps if step.short),
        next(s for s in base.steps if not s.facilitator or s.minutes < 6),
    )
    changes = [
        {"step": short.id, "keys": {"minutes": 1}},
        {"step": quiet.id, "keys": {"minutes": 20}},
        {"add": {"title": "Talk", "minutes": 10, "prompt": "Talk."}, "after": quiet.id},
    ]
    session = preview(library(), roots[1], BASE, changes)

    assert session.minutes == base.minutes - short.minutes + 1 - quiet.minutes + 20 + 10
    assert session.lengths
    assert all(sum(fit(session.steps, length)) == length < session.minutes for length in session.lengths)


def test_agreements_are_changed_by_the_id_of_their_activity(roots, library):
    norms = {"suggest": [{"id": "kind", "text": "We are kind."}]}
    changes = [{"activity": "norms", "keys": norms}]
    session = preview(library(), roots[1], BASE, changes)

    assert [each.text for each in session.activities["norms"].suggest] == ["We are kind."]
    assert not roots[1].exists(), "a preview writes nothing"


def test_what_cannot_be_is_told_before_anything_is_written(roots, library):
    base = library().session(BASE)
    seats = base.steps[0].id
    for changes, told in (
        ([{"drop": "nams"}], 'There is no step "nams" in this session; did you mean "names"?'),
        ([{"step": seats, "keys": {"minutes": 0}}], "must be more than 0"),
        ([{"add": {"block": "brek"}, "after": seats}], 'there is no block "brek"; did you mean "break"?'),
        ([{"drop": step.id} for step in base.steps], "steps"),
    ):
        with pytest.raises((ContentError, NotFoundError), match=re.escape(told)):
            write_version(library(), roots[1], BASE, changes)
    assert not roots[1].exists()


def test_notes_of_another_hand_are_told_with_the_way_out(ours, library):
    path = ours("title: Ours\n")
    path.with_suffix(".base.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match="cannot be read. It was written by the kit"):
        library().session("bias-here")


def test_the_version_that_is_shown_to_authors_is_a_sound_one(ours, library):
    page = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"(?m)^    # For the schools of our district\.\n((?:    .+\n)+)", page)
    path = ours(dedent(shown).partition("extends: introducing-bias\n")[2])

    assert [each for each in library().check(path) if "is not noted" not in each] == []
    session = library().session("bias-here")
    assert [step.id for step in session.steps][:6] == [
        "attendance",
        "agree",
        "words",
        "our-step",
        "rest",
        "names",
    ]
    assert [each.text for each in session.activities["norms"].suggest] == ["We are kind with each other."]


def test_the_command_and_the_shelf_tell_of_a_version_and_of_what_both_changed(home, kit, store):
    path = _parent(home / "own" / "bias-toolkit" / "1-bias-here.yaml")
    path.write_text("# For us.\nid: bias-here\nextends: introducing-bias\ntitle: Ours\n", encoding="utf-8")
    assert "noted what it replaces" in kit("versions", "bias-here", "--seen").stdout
    shipped = home / "facilitation" / "bias-toolkit" / "1-introducing-bias.yaml"
    shipped.write_text(
        shipped.read_text("utf-8").replace("title: Introducing Bias", "title: Bias, begun"), "utf-8"
    )

    told = kit("versions").stdout
    assert 'bias-here: a version of "introducing-bias", in own/bias-toolkit/1-bias-here.yaml' in told
    assert "title: both changed this." in told
    checked = kit("check", str(path))
    assert (checked.returncode, checked.stdout.count("Note: title: both changed this.")) == (0, 1)
    queries = MeetingQueries(store, Library.of(settings()))
    ((_, config),) = StartPage(queries, settings()).screens()["screens"]["start"]
    cards = {card["id"]: card for resource in config["shelf"] for card in resource["sessions"]}
    assert (cards["bias-here"]["version_of"], cards["bias-here"]["conflicts"]) == ("Bias, begun", 1)
    assert cards["introducing-bias"]["version_of"] == ""


# -- layers ---------------------------------------------------------------------------------------------------


def test_a_layer_above_brings_its_own_and_covers_what_lies_below(roots, library):
    own = roots[1]
    block = _parent(own / "blocks" / "break.yaml")
    block.write_text("# For us.\nid: break\ntitle: Our break\nminutes: 15\ncut: later\nprompt: Rest.\n")
    scales = own / "scales.yaml"
    scales.write_text(
        "# For us.\nours:\n  title: Ours\n  points: [{value: 1, label: 'No'}, {value: 2, label: 'Yes'}]\n"
    )
    resource = _parent(own / "our-talks" / "resource.yaml")
    text = (roots[0] / "bias-toolkit" / "resource.yaml").read_text(encoding="utf-8")
    number = library().resource("bias-toolkit").number
    resource.write_text(text.replace("id: bias-toolkit", "id: our-talks"), encoding="utf-8")

    assert library().block("break").title == "Our break"
    assert library().scale("ours").values == [1, 2]
    assert library().check(block) == ["stands in the place of facilitation/blocks/break.yaml"]
    assert library().check(roots[0] / "blocks" / "break.yaml") == [
        "own/blocks/break.yaml stands in its place"
    ]
    with pytest.raises(ContentError, match=rf"{number} is taken by facilitation/bias-toolkit/resource.yaml"):
        library().check(resource)
    with pytest.raises(NotFoundError, match="lies in none of the folders of content"):
        library().check(ROOT / "README.md")


def test_hidden_folders_are_nobodys_content(roots, library):
    hidden = _parent(roots[1] / "bias-toolkit" / ".ipynb_checkpoints" / "1-x.yaml")
    hidden.write_text("x")
    _parent(roots[1] / ".ipynb_checkpoints" / "2-y.yaml").write_text("y")

    assert not {"x", "y"} & library().session_files.keys()
    assert not [file for file in library().files() if ".ipynb_checkpoints" in file.parts]
