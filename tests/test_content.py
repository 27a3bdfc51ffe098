from __future__ import annotations

import re

import pytest
import yaml
from kit_home import ROOT, SHIPPED

from kitlib.clock import fit
from kitlib.content import Library
from kitlib.content.activities import Again
from kitlib.content.markdown import as_html
from kitlib.content.models import CITATION, Source
from kitlib.content.texts import texts_in
from kitlib.errors import ContentError, NotFoundError
from kitlib.meetings.screens import screens_of
from kitlib.meetings.start_page import StartPage

FILES = sorted((ROOT / "facilitation").rglob("*.yaml"))
SESSIONS = sorted(SHIPPED.session_files)
CATALOGUE = (
    ROOT.parent / "shared" / "content"
)  # the catalogue and the facts, where they lie beside the checkout


# -- what ships -------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "facilitation")))
def test_every_shipped_file_is_sound_and_says_for_whom_it_is(path):
    assert SHIPPED.check(path) == []

    assert path.read_text(encoding="utf-8").startswith("# For "), (
        "the first line is a comment that says for whom"
    )


@pytest.mark.parametrize("id", SESSIONS)
def test_a_session_runs_in_each_of_its_lengths_without_losing_what_it_needs(library, id):
    session = library.session(id)
    for length in [session.minutes, *session.lengths]:
        minutes = fit(session.steps, length)
        assert sum(minutes) == length
        assert all(given for step, given in zip(session.steps, minutes, strict=True) if step.cut == "never")
        kept = [step for step, given in zip(session.steps, minutes, strict=True) if given]
        there = {a.id for step in kept for a in step.activities if not isinstance(a, Again)}
        asked = {a.again for step in kept for a in step.activities if isinstance(a, Again)}
        reviewed = {a.review for step in kept for a in step.activities if getattr(a, "review", None)}
        assert asked | reviewed <= there, (
            f"at {length} minutes a kept step needs an activity of a step left out"
        )
        kinds = {session.activities[a].kind for a in there}
        assert {"attendance", "agreements", "actions", "exit", "parking_lot"} <= kinds


@pytest.mark.parametrize("id", SESSIONS)
def test_a_long_step_has_words_for_its_facilitator_and_a_likely_difficulty(library, id):
    for step in library.session(id).steps:
        if step.minutes > 5:
            assert step.facilitator, step.id
            assert step.difficulties, step.id


@pytest.mark.parametrize("id", SESSIONS)
def test_every_source_is_cited_or_is_the_resource_itself(library, id):
    session = library.session(id)
    cited = set(CITATION.findall(session.model_dump_json()))
    own = library.resource(session.resource).url

    assert {s.id for s in session.sources if s.url != own} <= cited


@pytest.mark.parametrize("id", SESSIONS)
def test_every_step_tells_who_leads_what_to_do_and_say(library, id):
    assert [step.id for step in library.session(id).steps if not step.facilitator] == []


def test_every_instrument_every_domain_and_every_scale_is_used(library):
    used: dict[str, set[str]] = {}
    scales = set()
    for activity in (a for id in SESSIONS for a in library.session(id).activities.values()):
        if activity.kind == "rating":
            everything = {item.domain for item in library.instrument(activity.instrument).items}
            used.setdefault(activity.instrument, set()).update(activity.domains or everything)
            scales.add(activity.scale)
        elif activity.kind == "survey":
            for form in activity.forms:
                everything = {item.domain for item in library.instrument(form.instrument).items}
                used.setdefault(form.instrument, set()).update(everything)
    for path in sorted((ROOT / "facilitation" / "instruments").glob("*.yaml")):
        instrument = library.instrument(path.stem)
        assert {item.domain for item in instrument.items} == used.get(path.stem), path.stem
        scales.add(instrument.scale)

    assert set(yaml.safe_load((ROOT / "facilitation" / "scales.yaml").read_text("utf-8"))) <= scales


@pytest.mark.skipif(not CATALOGUE.is_dir(), reason="the facts do not lie beside this checkout")
def test_every_source_address_stands_in_the_facts(library):
    facts = "".join(f.read_text(encoding="utf-8") for f in CATALOGUE.glob("facts-*.md"))
    for id in SESSIONS:
        for source in library.session(id).sources:
            assert source.url in facts, source.url


