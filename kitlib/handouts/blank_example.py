"""The first form of a worked example: each place for an answer that others may read, with what may stand in it.

It is sound as it is. What could not be filled in without knowing the session stands in it as a remark, with what fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.content.disk import written
from kitlib.content.examples import ENDING
from kitlib.content.starters import EXAMPLE, SAID
from kitlib.errors import AnswerError, KitError
from kitlib.handouts.plan import Plan
from kitlib.kinds.shared.checks import day, hour, one_of, whole, yes_no
from kitlib.kinds.shared.keyed import is_paper_row, paper_row
from kitlib.kinds.shared.paper_form import Box, PaperForm, form_of
from kitlib.kinds.shared.rule import Field, Rule

__all__ = ["begin_example"]

_OTHER_SEATS = re.compile(r"seat-(?!1\.)\d+\.")  # of one seat the others follow


def begin_example(library: Library, own: Path, session: str) -> Path:
    """Write it beside a session of the folder `own`; returns its file, over which nothing is ever written.

    Raises NotFoundError for an unknown session, KitError for one that lies elsewhere or has an example already.
    """
    plan = Plan(library, session)
    file = library.session_files[session]
    path = file.with_name(f"{file.stem}{ENDING}.yaml")
    if not file.resolve().is_relative_to(own.resolve()):
        raise KitError(
            f'"{session}" is no session of your own.',
            f"Make a version of it first: kit new version {session}-ours --of {session}",
        )
    if path.exists():
        raise KitError(f"{path} is there already.", f"See it: kit example {session}")
    text = EXAMPLE.format(session=session) + ("\n".join(_lines(plan)) or "  {}") + "\n"
    written(path, text.encode())
    library.check(path)
    return path


def _lines(plan: Plan) -> Iterator[str]:
    """The activities, each with its places."""
    for rule in plan.rules:
        form = form_of(rule)
        if form is None:
            continue
        boxes = [
            box
            for box in form.boxes(rule, 1)
            if box.field.visibility != "private" and not _OTHER_SEATS.match(box.name)
        ]
        added = {box.name for box in boxes if is_paper_row(box.name.partition(".")[0])}
        first = (f"{paper_row(1)}.", f"{paper_row(1, 1)}.")
        rows = [
            _line(rule, form, box, box.name.partition(".")[2]) for box in boxes if box.name.startswith(first)
        ]
        fixed = [_line(rule, form, box, box.name) for box in boxes if box.name not in added]
        if not rows and not fixed:
            continue
        title = rule.activity.title or rule.title
        yield f"  {'' if _has_any(rows or fixed) else '# '}{rule.activity.id}:{f'  # {title}' * bool(title)}"
        yield from _listed(rows) if rows else [f"    {line}" for line in fixed]


def _listed(lines: list[str]) -> Iterator[str]:
    """The places of one row, as the first line of a list."""
    dash = "- "
    for line in lines:
        is_said = not line.startswith("#")
        yield f"    {dash if is_said else '# '}{line.removeprefix('# ')}"
        dash = "  " if is_said else dash


def _has_any(lines: list[str]) -> bool:
    return any(not line.startswith("#") for line in lines)


def _line(rule: Rule[Any], form: PaperForm[Any], box: Box, name: str) -> str:
    """The line of one place; a remark where the kit knows of nothing that could stand there."""
    check = box.field.check
    fits = (
        ", ".join(map(str, check.choices)) if isinstance(check, one_of) else form.input_hint(rule, box.name)
    )
    about = "; ".join(filter(None, (box.field.label, fits)))
    value = _fitting(rule, box.name, box.field)
    said = f"{name}: {'…' if value is None else json.dumps(value, ensure_ascii=False)}"
    return f"{'# ' * (value is None)}{said}{f'  # {about}' * bool(about)}"


def _fitting(rule: Rule[Any], name: str, field: Field) -> Any:
    """A value that could have been written there; None where the kit knows of none."""
    check: Any = field.check
    if isinstance(check, one_of):
        wanted = next((choice for choice in check.choices if choice != ""), None)
    elif isinstance(check, whole):
        wanted = check.high
    else:
        ready: Mapping[Any, Any] = {day: "2027-01-31", hour: "15:30", yes_no: True}
        wanted = ready.get(check, SAID if field.words else None)
    try:
        rule.check(name, wanted)
    except AnswerError:
        return None
    return wanted
