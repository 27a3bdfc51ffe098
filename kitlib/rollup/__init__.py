"""Many districts as one picture: what may be shown of a session over all that held it.

`compute_rollup` decides and notes it, `build` writes it as files, `report` is what the notebook of a roll-up calls.
"""

from kitlib.rollup.result import RollupResult, RollupRow, compute_rollup

__all__ = ["RollupResult", "RollupRow", "compute_rollup"]
