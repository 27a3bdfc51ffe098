"""Tables for paper: their rows by what they are, and how wide each column is.

Widths are worked out from the words, so that no word is cut where there is
room, and the columns that hold most get most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["ACROSS", "columns", "grid_of", "lines_of"]

Row = dict[str, Any]

ACROSS = 96  # letters that stand side by side in a table over the whole width
SMALL_ACROSS = 120  # the same in the small print of a table of many columns
MANY = 7  # columns from which on the print is small, as on the page
LONGEST = 16  # letters of a word that a column is sure to hold
TEXT = 70  # letters from which on a cell asks for no more width
SELDOM = 24.0  # letters that a column wants at most in which few rows have anything
TO_WRITE = 30.0  # letters' room that a column wants in which people write by hand
POINT = "((1)"  # letters as wide as a number in its circle


def grid_of(rows: Sequence[Row]) -> dict[str, Any] | None:
    """The rows as head and body, each cell with its place; None for a table without cells.

    A row that is short of cells is filled up: readers count on as many in each.
    """
    if not any(row["cells"] for row in rows):
        return None
    heads = 0
    while heads < len(rows) and rows[heads]["head"]:
        heads += 1
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        last = heads if y < heads else len(rows)
        for cell in row["cells"]:
            while (x, y) in taken:
                x += 1
            cell["x"], cell["y"] = x, y
            cell["rowspan"] = min(cell["rowspan"], last - y)
            cells = [(x + i, y + j) for i in range(cell["colspan"]) for j in range(cell["rowspan"])]
            while any(place in taken for place in cells):  # it would cover one from above
                cell["colspan"] -= 1
                cells = [(x + i, y + j) for i in range(cell["colspan"]) for j in range(cell["rowspan"])]
            taken.update(cells)
            x += cell["colspan"]
    width = 1 + max(x for x, _ in taken)
    for y, row in enumerate(rows):
        row["cells"] += [
            {"blocks": [], "share": 0, "heads_row": False, "colspan": 1, "rowspan": 1, "x": x, "y": y}
            for x in range(width)
            if (x, y) not in taken
        ]
        row["cells"].sort(key=lambda cell: cell["x"])
        # The cell that holds the row open.
        row["strut"] = next((c["x"] for c in row["cells"] if not c["blocks"]), 0)
    return {
        "head": list(rows[:heads]),
        "body": list(rows[heads:]),
        "width": width,
        "small": width > MANY,
        "form": any(row["height"] for row in rows),
        "marks": any("point" in run or "tick" in run for row in rows for run in _runs(row)),
    }


def columns(grid: dict[str, Any], larger: float = 1) -> list[float]:
    """How wide each column is, as shares of the width, in print so many times as large as usual.

    That is as its headings ask (`data-width`), else by its words.
    """
    across = (SMALL_ACROSS if grid["small"] else ACROSS) / larger
    least, most = [3.0] * grid["width"], [3.0] * grid["width"]
    heads, filled = [0.0] * grid["width"], [0] * grid["width"]
    rows = [*((row, False) for row in grid["head"]), *((row, True) for row in grid["body"])]
    for row, in_body in rows:
        for cell in row["cells"]:
            lines = lines_of(cell["blocks"])
            x = cell["x"]
            filled[x] += in_body and bool(lines)
            if cell["colspan"] > 1 or not lines:
                continue
            words = [len(word) for line in lines for word in line.replace("\u200b", " ").split()]
            beside = 2.5 if row["head"] else 1.5  # a heading is bold
            least[x] = max(least[x], min(LONGEST, max(words, default=0)) + beside, _of_points(cell["blocks"]))
            longest = max(map(len, lines))
            if row["head"]:
                heads[x] = max(heads[x], longest + 1.5)
                longest = longest // 2 + 2  # it may stand in two lines where room is short
            most[x] = max(most[x], min(TEXT, longest) + 1.5)
    if asked := _asked(grid):
        # Headings are bold, and a form has lines between its columns.
        return [max(low + 1, across * share / sum(asked)) for low, share in zip(least, asked, strict=True)]
    for x, n in enumerate(filled):
        if grid["form"] and not n:
            most[x] = max(most[x], TO_WRITE)
        elif n < len(grid["body"]) / 4:  # a note here and there shall not narrow what stands in every row
            most[x] = min(most[x], SELDOM)
    most = [max(pair) for pair in zip(least, most, strict=True)]
    roomy = [max(pair) for pair in zip(heads, most, strict=True)]
    return _shared(across, least, roomy if sum(roomy) <= across else most)


def _shared(across: float, least: list[float], most: list[float]) -> list[float]:
    """Columns that want less than an even share get what they want; the others share the rest, none below its least."""
    if sum(most) <= across:
        return [m * across / sum(most) for m in most]
    widths = list(least)
    open_, rest = set(range(len(most))), across
    while modest := [x for x in open_ if most[x] <= rest / len(open_)]:
        for x in modest:
            widths[x] = most[x]
            rest -= most[x]
            open_.discard(x)
    spare = rest - sum(least[x] for x in open_)
    wanted = sum(most[x] - least[x] for x in open_)
    for x in open_:
        widths[x] += max(0.0, spare) * (most[x] - least[x]) / wanted if wanted else 0.0
    return widths


def _asked(grid: dict[str, Any]) -> list[int]:
    """The shares that the headings ask for; none unless each does."""
    heads = grid["head"][0]["cells"] if grid["head"] else []
    shares = [cell["share"] for cell in heads]
    return shares if len(shares) == grid["width"] and all(shares) else []


def _of_points(blocks: Sequence[Row]) -> float:
    """The room for the points of a scale, which are to stand side by side."""
    points = sum("point" in run for block in blocks for run in block.get("runs", []))
    return points * (len(POINT) + 1) + 1.5 if points else 0


def _runs(row: Row) -> Iterator[Row]:
    for cell in row["cells"]:
        for block in cell["blocks"]:
            yield from block.get("runs", [])


def lines_of(blocks: Sequence[Row]) -> list[str]:
    """The lines of text in blocks, each as long as it would like to be."""
    found: list[str] = []
    for block in blocks:
        if "runs" in block:
            line = ""
            for run in block["runs"]:
                if "break" in run:
                    found.append(line)
                    line = ""
                line += run.get("text", POINT if "point" in run else "")
            found.append(line)
        cells = (cell["blocks"] for row in block.get("body", []) for cell in row["cells"])
        for inner in (block.get("blocks", []), *block.get("items", []), *cells):
            found += lines_of(inner)
        found += [line for entry in block.get("entries", []) for line in lines_of([{"kind": "", **entry}])]
    return [line for line in found if line]
