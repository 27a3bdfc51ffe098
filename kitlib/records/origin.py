"""What a record was made from, as each of its files says it: digests, the kit's version and the day, and no word of anybody.

The digests are those by which the manifest knows what changed. They are of which answers there were, not of what they
say, so that nobody can try guesses against them.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Any

__all__ = ["Origin"]

MARK = "kit-record"
SHOWN = 12  # letters of a digest in a sentence
LARGEST = 2**28  # bytes of a file that is read to see what it says of itself


@dataclass(frozen=True)
class Origin:
    """A record's own account of itself."""

    session: str
    district: str  # code
    made: str  # the day
    kit: str  # version, and a digest of its code
    answers: str
    content: str  # what the meetings showed
    names: str
    template: str

    @classmethod
    def of(cls, session: str, district: str, made: str, inputs: Mapping[str, str]) -> Origin:
        """That of a record which is made on a day from `inputs`, as the manifest names them."""
        return cls(
            session,
            district,
            made,
            inputs["kit"],
            inputs["answers"],
            inputs["session"],
            inputs["names"],
            inputs["template"],
        )

    @classmethod
    def in_notebook(cls, notebook: Any) -> Origin | None:
        """What a notebook says; None where it says nothing, or nothing of this kind."""
        told = notebook.get("metadata", {}).get("kit", {})
        return _read(told.get("record") if isinstance(told, Mapping) else None)

    @classmethod
    def in_file(cls, path: Path) -> Origin | None:
        """What a file says, whatever its form; None where it says nothing. It may have been altered in any way."""
        try:
            if path.stat().st_size > LARGEST:
                return None
            return _READERS.get(path.suffix.lower(), _of_page)(path)
        except (
            Exception
        ):  # a file that is no longer one of its kind says nothing; the libraries raise what they like
            return None

    def put_into(self, notebook: Any) -> None:
        """Write it into a notebook, from which the other forms take it."""
        notebook.metadata["kit"] = {"record": asdict(self)}

    def to_json(self) -> str:
        """What a form carries inside, under the name `kit-record`."""
        return json.dumps({MARK: asdict(self)})

    @property
    def sentences(self) -> str:
        """The same for who reads it on paper."""
        parts = {
            "the answers": self.answers,
            "what the meetings showed": self.content,
            "the names": self.names,
            "the template": self.template,
        }
        digests = ", ".join(f"{what} ({digest[:SHOWN]})" for what, digest in parts.items())
        return (
            f"Made from {digests}; the letters are digests, which change with what they stand for. Whether a copy is the "
            "one that was made, and what changed since, is told by: kit records verify FILE"
        )


def _read(told: Any) -> Origin | None:
    try:
        return Origin(**{str(name): str(value) for name, value in told.items()})
    except (TypeError, AttributeError):
        return None


def _of_text(text: str) -> Origin | None:
    return _read(json.loads(text)[MARK])


def _of_page(path: Path) -> Origin | None:
    found = re.search(rf'<meta name="{MARK}" content="([^"]*)">', path.read_text("utf-8", errors="replace"))
    return _of_text(unescape(found[1])) if found else None


def _of_notebook(path: Path) -> Origin | None:
    return Origin.in_notebook(json.loads(path.read_text("utf-8")))


def _of_pdf(path: Path) -> Origin | None:
    from pypdf import PdfReader

    from kitlib.typeset.quiet import silent

    with silent("pypdf"):  # which logs what is amiss with a file that was altered
        told = PdfReader(path).metadata
        return _of_text(str(told["/Keywords"])) if told else None


def _of_word(path: Path) -> Origin | None:
    with zipfile.ZipFile(path) as file:
        core = file.read("docProps/core.xml").decode("utf-8")
    found = re.search("<cp:keywords>(.*?)</cp:keywords>", core, re.DOTALL)
    return _of_text(unescape(found[1])) if found else None


_READERS = {".ipynb": _of_notebook, ".pdf": _of_pdf, ".docx": _of_word}
