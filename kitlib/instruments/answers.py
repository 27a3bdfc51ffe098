"""The sheet of answers that Google Forms and Microsoft Forms give: its headings are the questions.

Neither gives the form itself as a file. The points stand only in the answers,
and their order nowhere, so it is known from the kit's scales or is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kitlib.content.instruments import Point, Scale
from kitlib.errors import KitError
from kitlib.instruments.book import Sheet
from kitlib.instruments.draft import MOST_POINTS, Form, Question, plain
from kitlib.tabular.folding import fold, tidy
from kitlib.tabular.lists import parts_in
from kitlib.tabular.refusals import shortened

__all__ = ["read_answers"]

_FRAME = {
    "timestamp",
    "start time",
    "completion time",
    "email",
    "email address",
    "name",
    "username",
    "score",
    "total points",
    "id",
    "last modified time",
    "quiz feedback",
}
_GRID = re.compile(r"(.+?)\s*\[(.+)\]", re.DOTALL)


def read_answers(sheet: Sheet, name: str, known: Sequence[Scale], order: str, command: str) -> Form:
    """The questions of a sheet of answers. `order`: the points from low to high, with semicolons between.

    Raises KitError, with the answers that were found, where their order is not known.
    """
    form = Form(title=name)
    said = (
        tuple(Point(value=n, label=label) for n, label in enumerate(parts_in(order), start=1))
        if order
        else ()
    )
    rows = [row for _, row in sheet.rows()]
    unknown: Counter[tuple[str, ...]] = Counter()
    for head in sheet.headings:
        if fold(head) in _FRAME or not head:
            continue
        found = list(dict.fromkeys(tidy(row.get(head, "")) for row in rows if row.get(head, "").strip()))
        if not 1 <= len(found) <= MOST_POINTS or any(len(answer) > 60 for answer in found):
            form.lost(f'the column "{shortened(head)}"', "is left out: its answers are no points of a scale.")
            continue
        points, list_name = _points(found, said, known)
        if not points:
            unknown[tuple(sorted(found))] += 1
        grid = _GRID.fullmatch(head)
        domain, text = (grid[1], grid[2]) if grid else ("", head)
        where = f'the column "{shortened(head)}"'
        form.questions.append(
            Question(where, "", plain(text, form, where), points, list_name, domain=tidy(domain))
        )
    _ask_order(form, unknown, command)
    if rows:
        form.lost(
            "the answers",
            f"{len(rows)} people's answers stay in the file; load them into a meeting with: kit import FILE --into MEETING",
        )
    return form


def _points(
    found: Sequence[str], said: tuple[Point, ...], known: Sequence[Scale]
) -> tuple[tuple[Point, ...], str]:
    """The points whose labels all the answers are, and what they are called: those that were said, or a scale of the kit."""
    wanted = {fold(answer) for answer in found}
    if said and wanted <= {fold(point.label) for point in said}:
        return said, "points"
    for scale in known:
        labels = {fold(point.label) for point in scale.points}
        if wanted <= labels or (wanted <= {str(point.value) for point in scale.points} and len(wanted) > 1):
            return tuple(scale.points), scale.id
    return (), ""


def _ask_order(form: Form, unknown: Counter[tuple[str, ...]], command: str) -> None:
    """Leave out the questions whose points nobody can put in order; where no others are there, ask."""
    for each in [question for question in form.questions if not question.points]:
        form.questions.remove(each)
        form.lost(each.where, "is left out: its answers are of no scale that the kit has.")
    if unknown and not form.questions:
        (answers, _), *_ = unknown.most_common(1)
        raise KitError(
            f"The file does not say in which order these answers stand: {', '.join(answers)}.",
            f'Say it, the lowest first: {command} --order "{"; ".join(answers)}"',
        )
