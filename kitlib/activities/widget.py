"""What shows an activity in a notebook: one anywidget a kind.

anywidget loads a module from a blob, where relative imports fail, so the shared
files are joined with the kind's own when its class is first asked for. The
widget's channel to the kernel is the way to save only where there is no Jupyter
Server extension.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

__all__ = ["KitWidget", "module_text", "widget_class"]

STATIC = Path(__file__).parent / "static"
#: In the order in which they build on each other.
SHARED = ("dom", "transport", "journal", "client", "clock", "badge", "conflict", "box", "rows", "mount")
_IMPORT = re.compile(r'^import .* from "\./(?:shared/)?\w+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|function|class|async)", re.MULTILINE)


@cache
def module_text(name: str) -> str:
    """The ES module `static/<name>.js` with every shared file in front of it."""
    files = [*(STATIC / "shared" / f"{shared}.js" for shared in SHARED), STATIC / f"{name}.js"]
    joined = "\n".join(_IMPORT.sub("", file.read_text(encoding="utf-8")) for file in files)
    return _EXPORT.sub("", joined)


class KitWidget(anywidget.AnyWidget):
    """One part of a session on screen. `config` and `place` are set once and never change."""

    _css = (STATIC / "kit.css").read_text(encoding="utf-8")
    config = traitlets.Dict().tag(sync=True)
    place = traitlets.Dict().tag(sync=True)

    def __init__(self, answer: Callable[[str, Any], Any], **traits: Any) -> None:
        super().__init__(**traits)
        self._answer = answer
        self.on_msg(self._received)

    def _received(self, _: Any, content: dict[str, Any], __: Any) -> None:
        # A callback that raises is seen by nobody, so whatever goes wrong is told to the page.
        try:
            body = self._answer(str(content.get("call")), content.get("body"))
        except Exception as error:
            body = {"what": getattr(error, "what", str(error)), "next": getattr(error, "next", "")}
        self.send({"reply": content.get("id"), "body": body})


@cache
def widget_class(name: str) -> type[KitWidget]:
    """The widget class whose screen is static/<name>.js."""
    return type(f"{name.title().replace('_', '')}Widget", (KitWidget,), {"_esm": module_text(name)})
