"""Map of support: what is in use and what is a goal, by area and tier; gaps and overlaps found and named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Any

from kitlib.kinds.map.keys import Map
from kitlib.kinds.shared.cells import column_fields, drawn, filled, shown
from kitlib.kinds.shared.checks import one_of, text
from kitlib.kinds.shared.figures import Figure, FigureRow, TeamView
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.rule import Field, Group, Rule, rows_with_removal
from kitlib.tabular.folding import fold

__all__ = [
    "ALIKE",
    "STATES",
    "WORD",
    "Cell",
    "Entry",
    "MapRule",
    "Overlap",
    "alike",
    "coverage",
    "entries_in",
    "gaps",
    "overlaps",
    "same_names",
    "same_served",
]

#: What is stored, and how people read it, with the sign that stands beside the words.
STATES = {"in-use": "in use now", "goal": "a goal"}
#: What a gap is called on the wall, by how many goals would fill it.
GAP = {0: "nothing in use, no goal yet", 1: "nothing in use, one goal"}
#: How alike two names, and two words, must be to be called nearly the same; see `alike`.
ALIKE = 0.85
WORD = 0.8
#: What is compared, so that no map keeps a server busy: so many words of a name, letters of a word, and of all names
#: that differ the first. What is the very same is found among any number.
NAME_WORDS, WORD_LETTERS, NAMES = 12, 30, 300
#: And in all: so many different words with each other, pairs of words letter by letter, pairs of names word by word.
WORDS, WORD_PAIRS, NAME_PAIRS = 600, 5_000, 5_000
#: Words that tell nothing of what a thing is.
_FILLERS = frozenset(("a", "an", "and", "for", "in", "of", "our", "program", "programme", "the", "with"))
#: Answers that say that something is not known; two of these are no overlap.
_UNKNOWN = frozenset(("", "-", "?", "not known", "unknown", "none", "not yet", "n/a", "na", "we do not know"))


@dataclass(frozen=True)
class Entry:
    """One thing a school does, or means to do, in one area and tier."""

    row: str
    what: str
    area: str
    tier: str
    goal: bool
    more: Mapping[str, str] = field(default_factory=dict)  # column -> its words


@dataclass(frozen=True)
class Cell:
    """How many entries one area has in one tier."""

    area: str
    tier: str
    used: int
    goals: int


@dataclass(frozen=True)
class Overlap:
    """Entries that may do the same: by name, or because `column` says the same of each."""

    rows: tuple[str, ...]
    column: str = ""  # empty: the names are nearly the same
    value: str = ""


def alike(one: str, two: str) -> float:
    """How alike two names are, from 0 to 1: the share of words that they have in common.

    Twice the number of shared words over the number of all (L. R. Dice,
    "Measures of the amount of ecologic association between species", 1945),
    whatever their order and case, without words such as "the" and "program".
    Two words are shared when they are the same but for an ending or a slip of a
    key: `difflib.SequenceMatcher.ratio` of `WORD` or more. Names are nearly the
    same from `ALIKE` on.
    """
    return _shared(*sorted((_bare(one), _bare(two))))


@lru_cache(maxsize=8192)
def _bare(name: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", name.casefold())[:NAME_WORDS]
    return tuple(sorted(word for word in words if word not in _FILLERS) or sorted(words))


@lru_cache(maxsize=65536)
def _shared(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    if not one or not two:
        return 0.0
    left = list(two)
    for word in one:
        best = max(left, key=lambda other: _same_word(word, other), default="")
        if best and _same_word(word, best) >= WORD:
            left.remove(best)
    return 2 * (len(two) - len(left)) / (len(one) + len(two))


@lru_cache(maxsize=65536)
def _same_word(one: str, two: str) -> float:
    if one == two:
        return 1.0
    if max(len(one), len(two)) > WORD_LETTERS:
        return 0.0
    if re.search(r"\d", one + two):  # "grade 3" and "grade 4" are two things
        return 0.0
    first, second = sorted((one, two))  # the ratio is not quite the same both ways
    return SequenceMatcher(a=first, b=second, autojunk=False).ratio()


def coverage(entries: Iterable[Entry], areas: Sequence[str], tiers: Sequence[str]) -> list[Cell]:
    """How many entries are in use, and how many are goals, for each area and tier."""
    entries = list(entries)
    return [
        Cell(
            area,
            tier,
            sum(1 for e in entries if (e.area, e.tier) == (area, tier) and not e.goal),
            sum(1 for e in entries if (e.area, e.tier) == (area, tier) and e.goal),
        )
        for area in areas
        for tier in tiers
    ]


def gaps(entries: Iterable[Entry], areas: Sequence[str], tiers: Sequence[str]) -> list[Cell]:
    """The cells in which nothing is in use, with how many goals would fill them."""
    return [cell for cell in coverage(entries, areas, tiers) if not cell.used]


def same_names(entries: Sequence[Entry]) -> list[Overlap]:
    """Groups of entries whose names are the same or nearly so; each entry stands in one group at most."""
    names = dict.fromkeys(_bare(entry.what) for entry in entries)
    # A name of no words is like no other, and not even like itself.
    head = _nearly_same(tuple(name for name in names if name))
    groups: dict[tuple[str, ...], list[str]] = {}
    for entry in entries:
        if name := _bare(entry.what):
            groups.setdefault(head[name], []).append(entry.row)
    return [Overlap(tuple(rows)) for rows in groups.values() if len(rows) > 1]


@lru_cache(maxsize=32)
def _nearly_same(names: tuple[tuple[str, ...], ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each of some different names to the one that its group goes by: the first of those that are nearly the same."""
    head = {name: name for name in names}

    def find(name: tuple[str, ...]) -> tuple[str, ...]:
        while head[name] != name:
            head[name] = name = head[head[name]]
        return name

    compared = names[:NAMES]
    near = _near_words(tuple(dict.fromkeys(word for name in compared for word in name)))
    like = [frozenset(other for word in name for other in (word, *near.get(word, ()))) for name in compared]
    left = NAME_PAIRS
    for (i, one), (j, two) in combinations(enumerate(compared), 2):
        most = min(sum(w in like[j] for w in one), sum(w in like[i] for w in two))
        if 2 * most < ALIKE * (len(one) + len(two)) or find(one) == find(two) or not left:
            continue
        left -= 1
        if _shared(*sorted((one, two))) >= ALIKE:
            head[find(two)] = find(one)
    return {name: find(name) for name in names}


