"""Agreements in a record: how people agreed to work together, and how well they kept to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kitlib.kinds.agreements.frame import agreements
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, show, table

__all__ = ["RECORD"]

MARKS = {"kept": "kept", "partly": "partly kept", "not": "not kept", "": "not rated"}
NAMES = {"text": "Agreement", "agreed": "All can keep it", "kept": "At the end"}


def show_agreements(answers: DistrictAnswers, activities: Sequence[str], page: Page) -> None:
    """A table for each team and meeting."""
    found = agreements(answers, activities)
    if found.empty:
        return
    found = found.assign(
        kept=found["kept"].map(MARKS), agreed=found["agreed"].map({True: "yes", False: "not marked"})
    )
    show("<h2>How we agreed to work</h2>")
    for (date, label), group in found.groupby(["date", "label"], sort=False):
        title = " · ".join(["Agreements", *page.origin(str(date), str(label))])
        show(table(group[list(NAMES)].rename(columns=NAMES), title, wide="Agreement"))


def at_a_glance(answers: DistrictAnswers, activities: Sequence[str]) -> Mapping[str, str]:
    """How many there are."""
    return {"Agreements": f"{len(agreements(answers, activities))}"}


RECORD = RecordPart(agreements=show_agreements, glance=at_a_glance)
