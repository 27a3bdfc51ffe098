"""A short list on paper: a place for each line, a pile, or so many fingers."""

from __future__ import annotations

from kitlib.activities.ranking import DECISIONS, FINGERS, Ranking
from kitlib.content.kinds import Option
from kitlib.handouts.paper import Paper, Row

__all__ = ["ranking"]


def ranking(rule: Ranking, paper: Paper) -> str:
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


def _widths(rule: Ranking) -> tuple[int, ...]:
    wide = 3 if rule.activity.way == "fist" else 2
    return (4, wide) if rule.activity.own == "team" else (4, wide, 2)


def _option(option: Option, number: int, paper: Paper) -> str:
    help = f'<br><span class="quiet">{paper.words(option.help)}</span>' if option.help else ""
    return f"{number}. {paper.words(option.text)}{help}"


def _key(rule: Ranking, paper: Paper) -> str:
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


def _own(rule: Ranking, paper: Paper) -> str:
    return "" if rule.activity.way == "order" else paper.points(rule.points)


def _agreed(rule: Ranking, paper: Paper) -> str:
    if rule.activity.way == "fist":
        return "<br>".join(f"{paper.tick()} {paper.say(label)}" for label in DECISIONS.values())
    return "" if rule.activity.way == "order" else paper.points(rule.points)