@pytest.mark.parametrize(
    "path", sorted((ROOT / "facilitation" / "reminders").glob("*.yaml")), ids=lambda p: p.stem
)
def test_every_reminder_cites_what_it_says_and_is_named_by_a_session(library, path):
    reminder = library.reminder(path.stem)

    assert set(CITATION.findall(reminder.text)) == {source.id for source in reminder.sources}
    assert any(reminder.id in library.session(id).reminders for id in SESSIONS)


# -- what an author is told ----------------------------------------------------------------

SOUND = """\
# For the tests.
id: retro
resource: looking
number: 1
title: Look back
purpose: Choose one change.
audience: A team.
leads: Anyone.
in_room: [Everyone]
minutes: 15
outcomes: [One change]
product: One change
follow_up: Next week.
sources:
  - {id: self, title: Looking, publisher: Us, url: "https://example.org/looking"}
steps:
  - id: vote
    title: Vote
    minutes: 15
    cut: never
    prompt: What is most worth changing next?
    facilitator: Read the options aloud.
    activities:
      - id: notes
        kind: reflection
        prompts:
          - {id: why, text: "Why this one?", visibility: private}
"""


@pytest.fixture
def author(tmp_path):
    """A library of one sound session; `author(old, new)` changes its text and reads it."""
    folder = tmp_path / "facilitation"
    (folder / "looking").mkdir(parents=True)
    (folder / "looking" / "resource.yaml").write_text(
        '# For the tests.\nid: looking\nnumber: 1\ntitle: Looking\npublisher: Us\nurl: "https://example.org"\n'
        "about: It.\naudience: Us.\n"
    )
    path = folder / "looking" / "1-retro.yaml"

    def author(old: str = "", new: str = "") -> str:
        assert old in SOUND
        path.write_text(SOUND.replace(old, new) if old else SOUND, encoding="utf-8")
        with pytest.raises(ContentError) as told:
            Library(folder).session("retro")
        return str(told.value)

    author.path, author.folder = path, folder
    return author


def test_a_sound_file_loads(author):
    author.path.write_text(SOUND)

    assert Library(author.folder).session("retro").minutes == 15