def _near_words(words: Sequence[str]) -> dict[str, set[str]]:
    """Word to those that are the same but for an ending or a slip of a key."""
    found: dict[str, set[str]] = {}
    left = WORD_PAIRS
    letters = {word: sum({1 << (ord(letter) % 64) for letter in word}) for word in words[:WORDS]}
    for (one, mine), (two, theirs) in combinations(letters.items(), 2):
        both = len(one) + len(two)
        # What a ratio of WORD allows to be different is at least what differs in length, and in letters.
        most = (1 - WORD) * both + 1e-9
        if abs(len(one) - len(two)) > most or (mine ^ theirs).bit_count() > most or not left:
            continue
        left -= 1
        if _same_word(one, two) >= WORD:
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
    return found


def same_served(entries: Sequence[Entry], columns: Sequence[str]) -> list[Overlap]:
    """Entries of one cell, all in use, of which a column of `columns` says the same."""
    found: dict[tuple[str, str, str, str], list[Entry]] = {}
    for column in columns:
        for entry in entries:
            value = fold(entry.more.get(column, ""))
            if not entry.goal and value not in _UNKNOWN:
                found.setdefault((column, entry.area, entry.tier, value), []).append(entry)
    return [
        Overlap(tuple(e.row for e in same), column, same[0].more[column])
        for (column, *_), same in found.items()
        if len(same) > 1
    ]


def overlaps(entries: Sequence[Entry], columns: Sequence[str]) -> list[Overlap]:
    """All overlaps: first by name, then by what `columns` say."""
    return [*same_names(entries), *same_served(entries, columns)]


