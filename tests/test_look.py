"""The look of a home, its name, logo and accent: on what is shown and handed out, readable, and nothing that runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from calling import called
from kit_home import make_home, say_in_a_meeting
from pdf_tree import Tree
from PIL import Image

from kitlib.content import Library
from kitlib.content.called import Called
from kitlib.content.home import look_of, look_or_plain
from kitlib.content.look import ON_DARK, ON_LIGHT, READABLE, Look, contrast
from kitlib.errors import ContentError, KitError
from kitlib.frontend import bundles
from kitlib.keeping.doctor import Home, own_look
from kitlib.meetings.desk import Desk
from kitlib.meetings.error_answers import error_answer
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.service import MeetingService
from kitlib.meetings.start_page import StartPage
from kitlib.server.documents import find_document
from kitlib.settings import Settings, environment, settings, sqlite_url
from kitlib.store import District, Store

ALDER = "999001"
NAME = "Lake & Hill Collaborative"
ALT = f"Logo of {NAME}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="100" height="50" fill="#b03a2e"/>{}</svg>'
KIT = f'name: {NAME}\nlogo: logo.svg\naccent: "#b03a2e"\ncalled: {{district: parish, school: campus, schools: campuses}}\nlanguages: [es]\n'


def home_of(folder: Path, kit: str = KIT, svg: str = "") -> Settings:
    folder.joinpath("kit.yaml").write_text(kit, encoding="utf-8")
    folder.joinpath("logo.svg").write_text(SVG.format(svg), encoding="utf-8")
    return Settings(folder, sqlite_url(folder / "kit.db"))


# -- what may be set -------------------------------------------------------------------------------------


@pytest.mark.parametrize("color", ["#b03a2e", "#ffd400", "#00ff00", "#fff", "#000000", "808080", "#0b5394"])
def test_words_in_any_accent_can_be_read_on_light_and_dark_pages(color, tmp_path):
    look = look_of(home_of(tmp_path, f'accent: "{color}"\n'))

    assert all(contrast(look.on_light, ground) >= READABLE for ground in ON_LIGHT)
    assert all(contrast(look.on_dark, ground) >= READABLE for ground in (*ON_DARK, "#10243c"))


def test_an_accent_that_can_be_read_is_taken_as_it_is(tmp_path):
    assert look_of(home_of(tmp_path)).on_light == "#b03a2e"


@pytest.mark.parametrize(
    ("kit", "told"),
    [
        ("accent: #b03a2e\n", 'accent: must be a color in quotes, such as "#0b5394"'),
        ("accent: reddish\n", 'such as "#0b5394", found "reddish"'),
        ("logo: logo.svg\n", "logo: needs a name as well"),
        ("name: Us\nlogo: ../logo.svg\n", "lies outside the home"),
        ("name: Us\nlogo: none.png\n", "line 2, logo: The logo none.png is missing."),
        ("called: parish\n", "line 1, called: must hold keys and values, such as {district: parish}"),
        ("name: Us\nlogo: kit.yaml\n", "is neither a PNG nor a sound SVG"),
    ],
)
def test_a_look_that_cannot_be_taken_is_told_in_words(kit, told, tmp_path):
    with pytest.raises(ContentError, match=re.escape(told)):
        look_of(home_of(tmp_path, kit))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="//example.org/x.png"/>',
        '<image href="data:image/svg+xml,&lt;svg/&gt;"/>',
        "<foreignObject/>",
        "<style>@import 'https://example.org/x.css';</style>",
        '<rect style="fill: url(https://example.org/x.svg#a)"/>',
        "<rect fill=\"url( 'x.svg#a')\"/>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_a_logo_that_runs_something_or_asks_for_something_is_refused(inside, tmp_path):
    with pytest.raises(ContentError, match="could run|beyond the file"):
        look_of(home_of(tmp_path, svg=inside))


@pytest.mark.parametrize("head", ['<!DOCTYPE svg [<!ENTITY a "b">]>', '<?xml-stylesheet href="x.css"?>'])
def test_a_logo_with_words_or_styles_from_elsewhere_is_refused(head, tmp_path):
    places = home_of(tmp_path)
    tmp_path.joinpath("logo.svg").write_text(head + SVG.format(""))

    with pytest.raises(ContentError, match="logo.svg holds"):
        look_of(places)


def test_what_designers_programs_write_is_taken(tmp_path):
    drawn = '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="stroke: url(\'#a\')"/><use href="#a"/>'

    assert look_of(home_of(tmp_path, svg=drawn)).logo.width == 88  # 44 high, and twice as wide


def test_a_logo_is_small_and_whole(tmp_path):
    places = home_of(tmp_path, f"name: {NAME}\nlogo: logo.png\n")
    Image.new("RGBA", (400, 100), "#b03a2e").save(tmp_path / "logo.png")
    logo = look_of(places).logo
    assert (logo.width, logo.height, logo.media) == (176, 44, "image/png")

    tmp_path.joinpath("logo.png").write_bytes(logo.raw[:-40])
    with pytest.raises(ContentError, match="is a PNG that cannot be read"):
        look_of(places)
    tmp_path.joinpath("logo.png").write_bytes(logo.raw + bytes(200_000))
    with pytest.raises(ContentError, match="bytes; at most 200,000 are taken"):
        look_of(places)


def test_no_page_waits_for_a_logo_that_is_gone_while_the_check_and_the_doctor_tell_it(
    tmp_path, kit, monkeypatch
):
    places = home_of(tmp_path, "content: none\nname: Us\nlogo: gone.png\n")
    monkeypatch.setenv("KIT_HOME", str(tmp_path))

    assert look_or_plain(places) == Look()
    (found,) = own_look(Home(places))
    assert "line 3, logo: The logo gone.png is missing." in found.what
    for command in ("check", "records"):
        told = kit(command)
        assert told.returncode != 0
        assert "The logo gone.png is missing." in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("called", "told"),
    [
        (Called(), "A district and its schools; all Districts."),
        (Called(district="parish"), "A parish and its schools; all Parishes."),
        (
            Called(district="academy trust", school="campus", schools="campuses"),
            "An academy trust and its campuses; all Academy trusts.",
        ),
        (Called(district="county"), "A county and its schools; all Counties."),
    ],
    ids=lambda value: getattr(value, "district", ""),
)
def test_the_kits_own_sentences_are_said_in_the_states_words(called, told):
    assert called.words("A district and its schools; all Districts.") == told


def test_a_home_says_which_languages_it_offers_and_in_which_order(tmp_path):
    there = {"en", "ht", "es", "pt"}
    assert list(look_of(home_of(tmp_path, "name: Us\n")).offered(there)) == [
        "en",
        "es",
        "ht",
        "pt",
    ]  # by their own names
    assert list(look_of(home_of(tmp_path, "languages: [pt, vi, es]\n")).offered(there)) == ["en", "pt", "es"]
    assert list(look_of(home_of(tmp_path, "languages: []\n")).offered(there)) == ["en"]

    for name, code in (("Polish", "pl"), ("Español", "es"), ("Klingonish", "es")):
        told = f"languages > 1: must be the code of a language, such as {code}, found"
        with pytest.raises(ContentError, match=told):
            look_of(home_of(tmp_path, f"languages: [{name}]\n"))


# -- where it stands -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a look, and all that it hands out of one meeting."""
    folder = tmp_path_factory.mktemp("look")
    home = make_home(folder / "kit")
    home_of(home)
    url = f"sqlite:///{folder / 'kit.db'}"
    with environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}), closing(Store(url)) as store:
        store.districts.load([District(ALDER, "Alder Valley", "Hill")])
        service = MeetingService(store, Library(home / "facilitation"))
        say_in_a_meeting(service, ALDER, "Alder asked.")
        for words in (
            ["records", "--format", "html,pdf,docx"],
            ["portfolio"],
            ["records", "deliver", "--to", str(home / "share")],
            ["rollup", "--session", "introducing-bias", "--format", "html", "--out", str(home / "rollups")],
            ["handout", "introducing-bias", "--format", "pdf,docx", "--out", str(home / "paper")],
            ["due", "--out", str(home / "due")],
            ["example", "why-mtss", "--out", str(home / "examples")],
        ):
            told = called(words, {}, "")
            assert told.returncode == 0, told.stderr
        yield home