def test_all_problems_are_told_at_once_in_file_order_with_the_next_command(author):
    text = author("    prompt: What", "    promt: What").replace("", "")

    assert text == (
        "facilitation/looking/1-retro.yaml has 1 problem.\n"
        '  line 21, steps > vote > promt: unknown key; did you mean "prompt"?\n'
        "Mend, then run: kit check facilitation/looking/1-retro.yaml"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "title: Look back",
            "title: 5",
            "line 5, title: must be text, found 5; put it in quotes",
            id="type",
        ),
        pytest.param(
            "    minutes: 15",
            "    minutes: ten",
            'line 19, steps > vote > minutes: must be a whole number, found "ten"',
            id="number",
        ),
        pytest.param(
            "minutes: 15\noutcomes",
            "minutes: 20\noutcomes",
            "line 10, minutes: the steps add up to 15 minutes, not to 20",
            id="sum",
        ),
        pytest.param(
            "minutes: 15\noutcomes",
            "minutes: 15\nlengths: [10]\noutcomes",
            "line 11, lengths > 1: the shortest version needs 15 minutes, so 10 cannot be reached",
            id="length",
        ),
        pytest.param(
            "kind: reflection",
            "kind: reflexion",
            'unknown kind "reflexion"; did you mean "reflection"?',
            id="kind",
        ),
        pytest.param(
            "visibility: private",
            "visibility: secret",
            "must be 'private', 'team' or 'room', found \"secret\"",
            id="choice",
        ),
        pytest.param(
            "id: vote", "id: Vote Now", 'must be lower-case words joined by "-", found "Vote Now"', id="id"
        ),
        pytest.param(
            "cut: never",
            "cut: never\n    short: 15",
            "short: must be less than the step's 15 minutes",
            id="short",
        ),
        pytest.param(
            "    facilitator: Read the options aloud.\n",
            "",
            'a step of 15 minutes needs a "facilitator" note',
            id="note",
        ),
        pytest.param(
            "Choose one change.",
            "Choose [@selv] one.",
            'no source has the id "selv"; did you mean "self"?',
            id="citation",
        ),
        pytest.param(
            "https://example.org/looking",
            "example.org",
            "must be a web address that starts with https://",
            id="url",
        ),
        pytest.param(
            "activities:\n",
            "activities:\n      - again: nots\n",
            'no earlier step has an activity "nots"',
            id="again",
        ),
        pytest.param(
            "activities:\n",
            "activities:\n      - {id: rate, kind: rating, instrument: none}\n",
            'There is no instrument "none"',
            id="instrument",
        ),
        pytest.param(
            "id: vote\n",
            "id: vote\n    prompts: []\n",
            "line 18, steps > vote > prompts: this key does not belong here",
            id="elsewhere",
        ),
        pytest.param("audience: A team.\n", "", 'line 1: needs "audience"', id="missing"),
        pytest.param(
            "title: Look back",
            "title: Look back\ntitle: Twice",
            "line 6, title: this key stands here twice; the first is in line 5",
            id="twice",
        ),
        pytest.param(
            "purpose: Choose", "purpose: *choose", 'line 6: aliases ("*name") are not read', id="alias"
        ),
        pytest.param(
            "title: Look back",
            "title: Look back: a start",
            'line 5: the text holds a colon, so it goes in quotes: write title: "Look back: a start"',
            id="colon",
        ),
        pytest.param(
            "[Everyone]",
            "\n  - Teachers: two",
            'line 10, in_room > 1: must be text, found keys and values; a text that holds a colon goes in quotes: write "Teachers: two"',
            id="colon-in-a-list",
        ),
        pytest.param(
            "title: Look back",
            "title: “Look back: a start”",
            'line 5: “ ” are letters here and no quotes: type " in their place: write title: "Look back: a start"',
            id="quotes-of-word",
        ),
        pytest.param(
            "[Everyone]",
            "\n  - “Teachers: two”",
            '“ ” are letters here and no quotes: type " in their place: write "Teachers: two"',
            id="quotes-of-word-in-a-list",
        ),
        pytest.param(
            "    minutes: 15",
            "\u00a0\u00a0\u00a0\u00a0minutes: 15",
            "line 19: holds hard blanks, as Word and web pages make them; type ordinary spaces in their place",
            id="hard-blanks",
        ),
        pytest.param(
            "product: One",
            "\u00a0product: One",
            "line 12: holds hard blanks",
            id="a-hard-blank-before-a-key",
        ),
        pytest.param(
            "    title: Vote",
            "   title: Vote",
            "line 18: this line begins in another column than the lines of its list: it in column 4, they in column 5",
            id="a-blank-too-few",
        ),
        pytest.param(
            "    title: Vote",
            "     title: Vote",
            "line 18: this line begins in another column than the lines of its list: it in column 6, they in column 5",
            id="a-blank-too-many",
        ),
        pytest.param(
            "title: Look back",
            "title: 'Look back",
            "line 5: the quote that begins here is not closed: write ' at the end of the text as well",
            id="quote-not-closed",
        ),
        pytest.param(
            "title: Look back",
            "title: 'Look back\nneed: What's not working?",
            "line 5: the quote that begins here is not closed",
            id="quote-not-closed-with-another-below",
        ),
        pytest.param(
            "title: Look back",
            "title: 'What's next'",
            'line 5: the text ends at its apostrophe, since it stands in \'…\'; put it in "…": write title: "What\'s next"',
            id="apostrophe",
        ),
        pytest.param(
            "title: Look back",
            'title: "Look" back',
            "line 5: the quotes end before the text does; put them around all of it: write title: '\"Look\" back'",
            id="quotes-too-early",
        ),
        pytest.param(
            "title: Look back",
            "title: **Look** back",
            'line 5: a text that begins with * goes in quotes: write title: "**Look** back"',
            id="begins-with-a-mark",
        ),
        pytest.param(
            "in_room: [Everyone]",
            "in_room: [Everyone",
            "line 9: the [ that begins here is not closed: write ] at its end",
            id="bracket",
        ),
        pytest.param(
            "title: Look back",
            "title:Look back",
            "line 5: needs a blank after the colon: write title: Look back",
            id="no-blank-after-the-colon",
        ),
        pytest.param(
            "    minutes: 15", "\tminutes: 15", "line 19: found a tab; use spaces, not tabs", id="tab"
        ),
        pytest.param(
            "outcomes: [One change]",
            "outcomes: []",
            "line 11, outcomes: needs at least 1, and it is empty",
            id="empty",
        ),
        pytest.param(
            "    cut: never",
            "    cut: never\n    difficulties: [{moment: It is late., say: Go on.}]",
            "steps > vote > difficulties > 1 > moment: unknown key; here may stand: do, when",
            id="none-is-near",
        ),
        pytest.param(
            "visibility: private}",
            "visibilty: private}",
            'prompts > why > visibilty: unknown key; did you mean "visibility"?',
            id="in-a-kind",
        ),
        pytest.param(
            "activities:\n",
            "activities:\n      - {again: notes, cut: first}\n",
            "activities > 1 > cut: this key does not belong here; here may stand: again, part",
            id="in-one-shown-again",
        ),
        pytest.param(
            "  - id: vote",
            "  - blok: attendance\n    id: vote",
            'blok: unknown key; did you mean "block"?',
            id="of-a-block",
        ),
        pytest.param("  - id: vote", "  - block: vot\n    id: vote", 'there is no block "vot"', id="block"),
        pytest.param(
            "number: 1",
            "number: 2",
            'line 4, number: the name of the file says "1", the number says 2: make them the same',
            id="number-in-the-name",
        ),
        pytest.param(
            "id: retro",
            "id: rettro",
            'line 2, id: the name of the file says "retro", the id says "rettro": make them the same',
            id="name",
        ),
        pytest.param(
            "steps:\n",
            "steps:\n  - {id: vote, title: A, minutes: 5, prompt: B}\n",
            'line 18, steps > vote > id: "vote" stands here twice; the first is in line 17',
            id="two-steps-of-one-id",
        ),
        pytest.param(
            "    cut: never",
            "    cut: never\n    difficulties: [Nobody speaks]",
            "difficulties > 1: must hold keys and values, such as {when: Nobody speaks}",
            id="text-for-keys",
        ),
    ],
)
def test_a_problem_is_told_with_its_place_and_the_way_out(author, old, new, told):
    assert told in author(old, new)


