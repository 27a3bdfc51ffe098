"""The files under activities/static that draw: each part's ES module, and its looks.

A browser may load a module from a blob, where relative imports fail, so the
shared files are joined with the part's own when it is first asked for.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["looks", "module_text", "modules", "version", "with_assets"]

STATIC = Path(__file__).parent / "activities" / "static"
_IMPORT = re.compile(r'^import .* from "(\./[\w/]+\.js|\.\./[\w/]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|function|class|async)", re.MULTILINE)


@cache
def module_text(name: str) -> str:
    """The ES module `static/<name>.js` with every file that it imports, itself or through others, in front of it."""
    files: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path not in files:
            text = path.read_text(encoding="utf-8")
            for imported in _IMPORT.findall(text):
                add((path.parent / imported).resolve())
            files[path] = _IMPORT.sub("", text)

    add((STATIC / f"{name}.js").resolve())
    return _EXPORT.sub("", "\n".join(files.values()))


@cache
def looks(name: str) -> str:
    """The style sheet of a part; empty where it needs none beside the one of all, which is `kit`."""
    file = STATIC / f"{name}.css"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def modules() -> frozenset[str]:
    """The parts that can be drawn."""
    return frozenset(path.stem for path in STATIC.glob("*.js"))


@cache
def version() -> str:
    """A name for the files as they are now: a browser keeps them until it changes."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def with_assets(answer: Any) -> dict[str, Any]:
    """What is shown, with the files that draw it (`modules`, `looks`), for a page whose server has none of them."""
    kinds = {kind for parts in answer["screens"].values() for kind, _ in parts}
    return {
        **answer,
        "modules": {kind: module_text(kind) for kind in kinds},
        "looks": {name: looks(name) for name in {"kit", *kinds}},
    }
