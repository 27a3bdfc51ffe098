"""Every file of a record that was ever made, by its digest: a line each in `ledger.jsonl`, beside the manifest.

The manifest says what stands there now; a copy that was sent out in March is known by the ledger. Lines are only
added. They hold no word of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kitlib.records.manifest import Key, Made, Manifest

__all__ = ["NAME", "Ledger", "Line"]

NAME = "ledger.jsonl"


@dataclass(frozen=True)
class Line:
    """A file that was made."""

    session: str
    district: str
    form: str
    sha256: str
    made: str
    inputs: Mapping[str, str]


class Ledger:
    """The ledger of one output folder."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def add(self, key: Key, files: Mapping[str, Made]) -> None:
        """Note the files of a record, before they are told of anywhere else. Raises OSError for a full disk."""
        with (self._out / NAME).open("a", encoding="utf-8") as file:
            for form, made in files.items():
                line = {
                    "session": key[0], "district": key[1], "form": form, "sha256": made.sha256, "made": made.made,
                    "inputs": dict(made.inputs),
                }  # fmt: skip
                file.write(json.dumps(line) + "\n")

    def lines(self) -> dict[str, Line]:
        """Each file by its digest, those of the manifest too, which may be older than the ledger."""
        found = {
            made.sha256: Line(*key, form, made.sha256, made.made, made.inputs)
            for key, files in Manifest(self._out).files.items()
            for form, made in files.items()
        }
        try:
            told = (self._out / NAME).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            told = []
        for each in told:
            try:
                line = Line(**json.loads(each))
            except (ValueError, TypeError):
                continue  # cut short by a full disk: its record was not told of as made
            found[line.sha256] = line
        return found
