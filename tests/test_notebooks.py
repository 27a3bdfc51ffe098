from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.notebooks import Parameters, build, is_own, outdated, session_notebook
from kitlib.exchange.districts import load_sample_districts
from kitlib.server.seal import Seal
from kitlib.store import Store

NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
NAMES = [str(path.relative_to(ROOT / "notebooks")) for path in NOTEBOOKS]


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_notebooks_are_what_the_session_files_say():
    assert outdated(build(SHIPPED), ROOT / "notebooks") == []


def test_building_twice_gives_the_same_bytes():
    one, two = (build(Library(ROOT / "facilitation")) for _ in range(2))

    assert one == two


def test_a_changed_a_missing_and_a_foreign_notebook_are_each_named(home):
    built = build(SHIPPED)
    folder = home / "notebooks"
    (folder / "start.ipynb").write_text("{}")
    (folder / "mtss-videos" / "1-why-mtss.ipynb").unlink()
    (folder / "mine.ipynb").write_text("{}")

    assert outdated(built, folder) == [
        "start.ipynb: does not match its session file",
        "mtss-videos/1-why-mtss.ipynb: is missing",
        "mine.ipynb: has no session file",
    ]


def _mine() -> nbformat.NotebookNode:
    """A meeting's notebook, as a team has it."""
    told = Parameters("why-mtss", "why-mtss-99900001-2026-11-23", "team", "team-2")
    return nbformat.reads(session_notebook(SHIPPED.session("why-mtss"), SHIPPED, told), as_version=4)


def test_the_kits_notebooks_are_known_as_its_own_also_with_other_words_and_fewer_steps():
    built = build(SHIPPED).values()
    assert all(is_own(nbformat.reads(text, as_version=4)) for text in built)
    mine = _mine()
    mine.cells[0].source = "# Our own title"
    del mine.cells[-2:]

    assert is_own(mine)


@pytest.mark.parametrize(
    "change",
    [
        lambda mine: mine.cells.append(nbformat.v4.new_code_cell("print(1)")),
        lambda mine: mine.cells[-1].update(source=mine.cells[-1].source + "\nprint(1)"),
        lambda mine: mine.cells[-1].update(source='meeting.step("a") or print("b")'),
        lambda mine: mine.cells[-1].update(source='meeting.step("a\\")'),
        lambda mine: mine.cells[1].update(source=mine.cells[1].source.replace("team-2", 'a" + print(1) + "')),
        lambda mine: mine.cells[1].update(source=mine.cells[1].source.replace("team-2", "a\nprint(1)")),
        lambda mine: mine.cells[1].update(source=mine.cells[1].source + "\nprint(1)"),
        lambda mine: mine.cells[2].update(source="import os\n" + mine.cells[2].source),
        lambda mine: mine.cells[2].update(
            outputs=[nbformat.v4.new_output("display_data", {"text/html": "<script>1</script>"})]
        ),
        lambda mine: mine.metadata.update(widgets={"application/vnd.jupyter.widget-state+json": {}}),
        lambda mine: mine.cells.pop(2),
        lambda mine: mine.cells.clear(),
    ],
)
def test_a_notebook_that_would_run_or_show_anything_else_is_not(change):
    mine = _mine()
    change(mine)

    assert not is_own(mine)


def test_jupyterlab_is_told_to_run_a_colleagues_notebook_at_once_and_to_ask_for_a_changed_one(tmp_path):
    from jupyter_server.services.contents.filemanager import FileContentsManager

    contents = FileContentsManager(root_dir=str(tmp_path))
    contents.notary = Seal(parent=contents, data_dir=str(tmp_path))  # nothing was ever signed there
    mine = _mine()
    nbformat.write(mine, str(tmp_path / "theirs.ipynb"))
    mine.cells[-1].source += "\nprint(1)"
    nbformat.write(mine, str(tmp_path / "changed.ipynb"))

    def trusted(name: str) -> set[bool]:
        cells = contents.get(name)["content"]["cells"]
        return {cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code"}

    assert trusted("theirs.ipynb") == {True}
    assert trusted("changed.ipynb") == {False}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_sound_holds_no_definition_and_no_output(path):
    nbformat.validate(nbformat.read(path, as_version=4))
    for cell in _code(path):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert not [
            node
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.name != "start.ipynb"], ids=lambda p: p.stem)
def test_papermill_reads_every_parameter_with_its_help(path):
    import papermill

    found = papermill.inspect_notebook(str(path))
    tagged = [cell for cell in _code(path) if "parameters" in cell.metadata.get("tags", [])]

    assert len(tagged) == 1
    assert len(found) == len(tagged[0].source.splitlines())
    assert all(parameter["help"] for parameter in found.values())


HELD = ("rollup.ipynb", "county.ipynb")
FOLDERS = sorted({path.parent.relative_to(ROOT / "notebooks") for path in NOTEBOOKS})
if not os.environ.get("KIT_ALL_NOTEBOOKS"):
    # Those of resources are built alike, to the letter, and every session is drawn in test_screens.
    FOLDERS = [Path(), Path("records"), Path("mtss-videos"), Path("wraparound")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name or "start")
def test_a_notebook_of_each_folder_runs_under_nbval_from_a_clean_database(folder, home, tmp_path):
    url = f"sqlite:///{tmp_path / 'clean.db'}"
    load_sample_districts(Store(url), home / "data")
    # These rest on meetings that were held; they are run where there are some.
    here = [p for p in NOTEBOOKS if p.parent == ROOT / "notebooks" / folder and p.name not in HELD]
    if folder.name != "records" and not os.environ.get("KIT_ALL_NOTEBOOKS"):
        here = here[:1]
    # nbval alone: the other plugins would take longer to load than the notebooks to run.
    options = ["--nbval-lax", "-q", "-p", "nbval.plugin", "-p", "no:cacheprovider", "--rootdir", str(home)]
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *options,
            *(home / "notebooks" / folder / path.name for path in here),
        ],
        env={
            **os.environ,
            "KIT_HOME": str(home),
            "KIT_DATABASE_URL": url,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-3000:]
    assert f"{sum(len(_code(path)) for path in here)} passed" in ran.stdout
