"""The page of a county: all sessions that its districts held, in numbers of the county as a whole.

Each number is one of a roll-up by county, withheld where that withholds it, and noted as shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from kitlib import __version__
from kitlib.content.home import called_here
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.kinds.shared.answers import long_day
from kitlib.kinds.shared.page import show, table
from kitlib.privacy.suppression import CONTRIBUTORS, SIGN, SMALLEST, rule_text
from kitlib.rollup.report import middle
from kitlib.rollup.result import NotHeldError, RollupResult, RollupRow, compute_rollup
from kitlib.settings import Settings, settings
from kitlib.store import Store
from kitlib.tabular.folding import fold

__all__ = ["County", "CountyResult", "compute_county"]

FIRST = 5  # statements of a session that are named as chosen most
NOT_DISCUSSED = 2  # the point of a line of the form "discussed"


@dataclass(frozen=True)
class CountyResult:
    """The roll-ups of a county, the first held session first, each with the county's own lines alone."""

    county: str
    districts: int  # of the county, whether they met or not
    sessions: tuple[RollupResult, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "county": self.county,
            "districts": self.districts,
            "sessions": [each.to_json() for each in self.sessions],
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> CountyResult:
        """Make it from what `to_json` returned."""
        return cls(found["county"], found["districts"], tuple(map(RollupResult.from_json, found["sessions"])))


def compute_county(
    places: Settings, county: str, minimum: int = SMALLEST, notify: Callable[[str], None] = print
) -> CountyResult:
    """Roll every session up that a district of a county held, and keep the county's lines.

    Raises NotFoundError for a county that no loaded district has, KitError when none of its districts met.
    """
    with closing(Store(places.database_url)) as store:
        districts = store.districts.all()
        named = {fold(d.county): d.county for d in districts if d.county}
        name = named.get(fold(county)) or named.get(fold(f"{county} County"))
        if name is None:
            hint = did_you_mean(county, list(named.values()))
            raise NotFoundError(
                f'No loaded district is in "{county}"{hint}', "List them with: kit districts list"
            )
        codes = {district.code for district in districts if district.county == name}
        held = reversed(store.meetings.list())
        sessions = list(dict.fromkeys(m.session for m in held if m.district in codes))
    results = []
    for session in sessions:
        try:
            whole = compute_rollup(places, session, "county", minimum, notify)
        except NotHeldError:  # it was opened, and nobody wrote
            continue
        rows = tuple(row for row in whole.rows if row.group == name)
        if rows:
            results.append(replace(whole, rows=rows))
    if not results:
        raise KitError(
            f"No district of {name} has held a session yet, so there is nothing to show.",
            "See what was held: kit meetings",
        )
    return CountyResult(name, len(codes), tuple(results))


class County:
    """What the page of a county shows, for its notebook. With `made`, of the file in which it was worked out before."""

    def __init__(self, county: str, smallest: str = "10", made: str = "") -> None:
        if made:
            self._result = CountyResult.from_json(json.loads(Path(made).read_text(encoding="utf-8")))
        else:
            self._result = compute_county(settings(), county, int(smallest))
        self._minimum = self._result.sessions[0].minimum

    def heading(self) -> None:
        """Show whose page this is, and by which rule numbers are withheld."""
        made = max(each.made for each in self._result.sessions)
        say = called_here().words
        rule = say(
            f"{SIGN} also stands for fewer than {CONTRIBUTORS} districts, and for what would be too small a group once "
            "a district takes its own record away."
        )
        show(
            f'<p class="kicker">All sessions of a county</p><h1>{escape(self._result.county)}</h1>'
            f'<p class="lead">{escape(say(f"{self._result.districts} districts"))}, as of {escape(long_day(made))}</p>'
            f"<p>{escape(rule_text(self._minimum))} {escape(rule)} No words of any team are here.</p>"
        )

    def sessions(self) -> None:
        """Show who took part in which session."""
        rows: list[list[object]] = []
        points: Sequence[str] = ()
        for each in self._result.sessions:
            for line in each.of_form("participation"):
                points = line.points
                rows.append([each.title, *_cells(line)])
        show("<h2>Who met for what</h2><p>A seat counts once, however often its team met.</p>")
        _table(
            rows,
            ["Session", *points],
            called_here().words("Sessions that districts of the county held"),
            "Session",
        )

    def priorities(self) -> None:
        """Show what teams want to work on first, session by session."""
        rows: list[list[object]] = []
        for each in self._result.sessions:
            lines = [
                x for x in each.of_form("priority") if x.numbers and _is_last(each, x) and x.numbers[0] > 0
            ]
            lines.sort(key=lambda x: -(x.numbers or (0,))[0])
            rows += [
                [x.text, each.title, f"{(x.numbers or (0,))[0]} of {sum(x.numbers or ())}"]
                for x in lines[:FIRST]
            ]
        if rows:
            show("<h2>What teams want to work on first</h2>")
            heads = ["Statement", "Session", "Teams that chose it"]
            _table(rows, heads, "Chosen most, by session", "Statement")

    def tallies(self) -> None:
        """Show where actions stand, and what else is counted so, session by session."""
        of_title: dict[tuple[str, tuple[str, ...]], list[list[object]]] = {}
        for each in self._result.sessions:
            for line in each.of_form("status"):
                if _is_last(each, line):
                    all_ = SIGN if line.numbers is None else sum(line.numbers)
                    rows = of_title.setdefault((line.title, line.points), [])
                    rows.append([each.title, *_cells(line), all_])
        for (title, points), rows in of_title.items():
            show(f"<h2>{escape(title)}</h2>")
            heads = ["Session", *(point.capitalize() for point in points), "All"]
            _table(rows, heads, f"{title}: where they stand", "Session")

    def ratings(self) -> None:
        """Show the middle rating of each statement, round by round, and how many teams did not come to it."""
        for each in self._result.sessions:
            lines = [x for x in each.of_form("scale") if x.numbers is not None]
            for title in dict.fromkeys(x.title for x in lines):
                of_it = [x for x in lines if x.title == title]
                rounds = sorted({x.round for x in of_it})
                rows = [_rated(each, of_it, item, rounds) for item in dict.fromkeys(x.item for x in of_it)]
                show(f"<h2>{escape(title)}</h2>")
                heads = ["Statement", *(f"Round {n}" for n in rounds), "Teams that did not discuss it"]
                _table(rows, heads, f"{title}: the middle of all ratings", "Statement")

    def colophon(self) -> None:
        """Say how the page was made."""
        show(
            f"<h2>How this page was made</h2><p>Made by the facilitation kit, version {__version__}, from the roll-ups "
            "by county of each session. Private answers, answers taken out of the record, rehearsals and all words were "
            "left out. What stands here counts as shown: a later roll-up withholds what would give something away beside it.</p>"
        )


def _is_last(of: RollupResult, line: RollupRow) -> bool:
    return line.round == max(x.round for x in of.of_form(line.form, line.activity))


def _cells(line: RollupRow) -> list[object]:
    return [SIGN] * len(line.points) if line.numbers is None else list(line.numbers)


def _rated(of: RollupResult, lines: Sequence[RollupRow], item: str, rounds: Sequence[int]) -> list[object]:
    found = {x.round: x for x in lines if x.item == item}
    told = [f"{middle(found[n]):g}" if n in found else "–" for n in rounds]
    silent = next((x for x in of.of_form("discussed") if x.item == item and _is_last(of, x)), None)
    number: object = (
        "–" if silent is None else SIGN if silent.numbers is None else silent.numbers[NOT_DISCUSSED]
    )
    return [next(iter(found.values())).text, *told, number]


def _table(rows: Sequence[Sequence[object]], heads: Sequence[str], caption: str, wide: str) -> None:
    show(table(pd.DataFrame(rows, columns=list(heads), dtype=object), caption, wide=wide))
