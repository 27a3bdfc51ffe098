"""Files to rows, whatever program wrote them: text in any usual code, with any usual mark between cells, or a workbook.

Each way in which a file can be none is a KitError that says where, what, and the command to run then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, NotFoundError
from kitlib.tabular.refusals import Refused
from kitlib.tabular.text import Decoded, RawRow, decoded, delimited, delimiters
from kitlib.tabular.workbook import sheet_rows

__all__ = ["LARGEST", "Source", "read_bytes", "read_source", "read_text"]

LARGEST = 256 * 1024 * 1024  # bytes
_KINDS = (
    (b"\x1f\x8b", "is packed (gzip)", "Unpack it"),
    (b"BZh", "is packed (bzip2)", "Unpack it"),
    (b"\xfd7zXZ", "is packed (xz)", "Unpack it"),
    (b"7z\xbc\xaf", "is packed (7z)", "Unpack it"),
    (b"%PDF", "is a PDF", "Ask for the table itself"),
    (b"\xd0\xcf\x11\xe0", "is a workbook of an old kind, or is locked with a password", "Save it as .xlsx without a password"),
    (b"SQLite format 3", "is a database", "Choose another file"),
)  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the marks of UTF-16, in which every other byte may be nothing


@dataclass(frozen=True)
class Source:
    """What a file holds, before its headings are known. `is_workbook`: a bare number can be a day there."""

    name: str
    text: str
    sheet: Sequence[RawRow] | None
    notes: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether the rows are of a workbook."""
        return self.sheet is not None

    def readings(self) -> Iterator[Sequence[RawRow | Refused]]:
        """The rows as they come out under each mark that may stand between cells, the likeliest first."""
        if self.sheet is not None:
            yield self.sheet
            return
        for mark in delimiters(self.text):
            yield list(delimited(self.text, mark))


def read_source(path: Path, command: str, sheet: str = "") -> Source:
    """The rows of a file. `sheet` names one of a workbook, by default the first.

    Raises NotFoundError or KitError, which end with the command to run again.
    """
    raw = read_bytes(path, command)
    if raw.startswith(b"PK"):
        return Source(str(path), "", sheet_rows(raw, str(path), sheet, command))
    found = _text(raw, path, command)
    return Source(str(path), found.text, None, found.notes)


def read_text(path: Path, command: str) -> Decoded:
    """The text of a file that is no workbook. Raises as `read_source` does."""
    return _text(read_bytes(path, command), path, command)


def read_bytes(path: Path, command: str) -> bytes:
    """What a file holds. Raises NotFoundError or KitError, which end with the command to run again."""
    try:
        if path.is_dir():
            raise KitError(f"{path} is a folder.", f"Name a file in it: {command}")
        if not path.is_file():
            raise NotFoundError(f"There is no file {path}.", "Look at its name and folder, then try again.")
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise KitError(
            f"{path} cannot be read: {error.strerror}.", f"See that you may read it, then run: {command}"
        ) from None
    if size > LARGEST:
        raise KitError(
            f"{path} is {size // 2**20:,} MB; at most {LARGEST // 2**20} are read.",
            f"Split it, then run for each part: {command}",
        )
    return raw


def _text(raw: bytes, path: Path, command: str) -> Decoded:
    for mark, what, act in _KINDS:
        if raw.startswith(mark):
            raise KitError(f"{path} {what}. Nothing was taken from it.", f"{act}, then run: {command}")
    if raw.startswith(b"PK"):
        raise KitError(
            f"{path} is a workbook. Nothing was taken from it.",
            f"Save it as “CSV UTF-8”, then run: {command}",
        )
    if b"\x00" in raw and not raw.startswith(_WIDE):
        raise KitError(
            f"{path} is neither text nor a workbook (.xlsx). Nothing was taken from it.",
            f"Save it as “CSV UTF-8”, then run: {command}",
        )
    found = decoded(raw)
    if not found.text.strip():
        raise KitError(f"{path} is empty. Nothing was taken from it.", f"Choose another file: {command}")
    return found
