"""Many districts as one picture: what may be shown of a session over all that held it."""

from kitlib.rollup.rolled import Rolled, Shown, roll

__all__ = ["Rolled", "Shown", "roll"]
