"""The packages under `examples/`, and one as it is begun: which kinds they say they bring, and installing them for a test run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from kit_home import ROOT, make_home

from kitlib.frontend import assets, bundles
from kitlib.keeping.new_kind import begin_kind
from kitlib.languages import catalogue
from kitlib.registry import GROUP, kinds
from kitlib.settings import environment

__all__ = ["CONTENT", "EXAMPLES", "INSTALLED", "KINDS", "home_with_examples", "install", "installed"]

#: Those under examples/, and one as `kit new kind` begins it.
EXAMPLES = [
    *sorted(path.parent for path in (ROOT / "examples").glob("*/pyproject.toml")),
    begin_kind(Path(mkdtemp(prefix="kit-kind-")), "our-question"),
]


def _brought(example: Path) -> list[str]:
    """The kinds that a package says it brings."""
    project = tomllib.loads((example / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["entry-points"][GROUP])


#: The kinds that are installed already, an example among them where somebody tries it.
INSTALLED = list(kinds())
#: Every kind, each once: those that are installed, and those of the examples.
KINDS = list(dict.fromkeys([*INSTALLED, *(name for example in EXAMPLES for name in _brought(example))]))
#: Where the tests keep sessions of their own.
CONTENT = [
    Path(__file__).parent.parent / "content",
    *(at / "facilitation" for at in (Path(__file__).parent, *EXAMPLES)),
]


def install(base: Path) -> Path:
    """Build a wheel of each example and install it into a folder under `base`, without a network."""
    sources = [shutil.copytree(example, base / "source" / example.name) for example in EXAMPLES]
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    target = base / "installed"
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=base)
    return target


def home_with_examples(folder: Path) -> Path:
    """A kit home with the shipped sessions, the tests' own, and those of the examples."""
    make_home(folder)
    for content in CONTENT:
        shutil.copytree(content, folder / "facilitation", dirs_exist_ok=True)
    return folder


@contextmanager
def installed(target: Path) -> Iterator[None]:
    """What was installed into a folder is there, for this process and those that it starts."""
    path = os.pathsep.join(filter(None, [str(target), os.environ.get("PYTHONPATH")]))
    with environment({"PYTHONPATH": path}):
        sys.path.insert(0, str(target))
        _look_again()
        yield
        sys.path.remove(str(target))
        _look_again()


def _look_again() -> None:
    """Forget which kinds there are, and what was gathered of them."""
    for kept in (kinds, assets._files, assets.read, assets.version, assets.parts, bundles.bundle):
        kept.cache_clear()
    catalogue.forget()