@pytest.mark.parametrize(
    "place",
    [
        "records/index.html",
        "records/introducing-bias/*.html",
        "records/_portfolio/*.html",
        "share/*/index.html",
        "share/*/introducing-bias/*.html",
        "rollups/*.html",
        "due/index.html",
        "examples/*.html",
    ],
)
def test_each_page_that_is_handed_out_bears_name_logo_and_accent(place, made):
    (page,) = made.glob(place)
    text = page.read_text("utf-8")

    assert text.count('<div class="letterhead"><img src="data:image/svg+xml;base64,') == 1
    assert f'alt="{ALT}"'.replace("&", "&amp;") in text
    assert f"<p>{NAME}</p>".replace("&", "&amp;") in text
    assert ":root { --accent: #b03a2e; }" in text
    assert "<script src" not in text


@pytest.mark.parametrize(
    "place", ["records/introducing-bias/*.pdf", "paper/*-handout.pdf", "paper/*-guide.pdf"]
)
def test_a_pdf_begins_with_them_and_is_still_marked_for_a_screen_reader_and_fit_to_be_kept(place, made):
    (path,) = made.glob(place)
    tree = Tree(path.read_bytes())

    assert tree.alts[0] == ALT
    assert tree.text.startswith(NAME)
    for mark in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert mark in tree.root["/Metadata"].get_data()


