"""Lead team sessions from notebooks, keep every word, and give each district its record.

A session notebook needs `open_meeting` and `start`. Who analyses what was said
needs `load_answers`, which gives frames, and `Record`, which makes a record part
by part. Everything else is reached through the `kit` command. Each name is
loaded when asked for, so that importing kitlib stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kitlib.analysis import load_answers
    from kitlib.notebook import open_meeting, start
    from kitlib.records import Record

__all__ = ["Record", "__version__", "load_answers", "open_meeting", "start"]
__version__ = "0.1.0"

_HOMES = {
    "Record": "kitlib.records",
    "load_answers": "kitlib.analysis",
    "open_meeting": "kitlib.notebook",
    "start": "kitlib.notebook",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kitlib' has no attribute {name!r}")
