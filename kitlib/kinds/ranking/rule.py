"""Ranking: a short list put in order, sorted into piles, or answered with zero to five fingers.

Each seat answers alone first; what the group makes of it is shown once the team
reveals it. Then the team agrees, and what a minority holds is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError
from kitlib.kinds.ranking.keys import Ranking
from kitlib.kinds.shared.checks import Check, text, yes_no
from kitlib.kinds.shared.figures import FEWEST, Figure, TeamView, bars, revealed, spread
from kitlib.kinds.shared.rule import Field, Group, Rule

__all__ = [
    "DECISIONS",
    "FINGERS",
    "WORRY",
    "RankingRule",
    "accord",
    "borda",
    "concordance",
    "midranks",
    "places",
    "tally",
]

#: What each number of fingers says, in a word and in a sentence.
FINGERS = (
    ("Block", "I cannot go along. It would do harm."),
    ("Serious worry", "I need it changed before I can go along."),
    ("Some worry", "I want to talk about it first."),
    ("Can live with it", "It is not my choice, and I will not stand in its way."),
    ("Support", "I am for it and will do my part."),
    ("Lead", "I am for it and will help to lead it."),
)
WORRY = 2  # up to here a worry is heard first
DECISIONS = {"go": "Go ahead", "change": "Change it first", "not-now": "Not now"}


# -- reckoning -------------------------------------------------------------------------


def borda(orders: Iterable[Sequence[str]], options: Sequence[str]) -> dict[str, int]:
    """Points of each option by Borda's count, most first (de Borda, Mémoire sur les élections au scrutin, 1781).

    In an order of n options the first gets n - 1 points, the next one less,
    the last 0; points are added up over all orders. Options with the same
    points stay in the order of `options` and share a place (see `places`).
    """
    points = dict.fromkeys(options, 0)
    for order in orders:
        for i, option in enumerate(order):
            points[option] += len(order) - 1 - i
    return dict(sorted(points.items(), key=lambda item: -item[1]))


def places(points: Mapping[str, int]) -> dict[str, int]:
    """The place of each option by its points; equal points share a place and the next is left out: 1, 2, 2, 4."""
    return {option: 1 + sum(1 for other in points.values() if other > n) for option, n in points.items()}


def midranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, lowest value first; equal values share the mean of the ranks they take up."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


def concordance(rankings: Sequence[Sequence[float]]) -> float | None:
    """Kendall's W: how much several rankings of the same things agree, from 0 to 1.

    W = 12 S / (m² (n³ - n) - m T), where m rankings of n things give rank sums
    whose squared deviations from their mean add up to S, and T adds t³ - t over
    each group of t things that one ranking holds equal (M. G. Kendall and B.
    Babington Smith, The Problem of m Rankings, Annals of Mathematical
    Statistics 10, 1939; ties: M. G. Kendall and J. D. Gibbons, Rank Correlation
    Methods, 1990). `rankings` hold ranks, ties as midranks. None where it says
    nothing: fewer than two rankings or things, or all held equal by all.
    """
    m, n = len(rankings), len(rankings[0]) if rankings else 0
    if m < 2 or n < 2:
        return None
    sums = [sum(ranks) for ranks in zip(*rankings, strict=True)]
    mean = sum(sums) / n
    squares = sum((total - mean) ** 2 for total in sums)
    ties = sum(t**3 - t for ranks in rankings for t in Counter(ranks).values())
    whole = m**2 * (n**3 - n) - m * ties
    return min(1.0, 12 * squares / whole) if whole else None


def accord(w: float | None, m: int) -> str:
    """Kendall's W of m rankings in words, `""` where there is none.

    Two or three rankings drawn by chance already give a W of a half or a
    third. So the words go by the mean rank correlation between any two people,
    (m W - 1) / (m - 1) (Kendall and Gibbons, 1990), which chance alone brings
    to 0. Where it counts as much or little is the kit's own choice.
    """
    if w is None:
        return ""
    between = (m * w - 1) / (m - 1)
    if between >= 0.7:
        return "The answers are nearly the same."
    if between >= 0.4:
        return "The answers agree in the main, and differ on some lines."
    if between >= 0.1:
        return "The answers agree only a little."
    return "The answers are quite different."


def tally(
    answers: Iterable[Mapping[str, int]], options: Sequence[str], points: Sequence[int]
) -> dict[str, list[int]]:
    """How many seats gave each option each of `points`."""
    given = list(answers)
    return {
        option: [sum(1 for answer in given if answer.get(option) == point) for point in points]
        for option in options
    }


# -- the rule --------------------------------------------------------------------------


class RankingRule(Rule[Ranking]):
    """One answer of each seat as a whole (`own`), then what the team agrees on.

    `own` and `agreed` are, to put in order, the options' ids from first to
    last; to sort, the number of the pile of each option, from 1; for fingers,
    how many for each option, and what the team decides about it.
    """

    def __init__(self, activity: Ranking, session: Session, source: ContentSource) -> None:
        super().__init__(activity, session, source)
        self.options = [option.id for option in activity.options]

    @property
    def points(self) -> list[int]:
        """What an option can be given: a place, the number of a pile, or so many fingers."""
        if self.activity.way == "order":
            return list(range(1, len(self.options) + 1))
        if self.activity.way == "sort":
            return list(range(1, len(self.activity.piles) + 1))
        return list(range(len(FINGERS)))

    @property
    def labels(self) -> list[str]:
        """The points in words."""
        if self.activity.way == "order":
            return [str(place) for place in self.points]
        if self.activity.way == "sort":
            return list(self.activity.piles)
        return [f"{word} ({n})" for n, (word, _) in enumerate(FINGERS)]

    def fields(self) -> Mapping[str, Field]:
        """`own` and `revealed` where seats answer alone; `agreed`, `chosen`, `reason`, `dissent` of the team."""
        asked = self.activity.question
        checks: dict[str, tuple[Check, Check]] = {
            "order": (self._order, self._order),
            "sort": (self._piles, self._piles),
            "fist": (self._given(self.points), self._given(list(DECISIONS))),
        }
        own, agreed = checks[self.activity.way]
        found = {}
        if self.activity.own == "seat":
            found["own"] = Field("seat", "team", own, asked)
            found["revealed"] = Field("team", "team", yes_no, "The answers of all are shown")
        found["agreed"] = Field("team", "team", agreed, f"Agreed: {asked}")
        if self.activity.choose:
            found["chosen"] = Field("team", "team", self._chosen, "What we take on")
        found["reason"] = Field("team", "team", text(2_000), "Why")
        found["dissent"] = Field("team", "team", text(2_000), "What some of us see differently")
        return found

    def config(self) -> dict[str, Any]:
        """With the words for fingers and decisions."""
        fingers = [{"value": n, "word": word, "help": help} for n, (word, help) in enumerate(FINGERS)]
        decisions = [{"value": value, "label": label} for value, label in DECISIONS.items()]
        return {**super().config(), "fingers": fingers, "decisions": decisions}

    def share(self, group: Group) -> dict[str, Any]:
        """How many seats have answered; once the team reveals, what they make together."""
        if self.activity.own == "team":
            return {}
        ours = (w.values for w in group.others if w.seat and w.team == group.at)
        answers = self.answers([group.mine, *ours])
        shared: dict[str, Any] = {"answered": len(answers)}
        if group.team.get("revealed"):
            shared["together"] = self.together(answers)
        return shared

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """Fingers and piles as a spread of each option, an order by its points."""
        answers = self.answers(values for each in revealed(teams) for values in each.seats)
        if len(answers) < FEWEST:
            return []
        together = self.together(answers)
        texts = {option.id: option.text for option in self.activity.options}
        if self.activity.way == "order":
            points = {texts[option]: n for option, n in together["points"].items()}
            return [bars(self.activity.question, "points", points, together["words"])]
        rows = {texts[option]: together["counts"][option] for option in together["order"]}
        return [spread(self.activity.question, self.labels, rows)]

    def answers(self, seats: Iterable[Mapping[str, Any]]) -> list[dict[str, int]]:
        """What each seat gave, option to point; options no longer in the session are left out."""
        found = []
        for seat in seats:
            own = seat.get("own")
            if isinstance(own, list):
                standing = [option for option in own if option in self.options]
                own = {option: i for i, option in enumerate(standing, start=1)}
            if isinstance(own, dict):
                given = {option: own[option] for option in self.options if own.get(option) in self.points}
                if given:
                    found.append(given)
        return found

    def together(self, answers: Sequence[Mapping[str, int]]) -> dict[str, Any]:
        """What the answers make: `counts` of each option by point, the options in the group's `order`, and more.

        To put in order: `points` by Borda's count and the `places` they make.
        To put in order or to sort: `w`, Kendall's W of the seats that placed
        every option, and `words` for it. To sort: most in the first pile
        first. For fingers: `worries`, how many showed two fingers or fewer.
        """
        counts = tally(answers, self.options, self.points)
        found: dict[str, Any] = {"counts": counts, "order": list(self.options)}
        if self.activity.way == "fist":
            found["worries"] = {option: sum(n[: WORRY + 1]) for option, n in counts.items()}
            return found
        complete = [a for a in answers if len(a) == len(self.options)]
        w = concordance([midranks([a[option] for option in self.options]) for a in complete])
        found |= {"w": None if w is None else round(w, 2), "words": accord(w, len(complete))}
        if self.activity.way == "sort":
            found["order"] = sorted(self.options, key=lambda option: [-n for n in counts[option]])
        else:
            points = borda([sorted(a, key=lambda option: a[option]) for a in complete], self.options)
            found |= {"points": points, "places": places(points), "order": list(points)}
        return found

    # -- what may stand in a field ---------------------------------------------------------

    def _order(self, value: Any) -> None:
        if not isinstance(value, list) or sorted(map(str, value)) != sorted(self.options):
            raise AnswerError(
                "must hold each option once, from first to last.", "Reload the page and try again."
            )

    def _given(self, points: Sequence[Any]) -> Check:
        def check(value: Any) -> None:
            if not isinstance(value, dict):
                raise AnswerError(f"must say something of each option; found {type(value).__name__}")
            for option, point in value.items():
                if option not in self.options:
                    raise AnswerError(
                        f'names "{str(option)[:40]}", which is no option here.', "Reload the page."
                    )
                if not any(point == known and type(point) is type(known) for known in points):
                    raise AnswerError(f"takes only {', '.join(map(str, points))}; found {str(point)[:40]!r}")

        return check

    def _piles(self, value: Any) -> None:
        self._given(self.points)(value)
        most, first = self.activity.most, sum(1 for pile in value.values() if pile == 1)
        if most is not None and first > most:
            raise AnswerError(
                f"“{self.activity.piles[0]}” holds at most {most}; found {first}.",
                "Move one to another pile first.",
            )

    def _chosen(self, value: Any) -> None:
        most = self.activity.choose
        known = isinstance(value, list) and all(option in self.options for option in value)
        if not known or len(set(value)) < len(value):
            raise AnswerError("must be a list of options, each once.", "Reload the page and try again.")
        if len(value) > most:
            raise AnswerError(f"holds {len(value)}; {most} is the most to take on.", "Take one out first.")
