"""A chart: a figure, and the words that stand for it where it cannot be seen."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from kitlib.charts.picture import as_png
from kitlib.charts.sheet import Sheet

__all__ = ["Chart", "wrapped"]


@dataclass(frozen=True)
class Chart:
    """A sheet with its alt text."""

    sheet: Sheet
    alt: str

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Shown by Jupyter as a picture that carries its alt text along."""
        picture = base64.b64encode(as_png(self.sheet)).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def wrapped(texts: Iterable[object], width: int = 44, lines: int = 2) -> list[str]:
    """Each text in at most `lines` lines of print."""
    return ["\n".join(textwrap.wrap(str(t), width, max_lines=lines, placeholder=" …")) for t in texts]
