"""Opening a notebook: what its cells show comes from the server, from the kernel, or says why it cannot."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from screen import box, sit, wait_stored

from kitlib.content import Library
from kitlib.content.notebooks import Parameters, session_notebook, write
from kitlib.frontend import assets


@pytest.fixture
def opened(lab):
    return lab.open("introducing-bias")


def no_kit(page: Page) -> None:
    """As a server without the kit's extension answers."""
    page.route("**/kit/**", lambda route: route.fulfill(status=404, body="not here"))


def test_where_the_server_has_no_kit_the_kernel_shows_and_saves(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"), before=no_kit)
    sit(page)
    box(page, "scene/moment").click()
    page.keyboard.type("Kept by the kernel.", delay=5)

    wait_stored(lab, opened, "Kept by the kernel.", "scene", "moment", seat="seat-1")


#: A kernel whose port is taken by another program just before it starts, the first time.
UNLUCKY = """
import json, os, subprocess, sys
from pathlib import Path

connection, taker = sys.argv[1], Path(sys.argv[2])
if not taker.exists():
    port = json.loads(Path(connection).read_text())["control_port"]
    take = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); print(flush=True); time.sleep(120)"
    process = subprocess.Popen([sys.executable, "-c", take, str(port)], stdout=subprocess.PIPE, start_new_session=True)
    process.stdout.readline()
    taker.write_text(str(process.pid))
os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", "-f", connection])
"""


@pytest.fixture
def unlucky(lab, tmp_path) -> Iterator[Any]:
    """A second `kit lab` on the same home, whose first kernel finds its port taken."""
    (tmp_path / "unlucky.py").write_text(UNLUCKY)
    argv = [sys.executable, str(tmp_path / "unlucky.py"), "{connection_file}", str(tmp_path / "taker")]
    spec = tmp_path / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**lab.environment, "JUPYTER_PATH": str(tmp_path)}
    other = type(lab)(lab.home, f"http://localhost:{port}", lab.store, lab.library, port, environment)
    other.start()
    yield other
    other.stop()
    os.kill(int(Path(tmp_path / "taker").read_text()), signal.SIGKILL)


def test_a_kernel_whose_port_was_taken_is_started_with_another(unlucky, opened, visit):
    page = visit(unlucky.address(opened, "team-1"))

    expect(page.locator(".kit-notice-text")).to_have_text("")


def test_a_server_that_does_not_answer_is_asked_again_and_the_session_opens_by_itself(lab, opened, visit):
    asked = []

    def away(page: Page) -> None:
        page.route(
            "**/kit/api/screens*",
            lambda route: route.abort() if len(asked) < 2 and not asked.append(1) else route.continue_(),
        )

    page = visit(lab.address(opened, "team-1"), before=away)

    assert len(asked) == 2
    expect(page.get_by_text("Trying again")).to_have_count(0)


def test_a_meeting_that_is_not_there_is_told_with_what_to_do(lab, visit):
    plan = lab.library.session("introducing-bias")
    folder = lab.home / "meetings" / "gone"
    text = session_notebook(plan, lab.library, Parameters(session=plan.id, meeting_id="gone"))
    write(folder / "facilitator.ipynb", text)
    page = visit(f"{lab.url}/doc/tree/meetings/gone/facilitator.ipynb", ready=".kit-conflict")

    expect(page.get_by_role("alert").first).to_contain_text('There is no meeting "gone"')
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()


def test_a_session_file_that_was_mended_is_shown_by_the_next_meeting_and_not_by_the_open_one(lab, visit):
    opened = lab.open("why-mtss")
    file = lab.library.session_files["why-mtss"]
    before = file.read_text(encoding="utf-8")
    title = lab.library.session("why-mtss").outcomes[0]
    page = visit(lab.address(opened))
    expect(page.locator(".kit-opening")).to_contain_text("By the end")
    assert before.count(title[:20]) >= 1
    try:
        file.write_text(before.replace(title[:20], "Mended " + title[:20], 1), encoding="utf-8")
        page.reload()
        expect(page.locator(".kit-opening")).to_contain_text(title[:20], timeout=60_000)
        expect(page.locator(".kit-opening")).not_to_contain_text("Mended ")
        lab.library = Library(*lab.library.layers.roots)
        page = visit(lab.address(lab.open("why-mtss")))
        expect(page.locator(".kit-opening")).to_contain_text("Mended ")
    finally:
        file.write_text(before, encoding="utf-8")
        lab.library = Library(*lab.library.layers.roots)


def test_a_page_that_was_open_before_draws_with_the_files_it_has(lab, opened, visit):
    """The files carry a version in their address; nothing is fetched twice by one page."""
    fetched: list[str] = []
    page = visit(
        lab.address(opened),
        before=lambda page: page.on(
            "request", lambda request: fetched.append(request.url) if "/kit/static/" in request.url else None
        ),
    )
    expect(page.locator(".kit-step").last).to_be_visible()

    assert fetched
    assert len(fetched) == len(set(fetched))
    assert all(f"/kit/static/{assets.version()}/" in url for url in fetched)


def test_the_facilitator_is_told_how_to_print_this_meeting(lab, visit):
    opened = lab.open("why-mtss")
    page = visit(lab.address(opened, "facilitator"))
    page.get_by_text("Before the meeting: what to prepare").click()

    expect(page.get_by_text(f"kit handout why-mtss --meeting {opened.meeting.id}")).to_be_visible()
