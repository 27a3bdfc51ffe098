"""A short list on paper: a place for each line, a pile, or so many fingers."""

from __future__ import annotations

from typing import Any

from kitlib.kinds.ranking.rule import DECISIONS, FINGERS, RankingRule
from kitlib.kinds.shared.keyed import numbers_hint, numbers_in, picked, value_by_words
from kitlib.kinds.shared.keys import Option
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.tabular.lists import parts_in

__all__ = ["PAPER"]


class _Ranking(PaperForm[RankingRule]):
    def html(self, rule: RankingRule, paper: Paper) -> str:
        """Alone first, where seats do; then what the team agrees on."""
        of = rule.activity
        found = f"<p><strong>{paper.words(of.question)}</strong></p>{_key(rule, paper)}"
        heads = [paper.say("What")]
        heads += [paper.say("You, alone")] if of.own == "seat" else []
        heads += [paper.say("The team")]
        alone = [] if of.own == "team" else [_own(rule, paper)]
        rows = [
            Row([_option(option, n, paper), *alone, _agreed(rule, paper)])
            for n, option in enumerate(of.options, 1)
        ]
        found += paper.table("", heads, rows, widths=_widths(rule))
        if of.choose:
            found += paper.ask(paper.say("What we take on, at most {n} (numbers)", n=of.choose), 1)
        found += paper.ask(paper.say("Why"), 2)
        return found + paper.ask(paper.say("What some of us see differently"), 2)

    def parse(self, rule: RankingRule, name: str, text: str) -> Any:
        """The numbers beside the options, read down the sheet; of fingers, what was decided in words."""
        if name == "chosen":
            return picked(rule.options, text)
        if name == "agreed" and rule.activity.way == "fist":
            return _decided(rule, text)
        numbers = numbers_in(text) if name in ("own", "agreed") else None
        if numbers is None or len(numbers) != len(rule.options):
            return None
        given = dict(zip(rule.options, numbers, strict=True))
        if rule.activity.way != "order":
            return given
        whole = len(set(numbers)) == len(numbers)
        return sorted(given, key=lambda option: given[option]) if whole else None

    def hint(self, rule: RankingRule, name: str) -> str | None:
        """How the numbers are read."""
        n = len(rule.options)
        if name == "chosen":
            return numbers_hint(rule.activity.choose, "line")
        if name == "agreed" and rule.activity.way == "fist":
            return f"for each line, down the sheet: {' / '.join(DECISIONS.values())}; with commas"
        if name in ("own", "agreed"):
            what = {"order": "its place", "sort": "its pile", "fist": "how many fingers"}[rule.activity.way]
            return f"for each line, down the sheet, {what}: {n} number{'s' * (n > 1)} with commas"
        return None


PAPER = _Ranking()


def _decided(rule: RankingRule, text: str) -> dict[str, str] | None:
    by_word = {word: id for id, word in DECISIONS.items()} | {id: id for id in DECISIONS}
    said = [value_by_words(by_word, word) for word in parts_in(text)]
    if len(said) != len(rule.options):
        return None
    decided = {option: word for option, word in zip(rule.options, said, strict=True) if word}
    return decided if len(decided) == len(said) else None


def _widths(rule: RankingRule) -> tuple[int, ...]:
    wide = 3 if rule.activity.way == "fist" else 2
    return (4, wide) if rule.activity.own == "team" else (4, wide, 2)


def _option(option: Option, number: int, paper: Paper) -> str:
    help = f'<br><span class="quiet">{paper.words(option.help)}</span>' if option.help else ""
    return f"{number}. {paper.words(option.text)}{help}"


def _key(rule: RankingRule, paper: Paper) -> str:
    """How the list is answered, and what the numbers mean."""
    of = rule.activity
    if of.way == "order":
        return paper.quiet(
            paper.say("Write a place beside each line, from 1 (first) to {n}.", n=len(of.options))
        )
    if of.way == "sort":
        piles = paper.bullets(
            [
                f'<span class="point">{n}</span> {paper.words(pile)}'
                for n, pile in enumerate(of.piles, start=1)
            ]
        )
        most = (
            paper.quiet(paper.say("The first pile holds at most {n}.", n=of.most))
            if of.most is not None
            else ""
        )
        return piles + most
    return paper.bullets(
        [
            f'<span class="point">{n}</span> {paper.say(word)}: {paper.say(help)}'
            for n, (word, help) in enumerate(FINGERS)
        ]
    )


def _own(rule: RankingRule, paper: Paper) -> str:
    return "" if rule.activity.way == "order" else paper.points(rule.points)


def _agreed(rule: RankingRule, paper: Paper) -> str:
    if rule.activity.way == "fist":
        return "<br>".join(f"{paper.tick()} {paper.say(label)}" for label in DECISIONS.values())
    return "" if rule.activity.way == "order" else paper.points(rule.points)
