"""Times of a day as whole minutes since midnight, and spans of them. No input or output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["Spans", "as_clock", "as_minutes", "length", "longest", "merged", "shared_time"]

Spans = list[tuple[int, int]]
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def as_minutes(clock: object) -> int | None:
    """`09:05` as minutes since midnight; None for what is no such time."""
    found = _CLOCK.fullmatch(clock) if isinstance(clock, str) else None
    return 60 * int(found[1]) + int(found[2]) if found else None


def as_clock(minute: int, halves: bool = False) -> str:
    """A minute of the day as people say it, "1:05"; with `halves`, "1:05 pm"."""
    hour, rest = divmod(minute, 60)
    half = (" am" if hour % 24 < 12 else " pm") if halves else ""
    return f"{(hour - 1) % 12 + 1}:{rest:02d}{half}"


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans put together where they overlap or touch, in order; empty ones are dropped."""
    found: Spans = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def length(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes covered, each counted once."""
    return sum(end - start for start, end in merged(spans))


def longest(spans: Iterable[tuple[int, int]]) -> int:
    """Minutes of the longest unbroken stretch."""
    return max((end - start for start, end in merged(spans)), default=0)


def shared_time(of_each: Sequence[Iterable[tuple[int, int]]]) -> Spans:
    """When all of them are covered at once; nothing where there are none."""
    if not of_each:
        return []
    first, *rest = (merged(spans) for spans in of_each)
    for other in rest:
        first = merged((max(a, c), min(b, d)) for a, b in first for c, d in other)
    return first
