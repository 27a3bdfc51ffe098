"""What a session file may say of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Id, Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import AGREE, CHOOSE, READ, Group, Task
from kitlib.errors import NotFoundError

__all__ = ["Form", "Survey"]


class Form(Named):
    """The form of one group of people."""

    title: Annotated[Text, asked("For whom it is")]
    instrument: Annotated[Id, asked("What they are asked", of="instruments")]


class Survey(Activity):
    """Forms by group of people; counts brought in, shown by domain with small groups withheld; notice, compare, explain."""

    kind: Literal["survey"]
    forms: Annotated[
        list[Form], Field(min_length=1, max_length=6), asked("Forms, one for each group of people")
    ]
    here: Annotated[
        Id | None,
        asked("The form that is answered in the meeting", "Never one for students.", of="rows:forms"),
    ] = None
    smallest: Annotated[int, Field(ge=10, le=100), asked("The smallest group that is shown")] = 10
    notes: Annotated[bool, asked("Rows for notes", "What is noticed, compared and explained.")] = True

    def instruments(self) -> Sequence[str]:
        """One for each form."""
        return [form.instrument for form in self.forms]

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Each form's instrument is there, and students never answer in the meeting."""
        readers = {}
        for i, form in enumerate(self.forms):
            try:
                readers[form.id] = check.library.instrument(form.instrument).readers
            except NotFoundError as error:
                yield check.problem(("forms", i, "instrument"), error.what)
        if self.here is not None:
            yield from check.known(("here",), self.here, readers, "form")
            if readers.get(self.here) == "students":
                words = "students never answer in the kit; their counts are brought in"
                yield check.problem(("here",), words)

    def tasks(self, group: Group) -> Iterator[Task]:
        """The form that is answered here is read and answered; of the others, the counts are read and talked over."""
        for form in self.forms:
            items = group.library.instrument(form.instrument).items
            if form.id == self.here:
                words = sum(len(item.text.split()) for item in items)
                yield Task(f"answering {len(items)} items", words * READ + len(items) * CHOOSE)
            elif self.here is None:
                domains = len({item.domain for item in items})
                yield Task("reading the counts of a group", domains * CHOOSE)

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """What stands out is noticed, compared and explained."""
        yield Task("notice, compare, explain", (3 if self.notes else 1) * AGREE)
