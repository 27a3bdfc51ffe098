"""The texts in plain data, as a file or a page holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["texts_at", "texts_in"]


def texts_at(data: Any, at: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every text with its place, as keys and indices."""
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, Mapping):
        for key, inner in data.items():
            yield from texts_at(inner, (*at, key))
    elif isinstance(data, list | tuple):
        for i, inner in enumerate(data):
            yield from texts_at(inner, (*at, i))


def texts_in(data: Any) -> Iterator[str]:
    """Every text."""
    return (text for _, text in texts_at(data))
