"""The engine `kit` against a real kernel: the same notebook, the same outputs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import papermill
import pytest
from IPython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

#: What cells do that show something: a cell each.
CELLS = {
    "nothing": "x = 1",
    "a last expression": "x",
    "a last expression held back": "x;",
    "streams in order": "import sys\nprint('a')\nprint('b')\nprint('e', file=sys.stderr)\nx",
    "a display between words": "print(1)\ndisplay({'text/plain': 'two'}, raw=True)\nprint(3)",
    "metadata of a display": (
        "from IPython.display import HTML, clear_output, update_display\n"
        "display(HTML('<b>1</b>'), metadata={'text/html': {'alt': 'one'}})"
    ),
    "a display that is changed later": "first = display(HTML('old'), display_id='me')",
    "the change": "update_display(HTML('new'), display_id='me')",
    "an output cleared": "print(1)\nclear_output()\nprint(2)",
    "an output cleared by the next": "print(1)\nclear_output(wait=True)\nprint(2)",
    "a mime bundle": (
        "class Bundle:\n"
        "    def _repr_mimebundle_(self, **_):\n"
        "        return {'text/plain': 'x', 'application/json': {'a': [1]}}, {'text/plain': {'alt': 'y'}}\n"
        "Bundle()"
    ),
    "a bundle displayed": "display(Bundle())",
    "a frame": "import pandas\npandas.DataFrame({'a': [1]})",
    "a figure": "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])",
    "a figure that is shown": "plt.plot([2, 1])\nplt.show()\nprint('after')",
    "a figure by itself": "from matplotlib.figure import Figure\nFigure()",
    "a command of the system": "!echo hello",
    "a magic": "%who_ls int",
    "what was awaited": "import asyncio\nawait asyncio.sleep(0)\n5",
    "the last result": "_",
    "a capture": "%%capture caught\nprint('not shown')",
    "a class of this notebook": "import pickle\npickle.loads(pickle.dumps(Bundle)) is Bundle",
    "blank": "  ",
}
#: Ways to end early, and what papermill says of each.
ENDINGS = {
    "an error": "def f():\n    return 1 / 0\n\nf()",
    "broken syntax": "x = = 1",
    "an error of the kit": "from kitlib.errors import KitError\nraise KitError('what is wrong', 'what to do')",
    "an exit": "import sys\nsys.exit(0)",
    "an exit that fails": "sys.exit(3)",
}


def _notebook(*sources: str, **metadata: object) -> nbformat.NotebookNode:
    cells = [new_markdown_cell("# Title"), new_code_cell("n = 1", metadata={"tags": ["parameters"]})]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python", **metadata}
    return new_notebook(cells=[*cells, *map(new_code_cell, sources)], metadata={"kernelspec": kernel})


def _made(notebook: nbformat.NotebookNode, folder: Path, engine: str | None, **more: object):
    """The notebook that papermill leaves behind, and what it raised."""
    to, error = folder / f"{engine}.ipynb", None
    source = folder / "source.ipynb"
    nbformat.write(notebook, source)
    try:
        papermill.execute_notebook(source, to, {"n": 2}, engine_name=engine, progress_bar=False, **more)
    except papermill.PapermillExecutionError as raised:
        error = raised
    return nbformat.read(to, as_version=4), error


def _by_command(notebook: nbformat.NotebookNode, folder: Path, *engine: str):
    """The notebook that papermill's command leaves behind, and its exit code; in a process like any user's."""
    source, to = folder / "in.ipynb", folder / f"out{''.join(engine)}.ipynb"
    nbformat.write(notebook, source)
    command = [Path(sys.executable).parent / "papermill", source, to, "-p", "n", "2", *engine]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return nbformat.read(to, as_version=4), ran.returncode


ENGINES = ((), ("--engine", "kit"))


def _plain(cell: nbformat.NotebookNode) -> dict[str, object]:
    """A cell without what differs from run to run: times, addresses, the colors of a traceback."""
    text = re.sub(r"0x[0-9a-f]+", "0x", nbformat.v4.writes_json(new_notebook(cells=[cell])))
    text = re.sub(r"\\u001b\[[0-9;]*m", "", text)
    text = re.sub(r"\w+\.py, line", "cell.py, line", text)
    plain = dict(nbformat.v4.reads_json(text).cells[0])
    papermills = plain["metadata"].get("papermill", {})
    plain["metadata"] = {
        "tags": plain["metadata"].get("tags"),
        **{key: papermills.get(key) for key in ("exception", "status")},
    }
    plain["id"] = ""
    return plain


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """All of CELLS in one notebook, made by a kernel and by the kit."""
    notebook = _notebook(*CELLS.values())
    notebook.cells.insert(3, new_code_cell("1 / 0", metadata={"tags": ["skip-execution"]}))
    folder = tmp_path_factory.mktemp("both")
    (kernel, theirs), (kit, ours) = (_by_command(notebook, folder, *engine) for engine in ENGINES)
    assert theirs == ours == 0
    return kernel, kit


def test_a_notebook_holds_what_a_kernel_would_have_put_there(both):
    kernel, kit = both

    assert len(kernel.cells) == len(kit.cells)
    for of_kernel, of_kit in zip(kernel.cells, kit.cells, strict=True):
        assert _plain(of_kernel) == _plain(of_kit)
    assert {c.output_type for cell in kit.cells for c in cell.get("outputs", [])} == {
        "display_data",
        "execute_result",
        "stream",
    }
    nbformat.validate(kit)


def test_papermill_s_own_marks_and_the_language_are_those_of_a_kernel(both):
    kernel, kit = both

    assert kit.metadata.keys() == kernel.metadata.keys()
    assert kit.metadata.language_info == kernel.metadata.language_info
    assert kit.metadata.papermill.keys() == kernel.metadata.papermill.keys()
    assert kit.metadata.papermill.parameters == {"n": 2}
    assert kit.metadata.papermill.exception is None


@pytest.mark.parametrize("source", ENDINGS.values(), ids=ENDINGS)
def test_a_notebook_that_ends_early_is_marked_as_after_a_kernel(tmp_path, source):
    notebook = _notebook("import sys", source, "'never'")
    (kernel, theirs), (kit, ours) = (_by_command(notebook, tmp_path, *engine) for engine in ENGINES)

    assert [_plain(cell) for cell in kernel.cells] == [_plain(cell) for cell in kit.cells]
    assert kit.metadata.papermill.exception == kernel.metadata.papermill.exception is True
    assert ours == theirs


def test_an_error_that_a_cell_may_raise_ends_nothing(tmp_path):
    notebook = _notebook("raise ValueError", "'reached'")
    notebook.cells[-2].metadata["tags"] = ["raises-exception"]
    (kernel, _), (kit, _) = (_by_command(notebook, tmp_path, *engine) for engine in ENGINES)

    assert [_plain(cell) for cell in kernel.cells] == [_plain(cell) for cell in kit.cells]
    assert kit.cells[-1].outputs[0].data == {"text/plain": "'reached'"}


def test_a_widget_is_refused_with_what_to_do_instead(tmp_path):
    source = "import ipywidgets\nipywidgets.Text()"
    _, error = _made(_notebook(source), tmp_path, "kit")

    assert (error.ename, error.exec_count) == ("KitError", 3)
    assert "A record cannot hold a widget" in error.evalue
    assert "record.ipynb" in error.evalue


def test_nobody_is_asked_for_input(tmp_path):
    _, error = _made(_notebook("input('Name?')"), tmp_path, "kit")

    assert error.ename == "StdinNotImplementedError"


def test_a_notebook_of_another_language_is_refused(tmp_path):
    from kitlib.errors import KitError

    with pytest.raises(KitError, match="leave out --engine kit"):
        _made(_notebook("1", name="ir", language="R"), tmp_path, "kit")


def test_a_cell_that_takes_too_long_is_ended(tmp_path):
    notebook = _notebook("import threading\nthreading.Event().wait()", "'never'")
    made, error = _made(notebook, tmp_path, "kit", execution_timeout=1)

    assert (error.ename, error.exec_count) == ("TimeoutError", 3)
    assert not made.cells[-1].outputs


def test_each_run_has_a_namespace_of_its_own_and_leaves_the_process_as_it_was(tmp_path):
    import matplotlib

    before = (sys.stdout, sys.stderr, sys.displayhook, sys.path[:], sys.modules["__main__"])
    backend, named = matplotlib.get_backend(), os.environ.get("MPLBACKEND")
    _made(_notebook("left = 1\nimport matplotlib.pyplot as plt\nplt.plot([1])"), tmp_path, "kit")
    made, _ = _made(_notebook("'left' in globals()"), tmp_path, "kit")

    assert made.cells[-1].outputs[0].data == {"text/plain": "False"}
    assert before == (sys.stdout, sys.stderr, sys.displayhook, sys.path, sys.modules["__main__"])
    assert (matplotlib.get_backend(), os.environ.get("MPLBACKEND")) == (backend, named)
    assert get_ipython() is None


def test_a_shell_that_ran_before_is_the_running_one_again(tmp_path):
    outer = InteractiveShell.instance()
    try:
        _made(_notebook("get_ipython().history_manager.enabled"), tmp_path, "kit")

        assert get_ipython() is outer
        outer.run_cell("import matplotlib.pyplot as plt")
        assert outer.run_cell("6 * 7").result == 42
    finally:
        InteractiveShell.clear_instance()


def test_processes_can_be_started_after_and_within_a_run(tmp_path):
    source = (
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from multiprocessing import get_context\n"
        "import math\n"
        "with ProcessPoolExecutor(1, mp_context=get_context('spawn')) as pool:\n"
        "    found = pool.submit(math.factorial, 5).result()\n"
        "found"
    )
    made, error = _made(_notebook(source), tmp_path, "kit")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        after = pool.submit(pow, 2, 5).result()

    assert error is None
    assert made.cells[-1].outputs[0].data == {"text/plain": "120"}
    assert after == 32


def test_papermill_s_own_command_finds_the_engine(tmp_path):
    nbformat.write(_notebook("print(n)", "n + 1"), tmp_path / "in.ipynb")
    command = [Path(sys.executable).parent / "papermill", "in.ipynb", "out.ipynb", "--engine", "kit"]
    more = ["-p", "n", "41", "--stdout-file", "said.txt"]
    ran = subprocess.run([*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    made = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert made.cells[-1].outputs[0].data == {"text/plain": "42"}
    assert (tmp_path / "said.txt").read_text() == "41\n"


def test_to_know_the_engine_by_name_costs_no_import_of_pandas():
    told = "import sys, papermill.engines; print(sorted({'pandas', 'matplotlib', 'IPython.core.interactiveshell'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
