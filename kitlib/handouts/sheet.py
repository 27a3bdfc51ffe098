"""What participants get on paper, as HTML: the handout, the sheet that each keeps, forms of a survey, and a sheet for families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kitlib.content.activities import ALL_PARTS, Again, Placed
from kitlib.content.markdown import as_html
from kitlib.handouts.plan import Kept, Plan
from kitlib.kinds.shared.paper import ENGLISH, Paper, Row
from kitlib.kinds.shared.paper_form import FormSheet, form_of
from kitlib.kinds.shared.rule import Rule

__all__ = [
    "activity",
    "agenda",
    "families",
    "for_families",
    "form_sheet",
    "handout",
    "head",
    "origins",
    "whole_step",
    "yours_alone",
]


def handout(plan: Plan, paper: Paper) -> str:
    """Purpose, agenda, what keeps people safe, and per step the prompt and what is filled in."""
    session = plan.session
    care = paper.bullets([paper.marked(line, session.sources) for line in session.care])
    return (
        head(plan, paper, "Handout")
        + _draft(paper)
        + f'<p class="lead">{paper.marked(session.purpose, session.sources)}</p>'
        + _place(plan, paper)
        + f"<h2>{paper.say('By the end')}</h2>"
        + paper.bullets([paper.marked(line, session.sources) for line in session.outcomes])
        + agenda(plan, paper)
        + (f"<h2>{paper.say('How we take care')}</h2>{care}" if care else "")
        + "".join(whole_step(plan, kept, paper, kept.step.activities) for kept in plan.steps)
        + origins(plan, paper)
    )


def families(plan: Plan, paper: Paper) -> str:
    """In the language of families: the steps that families or students read, and nothing else. Empty without any."""
    steps = "".join(
        whole_step(
            plan, kept, paper, [placed for placed in kept.step.activities if _read(plan, kept, placed)]
        )
        for kept in plan.steps
        if for_families(plan, kept)
    )
    head_ = head(plan, paper, "Handout for families") + _draft(paper) + _place(plan, paper)
    return head_ + steps + origins(plan, paper) if steps else ""


def for_families(plan: Plan, kept: Kept) -> bool:
    """Whether families or students read this step, or something in it."""
    return kept.step.readers != "staff" or any(_read(plan, kept, placed) for placed in kept.step.activities)


def _read(plan: Plan, kept: Kept, placed: Placed) -> bool:
    """Whether an activity is for families or students: as its own words say, else as its step does.

    A form that is given out by itself is a sheet of its own.
    """
    rule = plan.rule(placed)
    form = form_of(rule)
    readers = form.readers(rule) if form else set()
    if rule.activity.instruments() and readers:
        return readers != {"staff"}
    return kept.step.readers != "staff" or bool(readers - {"staff"})


def yours_alone(plan: Plan, paper: Paper) -> str:
    """The sheet that its writer keeps: what is private. Empty where the session asks nothing in private."""
    kept = replace(paper, yours=True)
    found = ""
    for each in plan.steps:
        of_step = ""
        for placed in each.step.activities:
            if not isinstance(placed, Again):
                of_step += _private(plan.rule(placed), kept)
        if of_step:
            found += f"<h2>{each.number}. {paper.words(each.step.title)}</h2>{of_step}"
    if not found:
        return ""
    note = paper.say("This sheet is yours alone. Take it with you; do not hand it in. Nobody keys it in.")
    phrase = paper.say("If you write on a screen too, your phrase: ______________________________")
    return (
        f'<p class="kicker">{paper.say("Yours alone")}</p><h1>{paper.words(plan.session.title)}</h1>'
        f'<div class="note"><p><strong>{note}</strong></p><p>{phrase}</p></div>{found}'
    )


def _private(rule: Rule[Any], paper: Paper) -> str:
    """What an activity asks in private, on the sheet that its writer keeps; empty where there is nothing."""
    form = form_of(rule)
    asks = any(field.visibility == "private" for field in rule.fields().values())
    return form.html(rule, paper) if form and form.keeps_private and asks else ""


def form_sheet(plan: Plan, sheet: FormSheet, paper: Paper) -> str:
    """A form of one group of people, to be given out by itself."""
    return (
        f'<p class="kicker">{paper.words(sheet.title)}</p>'
        f"<h1>{paper.words(sheet.heading, sheet.headings)}</h1>"
        + sheet.html
        + paper.quiet(companion(plan, paper))
    )


# -- pieces that the guide has too -----------------------------------------------------------


def head(plan: Plan, paper: Paper, what: str) -> str:
    """What this sheet is, of which session, and what it accompanies."""
    return f'<p class="kicker">{paper.say(what)}</p><h1>{paper.words(plan.session.title)}</h1>' + paper.quiet(
        companion(plan, paper)
    )


def companion(plan: Plan, paper: Paper) -> str:
    """Which publication this accompanies, and whose words these are."""
    return f"{plan.provenance.sentences(paper.say, paper.words)} {paper.link(plan.resource.url)}"


def _draft(paper: Paper) -> str:
    return paper.draft() if paper.is_draft else ""


def _place(plan: Plan, paper: Paper) -> str:
    where = " · ".join(paper.words(part) for part in plan.where)
    blanks = paper.say("Team: ________  Seat: ____  (no names)")
    return (f"<p><strong>{where}</strong></p>" if where else "") + f"<p>{blanks}</p>"


def agenda(plan: Plan, paper: Paper) -> str:
    """The steps with their minutes, which add up."""
    rows = [
        Row(
            [
                f"{kept.number}. {paper.words(kept.step.title)}",
                paper.words(kept.step.grouping),
                str(kept.minutes),
            ],
            0,
        )
        for kept in plan.steps
    ]
    planned = sum(kept.minutes for kept in plan.steps)
    rows.append(Row([paper.say("Together"), "", str(planned)], 0))
    heads = [paper.say("Step"), paper.say("How"), paper.say("Minutes")]
    title = paper.say("Agenda of {n} minutes", n=planned)
    return f"<h2>{paper.say('Agenda')}</h2>{paper.table(title, heads, rows, widths=(6, 3, 1))}"


def whole_step(plan: Plan, kept: Kept, paper: Paper, activities: Sequence[Placed]) -> str:
    """A step with its prompt, and some of its activities."""
    step = kept.step
    minutes = paper.say("{n} minutes", n=kept.minutes)
    translated: str | None = step.prompt
    if paper.language != ENGLISH:
        translated = paper.translated(step.translations) or paper.phrase(step.prompt)
    prompt = as_html(translated or step.prompt, plan.session.sources)
    if translated is None:
        prompt = f'<div lang="{ENGLISH}">{prompt}</div>'
    grouping = f" · {paper.words(step.grouping)}" if step.grouping else ""
    return (
        f'<h2>{kept.number}. {paper.words(step.title)} <span class="quiet">· {minutes}{grouping}</span></h2>'
        + prompt
        + "".join(activity(plan, placed, paper) for placed in activities)
    )


def activity(plan: Plan, placed: Placed, paper: Paper) -> str:
    """One activity under its title; one shown again as a whole points to its sheet."""
    rule = plan.rule(placed)
    title = paper.words(rule.activity.title or rule.title)
    head = f"<h3>{title}</h3>" if title else ""
    part = placed.part if isinstance(placed, Again) else getattr(placed, "part", ALL_PARTS)
    if isinstance(placed, Again) and part == ALL_PARTS:
        first = plan.first(placed.again)
        if first is not None:
            go_on = paper.say("Go on with the form of step {n}:", n=first.number)
            return head + f"<p>{go_on} {paper.words(first.step.title)}</p>"
    form = form_of(rule)
    html = form.html(rule, replace(paper, part=part)) if form else ""
    return head + html + paper.quiet(paper.say("To key in: {id}", id=rule.activity.id)) if html else ""


def origins(plan: Plan, paper: Paper) -> str:
    """Where it comes from: what is whose, the edition, what was not found, the sources."""
    session = plan.session
    honest = plan.provenance.honesty(paper.say, paper.words)
    found = f"<h2>{paper.say('Where this comes from')}</h2><p>{honest}</p>"
    found += f"<p>{edition}</p>" if (edition := paper.marked(session.edition, session.sources)) else ""
    if session.not_found:
        missing = paper.bullets([paper.marked(line, session.sources) for line in session.not_found])
        found += f"<h3>{paper.say('What could not be read of the original')}</h3>{missing}"
    sources = "".join(
        f"<li>{paper.words(f'{s.title}. {s.publisher}' + (f', {s.year}' if s.year else '') + '.')} {paper.link(s.url)}</li>"
        for s in session.sources
    )
    return found + f"<h3>{paper.say('Sources')}</h3><ol>{sources}</ol>"
