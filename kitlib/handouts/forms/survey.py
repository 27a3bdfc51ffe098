"""A survey on paper: the form as people fill it in, the counts that a team brings in, and what it makes of them."""

from __future__ import annotations

from kitlib.activities.survey import Survey
from kitlib.handouts.forms.rating import circled, head, legend, statement
from kitlib.handouts.paper import ENGLISH, Paper, Row

__all__ = ["form", "survey"]


def survey(rule: Survey, paper: Paper) -> str:
    """The form that is answered here, the counts of the others, and the notes."""
    of = rule.activity
    found = ""
    for each in of.forms:
        if paper.language != ENGLISH:
            found = paper.quiet(paper.say("The form of this survey is a sheet of its own."))
        elif each.id == of.here:
            found += form(rule, each.id, paper)
        elif paper.room:
            found += _counts(rule, each.id, paper)
        else:
            found += head(rule.instruments[each.id], paper) + circled(
                rule.instruments[each.id], rule.instruments[each.id].items, rule.scales[each.id], paper
            )
    if of.notes:
        heads = [paper.say(text) for text in ("We notice", "Compared with", "What could explain it")]
        rows = [Row(["", "", ""], 3) for _ in paper.empty(of)]
        found += paper.table(paper.say("What we make of the results"), heads, rows or [Row(["", "", ""])])
    return found


def form(rule: Survey, id: str, paper: Paper) -> str:
    """One form, as a person fills it in: no name is asked for."""
    instrument = rule.instruments[id]
    tell = paper.say("Do not write your name. Circle one point for each statement. To pass is an answer too.")
    counts = paper.say("Only counts are shown, and only from {n} answers on.", n=rule.activity.smallest)
    return (
        head(instrument, paper)
        + paper.quiet(f"{tell} {counts}")
        + circled(instrument, instrument.items, rule.scales[id], paper)
    )


def _counts(rule: Survey, id: str, paper: Paper) -> str:
    """How many chose each point, to be written in from the forms that came back."""
    instrument, scale = rule.instruments[id], rule.scales[id]
    title = paper.words(rule.forms[id].title)
    rows = [
        Row([statement(item, n, paper), *[""] * len(scale.points)])
        for n, item in enumerate(instrument.items, 1)
    ]
    heads = [paper.say("How many chose each point")]
    heads += [f'<span class="point">{value}</span>' for value in scale.values]
    return (
        f"<h4>{title}</h4>"
        + head(instrument, paper)
        + paper.quiet(paper.say("One copy for the team, to write in the counts of the forms that came back."))
        + legend(scale, paper)
        + paper.ask(paper.say("How many were asked, and how many answered"), 1)
        + paper.table(title, heads, rows, widths=[8, *[1] * len(scale.points)])
    )
