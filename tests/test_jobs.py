"""Jobs: long work that is begun on a page runs by itself, one after another, and tells the truth of where it stands."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nbformat import read as read_notebook
from nbformat import write as write_notebook

from kitlib.errors import KitError, NotFoundError
from kitlib.server.documents import find_document
from kitlib.server.jobs import Job, Jobs
from kitlib.server.made import find_made

PATIENT = 240.0  # seconds, on a busy machine


@pytest.fixture
def jobs(places) -> Iterator[Jobs]:
    with closing(Jobs(places)) as jobs:
        yield jobs


def until(jobs: Jobs, job: Job, holds: Callable[[Job], bool] = lambda job: job.ended > 0) -> Job:
    """The job as soon as that holds of it; by default, that it is over."""
    end = time.monotonic() + PATIENT
    while not holds(jobs.get(job.id)):
        assert time.monotonic() < end, jobs.get(job.id)
        time.sleep(0.02)
    return jobs.get(job.id)


def test_records_are_made_one_that_fails_says_why_and_each_can_be_opened(jobs, places, hold, page):
    for district in ("999001", "999002"):
        page(hold("why-mtss", district=district)).write("seats", "seat-1.role", "Teacher", scope="team")
    template = places.notebooks / "records" / "record.ipynb"
    notebook = read_notebook(template, as_version=4)
    notebook.cells[2].source += '\nassert district != "999002", "no such thing"'
    write_notebook(notebook, template)
    words = find_document("records").command(places, {"session": "why-mtss", "format": ["html", "ipynb"]})

    job = until(jobs, jobs.start("Records", words))

    assert (job.state, job.total, job.done, job.failed, job.problem) == ("failed", 2, 2, 1, "")
    [made], [failure] = job.made, job.failures
    assert (made["name"], set(made["files"])) == ("North Haven Test", {"html", "ipynb"})
    assert (failure["name"], "AssertionError: no such thing" in failure["why"]) == ("South Haven Test", True)
    for path in (*made["files"].values(), failure["notebook"], job.open):
        assert find_made(places, path) is not None
    assert Jobs(places).get(job.id) == job  # as another server will tell it


def test_what_a_template_of_ones_own_asks_for_is_in_the_form_and_reaches_it(jobs, places, hold, page):
    page(hold("why-mtss")).write("seats", "seat-1.role", "Teacher", scope="team")
    template = places.notebooks / "records" / "record.ipynb"
    notebook = read_notebook(template, as_version=4)
    notebook.cells[1].source += '\nmotto = "none"  # a line for the first page'
    notebook.cells[2].source += "\ndisplay({'text/html': f'<p>{motto}</p>'}, raw=True)"
    write_notebook(notebook, template)
    records = find_document("records")

    [field] = [field for field in records.form(places)["fields"] if field["name"] == "motto"]
    assert (field["value"], field["help"]) == ("none", "a line for the first page")
    words = records.command(places, {"motto": "Every child = every day", "format": ["html"]})
    job = until(jobs, jobs.start("Records", words))

    assert "Every child = every day" in find_made(places, job.made[0]["files"]["html"]).read_text()
    with pytest.raises(KitError, match='no "moto"; did you mean "motto"'):
        records.command(places, {"moto": "x"})


@pytest.fixture
def endless(places, hold, page):
    """One record is due, and takes for ever."""
    page(hold("why-mtss")).write("seats", "seat-1.role", "Teacher", scope="team")
    template = places.notebooks / "records" / "record.ipynb"
    notebook = read_notebook(template, as_version=4)
    notebook.cells[2].source = "import time; time.sleep(600)"
    write_notebook(notebook, template)


@pytest.mark.usefixtures("endless")
def test_one_runs_while_others_wait_and_any_of_them_can_be_cancelled(jobs, places):
    first = jobs.start("Long", ["records", "--format=html"])
    second = jobs.start("Next", ["handout", "why-mtss"])
    assert jobs.start("Next", ["handout", "why-mtss"]) is second  # pressed twice
    third = jobs.start("Last", ["sessions"])
    until(jobs, first, lambda job: job.total == 1)
    assert [job.state for job in jobs.all()] == ["waiting", "waiting", "running"]

    jobs.cancel(third.id)
    jobs.cancel(first.id)
    assert until(jobs, first).state == "cancelled" == jobs.get(third.id).state
    done = until(jobs, second)
    assert (done.state, done.failed) == ("done", 0)
    assert Path(done.made[0]["files"]["pdf"]).name == "why-mtss-handout.pdf"
    assert not list(places.records.rglob(".making-*"))
    with pytest.raises(NotFoundError):
        jobs.cancel("nothing")


@pytest.mark.usefixtures("endless")
def test_what_ran_when_the_server_ended_is_told_as_cut_off(places):
    jobs = Jobs(places)
    running, waiting = jobs.start("Runs", ["records"]), jobs.start("Waits", ["sessions"])
    until(jobs, running, lambda job: job.state == "running")
    jobs.close()

    assert [(job.title, job.state) for job in Jobs(places).all()] == [
        ("Waits", "cut off"),
        ("Runs", "cut off"),
    ]
    assert min(waiting.ended, running.ended) > 0
    killed = Job("k", "Killed", ["sessions"], 1.0, state="running")
    (places.hidden / "jobs" / "k.json").write_text(json.dumps(killed.to_json()))
    assert Jobs(places).get("k").state == "cut off"


def test_a_job_that_cannot_begin_says_why_and_the_next_one_runs(jobs, places):
    wrong = until(jobs, jobs.start("Wrong", ["rollup", "--session=nothing"]))
    assert (wrong.state, "nothing" in wrong.problem) == ("failed", True)


@pytest.mark.parametrize(
    "values", [{}, {"session": "--help"}, {"session": "a\nb"}, {"session": "x" * 600}, {"session": "a", "made": "x"}]
)  # fmt: skip
def test_a_form_that_does_not_fit_becomes_no_command(places, values):
    with pytest.raises(KitError):
        find_document("rollup").command(places, values)


def test_only_what_the_kit_made_is_handed_out(places):
    for path in ("records/a.html", "records/.making-1/a.html", "data/.kit/kit.db", "handouts/a.pdf"):
        (places.home / path).parent.mkdir(parents=True, exist_ok=True)
        (places.home / path).write_text("x")
    (places.records / "link.html").symlink_to(places.hidden / "kit.db")

    assert None not in (find_made(places, "records/a.html"), find_made(places, "handouts/a.pdf"))
    for path in (
        "records/.making-1/a.html", "data/.kit/kit.db", "records/../data/.kit/kit.db", "records/link.html",
        "/etc/hosts", "records", "facilitation/sessions",
    ):  # fmt: skip
        assert find_made(places, path) is None
