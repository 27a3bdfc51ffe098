"""The widget of the kit: one for each cell that shows something.

It carries no more than which meeting and which screen it stands for, so that
opening a notebook loads neither the content nor the database in its kernel.
The page fetches what is shown from the kit's Jupyter Server extension, and asks
this kernel only where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from kitlib.frontend import assets

__all__ = ["KitWidget"]


class KitWidget(anywidget.AnyWidget):
    """One screen. `place` says which, and never changes; `answer` is asked when the page asks the kernel."""

    _esm = assets.read(assets.LOADER)
    place = traitlets.Dict().tag(sync=True)

    def __init__(self, answer: Callable[[str, Any], Any], place: dict[str, str]) -> None:
        super().__init__(place=place)
        self._answer = answer
        self.on_msg(self._received)

    def _received(self, _: Any, content: dict[str, Any], __: Any) -> None:
        # A callback that raises is seen by nobody, so whatever goes wrong is told to the page.
        try:
            body = self._answer(str(content.get("call")), content.get("body"))
        except Exception as error:
            body = _told(error)
        self.send({"reply": content.get("id"), "body": body})


def _told(error: Exception) -> Any:
    from kitlib.errors import KitError
    from kitlib.meetings.endpoint import error_answer

    if isinstance(error, KitError):
        return error_answer(error)
    return {
        "error": "retry",
        "what": f"The notebook's kernel cannot answer: {error}",
        "next": "Restart the kernel.",
    }
