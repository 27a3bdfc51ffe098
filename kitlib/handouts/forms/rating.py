"""An instrument on paper: the same numbers as on the screen, points to circle, then what the team says."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.activities.rating import Rating
from kitlib.content.instruments import Instrument, Item, Scale
from kitlib.handouts.paper import Paper, Row

__all__ = ["PASSED", "circled", "head", "rating"]

PASSED = "–"  # in the circle that passes


def rating(rule: Rating, paper: Paper) -> str:
    """First alone, statement by statement; then the team's own table."""
    alone = f"<h4>{paper.say('First alone')}</h4>" + paper.quiet(
        paper.say("Circle one point for each statement. To pass is an answer too.")
    )
    return (
        head(rule.instrument, paper)
        + alone
        + circled(rule.instrument, rule.items, rule.scale, paper)
        + _together(rule, paper)
    )


def head(instrument: Instrument, paper: Paper) -> str:
    """What is rated: title, version, whose it is, and whether its translation is a draft."""
    title = paper.words(instrument.title, instrument.titles)
    version = paper.say("Version {version}", version=instrument.version)
    found = f"<p><strong>{title}</strong></p>" + paper.quiet(f"{version}. {paper.words(instrument.made_by)}.")
    if paper.language != "en" and paper.language not in instrument.reviewed:
        found += paper.draft()
    intro = paper.words(instrument.intro, instrument.intros) if instrument.intro else ""
    return found + (f"<p>{intro}</p>" if intro else "")


def circled(instrument: Instrument, items: Sequence[Item], scale: Scale, paper: Paper) -> str:
    """The points in words, then the statements by domain with the points to circle."""
    found = legend(scale, paper)
    points = paper.points([*scale.values, PASSED])
    numbers = {item.id: n for n, item in enumerate(items, start=1)}
    for domain in dict.fromkeys(item.domain for item in items):
        own = [item for item in items if item.domain == domain]
        rows = [Row([statement(item, numbers[item.id], paper), points]) for item in own]
        caption = paper.words(domain) if domain else paper.words(instrument.title, instrument.titles)
        widths = (3, 2) if len(scale.points) > 5 or paper.large else (2, 1)
        heads = [paper.say("Statement"), paper.say("Circle one")]
        found += paper.table(caption, heads, rows, widths=widths)
    return found


def legend(scale: Scale, paper: Paper) -> str:
    """The points of a scale in words."""
    points = [
        f'<span class="point">{point.value}</span>&nbsp;{paper.words(point.label, point.translations)}'
        + (f": {paper.words(point.help)}" if point.help else "")
        for point in scale.points
    ]
    if not any(point.help for point in scale.points):
        points.append(f'<span class="point">{PASSED}</span>&nbsp;{paper.say("pass")}')
        return f"<p>{' &emsp; '.join(points)}</p>"
    passed = f'<span class="point">{PASSED}</span>&nbsp;{paper.say("pass")}'
    return paper.bullets([*points, passed])


def statement(item: Item, number: int, paper: Paper) -> str:
    """One statement with its number, and what to look at."""
    help = f'<br><span class="quiet">{paper.words(item.help)}</span>' if item.help else ""
    return f"{number}. {paper.words(item.text, item.translations)}{help}"


def _together(rule: Rating, paper: Paper) -> str:
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
