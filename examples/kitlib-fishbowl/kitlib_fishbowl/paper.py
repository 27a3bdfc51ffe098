"""A fishbowl on paper: for each round who sits inside, lines for what was heard, and what the inner circle takes."""

from __future__ import annotations

from typing import Any

from kitlib.kinds.shared.keyed import numbers_hint, numbers_in
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib_fishbowl.keys import Round
from kitlib_fishbowl.rule import SEATS, FishbowlRule

__all__ = ["PAPER"]

LINES = 3


class _Fishbowl(PaperForm[FishbowlRule]):
    keeps_private = True

    def html(self, rule: FishbowlRule, paper: Paper) -> str:
        """The rounds in order; on the sheet that a person keeps, only room for what is nobody else's."""
        of_round = self._kept if paper.yours else self._round
        return "".join(of_round(rule, each, paper) for each in rule.activity.rounds)

    def _round(self, rule: FishbowlRule, each: Round, paper: Paper) -> str:
        minutes = paper.say("{n} minutes", n=each.minutes)
        chairs = paper.say("Who sits inside: at most {n} seats, by number", n=rule.activity.chairs)
        team = paper.say("One answer for the team.")
        return (
            f"<h4>{paper.words(each.question, each.translations)}</h4>"
            + paper.quiet(minutes)
            + paper.question(chairs, team)
            + paper.lines(1)
            + paper.question(paper.say("What you heard from the outer circle"), paper.reader("team"))
            + paper.lines(LINES)
            + paper.question(paper.say("What the inner circle takes from the notes"), team)
            + paper.lines(LINES)
        )

    def _kept(self, rule: FishbowlRule, each: Round, paper: Paper) -> str:
        question = paper.words(each.question, each.translations)
        kept = paper.say("What you keep to yourself")
        return f"<h4>{question}</h4>{paper.question(kept, paper.reader('private'))}{paper.lines(LINES)}"

    def parse(self, rule: FishbowlRule, name: str, text: str) -> Any:
        """Seats by their numbers."""
        if not name.startswith("inside."):
            return None
        numbers = numbers_in(text)
        if numbers is None or not all(1 <= n <= len(SEATS) for n in numbers):
            return None
        return [SEATS[n - 1] for n in numbers]

    def hint(self, rule: FishbowlRule, name: str) -> str | None:
        """How seats are named."""
        if name.startswith("inside."):
            return numbers_hint(rule.activity.chairs, "seat")
        return None


PAPER = _Fishbowl()
