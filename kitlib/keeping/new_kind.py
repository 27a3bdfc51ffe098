"""A kind of activity begun: a small package with all that a kind needs, and a session in which it can be tried.

It asks one question of each seat. Whoever writes it over finds what else a kind may bring in CONTRIBUTING.md.
"""

from __future__ import annotations

import re
from pathlib import Path

from kitlib.errors import KitError
from kitlib.registry import kinds

__all__ = ["begin_kind"]

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 30  # letters of a name

FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "kit-kind-@id@"
version = "0.1.0"
description = "A kind of activity for the facilitation kit."
readme = "kit_kind_@name@/README.md"
requires-python = ">=3.11"
dependencies = ["kitlib>=0.1"]

# How the kit finds a kind: its name as a session file says it, and the package that holds KIND.
[project.entry-points."kitlib.kinds"]
@name@ = "kit_kind_@name@"

[tool.setuptools]
packages = ["kit_kind_@name@"]

[tool.setuptools.package-data]
kit_kind_@name@ = ["*.js", "*.css", "*.md"]
""",
    "kit_kind_@name@/README.md": """\
# @title@

Say in two sentences what people do in it. In a session file it is called `@name@`:

```yaml
- id: ours
  kind: @name@
  question: What helped today?
```

## Who can read it

Each seat writes one answer. Its team reads it once it has written its own, and it goes into the district's record without the seat.

## By keyboard

Tab goes to the box.

## On paper

The question, with lines to write on.
""",
    "kit_kind_@name@/__init__.py": '''\
"""One question, answered by each seat in its own words."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="@name@",
    package=__name__,
    keys="keys:@Class@",
    rule="rule:@Class@Rule",
    record=Without('What people wrote stands under "In our words", with all other words.'),
    rollup=Without("Words are never shown in a roll-up."),
)
''',
    "kit_kind_@name@/keys.py": '''\
"""What a session file may say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from kitlib.content.activities import Activity
from kitlib.content.base import Text, asked
from kitlib.content.timing import LINE, Group, Task

__all__ = ["@Class@"]


class @Class@(Activity):
    """One question to each seat."""

    kind: Literal["@name@"]
    question: Annotated[Text, asked("Question")]

    def tasks(self, group: Group) -> Iterator[Task]:
        """Two lines, each alone."""
        yield Task("two lines", 2 * LINE)
''',
    "kit_kind_@name@/rule.py": '''\
"""Whose the answers are, who reads them, and what fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit_kind_@name@.keys import @Class@

from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.prompts import share_prompts
from kitlib.kinds.shared.rule import Field, Group, Rule

__all__ = ["@Class@Rule"]


class @Class@Rule(Rule[@Class@]):
    """One box a seat."""

    title = "@title@"
    in_own_words = True

    def fields(self) -> Mapping[str, Field]:
        """`answer`."""
        return {"answer": Field("seat", "team", text(2_000), self.activity.question)}

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote, for a seat that has written its own."""
        return share_prompts(["answer"], group)
''',
    "kit_kind_@name@/frame.py": '''\
"""Its answers as a table."""

from __future__ import annotations

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.words import words

__all__ = ["frame"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns step, prompt, date, label, text; `label` is empty, since beside it words could tell whose they are."""
    return words(answers, "seat", activity)
''',
    "kit_kind_@name@/paper.py": '''\
"""The question on paper, with lines to write on."""

from __future__ import annotations

from kit_kind_@name@.rule import @Class@Rule

from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm

__all__ = ["PAPER"]


class _@Class@(PaperForm[@Class@Rule]):
    def html(self, rule: @Class@Rule, paper: Paper) -> str:
        """Who reads it, the question, and lines."""
        return paper.quiet(paper.reader("team")) + paper.ask(paper.words(rule.activity.question), 2)


PAPER = _@Class@()
''',
    "kit_kind_@name@/screen.js": """\
// One question, answered by each seat.
import { textBox } from "../../frontend/static/ui/box.js";
import { mount, place } from "../../frontend/static/ui/mount.js";
import { seatPicker } from "../../frontend/static/ui/seat.js";

export default {
  render: mount(({ root, client, config }) => {
    const answer = textBox(client, { scope: "seat", activity: config.id, field: "answer", label: config.question, visibility: "team", lines: 2, others: true });
    return place(root, seatPicker(client), answer);
  }),
};
""",
    "facilitation/@id@/resource.yaml": """\
# For whoever tries it: the resource that its session belongs to.
id: @id@
number: 100
title: @title@
publisher: Whoever made it
url: https://www.example.org
about: A session in which a kind of activity is tried.
audience: Whoever tries it.
""",
    "facilitation/@id@/1-try-@id@.yaml": """\
# For whoever tries it.
id: try-@id@
resource: @id@
number: 1
title: Try it
purpose: See what people do in it.
audience: Two or more.
leads: Whoever made it.
in_room:
  - Two people
minutes: 5
outcomes:
  - Say what to change in it.
product: Answers to one question.
follow_up: Change it.
sources:
  - {id: own, title: @title@, publisher: Whoever made it, url: "https://www.example.org"}
steps:
  - id: ask
    title: One question
    minutes: 5
    cut: never
    grouping: alone
    prompt: Write what comes first.
    activities:
      - id: ours
        kind: @name@
        question: What helped today?
""",
}


def begin_kind(under: Path, id: str) -> Path:
    """Write the package into a new folder `under/<id>`; returns it. Raises KitError for a name that cannot be, or is taken."""
    if len(id) > LONGEST or not NAME.fullmatch(id):
        raise KitError(
            f'"{id}" cannot be the name of a kind.',
            f"Choose lower-case words joined by a dash, of at most {LONGEST} letters.",
        )
    name = id.replace("-", "_")
    folder = under / id
    if name in kinds() or folder.exists():
        raise KitError(
            f'There is a kind "{name}", or a folder {folder}, already.', "Give the new one another name."
        )
    filled = {
        "@id@": id,
        "@name@": name,
        "@Class@": name.title().replace("_", ""),
        "@title@": id.replace("-", " ").capitalize(),
    }
    for place, text in FILES.items():
        for mark, words in filled.items():
            place, text = place.replace(mark, words), text.replace(mark, words)
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
