"""A person reads a participant's page in the language that they choose at its head; what people wrote stays as it was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kit_home import make_home
from playwright.sync_api import Browser, Page, expect
from running_lab import Lab, running_lab
from screen import WHOLE, box, join, sit, stored, violations, wait_stored

from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.planning import CreatedMeeting

PHRASES = """
phrases:
  es:
    In our words: En nuestras palabras
    Write first: Escribir primero
    "Write alone; then write one line together.": "Escriba a solas; después escriban **juntos** una línea."
    What made this week hard?: ¿Qué hizo difícil esta semana?
    What helped one of your classes this week?: ¿Qué ayudó a una de sus clases esta semana?
    Our one line: Nuestra línea
  ar:
    In our words: بكلماتنا
    Write first: اكتب أولاً
    "Write alone; then write one line together.": "اكتب وحدك، ثم اكتبوا سطراً واحداً معاً."
    Our one line: سطرنا الواحد
"""
HELPED = "mind/helped"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """What participants need of a kit, with a session in Spanish and, in a part, in Arabic."""
    home = make_home(tmp_path_factory.mktemp("languages") / "kit")
    words = home / "facilitation" / "workshop" / "9-words.yaml"
    words.write_text(words.read_text(encoding="utf-8") + PHRASES, encoding="utf-8")
    with running_lab(home, notebooks=False) as running:
        load_sample_districts(running.store, running.home / "data")
        yield running


@pytest.fixture
def opened(room: Lab) -> CreatedMeeting:
    return room.open("words", district=room.new_district())


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    page = a_phone(chromium)
    yield page
    page.context.close()


def a_phone(chromium: Browser, width: int = 390) -> Page:
    return chromium.new_context(viewport={"width": width, "height": 800}, locale="en-US").new_page()


def choose(page: Page, language: str) -> None:
    """Choose a language at the head of the page, which opens anew."""
    with page.expect_navigation():
        page.locator("select#language").select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_a_parent_reads_the_page_in_spanish_and_what_they_write_stands_as_it_was_typed(
    room, opened, phone, chromium
):
    page = phone
    page.add_init_script(WHOLE)
    page.goto(f"{room.participants}/kit/join")
    page.get_by_label("Code of your team").fill(room.code(opened))
    choose(page, "es")
    expect(page.get_by_role("heading", name="Únase a su equipo")).to_be_visible()
    expect(page.get_by_label("Código de su equipo")).to_have_value(room.code(opened))
    assert violations(page, "body") == []
    page.get_by_role("button", name="Entrar").click()

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Escribir primero")).to_be_visible()
    expect(page.locator(".kit-prompt strong", has_text="juntos")).to_be_visible()
    sit(page)
    expect(page.get_by_role("textbox", name="¿Qué ayudó a una de sus clases esta semana?")).to_be_editable()
    box(page, HELPED).fill("Una voz tranquila.")
    wait_stored(room, opened, "Una voz tranquila.", "mind", "helped", seat="seat-1")
    expect(page.locator(".kit-box", has=box(page, HELPED)).locator(".kit-badge-text")).to_contain_text(
        "Guardado"
    )
    expect(page.get_by_text("Todas las personas en esta reunión pueden leer esto").first).to_be_attached()
    expect(page.get_by_text("Se cierra con llave en este navegador").first).to_be_visible()
    untranslated = page.locator(
        "[lang=en]", has=page.get_by_text("Write before, take notes during, and write after.")
    )
    expect(untranslated).to_have_count(1)
    expect(page.locator("#left")).to_have_text("Lo que todavía no está traducido sigue en inglés.")
    assert violations(page, "body") == []

    other = a_phone(chromium)
    join(other, room, opened)
    expect(other.locator("html")).to_have_attribute("lang", "en")
    sit(other, "seat-2")
    other.get_by_role("textbox", name="What helped one of your classes this week?").fill("A calm voice.")
    read = other.locator(".kit-box", has=box(other, HELPED)).locator(".kit-others")
    read.locator("summary").click()
    expect(read.locator("li")).to_have_text("Una voz tranquila.")
    other.context.close()
    mine = page.locator(".kit-box", has=box(page, HELPED)).locator(".kit-others")
    mine.locator("summary").click()
    expect(mine.locator("li")).to_have_text("A calm voice.")


def test_a_page_in_arabic_runs_from_right_to_left(room, opened, phone):
    page = phone
    join(page, room, opened)
    choose(page, "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".kit-prompt h2 span", has_text="اكتب أولاً")).to_be_visible()
    expect(page.locator(".kit-prompt h2 span", has_text="Watch and talk")).to_have_attribute("dir", "ltr")
    line = page.get_by_role("textbox", name="سطرنا الواحد")
    expect(line).to_have_attribute("dir", "auto")
    line.fill("نحن هنا.")
    wait_stored(room, opened, "نحن هنا.", "mind", "line")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page, "body") == []


def test_another_language_is_chosen_for_this_meeting_and_what_is_being_written_is_kept(room, opened, phone):
    page = phone
    join(page, room, opened)
    sit(page)
    box(page, HELPED).fill("Half a thought")
    choose(page, "pt")
    expect(box(page, HELPED)).to_have_value("Half a thought")
    expect(page.get_by_text("Salvo às").first).to_be_visible()
    assert stored(room, opened, "mind", "helped", seat="seat-1") == "Half a thought"
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "pt")
    other = room.open("words", district=room.new_district())
    join(page, room, other)
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_page_in_another_language_fits_a_phone(room, opened, chromium, language, width):
    page = a_phone(chromium, width)
    page.goto(f"{room.participants}/kit/join")
    if language == "es":
        choose(page, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.clear_cookies()
    join(page, room, opened)
    sit(page)
    choose(page, language)
    expect(page.locator(".kit-step").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_home_offers_the_languages_that_its_kit_file_names(room, opened, phone):
    said = room.home / "kit.yaml"
    said.write_text("languages: [pt, ar]\n", encoding="utf-8")
    try:
        phone.goto(f"{room.participants}/kit/join")
        offered = phone.locator("select#language option")
        assert [each.get_attribute("value") for each in offered.all()] == [
            "en",
            "pt",
        ]  # the kit has no Arabic
        join(phone, room, opened)
        assert [each.get_attribute("value") for each in offered.all()] == ["en", "pt", "ar"]
    finally:
        said.unlink()
