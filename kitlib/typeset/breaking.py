"""What stands whole on a page, and what goes on over it: only what is short is kept whole, so that no word is cut.

A page holds some fifty lines, in large print thirty. How many lines a text takes is estimated from its letters,
for what is drawn and for Word alike; an estimate that is wrong by half does no harm.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from kitlib.typeset.reading import Block
from kitlib.typeset.tables import ACROSS, columns, lines_of

__all__ = ["lay_out"]

WHOLE = 9  # lines that are kept together
GLANCE_ACROSS = 30  # letters that stand side by side in one of the facts at a glance


def lay_out(blocks: Sequence[Block], larger: float = 1) -> None:
    """Say of every part that would be kept whole whether it may go over the page, and give tables their columns.

    The print is so many times as large as usual.
    """
    for block in blocks:
        if block["kind"] == "table":
            _lay_out_table(block, larger)
        elif block["kind"] == "words":
            block["breakable"] = [_is_long(item, ACROSS / larger) for item in block["items"]]
        elif block["kind"] == "glance":
            facts = [[{"runs": entry["runs"]}, *entry["blocks"]] for entry in block["entries"]]
            block["breakable"] = any(_is_long(fact, GLANCE_ACROSS / larger) for fact in facts)
        for within in _within(block):
            lay_out(within, larger)


def _within(block: Block) -> list[list[Block]]:
    entries = (entry["blocks"] for entry in block.get("entries", []))
    return [block.get("blocks", []), *block.get("items", []), *entries]


def _lay_out_table(table: Block, larger: float) -> None:
    table["columns"] = widths = columns(table, larger)
    for row in (*table["head"], *table["body"]):
        for cell in row["cells"]:
            lay_out(cell["blocks"], larger)
        row["breakable"] = any(
            _is_long(cell["blocks"], sum(widths[cell["x"] : cell["x"] + cell["colspan"]]))
            for cell in row["cells"]
        )
    # A head that fills a page could not be drawn on each: it is drawn once, and goes on over the page as rows do.
    table["repeats"] = not any(row["breakable"] for row in table["head"])


def _is_long(blocks: Sequence[Block], across: float) -> bool:
    """Tell whether words take more lines than are kept together, where so many letters stand side by side."""
    count = 0
    for line in lines_of(blocks):
        count += max(1, math.ceil(_letters(line) / across))
        if count > WHOLE:
            return True
    return False


def _letters(line: str) -> int:
    """How many letters wide a line is; some take the room of two."""
    if line.isascii():
        return len(line)
    return len(line) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)
