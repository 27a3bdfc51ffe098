"""What every meeting has beside the activities of its session file: the clock, the lead, what comes from earlier."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from kitlib.content.models import Session
from kitlib.errors import AnswerError, did_you_mean
from kitlib.kinds.shared.quota import Quota
from kitlib.kinds.shared.rule import Field, validate_answer

__all__ = ["BuiltinActivity"]


class BuiltinActivity(ABC):
    """An activity that no session file names; its fields are checked like those of any other."""

    kind: ClassVar[str]  # also its id

    def __init__(self, session: Session) -> None:
        self.session = session

    @abstractmethod
    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""

    def quota(self, name: str) -> tuple[str, Quota] | None:
        """The row that a field belongs to and how many such there may be; None for a fixed field."""
        return None

    uncounted_rows: ClassVar[frozenset[str]] = frozenset()

    def unknown(self, name: str, known: Iterable[str]) -> AnswerError:
        """The error for a field that is not there."""
        return AnswerError(
            f'"{self.kind}" has no field "{name[:80]}"{did_you_mean(name, known)}', "Reload the page."
        )

    def check(self, name: str, value: Any) -> Field:
        """The field, once the value is known to fit it; raises AnswerError otherwise."""
        return validate_answer(self.field(name), value)
