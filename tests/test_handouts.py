"""Sessions on paper: what stands on each sheet, that it can be read aloud, and that it can be keyed in."""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape

import pytest
from bs4 import BeautifulSoup
from kit_home import SHIPPED, kit_kinds
from pdf_tree import Tree

from kitlib.content import Session
from kitlib.content.activities import Again
from kitlib.errors import KitError, NotFoundError
from kitlib.exchange.entries import import_entries
from kitlib.handouts.keys import HEADS, key_lines, write_keys
from kitlib.handouts.making import make, pages
from kitlib.handouts.ordering import order
from kitlib.handouts.plan import Plan
from kitlib.kinds.rating.rule import RatingRule
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import form_of
from kitlib.languages.catalogue import own_words
from kitlib.meetings.contents import content_now
from kitlib.meetings.rules import rule_of
from kitlib.registry import kinds

SESSIONS = list(SHIPPED.session_files)
#: Sessions that have every kind between them: the tests' own, one a kind, and one that is shipped.
WORKSHOP = ["board", "ranking", "table", "map", "checklist", "schedule", "survey", "rating", "reading"]
#: The languages in which there are at least drafts of what families and students read.
SPOKEN = {"es", "pt", "ht"}
FAMILIES = ("better-together", "wraparound", "climate-surveys")


@cache
def printed(session: str, minutes: int | None = None, language: str = "en") -> dict[str, str]:
    """The HTML of each sheet of a shipped session, by the end of its file's name."""
    return {page.name: page.html for page in pages(Plan(SHIPPED, session, minutes), language)}


