"""An instrument on paper: the same numbers as on the screen, and points to circle."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.content.instruments import Instrument, Item, Scale
from kitlib.kinds.shared.paper import Paper, Row

__all__ = ["PASSED", "circled", "instrument_head", "legend", "statement"]

PASSED = "–"  # in the circle that passes


def instrument_head(instrument: Instrument, paper: Paper, *, titled: bool = True) -> str:
    """What is rated: its title (unless it stands above), version, whose it is, whether its translation is a draft."""
    title = f"<p><strong>{paper.words(instrument.title, instrument.titles)}</strong></p>" if titled else ""
    version = paper.say("Version {version}", version=instrument.version)
    found = title + paper.quiet(f"{version}, {paper.words(instrument.made_by)}.")
    spoken = {*instrument.titles, *(code for item in instrument.items for code in item.translations)}
    if paper.language in spoken and paper.language not in instrument.reviewed:
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
