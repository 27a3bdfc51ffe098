"""The index over the records that are there."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from kitlib.content.look import PLAIN, Look
from kitlib.records.formats import FORMATS, LOOKS, style
from kitlib.records.unit import Unit
from kitlib.tabular.folding import fold

__all__ = ["INDEX", "write_index"]

INDEX = "index.html"


def write_index(
    units: Iterable[Unit], out: Path, title: str = "Records of team sessions", look: Look = PLAIN
) -> Path:
    """Write index.html over every record of `units` that is under `out`; returns its path."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    from kitlib.kinds.shared.answers import (
        long_day,  # imported here: pandas is not needed where nothing changed
    )

    here = [(unit, [f for f in FORMATS if (out / f"{unit.stem}.{f}").exists()]) for unit in units]
    here = [(unit, formats) for unit, formats in here if formats]
    rows = [
        {
            "title": unit.title,
            "district": unit.name,
            "find": fold(f"{unit.name} {unit.district}"),
            "day": unit.last,
            "last": long_day(unit.last),
            "meetings": unit.meetings,
            "links": [(FORMATS[f].label, f"{unit.stem}.{f}") for f in formats],
        }
        for unit, formats in here
    ]
    made = dt.datetime.now().astimezone()
    page = (
        Environment(loader=FileSystemLoader(LOOKS), autoescape=True)
        .get_template("records.html.j2")
        .render(
            records=rows,
            heading=title,
            districts=len({unit.district for unit, _ in here}),
            titles=dict.fromkeys(row["title"] for row in rows),
            script=Markup((LOOKS / "index.js").read_text(encoding="utf-8")),
            made=f"{made:%B} {made.day}, {made.year}",
            say=look.called.words,
            style=style(look),
            letterhead=Markup(look.letterhead),
        )
    )
    path = out / INDEX
    aside = path.with_suffix(".tmp")
    aside.write_text(page, encoding="utf-8")
    os.replace(aside, path)
    return path