def test_a_word_file_begins_with_them_too(made):
    for place in ("records/introducing-bias/*.docx", "paper/*-handout.docx"):
        (path,) = made.glob(place)
        with zipfile.ZipFile(path) as file:
            words, styles = (file.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
        assert words.index(NAME.replace("&", "&amp;")) < words.index("Introducing")
        assert f'descr="{ALT}"'.replace("&", "&amp;") in words
        assert "B03A2E" in styles
        assert "0B5394" not in styles


def test_the_start_page_and_the_notebooks_of_a_meeting_have_them(made):
    places = settings()
    with closing(Store(places.database_url)) as store:
        (part,) = StartPage(MeetingQueries(store, Library.of(places)), places).screens()["screens"]["start"]

    assert part[1]["look"]["name"] == NAME
    assert part[1]["look"]["logo"]["alt"] == ALT
    assert "--kit-accent: #b03a2e" in bundles.in_page(["start"], look_of(places))["look"]
    assert bundles.in_page(["start"])["look"] == ""


def test_where_places_are_named_the_states_words_stand(made):
    def text(place: str) -> str:
        (page,) = made.glob(place)
        return page.read_text("utf-8")

    assert "Parish or campus" in text("records/index.html")
    assert "1 parish ·" in text("records/index.html")
    assert "All sessions of a parish" in text("records/_portfolio/*.html")
    assert "also stands for fewer than 3 parishes" in text("rollups/*.html")
    assert "0 parishes." in text("due/index.html")
    assert "No campus wrote it." in text("examples/*.html")
    places = settings()
    assert (
        find_document("records")
        .form(places)["about"]
        .startswith("One document for each session that a parish held")
    )
    assert bundles.in_page(["start"], look_of(places))["called"]["schools"] == "campuses"


def test_the_commands_say_it_in_the_states_words_and_leave_names_commands_and_files_as_they_are(made):
    (helped, lists, refused) = (
        called(words, {}, "")
        for words in (
            ["districts", "import", "--help"],
            ["districts", "list"],
            ["portfolio", "--district", "a school district"],
        )
    )

    assert "of parishes or of campuses" in " ".join(helped.stdout.split())
    assert "Example: kit districts import data/districts.csv" in helped.stdout
    assert lists.stdout.split()[:2] == ["CODE", "PARISH"]
    assert refused.returncode == 1
    assert 'There is no parish "a school district"' in refused.stderr
    assert "kit districts list" in refused.stderr


def test_what_is_wrong_is_told_on_pages_in_the_states_words_too(made):
    places = settings()
    with closing(Store(places.database_url)) as store:
        start = StartPage(MeetingQueries(store, Library.of(places)), places)
        with pytest.raises(KitError) as refused:
            start.answer("schools", {"district": "a school district"})

    told = error_answer(refused.value)
    assert told["error"] == "not_found"
    assert told["what"].startswith('There is no parish "a school district"')
    assert "kit districts list" in told["next"]


def test_only_the_languages_of_the_home_are_offered_for_sheets(made):
    places = settings()
    with closing(Store(places.database_url)) as store:
        desk = Desk(MeetingQueries(store, Library.of(places)), places)
        assert desk.offers()["languages"] == [("es", "Spanish")]

    told = called(["handout", "parent-teacher-teams", "--language", "pt"], {}, "")
    assert told.returncode == 1
    assert "offers Spanish (es), and not Portuguese (pt): so its kit.yaml says." in told.stderr
    assert "Add pt to languages in kit.yaml" in told.stderr


def test_another_look_makes_a_record_anew_and_the_same_one_gives_the_same_bytes(made):
    (page,) = (made / "records" / "introducing-bias").glob("*.pdf")
    before, command = page.read_bytes(), ["records", "--format", "pdf"]
    assert called([*command, "--all"], {}, "").returncode == 0
    assert page.read_bytes() == before

    try:
        (made / "kit.yaml").write_text(KIT.replace("Lake", "Sea"))
        told = called([*command, "--dry-run"], {}, "")
        assert "the name, logo or accent changed" in told.stdout
    finally:
        (made / "kit.yaml").write_text(KIT)
    assert "the name, logo" not in called([*command, "--dry-run"], {}, "").stdout
