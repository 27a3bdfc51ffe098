"""Lead team sessions from notebooks, keep every word, and give each district its record.

A session notebook needs `open_meeting` and `start`; everything else is reached
through the `kit` command. Both names are loaded when asked for, so that
importing kitlib stays cheap.
"""

from __future__ import annotations

from typing import Any

__all__ = ["__version__", "open_meeting", "start"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in ("open_meeting", "start"):
        from kitlib import meeting

        return getattr(meeting, name)
    raise AttributeError(f"module 'kitlib' has no attribute {name!r}")
