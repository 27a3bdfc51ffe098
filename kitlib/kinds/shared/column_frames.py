"""Rows with typed columns as frames, by id or as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from kitlib.kinds.shared.answers import long_day
from kitlib.kinds.shared.cells import shown
from kitlib.kinds.shared.keys import Column

__all__ = ["column_texts", "titled"]


def column_texts(columns: Sequence[Column], found: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """One column of texts a column, by id; rows in which nothing stands are left out."""
    texts = [{c.id: shown(c, cells.get(c.id)) for c in columns} for cells in found]
    frame = pd.DataFrame(texts, columns=[c.id for c in columns])
    return frame[(frame != "").any(axis=1)].reset_index(drop=True)


def titled(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The same as people read it: under the words of the columns with their units, and days in words."""
    frame = frame.assign(**{c.id: frame[c.id].map(long_day) for c in columns if c.type == "date"})
    return frame.set_axis([c.title + (f" ({c.unit})" if c.unit else "") for c in columns], axis="columns")
