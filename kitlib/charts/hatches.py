"""Hatches as tiles that repeat, in hundredths of an inch, as matplotlib spaces them."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Tile", "tile_of"]

_DENSITY = 6  # lines an inch, for each time that a sign is repeated


class Tile(NamedTuple):
    """A tile's size, the path on it, and whether that is filled or a line is drawn along it."""

    width: float
    height: float
    path: str
    filled: bool


def tile_of(hatch: str) -> Tile:
    """The tile of a hatch by matplotlib's name: one of / \\ x - | + . o *, the denser the more often it stands there."""
    sign, step = hatch[0], 100 / (_DENSITY * len(hatch))
    if sign in "/\\x":
        s = 2 * step
        rising = "".join(f"M{a:.4g} {b:.4g}L{b:.4g} {a:.4g}" for a, b in ((-s, s), (-s, 2 * s), (0, 2 * s)))
        falling = "".join(
            f"M{a:.4g} {-s:.4g}L{b:.4g} {2 * s:.4g}" for a, b in ((-2 * s, s), (-s, 2 * s), (0, 3 * s))
        )
        return Tile(s, s, {"/": rising, "\\": falling, "x": rising + falling}[sign], False)
    if sign in "-|+":
        level, upright = f"M0 {step / 2:.4g}H{step:.4g}", f"M{step / 2:.4g} 0V{step:.4g}"
        return Tile(step, step, {"-": level, "|": upright, "+": level + upright}[sign], False)
    # Two rows, the second half a step aside.
    at = ((step / 4, step / 2), (step * 3 / 4, step * 3 / 2))
    if sign == "*":
        return Tile(step, 2 * step, "".join(_star(x, y, step / 4) for x, y in at), True)
    radius = step * 0.2 if sign == "o" else step * 0.1 + 0.7
    rings = "".join(
        f"M{x - radius:.4g} {y:.4g}a{radius:.4g} {radius:.4g} 0 1 0 {2 * radius:.4g} 0"
        f"a{radius:.4g} {radius:.4g} 0 1 0 {-2 * radius:.4g} 0"
        for x, y in at
    )
    return Tile(step, 2 * step, rings, sign == ".")


def _star(x: float, y: float, radius: float) -> str:
    turns = (math.pi * i / 5 for i in range(10))
    points = (
        (x + r * math.sin(turn), y - r * math.cos(turn))
        for turn, r in zip(turns, (radius, radius * 0.38) * 5, strict=True)
    )
    return "M" + "L".join(f"{a:.4g} {b:.4g}" for a, b in points) + "Z"
