"""Records: one document of a session for each district that held it, made by papermill.

`Record` is what the template under notebooks/records/ calls; `batch` runs it
for many districts.
"""

from kitlib.records.record import Record

__all__ = ["Record"]
