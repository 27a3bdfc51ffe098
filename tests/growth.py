"""How the time of some work grows with its input: by its ratio, since a busy machine is slow for both sizes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["NEAR_LINEAR", "growth"]

T = TypeVar("T")
#: Four times the input may take so many times as long: twice what is linear, half of what is quadratic.
NEAR_LINEAR = 8.0
LEAST = 0.002  # seconds; below it a ratio says nothing


def growth(work: Callable[[T], object], make: Callable[[int], T], n: int, tries: int = 5) -> float:
    """How many times as long `work` takes on `make(4 * n)` as on `make(n)`; the best of a few tries of each.

    What takes less than two milliseconds at both sizes is as good as linear.
    """
    small, large = make(n), make(4 * n)
    best = {1: float("inf"), 4: float("inf")}
    gc.disable()  # what other tests left is not this work's to clear away
    try:
        for _ in range(tries):
            for size, given in ((1, small), (4, large)):
                began = time.thread_time()
                work(given)
                best[size] = min(best[size], time.thread_time() - began)
    finally:
        gc.enable()
    return best[4] / max(best[1], LEAST)