def test_two_resources_of_one_number_are_told_with_both_files(author):
    first = author.folder / "looking" / "resource.yaml"
    second = author.folder / "hearing" / "resource.yaml"
    second.parent.mkdir()
    second.write_text(first.read_text().replace("id: looking", "id: hearing"))
    for path, other in ((first, "hearing"), (second, "looking")):
        with pytest.raises(ContentError) as told:
            Library(author.folder).check(path)

        assert str(told.value).startswith(f"facilitation/{path.parent.name}/resource.yaml has 1 problem.")
        assert f"line 3, number: 1 is taken by facilitation/{other}/resource.yaml" in str(told.value)

    second.write_text(second.read_text().replace("number: 1", "number: 2"))
    Library(author.folder).check(first)


def test_a_review_of_no_agreements_offers_no_other_review(author):
    review = "      - {id: norms-kept, kind: agreements, review: norms}\n"
    lists = "      - {id: norm, kind: agreements}\n"

    alone = author("activities:\n", f"activities:\n{review}")
    beside_one = author("activities:\n", f"activities:\n{lists}{review}")

    assert 'there is no activity with agreements "norms"\n' in alone
    assert 'there is no activity with agreements "norms"; did you mean "norm"?' in beside_one


def test_an_empty_file_takes_the_same_road(author):
    author.path.write_text("")

    with pytest.raises(ContentError, match=r'line 1: must hold keys and values \("title: …"\); it is empty'):
        Library(author.folder).session("retro")


def test_a_file_in_another_encoding_names_the_line(author):
    author.path.write_bytes(SOUND.replace("Look back", "Rückblick").encode("latin-1"))

    with pytest.raises(ContentError, match="line 5: is not UTF-8 text"):
        Library(author.folder).session("retro")


def test_a_file_in_the_two_bytes_of_another_encoding_is_told_how_to_save_it(author):
    for encoding in ("utf-16", "utf-16-le"):
        author.path.write_bytes(SOUND.encode(encoding))

        with pytest.raises(
            ContentError, match="line 1: is not UTF-8 text; save the file again as UTF-8, which"
        ):
            Library(author.folder).session("retro")


def test_a_promise_that_no_box_of_the_step_keeps_is_noted(author):
    promising = SOUND.replace("prompt: What", "prompt: Only you see this. What")

    author.path.write_text(promising.replace("visibility: private", "visibility: team"))
    assert Library(author.folder).check(author.path) == [
        'steps > vote: says "Only you see", and others can read every box of it; give one "visibility: private", or say it otherwise'
    ]

    author.path.write_text(promising)
    assert Library(author.folder).check(author.path) == []


