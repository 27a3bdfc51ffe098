"""A shell that runs the cells of a notebook in this process and keeps what they show.

`Shell` puts into a cell what a Jupyter kernel would have sent: streams, displays
with their metadata, the last expression, errors with their traceback. What it
changes in the process for that (streams, `__main__`, the running shell,
matplotlib's backend) is put back when it is left. Programs that write to the
process's own output past `sys.stdout` are not caught.
"""

from __future__ import annotations

import base64
import builtins
import getpass
import hashlib
import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any

import comm
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_default
from nbformat import NotebookNode
from traitlets.config import Config

from kitlib.errors import KitError
from kitlib.settings import environment

__all__ = ["Shell", "keep_ready"]

INLINE = "module://matplotlib_inline.backend_inline"
WIDGET = "application/vnd.jupyter.widget-view+json"
#: Streams and `__main__` belong to the whole process, so threads take turns.
_TURN = threading.RLock()


class Shell:
    """Runs cells one after another in a namespace of its own. Use it as a context manager.

    `told`, when given, hears of each output as it comes.
    """

    def __init__(self, told: Callable[[NotebookNode], None] | None = None) -> None:
        self._told = told
        self._outputs: list[NotebookNode] = []
        self._clear_first = False
        self._by_display_id: dict[str, list[NotebookNode]] = {}
        self._undo = ExitStack()
        self._shell: Any = None  # made when entered

    def __enter__(self) -> Shell:
        with ExitStack() as undo:
            undo.enter_context(_TURN)
            outer = InteractiveShell._instance
            undo.enter_context(_one_shell_at_a_time())
            undo.enter_context(_kept(sys, "stdout", "stderr", "displayhook", "excepthook"))
            undo.enter_context(_kept(getpass, "getpass"))
            undo.enter_context(_kept(builtins, "input"))
            undo.enter_context(_kept(comm, "create_comm"))
            undo.enter_context(_import_from_here())
            self._shell = _taken() or _CellShell()
            self._shell.kit = self
            for kind in _KINDS:
                kind._instance = self._shell
            undo.enter_context(environment({"MPLBACKEND": INLINE}))
            undo.enter_context(_inline_figures(self._shell, outer))
            sys.stdout = _Stream("stdout", self.add)
            sys.stderr = _Stream("stderr", self.add)
            builtins.input = getpass.getpass = _nobody_answers
            comm.create_comm = _no_widgets
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._undo.close()

    def run(self, cell: NotebookNode) -> BaseException | None:
        """Run one code cell, filling its outputs and count; returns what it raised."""
        self._outputs = cell.outputs = []
        self._clear_first = False
        cell.execution_count = self._shell.execution_count
        result = self._shell.run_cell(cell.source, store_history=True, cell_id=cell.get("id"))
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error

    @property
    def count(self) -> int:
        """The number of the next code cell, from 1."""
        return int(self._shell.execution_count)

    # -- what cells show ---------------------------------------------------------------

    def add(self, output: NotebookNode) -> None:
        """Take an output; text that follows text of the same stream is joined to it."""
        if self._clear_first:
            self._outputs.clear()
            self._clear_first = False
        last = self._outputs[-1] if self._outputs else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            self._outputs.append(output)
        if self._told:
            self._told(output)

    def show(self, data: Any, metadata: Any, display_id: str | None, update: bool) -> None:
        """Take a display; with `update`, change the earlier ones of the same id wherever they stand."""
        data, metadata = _plain(data), _plain(metadata or {})
        if WIDGET in data:
            _no_widgets()
        if update:
            for output in self._by_display_id.get(display_id or "", []):
                output.data, output.metadata = data, metadata
            return
        output = _output("display_data", data=data, metadata=metadata)
        if display_id:
            self._by_display_id.setdefault(display_id, []).append(output)
        self.add(output)

    def clear(self, wait: bool) -> None:
        """Take away the cell's outputs so far; with `wait`, only when the next one comes."""
        if wait:
            self._clear_first = True
        else:
            self._outputs.clear()


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        self.shell.kit.show(data, metadata, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.kit.clear(wait)


class _Hook(DisplayHook):
    shell: Any

    def start_displayhook(self) -> None: ...

    def write_output_prompt(self) -> None: ...

    def finish_displayhook(self) -> None: ...

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        data, metadata = _plain(format_dict), _plain(md_dict or {})
        if WIDGET in data:
            _no_widgets()
        count = self.prompt_count
        output = _output("execute_result", data=data, metadata=metadata, execution_count=count)
        self.shell.kit.add(output)


class _Compiler(CachingCompiler):
    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Name a cell like a module, as kernels do; its traceback is then laid out as theirs."""
        return f"{hashlib.sha256(raw_code.encode()).hexdigest()[:10]}.py"


class _CellShell(InteractiveShell):
    compiler_class = _Compiler

    kit: Shell

    def __init__(self) -> None:
        # No history: it would be a database, with a thread, in the home of whoever runs this.
        quiet = Config({"HistoryAccessor": {"enabled": False}, "HistoryManager": {"enabled": False}})
        super().__init__(  # type: ignore[no-untyped-call]
            config=quiet, display_pub_class=_Publisher, displayhook_class=_Hook
        )

    def enable_gui(self, gui: Any = None) -> None:
        """Do nothing: no window is ever opened."""

    def ask_exit(self) -> None:
        """Do nothing, as under papermill's own engine: `exit()` ends no notebook there. `sys.exit()` does."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.kit.add(_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))


#: Each holds the running shell on its own.
_KINDS: list[Any] = [InteractiveShell, _CellShell]


#: Shells that were made ahead; each is taken once.
_ready: list[_CellShell] = []


def keep_ready() -> None:
    """Make what the next `Shell` of this process, or of a fork of it, need then not make."""
    with _TURN, _one_shell_at_a_time(), _kept(sys, "displayhook", "excepthook"):
        _ready.append(_CellShell())


def _taken() -> _CellShell | None:
    if not _ready:
        return None
    shell = _ready.pop()
    # What making it changed in the process, which was put back then.
    shell.init_sys_modules()  # type: ignore[no-untyped-call]
    shell.init_builtins()  # type: ignore[no-untyped-call]
    return shell


class _Stream(io.TextIOBase):
    def __init__(self, name: str, add: Callable[[NotebookNode], None]) -> None:
        self.name = name
        self._add = add

    encoding = "UTF-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._add(_output("stream", name=self.name, text=text))
        return len(text)


def _output(kind: str, **fields: Any) -> NotebookNode:
    """An output of a cell; nbformat's own maker checks each by itself, and the notebook is checked when written."""
    return NotebookNode(output_type=kind, **fields)


def _plain(bundle: Any) -> Any:
    """A mime bundle as JSON holds it: bytes as base64, text as it is."""
    found: dict[str, Any] = {}
    for mime, value in bundle.items():
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        elif not isinstance(value, str):
            value = json.loads(json.dumps(value, default=json_default))
        found[mime] = value
    return found


def _no_widgets(*_: Any, **__: Any) -> Any:
    raise KitError(
        "A record cannot hold a widget: its answers would not be in the page, nor in print.",
        "Show them as text, tables or figures, as notebooks/records/record.ipynb does.",
    )


def _nobody_answers(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("A record asks for no input: nobody is there to answer.")


# -- what is put back afterwards -----------------------------------------------------------


@contextmanager
def _kept(owner: Any, *names: str) -> Iterator[None]:
    before = {name: getattr(owner, name) for name in names}
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)


@contextmanager
def _one_shell_at_a_time() -> Iterator[None]:
    """Keep the running shell, if there is one, and the true `__main__`, by which processes are started."""
    before = [(kind, kind.__dict__.get("_instance")) for kind in _KINDS]
    main, registered = sys.modules["__main__"], {"get_ipython", "display"}
    names = {name: builtins.__dict__.get(name) for name in registered}
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for kind, instance in before:
            kind._instance = instance
        for name, value in names.items():
            if value is None:
                builtins.__dict__.pop(name, None)
            else:
                setattr(builtins, name, value)


@contextmanager
def _import_from_here() -> Iterator[None]:
    """Modules beside the notebook can be imported, as under a kernel."""
    sys.path.insert(0, "")
    try:
        yield
    finally:
        if "" in sys.path:
            sys.path.remove("")


@contextmanager
def _inline_figures(shell: InteractiveShell, outer: InteractiveShell | None) -> Iterator[None]:
    """Figures of pyplot are shown at the end of their cell; matplotlib is not imported for it."""
    matplotlib = sys.modules.get("matplotlib")
    # Read past the mapping's own lookup, which would choose a backend.
    backend = dict.__getitem__(matplotlib.rcParams, "backend") if matplotlib else None
    if matplotlib:
        _use_inline(matplotlib, shell)
    try:
        yield
    finally:
        if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
            pyplot.close("all")
        if matplotlib and isinstance(backend, str) and backend != INLINE:
            matplotlib.use(backend)
        elif matplotlib:
            dict.__setitem__(matplotlib.rcParams, "backend", backend)
        if outer is not None and "matplotlib_inline.backend_inline" in sys.modules:
            _hand_over(outer)


def _use_inline(matplotlib: Any, shell: InteractiveShell) -> None:
    already = "matplotlib_inline.backend_inline" in sys.modules
    matplotlib.use(INLINE)
    if already:  # otherwise it finds the shell by itself when it is imported
        _hand_over(shell)


def _hand_over(shell: InteractiveShell) -> None:
    from matplotlib_inline import backend_inline

    configure: Any = backend_inline.configure_inline_support
    configure.current_backend = "unset"  # or it would leave out the formats of figures
    configure(shell, INLINE)
