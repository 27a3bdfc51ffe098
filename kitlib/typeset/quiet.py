"""Libraries that log what is amiss with a file: the kit says it in words of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["silent"]


@contextmanager
def silent(*libraries: str) -> Iterator[None]:
    """Within it nothing is heard of what these libraries log."""
    loggers, nowhere = [logging.getLogger(each) for each in libraries], logging.NullHandler()
    before = [each.propagate for each in loggers]
    for each in loggers:
        each.addHandler(nowhere)
        each.propagate = False
    try:
        yield
    finally:
        for each, propagate in zip(loggers, before, strict=True):
            each.removeHandler(nowhere)
            each.propagate = propagate