def words(html: str) -> str:
    """What a person reads of a page, with single blanks."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def single(text: str) -> str:
    return " ".join(text.split())


def one_line(text: str) -> str:
    """A text of a session without its Markdown and citations, as far as a search needs it."""
    return single(re.sub(r"\[@[a-z0-9-]+\]|[*_`]", "", text))


# -- what is there ----------------------------------------------------------------------------


def test_every_kind_has_a_printed_form():
    assert all(kind.has("paper") for kind in kinds().values())


@pytest.mark.parametrize("session", SESSIONS)
def test_every_session_has_a_handout_and_a_guide_with_what_is_whose(session):
    plan = Plan(SHIPPED, session)
    sheets = printed(session)

    for name in ("handout", "guide"):
        text = words(sheets[name])
        assert (
            f"A companion to “{single(plan.resource.title)}” ({single(plan.resource.publisher).rstrip('.')})"
            in text
        )
        assert "the kit’s own drafts" in text
        assert plan.resource.url in sheets[name].replace("&amp;", "&")
        for source in plan.session.sources:
            assert source.url in unescape(sheets[name])
        for missing in plan.session.not_found:
            assert one_line(missing)[:40] in text
        for kept in plan.steps:
            assert f"{kept.number}. {single(kept.step.title)}" in text


@pytest.mark.parametrize("session", SESSIONS)
def test_the_handout_has_a_form_for_each_activity_and_says_what_to_key_in(session):
    plan = Plan(SHIPPED, session)
    text = words(printed(session)["handout"])
    for kept in plan.steps:
        for placed in kept.step.activities:
            if not isinstance(placed, Again):
                assert f"To key in: {placed.id}" in text


@pytest.mark.parametrize("session", SESSIONS)
def test_the_minutes_shown_add_up_at_each_length(session):
    plan = Plan(SHIPPED, session)
    for length in plan.lengths:
        rows = BeautifulSoup(printed(session, length)["handout"], "html.parser").find("table").find_all("tr")
        minutes = [int(row.find_all("td")[-1].get_text()) for row in rows[1:]]

        assert minutes[-1] == sum(minutes[:-1]) == length
        assert len(minutes) - 1 == len(Plan(SHIPPED, session, length).steps)


@pytest.mark.parametrize("session", SESSIONS)
def test_what_only_the_facilitator_reads_is_on_the_guide_alone(session):
    plan = Plan(SHIPPED, session)
    guide = words(printed(session)["guide"])
    others = " ".join(words(html) for name, html in printed(session).items() if name != "guide")

    assert "For you, the facilitator" not in others
    for kept in plan.steps:
        for trouble in kept.step.difficulties:
            assert one_line(trouble.when) in guide
            assert one_line(trouble.when) not in others
        for line in one_line(kept.step.facilitator).split(" - ")[1:2]:
            beginning = line.split("(")[0][:50].strip()
            assert len(beginning) < 25 or beginning not in others


@pytest.mark.parametrize(
    "session", [s for s in SESSIONS if "rating" in {a.kind for a in SHIPPED.session(s).activities.values()}]
)
def test_the_statements_have_the_numbers_of_the_screen(session):
    plan = Plan(SHIPPED, session)
    text = words(printed(session)["handout"])
    for kept in plan.steps:
        for placed in kept.step.activities:
            if isinstance(rule := plan.rule(placed), RatingRule):
                for number, item in enumerate(rule.items, start=1):  # as the screen counts them
                    assert f"{number}. {single(item.text)}" in text


# -- what is private ---------------------------------------------------------------------------


def prompts(placed):
    """What people answer here in their own words."""
    lists = [getattr(placed, key, []) for key in ("prompts", "before", "after")]
    return [prompt for each in lists for prompt in each]


def private_prompts(session: str) -> list[str]:
    return [
        prompt.text
        for kept in Plan(SHIPPED, session).steps
        for placed in kept.step.activities
        for prompt in prompts(placed)
        if prompt.visibility == "private"
    ]


@pytest.mark.parametrize("session", [s for s in SESSIONS if private_prompts(s)])
def test_private_prompts_have_lines_only_on_the_sheet_that_is_kept(session, service, hold):
    kept = words(printed(session)["yours-alone"])
    assert "do not hand it in" in kept
    for text in private_prompts(session):
        assert single(text) in kept
        (asked,) = [
            p
            for p in BeautifulSoup(printed(session)["handout"], "html.parser").find_all("p")
            if p.strong and single(p.strong.get_text()) == single(text)
        ]
        assert "on the sheet that you keep" in asked.get_text()
        after = asked.find_next_sibling()
        assert after is None or "lines" not in after.get("class", [])
    meeting = hold(session)
    for line in key_lines(Plan(SHIPPED, session), meeting):
        field = service.queries.rule(meeting, line[3]).field(line[4])
        assert field.visibility != "private"


def test_a_session_with_nothing_private_has_no_such_sheet():
    assert "yours-alone" not in printed("why-mtss")


def test_where_the_exit_is_private_it_goes_home():
    leaving = SHIPPED.session("introducing-bias").activities["exit"]

    assert leaving.visibility == "private"
    assert single(leaving.next_step) in words(printed("introducing-bias")["yours-alone"])
    assert single(leaving.next_step) not in words(printed("introducing-bias")["handout"])


# -- as PDF --------------------------------------------------------------------------------------


@pytest.fixture
def trees(library, tmp_path):
    """The PDFs of a session as trees, by the end of their names."""

    def trees(session: str, language: str = "en", **how) -> dict[str, Tree]:
        made = make(Plan(library, session), tmp_path / "out", language, **how)
        return {path.stem.removeprefix(f"{session}-"): Tree(path.read_bytes()) for path, _ in made}

    return trees


@pytest.mark.parametrize("session", [*WORKSHOP, "introducing-bias"])
def test_a_pdf_has_headings_tables_with_heads_and_its_language(session, trees):
    for name, tree in trees(session).items():
        assert tree.root["/Lang"] == "en-US" or tree.root["/Lang"] == "en"
        assert tree.headings[0][0] == "/H1", name
        assert b"<pdfuaid:part>1</pdfuaid:part>" in tree.root["/Metadata"].get_data()
        for table in tree.tables:
            assert all(cell.startswith("Column: ") for cell in table.rows[0]), table.rows[0]
            assert all(row[0].startswith("Row: ") for row in table.rows[1:])
        assert len(tree.headings) > 3 or "alone" in name or "form" in name


def test_the_sampled_sessions_have_every_kind_between_them(library):
    found = {a.kind for s in [*WORKSHOP, "introducing-bias"] for a in library.session(s).activities.values()}

    assert found == set(kit_kinds())


def test_large_print_is_a_file_of_its_own_and_says_the_same(trees):
    small, large = trees("rating"), trees("rating", large=True)

    assert set(large) == {f"{name}-large" for name in small}
    assert len(large["handout-large"].pages) > len(small["handout"].pages)
    assert [h for _, h in large["handout-large"].headings] == [h for _, h in small["handout"].headings]


def test_families_get_their_sheet_in_spanish_with_what_is_english_marked_so(trees):
    tree = trees("giving-the-survey", "es")["families-es"]

    assert tree.root["/Lang"].startswith("es")
    assert "en" in tree.languages
    session = SHIPPED.session("giving-the-survey")
    asked = [step.title for step in session.steps if step.readers == "families"]
    spanish = [session.phrases["es"][title] for title in asked if title in session.phrases["es"]]
    assert len(spanish) > 1
    assert all(title in tree.text for title in spanish)
    assert "Esta traducción es un borrador" in tree.text
    assert "Try the form ourselves" not in tree.text  # a step that only staff work on


def test_hostile_text_is_printed_and_not_run(library, home, trees):
    path = home / "facilitation" / "workshop" / "1-board.yaml"
    hostile = '<script>alert(1)</script> #let x = 1 $ \\ "quoted" & {title} <b>'
    text = path.read_text(encoding="utf-8")
    question = "What keeps students from getting support in time?"
    assert question in text
    path.write_text(text.replace(question, "'" + hostile.replace("'", "''") + "'"), encoding="utf-8")

    tree = trees("board")["handout"]

    assert hostile in tree.text
    assert "<script>" not in pages(Plan(library, "board"))[0].html


# -- what cannot be printed --------------------------------------------------------------------------


def test_what_cannot_be_printed_is_told_with_the_next_command(library, store, hold):
    with pytest.raises(NotFoundError, match='no session "why-mts"; did you mean "why-mtss"') as found:
        order(store, library, "why-mts")
    assert found.value.next == "List them with: kit sessions"
    with pytest.raises(KitError, match="cannot run in 20 minutes") as found:
        order(store, library, "why-mtss", minutes=20)
    assert found.value.next == "Choose one of its lengths: 30, 45"
    with pytest.raises(
        KitError, match=r"Nothing of .* is written in Spanish \(es\); it has English alone"
    ) as found:
        pages(Plan(library, "why-mtss"), "es")
    assert found.value.next == "Print what there is: kit handout why-mtss"
    with pytest.raises(KitError, match=r"Nothing of .* is written in sp.*it has Spanish \(es\)") as found:
        pages(Plan(library, "giving-the-survey"), "sp")
    assert found.value.next == "Print what there is: kit handout giving-the-survey --language es"
    with pytest.raises(KitError, match="no meeting to key anything into") as found:
        order(store, library, "why-mtss", keys=True)
    assert "kit open why-mtss" in found.value.next
    meeting = hold("board")
    with pytest.raises(KitError, match='holds the session "board", not "why-mtss"') as found:
        order(store, library, "why-mtss", meeting=meeting.id)
    assert found.value.next == f"Print that one: kit handout board --meeting {meeting.id}"
    with pytest.raises(NotFoundError, match='no district "Nowhere"'):
        order(store, library, "why-mtss", district="Nowhere")


def test_a_folder_that_cannot_be_written_is_told(library, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KitError, match="cannot be written") as found:
        make(Plan(library, "board"), tmp_path / "file")
    assert "--out FOLDER" in found.value.next


def test_a_meeting_gives_its_length_its_district_and_its_day(library, store, hold):
    meeting = hold("why-mtss")
    ordered = order(store, library, "why-mtss", meeting=meeting.id)

    text = words(pages(ordered.plan)[0].html)
    assert "North Haven Test · Monday, November 23, 2026 · 45 minutes" in text


def test_a_meeting_that_was_opened_for_longer_than_its_session_takes_is_printed_in_full(library, store):
    long = store.meetings.open(
        session="why-mtss",
        date="2026-11-23",
        minutes=90,
        teams_=["A"],
        district=None,
        content=content_now(library, "why-mtss"),
    )

    assert order(store, library, "why-mtss", meeting=long.id).plan.minutes == 45


# -- keyed in -----------------------------------------------------------------------------------------


def filled(rule, name: str, asked: str) -> str:
    """What a person could write into a box, from what the file says of it."""
    examples = {
        "a number": "3",
        "a code such as S-014, never a name": "S-014",
        "yes or no": "yes",
        "a letter": "A",
    }
    if asked in examples:
        return examples[asked]
    if found := re.search(r"such as ([^,]*(?:, \w+)?)", asked):
        return found[1]
    if found := re.search(r"(?:its place|its pile|how many fingers): (\d+) numbers?", asked):
        several = range(1, int(found[1]) + 1) if "its place" in asked else [2] * int(found[1])
        return ", ".join(map(str, several))
    if asked.startswith("for each line, down the sheet: "):
        return ", ".join(["Go ahead"] * len(rule.options))
    if found := re.search(r"each point: (\d+) numbers", asked):
        return ", ".join(["12"] * int(found[1]))
    if found := re.search(r"whole number from (\d+)", asked):
        return found[1]
    first = asked.split(",")[0]
    return first.split(" (")[0] if first else "What we wrote by hand"


@pytest.mark.parametrize("session", [*WORKSHOP, "welcoming-walkthrough", "introducing-bias"])
def test_a_file_that_was_filled_in_is_taken_line_by_line(session, service, library, hold, tmp_path):
    meeting = hold(session, teams=["Reading Team", "=Math Team"])
    path = tmp_path / "keys.csv"
    plan = Plan(library, session)
    write_keys(plan, meeting, path)
    assert import_entries(service, path).empty == len(key_lines(plan, meeting)), "an empty line is no answer"

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HEADS
    for row in rows:
        if (row["team"] == "Reading Team" and row["seat"] in ("", "1")) or not row["team"]:
            rule = service.queries.rule(meeting, row["activity"])
            row["value"] = filled(rule, row["field"], form_of(rule).input_hint(rule, row["field"]))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADS)
        out.writeheader()
        out.writerows(rows)

    taken = import_entries(service, path)
    given = [row for row in rows if row["value"]]
    assert taken.refused == []
    assert (taken.new, taken.empty) == (len(given), len(rows) - len(given))
    assert import_entries(service, path).new == 0


def test_what_is_keyed_in_stands_where_the_screen_shows_it(service, library, hold, tmp_path):
    """A note with its heading and dots, by the signs of the sheet."""
    meeting = hold("board")
    plan = Plan(library, "board")
    rows = {(line[2], line[4]): list(line) for line in key_lines(plan, meeting) if line[3] == "barriers"}
    rows["1", "r02-paper-1.text"][-1] = "Too few hours"
    rows["", "r02-paper-1.cluster"][-1] = "b"
    rows["2", "votes"][-1] = "1.2, B"
    path = tmp_path / "keys.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows.values()])

    assert import_entries(service, path).refused == []
    held = {a.address.field: a.value for a in service.store.entries.current(meeting.id, activity="barriers")}
    clusters = library.session("board").activities["barriers"].clusters
    assert held == {
        "r02-paper-1.text": "Too few hours",
        "r02-paper-1.cluster": clusters[1].id,
        "votes": ["r02-paper-1", clusters[1].id],
    }


def test_the_days_and_numbers_that_a_spreadsheet_writes_are_understood(service, library, hold, tmp_path):
    meeting = hold("why-mtss")
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    path = tmp_path / "keys.csv"
    path.write_text(
        "meeting,team,seat,activity,field,value\n"
        f"{meeting.id},Team 1,,{plan},next.date,1/31/2027\n"
        f"{meeting.id},Team 1,,{plan},r01-paper.status,Under Way\n"
    )

    assert import_entries(service, path).refused == []
    held = {a.address.field: a.value for a in service.store.entries.current(meeting.id)}
    assert held == {"next.date": "2027-01-31", "r01-paper.status": "under way"}


@pytest.fixture
def keyed(service, hold, tmp_path):
    """Key in lines of (seat, activity, field, value) for one team; gives the team's and the seat's answers by field."""

    def keyed(session: str, *lines: tuple[str, str, str, str]) -> dict[str, object]:
        meeting = hold(session)
        path = tmp_path / "lines.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["meeting", "team", "seat", "activity", "field", "value"])
            out.writerows([meeting.id, "Team 1", *line] for line in lines)
        assert import_entries(service, path).refused == []
        return {a.address.field: a.value for a in service.store.entries.current(meeting.id)}

    return keyed


def test_an_order_is_read_down_the_sheet(keyed, library):
    options = [option.id for option in library.session("ranking").activities["first"].options]
    first, second, third, fourth = options

    assert keyed("ranking", ("1", "first", "own", "2, 1, 4, 3"))["own"] == [second, first, fourth, third]


def test_piles_are_read_down_the_sheet(keyed):
    assert keyed("ranking", ("1", "pile", "own", "3 1 2"))["own"] == {
        "training": 3,
        "team": 1,
        "screening": 2,
    }


def test_a_point_may_be_keyed_in_by_its_number_its_words_or_its_sign(keyed, library):
    activity = next(a for a in library.session("rating").activities.values() if a.kind == "rating")
    rule = rule_of(library.session("rating"), activity.id, library)
    one, two, three = [item.id for item in rule.items][:3]
    point = rule.scale.points[-1]

    held = keyed(
        "rating",
        ("1", activity.id, f"own.{one}", str(point.value)),
        ("1", activity.id, f"own.{two}", point.label.upper()),
        ("1", activity.id, f"own.{three}", "–"),
    )
    assert held == {f"own.{one}": point.value, f"own.{two}": point.value, f"own.{three}": "pass"}


def test_words_are_kept_as_they_were_written(keyed, library):
    activity = next(a for a in library.session("rating").activities.values() if a.kind == "rating")
    item = rule_of(library.session("rating"), activity.id, library).items[0].id

    for words_ in ("-", '"quoted"', "1,200", "1/31/2027", "yes"):
        held = keyed("rating", ("", activity.id, f"reason.{item}", words_))
        assert held == {f"reason.{item}": words_}


def test_a_block_of_a_schedule_counts_like_one_of_the_screen(keyed, library):
    place = {
        "group": "Grade 1",
        "day": "mon",
        "start": "8:00",
        "end": "08:30",
        "use": "2",
        "who": "Math coach",
    }
    held = keyed("schedule", *[("", "week", f"r01-paper.{column}", value) for column, value in place.items()])
    rule = rule_of(library.session("schedule"), "week", library)

    blocks, unfinished = rule.blocks(held)
    assert unfinished == 0
    assert [(b.group, b.day, b.start, b.end, b.use) for b in blocks if b.row == "r01-paper"] == [
        ("g1", "mon", 480, 510, "math")
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("9:30", "09:30"), ("1:30", "13:30"), ("1:30 PM", "13:30"), ("13:30", "13:30"), ("12:05 p.m.", "12:05")],
)
def test_a_time_is_understood_as_the_sheet_tells_it(written, meant, keyed):
    assert keyed("schedule", ("", "week", "r01-paper.start", written)) == {"r01-paper.start": meant}


def test_an_entry_of_a_map_is_placed_by_its_number_or_its_words(keyed, library):
    lines = {"what": "Check and connect", "area": "2", "tier": "Tier 3", "state": "A goal"}
    held = keyed("map", *[("", "support", f"r01-paper.{column}", value) for column, value in lines.items()])
    rule = rule_of(library.session("map"), "support", library)

    (entry,) = rule.entries(held)
    assert (entry.what, entry.area, entry.tier, entry.goal) == (
        "Check and connect",
        "attendance",
        "tier-3",
        True,
    )


# -- families' languages ---------------------------------------------------------------------------------


def spoken(session: Session, english: str) -> set[str]:
    return {code for code, words in session.phrases.items() if english in words}


@pytest.mark.parametrize("session", SESSIONS)
def test_what_families_and_students_are_asked_is_there_in_their_languages(session):
    plan = Plan(SHIPPED, session)
    for kept in plan.steps:
        if kept.step.readers != "staff":
            assert spoken(plan.session, kept.step.prompt) >= SPOKEN, kept.step.id
        for placed in kept.step.activities:
            for prompt in prompts(placed):
                assert prompt.readers == "staff" or spoken(plan.session, prompt.text) >= SPOKEN, prompt.id


def test_every_word_of_the_kit_on_a_sheet_for_families_is_in_spanish(monkeypatch):
    said: set[str] = set()
    own = Paper.say
    monkeypatch.setattr(
        Paper, "say", lambda self, english, **more: said.add(english) or own(self, english, **more)
    )
    for session in SESSIONS:
        if SHIPPED.session(session).resource in FAMILIES:
            try:
                pages(Plan(SHIPPED, session), "es")
            except KitError:
                continue  # nothing of it is for families

    assert said - set(own_words("es")) == set()
    assert len(said) > 60


def test_what_is_not_translated_stays_english_and_says_so():
    paper = Paper(SHIPPED.session("why-mtss"), language="es")

    assert paper.words("Hello there") == '<span lang="en">Hello there</span>'
    assert paper.words("Hello", {"es": "Hola"}) == "Hola"
    assert paper.words("Timekeeper") == own_words("es")["Timekeeper"]
    assert paper.words("Support") == '<span lang="en">Support</span>', (
        "the kit's word for four fingers is no other"
    )
