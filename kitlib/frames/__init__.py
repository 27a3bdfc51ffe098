"""Entries to DataFrames: what a record needs, and nobody's private answers."""

from kitlib.frames.held import Held, Part, gather, long_day

__all__ = ["Held", "Part", "gather", "long_day"]