def test_faults_of_many_kinds_are_told_in_one_go(author):
    author.path.write_text(
        SOUND.replace("title: Look back", "titel: Look back")
        .replace("minutes: 15\noutcomes", "minutes: 20\noutcomes")
        .replace("Choose one", "Choose [@selv] one")
        .replace("id: retro", "id: retros")
    )
    with pytest.raises(ContentError) as error:
        Library(author.folder).session("retro")
    text = str(error.value)

    assert "has 4 problems." in text
    for told in ('mean "title"', "make them the same", 'mean "self"', "not to 20"):
        assert told in text


def test_a_huge_file_is_not_read(author):
    author.path.write_text(SOUND + "# " + "x" * 600_000)

    with pytest.raises(ContentError, match="at most 524,288 are read"):
        Library(author.folder).session("retro")


def test_a_deeply_nested_file_is_refused(author):
    author.path.write_text("a: " + "[" * 20_000 + "]" * 20_000)

    with pytest.raises(ContentError, match="nested too deeply"):
        Library(author.folder).session("retro")


def test_an_unknown_session_offers_the_nearest(author):
    author.path.write_text(SOUND)

    with pytest.raises(NotFoundError, match='There is no session "retr"; did you mean "retro"'):
        Library(author.folder).session("retr")


def test_a_problem_inside_a_block_names_the_block_and_its_line(author):
    (author.folder / "blocks").mkdir()
    (author.folder / "blocks" / "close.yaml").write_text(
        "# For the tests.\nid: close\ntitle: 7\nminutes: 5\nprompt: Bye.\n"
    )
    text = author("steps:\n", "steps:\n  - block: close\n")

    assert (
        "steps > close > title: must be text, found 7; put it in quotes (in facilitation/blocks/close.yaml, line 3)"
        in text
    )


def test_raw_html_in_a_session_is_shown_and_not_run():
    assert "<script>" not in as_html("Hello <script>alert(1)</script>")


def test_a_citation_becomes_a_link_that_names_the_publisher():
    source = Source(id="x", title="T", publisher="State", url="https://example.org/a")

    assert '<a href="https://example.org/a" target="_blank" rel="noopener">(State)</a>' in as_html(
        "So [@x].", [source]
    )


def test_several_citations_at_one_place_name_each_publisher_once():
    sources = [
        Source(id=id, title="T", publisher=by, url=f"https://example.org/{id}")
        for id, by in (("a", "State"), ("b", "State"), ("c", "City"))
    ]
    html = as_html("Says [@a] [@b] [@c]: so. And [@b].", sources)

    assert re.sub("<[^>]+>", "", html).strip() == "Says (State) (City): so. And (State)."


# -- reminders ---------------------------------------------------------------------------------

REMINDER = """\
# For the tests.
id: lines
title: Help lines
checked: "2026-11-29"
text: Call 988 [@crisis].
here: ["Our counselor: room 12."]
sources: [{id: crisis, title: Crisis line, publisher: The state, url: "https://example.org/988"}]
"""


@pytest.fixture
def reminding(author):
    """A session that names reminders, beside one that there is: `reminding("[lines]")` reads it."""
    (author.folder / "reminders").mkdir()
    (author.folder / "reminders" / "lines.yaml").write_text(REMINDER)

    def read(named):
        author.path.write_text(SOUND.replace("follow_up:", f"reminders: {named}\nfollow_up:"))
        return Library(author.folder).session("retro")

    return read


def test_a_reminder_stands_in_the_care_of_a_session_with_its_day_its_source_and_what_is_local(reminding):
    session = reminding("[lines]")

    (line,) = session.care
    assert line.startswith("**Help lines.** Call 988 [@crisis].")
    assert "Checked November 29, 2026" in line
    assert line.endswith("**Here:** Our counselor: room 12.")
    assert [source.id for source in session.sources] == ["self", "crisis"]


def test_a_reminder_that_there_is_not_is_told_with_its_line_and_the_one_that_was_meant(reminding):
    with pytest.raises(ContentError, match=r'line 13, reminders > 1: .*no reminder "line".*mean "lines"'):
        reminding("[line]")


def test_no_sign_of_markdown_or_of_a_citation_stands_on_the_start_page_or_in_a_view_of_a_session(
    service, places
):
    queries = service.queries
    raw = re.compile(r"\*\*\w|\[@")
    shown = [StartPage(queries, places).screens()["screens"]]
    for session in SESSIONS:
        for role in ("facilitator", "team"):
            asked = {"session": session, "meeting": "", "role": role, "team": "team-1"}
            shown.append(screens_of(service, **asked)["screens"])

    assert [text for text in texts_in(shown) if raw.search(text)] == []
