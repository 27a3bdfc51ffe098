"""The kit's own words on paper in Spanish: a draft, marked so wherever it is printed."""

from __future__ import annotations

__all__ = ["SPANISH"]

SPANISH: dict[str, str] = {}
