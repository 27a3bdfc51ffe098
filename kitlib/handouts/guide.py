"""The facilitator's guide as HTML: all that participants get, and what only the one who leads reads."""

from __future__ import annotations

from dataclasses import replace

from kitlib.clock import fit
from kitlib.content.markdown import as_html
from kitlib.handouts.plan import Kept, Plan
from kitlib.handouts.sheet import activity, agenda, head, origins, yours_alone
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import form_of

__all__ = ["guide"]

_ORDER = {"first": "Cut first", "later": "Cut later", "never": "Never cut"}


def guide(plan: Plan, paper: Paper) -> str:
    """What to prepare, the agenda and what to cut, then step by step the prompt, the notes, and what people fill in."""
    read = replace(paper, room=False)
    session = plan.session
    return (
        head(plan, read, "Facilitator’s guide")
        + f'<p class="lead">{read.marked(session.purpose, session.sources)}</p>'
        + _glance(plan, read)
        + agenda(plan, read)
        + _shorter(plan, read)
        + _prepare(plan, read)
        + "".join(_step(plan, kept, read) for kept in plan.steps)
        + f"<h2>Afterwards</h2><p>{read.marked(session.follow_up, session.sources)}</p>"
        + _next(plan, read)
        + origins(plan, read)
    )


def _glance(plan: Plan, paper: Paper) -> str:
    session = plan.session
    entries = [
        ("Minutes", str(plan.minutes)),
        ("Form", paper.words(session.form)),
        ("Held for", " · ".join(map(paper.words, plan.where))),
    ]
    told = "".join(f"<dt>{head}</dt><dd>{words}</dd>" for head, words in entries if words)
    facts = [
        ("For whom", session.audience),
        ("Who leads", session.leads),
        ("What the team leaves with", session.product),
    ]
    rest = "".join(f"<dt>{head}</dt><dd>{paper.marked(text, session.sources)}</dd>" for head, text in facts)
    outcomes = paper.bullets([paper.marked(line, session.sources) for line in session.outcomes])
    return f"<dl>{told}{rest}</dl><h2>By the end</h2>{outcomes}"


def _shorter(plan: Plan, paper: Paper) -> str:
    """What gives way when time is short: the minutes of each step at each length, and the order in which steps go."""
    steps = plan.session.steps
    lengths = plan.lengths
    given = [fit(steps, length) for length in lengths]
    rows = [
        Row(
            [
                paper.words(step.title),
                *(str(of[i]) if of[i] else "left out" for of in given),
                str(step.short or step.minutes),
                _ORDER[step.cut],
            ],
            0,
        )
        for i, step in enumerate(steps)
    ]
    rows.append(Row(["Together", *(str(sum(of)) for of in given), "", ""], 0))
    heads = ["Step", *(f"{length} minutes" for length in lengths), "At least", "When you run late"]
    tell = (
        "Shorten what is cut first to its least, then leave it out; then what is cut later. "
        "Steps that are never cut can only be shortened."
    )
    return f"<h2>When time is short</h2><p>{tell}</p>" + paper.table("Minutes at each length", heads, rows)


def _prepare(plan: Plan, paper: Paper) -> str:
    session = plan.session
    lists = [
        ("Who must be in the room", session.in_room),
        ("Roles to give out", session.roles),
        ("Materials", session.materials),
        ("Pre-work", session.prework),
        ("Care", session.care),
    ]
    found = "".join(
        f"<h3>{title}</h3>{paper.bullets([paper.marked(line, session.sources) for line in lines])}"
        for title, lines in lists
        if lines
    )
    if session.announcement:
        message = as_html(session.announcement, session.sources)
        found += f"<h3>Message that announces it</h3><blockquote>{message}</blockquote>"
    return f"<h2>Before the meeting</h2>{found}<h3>On paper</h3>{paper.bullets(_copies(plan, paper))}"


def _copies(plan: Plan, paper: Paper) -> list[str]:
    """How many of what to print, and what becomes of it."""
    command = paper.words(f"kit handout {plan.session.id} --keys")
    return [
        "One handout for each person, and one more for each team, on which it fills in what says “One copy for the team”.",
        *(
            ["“Yours alone” for each person, who takes it home. It is not collected and not keyed in."]
            if yours_alone(plan, replace(paper, room=True))
            else []
        ),
        *_sheets(plan, paper),
        f"Afterwards <strong>{command}</strong> makes the file to key in what was written by hand.",
    ]


def _sheets(plan: Plan, paper: Paper) -> list[str]:
    """How many of each form that is given out by itself; those of one activity are told once."""
    forms = ((form_of(rule), rule) for rule in plan.rules)
    told = (sheet.copies for form, rule in forms if form for sheet in form.sheets(rule, paper))
    return list(dict.fromkeys(told))


def _step(plan: Plan, kept: Kept, paper: Paper) -> str:
    step, sources = kept.step, plan.session.sources
    grouping = f" · {paper.words(step.grouping)}" if step.grouping else ""
    short = f" · at least {step.short}" if step.short else ""
    hard = "".join(
        f"<dt>{paper.marked(d.when, sources)}</dt><dd>{paper.marked(d.do, sources)}</dd>"
        for d in step.difficulties
    )
    notes = as_html(step.facilitator, sources) + (
        f"<p><strong>If it gets hard</strong></p><dl>{hard}</dl>" if hard else ""
    )
    return (
        f'<h2>{kept.number}. {paper.words(step.title)} <span class="quiet">· {kept.minutes} minutes{grouping}</span></h2>'
        + paper.quiet(f"{_ORDER[step.cut]}{short}")
        + f"<p><strong>Participants read:</strong></p>{as_html(step.prompt, sources)}"
        + (
            f'<div class="note"><p><strong>For you, the facilitator</strong></p>{notes}</div>'
            if notes
            else ""
        )
        + "".join(activity(plan, placed, paper) for placed in step.activities)
    )


def _next(plan: Plan, paper: Paper) -> str:
    if not plan.follows:
        return ""
    return f"<p>Next in the series: <strong>{paper.words(plan.follows)}</strong></p>"