def entries_in(values: Mapping[str, Any], columns: Sequence[Column]) -> list[Entry]:
    """The entries of one team's answers by field, oldest first.

    An entry without a name, or without its place, is not there yet; one that
    was taken out is not there any more.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(values):
        row, dot, column = name.rpartition(".")
        if dot:
            found.setdefault(row, {})[column] = values[name]
    return [
        Entry(
            row,
            str(cells["what"]).strip(),
            cells["area"],
            cells["tier"],
            cells.get("state") == "goal",
            {c.id: words for c in columns if (words := shown(c, cells.get(c.id)))},
        )
        for row, cells in found.items()
        if not cells.get("removed") and all(filled(cells.get(key)) for key in ("what", "area", "tier"))
    ]


class MapRule(Rule[Map]):
    """Entries in a grid of areas and tiers."""

    most_rows = 200  # seven areas, three tiers, and nearly ten things in each

    def fields(self) -> Mapping[str, Field]:
        """None is fixed."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`what`, `area`, `tier`, `state`, and the session file's own columns."""
        return rows_with_removal(
            {
                "what": Field("team", "team", text(200), "What it is"),
                "area": Field("team", "team", one_of([area.id for area in self.activity.areas]), "Area"),
                "tier": Field("team", "team", one_of([tier.id for tier in self.activity.tiers]), "Tier"),
                "state": Field("team", "team", one_of(list(STATES)), "In use or a goal"),
                **column_fields(self.activity.columns),
            }
        )

    def config(self) -> dict[str, Any]:
        """With the words for a state, and what a cell of each column needs."""
        states = [{"value": value, "label": label} for value, label in STATES.items()]
        return {**super().config(), "states": states, "columns": drawn(self.activity.columns)}

    def share(self, group: Group) -> dict[str, Any]:
        """The gaps and overlaps of the team's map, in words; each overlap with its rows."""
        entries = self.entries(group.team)
        found = overlaps(entries, self.telling)
        return {
            "entries": len(entries),
            "gaps": [
                {"area": g.area, "tier": g.tier, "goals": g.goals, "words": self.gap_words(g)}
                for g in self.gaps(entries)
            ],
            "overlaps": [
                {"rows": list(overlap.rows), "words": self.overlap_words(overlap, entries)}
                for overlap in found
            ],
        }

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """The map of each team: area by area what is in use in each tier, and where there is a gap."""
        return [self._drawn(each) for each in teams if self.entries(each.team)]

    def _drawn(self, view: TeamView) -> Figure:
        entries = self.entries(view.team)
        missing = {(gap.area, gap.tier): gap for gap in self.gaps(entries)}

        def line(area: str, tier: str) -> str:
            if gap := missing.get((area, tier)):
                return f"{self.tier(tier)}: ○ {GAP.get(gap.goals, f'nothing in use, {gap.goals} goals')}"
            used = [e.what for e in entries if (e.area, e.tier) == (area, tier) and not e.goal]
            return f"{self.tier(tier)}: {', '.join(used)}"

        tiers = [tier.id for tier in self.activity.tiers]
        rows = [
            FigureRow(area.text, texts=[line(area.id, tier) for tier in tiers], marks=[0] * len(tiers))
            for area in self.activity.areas
        ]
        note = (
            "No gap." if not missing else f"○ marks a gap: {len(missing)} of {len(rows) * len(tiers)} places."
        )
        return Figure("heaps", view.label, rows=rows, note=note)

    def entries(self, values: Mapping[str, Any]) -> list[Entry]:
        """The entries of one team, in areas and tiers that the map still has."""
        areas, tiers = {a.id for a in self.activity.areas}, {t.id for t in self.activity.tiers}
        found = entries_in(values, self.activity.columns)
        return [e for e in found if e.area in areas and e.tier in tiers]

    def gaps(self, entries: Iterable[Entry]) -> list[Cell]:
        """The gaps of this map, area by area."""
        return gaps(entries, [a.id for a in self.activity.areas], [t.id for t in self.activity.tiers])

    @property
    def telling(self) -> list[str]:
        """The columns that may say that two entries do the same: words and choices, not dates, numbers or people."""
        return [c.id for c in self.activity.columns if c.type in ("text", "short", "choice")]

    def place(self, area: str, tier: str) -> str:
        """`("attendance", "tier-2")` in words: "Attendance, Tier 2"."""
        return f"{self.area(area)}, {self.tier(tier)}"

    def area(self, id: str) -> str:
        """An area in words."""
        return next((a.text for a in self.activity.areas if a.id == id), id)

    def tier(self, id: str) -> str:
        """A tier in short: what stands before the colon of its title."""
        return next((t.title.partition(":")[0] for t in self.activity.tiers if t.id == id), id)

    def gap_words(self, gap: Cell) -> str:
        """One gap as a sentence."""
        goals = {0: "no goal yet", 1: "one goal would fill it"}.get(
            gap.goals, f"{gap.goals} goals would fill it"
        )
        return f"{self.place(gap.area, gap.tier)}: nothing in use; {goals}."

    def overlap_words(self, overlap: Overlap, entries: Iterable[Entry]) -> str:
        """One overlap as a sentence."""
        by_row = {entry.row: entry for entry in entries}
        same = [by_row[row] for row in overlap.rows]
        if not overlap.column:
            names = list(dict.fromkeys(e.what for e in same))
            told = (
                f"“{names[0]}” stands here {len(same)} times" if len(names) == 1 else _listed(names, "“{}”")
            )
            alike = "" if len(names) == 1 else " have nearly the same name"
            places = list(
                dict.fromkeys(self.place(e.area, e.tier) + (" (a goal)" if e.goal else "") for e in same)
            )
            return f"{told}{alike}: {'; '.join(places)}."
        title = next(c.title for c in self.activity.columns if c.id == overlap.column)
        names = [e.what for e in same]
        return (
            f"{self.place(same[0].area, same[0].tier)}: {_listed(names, '“{}”')} "
            f"have the same under “{title}”: {overlap.value}."
        )


def _listed(names: Sequence[str], form: str) -> str:
    """`a`, `a and b`, `a, b and c`."""
    quoted = [form.format(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
