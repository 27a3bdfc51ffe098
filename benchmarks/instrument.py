"""An instrument of many items: what it costs to draw and to rate, beside the same in plain ipywidgets.

Makes a session with one rating of ITEMS items by four points in a fresh home of the
kit, and opens its page in a real JupyterLab and Chromium. Fails (exit 1) when the
step needs more than one widget (and its layout), or a choice takes longer than SLOW to be seen.

    python benchmarks/instrument.py --items 60
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
import yaml
from lab import CHROMIUM, ROOT, WHOLE, Lab, lab, painted
from opening import timed
from playwright.sync_api import Page, sync_playwright

from kitlib.content.notebooks import Parameters, session_notebook

SESSION, STEP, RATING, POINTS = "rating", "where-we-are", "readiness", 4
SLOW = 200  # milliseconds from a choice to the next frame; beyond it a press feels late
#: What people would write without the kit: a group of radio buttons an item.
PLAIN = """
import ipywidgets as w
from IPython.display import display
display(w.VBox([w.VBox([w.Label(f"{n}. A practice of the team, said in a sentence of usual length."),
                        w.RadioButtons(options=%r, value=None)]) for n in range(%d)]))
"""
CHOSEN = """
async () => {
  const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)));
  const took = [];
  for (const group of document.querySelectorAll('.kit-rating fieldset.kit-item')) {
    const radio = group.querySelector('input[type=radio]');
    if (!radio || radio.disabled) continue;
    await painted();
    const began = performance.now();
    radio.click();
    took.push(await painted() - began);
  }
  return took;
}
"""


def content(folder: Path, items: int) -> Path:
    """The tests' own sessions, with `items` items in the instrument that one of them rates, and nothing else rated."""
    made = folder / "instruments" / "team-practices.yaml"
    instrument = yaml.safe_load((ROOT / "tests" / "content" / "instruments" / made.name).read_text("utf-8"))
    text = "A practice of the team, said in a sentence of usual length."
    domains = ["Meeting", "Data", "Support"]
    instrument["items"] = [
        {"id": f"item-{n}", "domain": domains[n * 3 // items], "text": f"{text} Number {n + 1}."}
        for n in range(items)
    ]
    made.parent.mkdir()
    made.write_text(yaml.safe_dump(instrument, sort_keys=False), "utf-8")
    plan = folder / "workshop" / "8-rating.yaml"
    session = yaml.safe_load((ROOT / "tests" / "content" / "workshop" / plan.name).read_text("utf-8"))
    session["steps"] = [step for step in session["steps"] if step.get("id") in (None, STEP)]
    rating = session["steps"][1]["activities"][0]
    del rating["compare"]
    session["minutes"] = sum(step["minutes"] for step in session["steps"])
    plan.parent.mkdir()
    plan.write_text(yaml.safe_dump(session, sort_keys=False), "utf-8")
    return folder


def models(running: Lab, items: int) -> list[tuple[str, int, int]]:
    """Of the step and of plain ipywidgets: name, models opened (a widget and its layout are two), bytes that the kernel sent."""
    session = running.service.library.session(SESSION)
    parameters = Parameters(session=SESSION, meeting_id="", role="team", team="team-1")
    notebook = nbformat.reads(session_notebook(session, running.service.library, parameters), as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    before = [cell for cell in cells if STEP not in cell]
    with_step = [*before, next(cell for cell in cells if STEP in cell)]
    (_, fewer, less), (_, more, sent) = timed(before), timed(with_step)
    labels = [point.label for point in running.service.library.scale("readiness-4").points]
    _, plain, bulk = timed([PLAIN % (labels, items)])
    return [("this kit", more - fewer, sent - less), ("ipywidgets", plain, bulk)]


def measure(page: Page, address: str, items: int) -> tuple[float, list[float]]:
    """Milliseconds to paint the whole rating, and from each choice to the next frame."""
    page.add_init_script(WHOLE)
    page.goto(address)
    shown = painted(page, ".kit-rating input[type=radio]", items * POINTS)
    page.locator(".kit-opening .kit-seat select").last.select_option("seat-1")
    page.locator(".kit-rating input[type=radio]:enabled").first.wait_for()
    chosen = page.evaluate(CHOSEN)
    page.get_by_text(f"{items} of {items} rated").first.wait_for()
    badge = page.locator(".kit-rating .kit-badge-text").first
    page.wait_for_function("badge => badge.textContent.includes('Saved')", arg=badge.element_handle())
    return shown, chosen


def main() -> int:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=60)
    items = parser.parse_args().items
    with (
        tempfile.TemporaryDirectory() as folder,
        lab(ROOT / "tests" / "content", content(Path(folder), items)) as running,
    ):
        with_assets = models(running, items)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**CHROMIUM)
            opened = running.open(SESSION)
            shown, chosen = measure(browser.new_page(), running.address(opened, "team-1"), items)
            browser.close()
        answers = running.service.store.entries.current(opened.meeting.id, activity=RATING)
    saved = sum(1 for answer in answers if answer.address.seat == "seat-1")
    for name, comms, sent in with_assets:
        print(
            f"{items} items by {POINTS} points, {name}: {comms} models, {sent / 1024:.1f} kB from the kernel"
        )
    middle, longest = statistics.median(chosen), max(chosen)
    print(f"painted {shown:.0f} ms after the page has the session's texts")
    print(
        f"a choice is seen after {middle:.0f} ms (longest {longest:.0f} ms); {saved} of {len(chosen)} choices on disk"
    )
    return 1 if with_assets[0][1] != 2 or middle > SLOW or not saved == len(chosen) == items else 0


if __name__ == "__main__":
    sys.exit(main())
