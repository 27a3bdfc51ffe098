"""What the kit offers to put together where somebody asks for it. It is taken or left by people; nothing is moved by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Offer", "Pile"]


@dataclass(frozen=True)
class Pile:
    """Rows that belong together, and to which standing row or pile they would be added, where to one."""

    name: str
    rows: Sequence[str]
    to: str = ""


@dataclass(frozen=True)
class Offer:
    """The piles, how they were found, and the rows that are in none."""

    by: str
    piles: Sequence[Pile]
    alone: Sequence[str]
