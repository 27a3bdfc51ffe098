"""A rating on paper: first alone, statement by statement, then what the team says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.content.base import Readers
from kitlib.content.instruments import Item
from kitlib.kinds.rating.rule import DIFFER, NOT_DISCUSSED, RatingRule
from kitlib.kinds.shared.instruments import answer_from_label
from kitlib.kinds.shared.keyed import numbers_hint, picked, value_by_words
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_items import circled, instrument_head, statement

__all__ = ["PAPER"]

_SAID = {"we differ": DIFFER, "not discussed": NOT_DISCUSSED}


class _Rating(PaperForm[RatingRule]):
    def html(self, rule: RatingRule, paper: Paper) -> str:
        """First alone, statement by statement; then the team's own table."""
        tell = paper.say("Circle one point for each statement. To pass is an answer too.")
        return (
            instrument_head(rule.instrument, paper)
            + f"<h4>{paper.say('First alone')}</h4>{paper.quiet(tell)}"
            + circled(rule.instrument, rule.items, rule.scale, paper)
            + _together(rule, paper)
        )

    def numbers(self, rule: RatingRule) -> Mapping[str, int]:
        """Statement to its number."""
        return {item.id: n for n, item in enumerate(rule.items, start=1)}

    def readers(self, rule: RatingRule) -> set[Readers]:
        """As its instrument says."""
        return {rule.instrument.readers}

    def parse(self, rule: RatingRule, name: str, text: str) -> Any:
        """A point by its label, "we differ", or the numbers of statements."""
        if name == "priorities":
            return picked([item.id for item in rule.items], text)
        return value_by_words(_SAID, text) or answer_from_label(rule.scale, text)

    def hint(self, rule: RatingRule, name: str) -> str | None:
        """For what comes first, numbers of statements."""
        if name == "priorities":
            return numbers_hint(rule.activity.priorities, "statement")
        return None


PAPER = _Rating()


def _together(rule: RatingRule, paper: Paper) -> str:
    of = rule.activity
    tell = paper.say(
        "One copy for the team. Count by hands how many chose each point, and talk first about the {n} "
        "statements on which you lie furthest apart. Then write the point that you agree on, “differ” or "
        "“not discussed”.",
        n=of.discuss,
    )
    heads = [paper.say(text) for text in ("Statement", "Agreed", "Because")]
    if of.evidence:
        heads.append(paper.say("What it rests on"))
    rows = [
        Row(
            [
                statement(item, n, paper) if not item.help else _short(item, n, paper),
                *[""] * (len(heads) - 1),
            ],
            2,
        )
        for n, item in enumerate(rule.items, start=1)
    ]
    widths = (5, 2, 5, 4) if of.evidence else (4, 2, 5)
    found = f"<h4>{paper.say('Then as a team')}</h4><p>{tell}</p>"
    found += paper.table(paper.say("What the team says"), heads, rows, widths=widths) if paper.room else ""
    found += paper.ask(paper.say("Some of us see it otherwise (number, and how)"), 2)
    if of.priorities:
        found += paper.ask(paper.say("To work on first, at most {n} (numbers)", n=of.priorities), 1)
    return found


def _short(item: Item, number: int, paper: Paper) -> str:
    return f"{number}. {paper.words(item.text, item.translations)}"
