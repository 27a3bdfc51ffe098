"""Records: one document of a session for each district that held it, made by papermill.

`Record` is what the template under notebooks/records/ calls; `batch` runs it
for many districts, in the processes of `pool`, by papermill's `engine`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kitlib.records.record import Record

__all__ = ["Record"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: papermill looks into this package for its engine, and pandas is half a second.
    if name == "Record":
        from kitlib.records.record import Record

        return Record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
