"""What a kind of activity must be, part by part.

A kind is a package with `KIND`, a `kitlib.registry.Kind`, and beside it:

- `keys`: a subclass of `kitlib.content.activities.Activity`, what a session file may say of it, and how long people
  need for it.
- `rule`: a subclass of `kitlib.kinds.shared.rule.Rule`: its fields, whose they are, who reads them, what fits,
  what others see. No browser and no pandas.
- `screen.js` and, if it has styles, `screen.css`: what people see and touch; made from `kitlib/frontend`.
- `frame`: a function `(answers, activity) -> DataFrame`, whose docstring says the columns.
- `record`: a `RecordPart`, what of it stands in a record.
- `paper`: a `kitlib.kinds.shared.paper_form.PaperForm`: how it is printed, and how what was written on paper is read.
- `rollup`: a function `(answers of each district, activity) -> questions`, as `kitlib.kinds.shared.questions` has them.
- `results`: a function `(text of a file, rule) -> (values by field, refused lines)`, for a kind that is filled from
  elsewhere.
- `locale/<language>.po`: what the kind itself says on paper, in other languages, where another package brings it; the
  kit has one catalogue for all its own kinds.
- `README.md`: its page in the documentation.

What a kind does not do is declared with `Without("reason")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kitlib.registry import Kind, Without

if TYPE_CHECKING:
    from kitlib.kinds.shared.answers import DistrictAnswers
    from kitlib.kinds.shared.page import Page

__all__ = ["Kind", "RecordPart", "Without"]


@dataclass(frozen=True)
class RecordPart:
    """What a kind puts into a record, by section; each function shows nothing where nobody wrote anything.

    `work` is called for each activity, in the order of the agenda. The others are called once, with the ids of
    all activities of the kind in the session.
    """

    work: Callable[[DistrictAnswers, str, Page], None] | None = None
    #: On page one, under "What we decided"; says whether it showed anything.
    decisions: Callable[[DistrictAnswers, Sequence[str], Page], bool] | None = None
    agreements: Callable[[DistrictAnswers, Sequence[str], Page], None] | None = None
    #: Under "In our words", after the answers to prompts: as HTML, empty where there is nothing.
    words: Callable[[DistrictAnswers, Sequence[str], Page], str] | None = None
    questions: Callable[[DistrictAnswers, Sequence[str], Page], None] | None = None
    #: Facts for the top of page one, as words: number.
    glance: Callable[[DistrictAnswers, Sequence[str]], Mapping[str, str]] | None = None
