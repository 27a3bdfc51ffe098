"""What a roll-up's notebook shows: numbers of many districts, and no words, no team and no seat."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from kitlib import __version__, charts
from kitlib.content.home import called_here
from kitlib.errors import KitError
from kitlib.kinds.shared.answers import long_day
from kitlib.kinds.shared.instruments import spread
from kitlib.kinds.shared.page import behind, show, show_chart, table
from kitlib.privacy.suppression import CONTRIBUTORS, SIGN, rule_text
from kitlib.rollup.result import EVERYONE, RollupResult, RollupRow, compute_rollup
from kitlib.settings import settings

__all__ = ["Rollup"]

LONG = 15  # statements from which on only those told apart most are drawn


class Rollup:
    """The roll-up of one session, for its notebook. With `made`, of the file in which it was worked out before.

    Without, it is worked out here, and what it shows is noted as shown like that of any other roll-up.
    """

    def __init__(self, session: str, by: str = "", smallest: str = "10", made: str = "") -> None:
        places = settings()
        if made:
            self._result = RollupResult.from_json(json.loads(Path(made).read_text(encoding="utf-8")))
        else:
            self._result = compute_rollup(places, session, by, _number(smallest))

    def heading(self) -> None:
        """Show what this is, over whom, and by which rule numbers are withheld."""
        result = self._result
        everyone = next((x for x in result.of_form("participation") if x.group == EVERYONE), None)
        facts = (
            dict(zip(everyone.points, everyone.numbers, strict=True)) if everyone and everyone.numbers else {}
        )
        inside = "".join(f"<div><dt>{k}</dt><dd>{n}</dd></div>" for k, n in facts.items())
        glance = f'<dl class="glance">{inside}</dl>' if facts else "<p>How many took part is withheld.</p>"
        say = called_here().words
        groups = f", by {escape(result.by)}" if result.by else ""
        show(
            f'<p class="kicker">Roll-up of a team session · '
            f"{escape(result.resource)}</p>"
            f"<h1>{escape(result.title)}: {escape(say('all districts'))}</h1>"
            f'<p class="lead">As of {escape(long_day(result.made))}{groups}</p>'
            f"<p>{result.purpose}</p>{glance}"
            f"<h2>How to read this</h2><p>{escape(rule_text(result.minimum))} "
            + escape(
                say(
                    f"{SIGN} also stands for fewer than {CONTRIBUTORS} districts, and for what would be too small a "
                    "group once a district takes its own record away."
                )
            )
            + " It always covers a whole line, so that it does not tell why it stands there. No words of any team are "
            "in a roll-up.</p>"
        )

    def participation(self) -> None:
        """Districts, meetings, teams and seats, by group."""
        lines = self._result.of_form("participation")
        show(
            "<h2>Who took part</h2><p>A seat is a place at a team’s table; it counts once, however often that team met.</p>"
        )
        rows = [[x.group, *_cells(x)] for x in lines]
        if rows:
            self._show(
                lines,
                rows,
                ["Group", *lines[0].points],
                called_here().words("Districts, meetings, teams and seats"),
            )

    def ratings(self) -> None:
        """Each rating: how many chose each point, the middle and the spread; then the rounds side by side."""
        of_it = self._result.of_form("scale")
        for key in dict.fromkeys((x.activity, x.title) for x in of_it):
            lines = [x for x in of_it if (x.activity, x.title) == key]
            show(
                f"<h2>{escape(key[1])}</h2><p>{escape(called_here().words(lines[0].about))} The middle is the median: half stand at it or "
                "above. The spread says how far answers lie apart (their standard deviation, in points); 0 is all "
                "alike.</p>"
            )
            self._rating(key[1], lines)

    def _rating(self, title: str, lines: Sequence[RollupRow]) -> None:
        last = max(x.round for x in lines)
        everyone = [x for x in lines if x.group == EVERYONE]
        drawn = [x for x in everyone if x.round == last and x.numbers is not None]
        points = list(lines[0].points)
        drawn = sorted(drawn, key=lambda x: -_spread(x))[:LONG]
        if drawn:
            frame = pd.DataFrame([[x.text, *(x.numbers or ())] for x in drawn], columns=["text", *points])
            most = f"{title}: " + (
                "those on which people differ most" if len(everyone) > LONG else "the spread"
            )
            show_chart(
                charts.spread(frame, points), frame.rename(columns={"text": "Statement"}), most, "Statement"
            )
        many = last > 1
        rows = [_rated(x, many) for x in everyone]
        heads = ["Statement", *(["Round"] if many else []), *points, "Middle", "Spread"]
        self._show(everyone, rows, heads, f"{title}: how many chose each point", "Statement")
        if many:
            _rounds(title, everyone)
        of_groups = {g: [x for x in lines if x.group == g] for g in self._result.groups[:-1]}
        for group, of_it in of_groups.items():
            if not _all_withheld(of_it):
                grid = _grid([_rated(x, many) for x in of_it], heads, f"{title}: {group}")
                show(behind(f"{group}, statement by statement", grid))
        withheld = [group for group, of_it in of_groups.items() if of_it and _all_withheld(of_it)]
        if withheld:
            show(f"<p>{escape(_listed(withheld))}: every statement is withheld.</p>")

    def priorities(self) -> None:
        """What teams want to work on first: the themes they agreed on, by how many teams."""
        lines = [x for x in self._result.of_form("priority") if self._is_last(x)]
        if not lines:
            return
        show("<h2>What teams want to work on first</h2>")
        chosen = [x for x in lines if x.group == EVERYONE]
        chosen.sort(key=lambda x: -(x.numbers or (-1,))[0])
        rows = [[x.text, x.domain or "–", *(_of(x, 0))] for x in chosen]
        heads = ["Statement", "Theme", "Teams that chose it", "Teams that rated"]
        self._show(chosen, rows, heads, "Agreed priorities, most chosen first", "Statement")
        self._by_group(lines, 0, "Teams that chose it")

    def not_discussed(self) -> None:
        """Where teams agreed, where they differ, and what they did not come to."""
        lines = [x for x in self._result.of_form("discussed") if self._is_last(x)]
        if not lines:
            return
        show(
            "<h2>What was talked about, and what was not</h2><p>A statement that was not discussed says so; that is "
            "not a low rating.</p>"
        )
        everyone = [x for x in lines if x.group == EVERYONE]
        rows = [[x.text, *_cells(x)] for x in everyone]
        heads = ["Statement", *lines[0].points]
        self._show(everyone, rows, heads, "How many teams agreed, differ, or did not discuss", "Statement")
        self._by_group(lines, 2, "Teams that did not discuss it")

    def actions(self) -> None:
        """Show how many actions were written down and where they stand, and what else is counted so."""
        found = [x for x in self._result.of_form("status") if self._is_last(x)]
        if not found:
            show("<h2>Actions</h2><p>No action was written down.</p>")
        for activity, title in dict.fromkeys((x.activity, x.title) for x in found):
            lines = [x for x in found if x.activity == activity]
            rows = [[x.group, *_cells(x), SIGN if x.numbers is None else sum(x.numbers)] for x in lines]
            heads = ["Group", *(p.capitalize() for p in lines[0].points), "All"]
            show(f"<h2>{escape(title)}</h2>")
            self._show(lines, rows, heads, lines[0].text)

    def colophon(self) -> None:
        """Say how the roll-up was made, and what is not in it."""
        show(
            f"<h2>How this roll-up was made</h2><p>Made on {escape(long_day(self._result.made))} by the facilitation "
            f"kit, version {__version__}, from what teams entered. Private answers, answers taken out of the record, "
            "rehearsals and all words were left out. A number is also withheld where it would give one away together "
            f"with an earlier roll-up of this session.</p><p>{escape(self._result.provenance)}</p>"
        )

    # -- parts ---------------------------------------------------------------------------------

    def _is_last(self, line: RollupRow) -> bool:
        return line.round == max(x.round for x in self._result.of_form(line.form, line.activity))

    def _by_group(self, lines: Sequence[RollupRow], point: int, caption: str) -> None:
        """One number of every statement, group by group, folded away."""
        groups = [g for g in self._result.groups if any(x.group == g for x in lines)]
        if len(groups) < 2:
            return
        withheld = [g for g in groups if _all_withheld([x for x in lines if x.group == g])]
        if withheld:
            show(f"<p>{escape(caption)}: withheld of {escape(_listed(withheld))}.</p>")
        groups = [g for g in groups if g not in withheld]
        if not groups:
            return
        found = {(x.activity, x.item, x.group): x for x in lines}
        keys = list(dict.fromkeys((x.activity, x.item, x.text) for x in lines))
        rows = []
        for activity, item, text in keys:
            cells = [found.get((activity, item, g)) for g in groups]
            rows.append(
                [
                    text,
                    *(
                        "–" if x is None else " of ".join(map(str, dict.fromkeys(_of(x, point))))
                        for x in cells
                    ),
                ]
            )
        show(behind(f"{caption}, by group", _grid(rows, ["Statement", *groups], caption)))

    def _show(
        self,
        lines: Sequence[RollupRow],
        rows: Sequence[Sequence[object]],
        heads: Sequence[str],
        caption: str,
        wide: str = "",
    ) -> None:
        """A table of these lines; where nothing of it may be shown, the sentence that says so."""
        if _all_withheld(lines):
            show(f"<p>{escape(caption)}: withheld. {escape(self._notes(lines))}</p>")
        else:
            _table(rows, heads, caption, self._notes(lines), wide)

    def _notes(self, lines: Sequence[RollupRow]) -> str:
        """The rule where something is withheld, and what still stands from an earlier roll-up."""
        notes = []
        if any(x.numbers is None for x in lines):
            notes.append(rule_text(self._result.minimum))
        days = sorted({x.stands for x in lines if x.stands})
        if days:
            notes.append(
                f"Marked *: too few people or districts changed since {', '.join(map(long_day, days))}; "
                "the numbers of that day stand."
            )
        return " ".join(notes)


def _number(smallest: str) -> int:
    try:
        return int(smallest)
    except ValueError:
        raise KitError(
            f'The smallest group that is shown can be 10 or more, not "{smallest}".', "Use: smallest = 10"
        ) from None


def _all_withheld(lines: Sequence[RollupRow]) -> bool:
    return all(line.numbers is None for line in lines)


def _listed(groups: Sequence[str]) -> str:
    """ "Essex, Suffolk and Norfolk"."""
    return " and ".join(filter(None, [", ".join(groups[:-1]), groups[-1]]))


def _cells(line: RollupRow) -> list[object]:
    if line.numbers is None:
        return [SIGN] * len(line.points)
    return [f"{n}*" if line.stands else n for n in line.numbers]


def _of(line: RollupRow, point: int) -> list[object]:
    """One number of a line, and of how many."""
    if line.numbers is None:
        return [SIGN, SIGN]
    star = "*" if line.stands else ""
    return [f"{line.numbers[point]}{star}", f"{sum(line.numbers)}{star}"]


def _tally(line: RollupRow) -> dict[int, int]:
    return dict(zip(line.values, line.numbers or (), strict=True))


def _spread(line: RollupRow) -> float:
    return spread(_tally(line))


def middle(line: RollupRow) -> float | None:
    """The median of a line, None where it is withheld."""
    if line.numbers is None:
        return None
    return float(statistics.median(v for v, n in _tally(line).items() for _ in range(n)))


def _rated(line: RollupRow, many: bool) -> list[object]:
    median = middle(line)
    told = [SIGN, SIGN] if median is None else [f"{median:g}", f"{_spread(line):.2f}"]
    return [line.text, *([line.round] if many else []), *_cells(line), *told]


def _rounds(title: str, everyone: Sequence[RollupRow]) -> None:
    """What moved: the middle and spread of each round side by side."""
    rounds = sorted({x.round for x in everyone})
    rows = []
    for item in dict.fromkeys(x.item for x in everyone):
        of_it = {x.round: x for x in everyone if x.item == item}
        cells: list[object] = []
        for n in rounds:
            line = of_it.get(n)
            median = middle(line) if line else None
            told = SIGN if line else "–"
            if line and line.numbers and median is not None:
                told = f"{median:g} (spread {_spread(line):.2f}, {sum(line.numbers)} answers)"
            cells.append(told)
        ends = [middle(of_it[n]) if n in of_it else None for n in (rounds[0], rounds[-1])]
        moved = "–" if None in ends else f"{(ends[1] or 0) - (ends[0] or 0):+g}"
        rows.append([next(iter(of_it.values())).text, *cells, moved])
    heads = ["Statement", *(f"Round {n}" for n in rounds), "Moved"]
    show("<h3>Rounds side by side</h3><p>Teams that answered once are in round 1 only.</p>")
    _table(
        rows,
        heads,
        f"{title}: the middle of each round, and points moved from first to last",
        "",
        "Statement",
    )


def _grid(
    rows: Sequence[Sequence[object]], heads: Sequence[str], caption: str, wide: str = "Statement"
) -> str:
    # Two groups may have one name in different letters; a table of objects keeps every column apart.
    return table(pd.DataFrame(rows, columns=list(heads), dtype=object), caption, wide=wide)


def _table(
    rows: Sequence[Sequence[object]], heads: Sequence[str], caption: str, note: str, wide: str = ""
) -> None:
    show(_grid(rows, heads, caption, wide) + (f'<p class="quiet">{escape(note)}</p>' if note else ""))
