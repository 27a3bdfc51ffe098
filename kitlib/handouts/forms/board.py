"""A wall of notes on paper: one idea a note, the headings by letter, and the dots."""

from __future__ import annotations

from kitlib.activities.board import Board
from kitlib.exchange.paper import letter
from kitlib.handouts.paper import Paper, Row

__all__ = ["board"]


def board(rule: Board, paper: Paper) -> str:
    """Notes of one person, the headings, and where the dots go."""
    of = rule.activity
    found = f"<p><strong>{paper.words(of.question)}</strong></p>"
    found += paper.quiet(f"{paper.say('One idea a note, in a few words.')} {paper.reader(of.visibility)}")
    heads = [paper.say("Note"), paper.say("Your words"), paper.say("Heading")]
    rows = [Row([str(n), "", ""], 2) for n in paper.empty(of)]
    if rows:
        found += paper.table("", heads, rows, widths=(1, 8, 2))
    named = [f"{letter(i)}. {paper.words(cluster.text)}" for i, cluster in enumerate(of.clusters)]
    more = paper.say("More headings of the team, by letter")
    if named:
        found += f"<p>{paper.say('Headings')}</p>{paper.bullets(named)}"
    found += paper.ask(more, 2)
    if of.votes:
        dots = paper.say(
            "Your {n} dots, after all have read the wall (seat and number of a note, such as 3.2, or the letter of a heading)",
            n=of.votes,
        )
        found += paper.ask(dots, 1)
    return found
