"""What makes statements hard to rate, or their sums say little: nothing that is wrong, but worth a second look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kitlib.content.instruments import Item

__all__ = ["FEWEST", "small_domains", "two_things"]

#: A statement that joins two holds two things. Whoever agrees with one half cannot answer.
_TWO_THINGS = re.compile(r"\b(and|or|but|so|yet|nor)\b|;|,? not just\b|,? not only\b", re.IGNORECASE)
FEWEST = 3  # statements of a domain from which on its mean says anything


def two_things(text: str) -> bool:
    """Whether a statement may hold two things."""
    return bool(_TWO_THINGS.search(text))


def small_domains(items: Sequence[Item]) -> list[str]:
    """The domains with too few statements for a mean of them to say anything."""
    counts = Counter(item.domain for item in items)
    return [domain for domain, n in counts.items() if n < FEWEST]
