"""Rating: own ratings first, then the spread, then the agreed rating with its reason.

"We differ", "not discussed" and "pass" are answers of their own; none is the lowest point. A statement
that is worded the other way is shown as it was rated; it is turned only where a domain is summed.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError
from kitlib.kinds.rating.keys import Rating
from kitlib.kinds.shared.checks import Check, one_of, text, yes_no
from kitlib.kinds.shared.figures import Figure, TeamView, revealed
from kitlib.kinds.shared.figures import spread as spread_of
from kitlib.kinds.shared.instruments import PASS, Tally, by_domain, counts, for_screen, spread
from kitlib.kinds.shared.rule import Earlier, Field, Group, Rule
from kitlib.privacy.suppression import Cell, suppress
from kitlib.tabular.folding import fold

__all__ = ["DIFFER", "FEW", "NOT_DISCUSSED", "RatingRule", "by_role", "gap", "standing", "widest"]

DIFFER = "differ"
NOT_DISCUSSED = "not-discussed"
ON_THE_WALL = 6  # statements that can be read from the last row
FEW = 3  # below this many, a spread tells who rated what
OTHERS = ""  # all roles that are not shown, together


def widest(by_item: Mapping[str, Tally], most: int) -> list[str]:
    """The items on which people differ most, widest first; those on which nobody differs are left out."""
    differing = [item for item, found in by_item.items() if spread(found) > 0]
    return sorted(differing, key=lambda item: -spread(by_item[item]))[:most]


def by_role(found: Mapping[str, Tally]) -> dict[str, dict[int, int]]:
    """Of the ratings of one item by role, those that may be shown beside the ratings of all.

    A role is shown when at least three of it rated, at least three others did, it was not of one mind, and
    what is left when the shown roles are taken from all is such a group too. That rest stands under "".
    Empty where no role can be shown.
    """
    rated = {role: dict(tally) for role, tally in found.items() if sum(tally.values())}
    if len(rated) < 2:
        return {}
    counts_of = {role: tuple(tally.values()) for role, tally in rated.items()}
    # The ratings of all are on screen already; with fewer people than that no role can be told apart.
    total = Cell("all", counts_of)
    cells = [Cell(role, {role: given}) for role, given in counts_of.items()]
    hidden = suppress(cells, FEW, already=[total], strict=False)
    shown = {role: tally for role, tally in rated.items() if role not in hidden}
    if any(sum(total.counts) - sum(tally.values()) < FEW for tally in shown.values()):
        return {}
    if shown and hidden:
        points = next(iter(rated.values()))
        shown[OTHERS] = {p: sum(rated[role][p] for role in hidden) for p in points}
    return shown


def standing(agreed: Any, found: Tally) -> float | None:
    """Where a team stands on an item: the point it agreed on, else the middle (median) rating, else nothing."""
    if isinstance(agreed, int) and agreed in found:
        return float(agreed)
    ratings = [value for value, n in found.items() for _ in range(n)]
    return float(statistics.median(ratings)) if ratings else None


def gap(
    first: float | None, second: float | None, of_first: Sequence[int], of_second: Sequence[int]
) -> float | None:
    """How many points of the second scale the first rating stands above the second.

    A rating on another scale is first laid on this one, lowest point on lowest and highest on highest.
    """
    if first is None or second is None:
        return None
    laid = of_second[0] + (first - of_first[0]) * (of_second[-1] - of_second[0]) / (
        of_first[-1] - of_first[0]
    )
    return round(laid - second, 1)


class RatingRule(Rule[Rating]):
    """An instrument rated by each seat, and then by the team."""

    looks_back = True

    def __init__(self, activity: Rating, session: Session, source: ContentSource) -> None:
        super().__init__(activity, session, source)
        self.instrument = source.instrument(activity.instrument)
        self.scale = source.scale(activity.scale or self.instrument.scale)
        wanted = activity.domains
        self.items = [item for item in self.instrument.items if not wanted or item.domain in wanted]

    @property
    def name(self) -> str:
        """What this rating is called beside another of the same items."""
        return self.activity.title or self.scale.title

    @property
    def compared_with(self) -> str | None:
        """The earlier rating of the same items."""
        return self.activity.compare

    def fields(self) -> Mapping[str, Field]:
        """`revealed`, `priorities`, and for each item `own`, `agreed`, `reason`, `dissent` and `evidence`."""
        values = self.scale.values
        found = {"revealed": Field("team", "team", yes_no, "The spread is shown")}
        for item in self.items:
            found[f"own.{item.id}"] = Field("seat", "team", one_of([*values, PASS]), item.text)
            agreed = one_of([*values, DIFFER, NOT_DISCUSSED])
            found[f"agreed.{item.id}"] = Field("team", "team", agreed, f"Agreed: {item.text}")
            found[f"reason.{item.id}"] = Field("team", "team", text(2_000), f"Why: {item.text}")
            found[f"dissent.{item.id}"] = Field(
                "team", "team", text(2_000), f"Some see it otherwise: {item.text}"
            )
            if self.activity.evidence:
                found[f"evidence.{item.id}"] = Field("team", "team", text(2_000), f"Rests on: {item.text}")
        if self.activity.priorities:
            found["priorities"] = Field("team", "team", self._few_items, "To work on first")
        return found

    @property
    def _few_items(self) -> Check:
        known, most = {item.id for item in self.items}, self.activity.priorities

        def check(value: Any) -> None:
            sound = isinstance(value, list) and all(isinstance(id, str) and id in known for id in value)
            if not sound or len(set(value)) != len(value):
                raise AnswerError("must be a list of statements of this rating, each once")
            if len(value) > most:
                raise AnswerError(
                    f"holds {len(value)} statements; {most} is the most.", "Take one out first."
                )

        return check

    def config(self) -> dict[str, Any]:
        """The instrument, with the items that are rated, and its scale in full."""
        return {
            **super().config(),
            "instrument": for_screen(self.instrument, self.items),
            "points": [point.model_dump() for point in self.scale.points],
        }

    def share(self, group: Group) -> dict[str, Any]:
        """How many have rated; once the team reveals, all that can be shown of the ratings.

        Then `spread` and `widest`, `roles` by item where there are enough, `domains`, `gaps` beside the
        compared rating once that is revealed too, and the `earlier` rounds.
        """
        everyone = [(group.at, group.seat, group.mine), *((o.team, o.seat, o.values) for o in group.others)]
        rated = [who for who in everyone if _has_rated(who[2])]
        shared: dict[str, Any] = {"rated": len(rated)}
        if not group.team.get("revealed"):
            return shared
        spreads = self.counts(values for _, _, values in rated)
        shared["spread"] = {item: list(found.values()) for item, found in spreads.items()}
        shared["widest"] = widest(spreads, self.activity.discuss)
        if roles := self.roles((group.roles.get((t, s), ""), values) for t, s, values in rated):
            shared["roles"] = roles
        if domains := by_domain(spreads, self.items):
            shared["domains"] = {domain: list(found.values()) for domain, found in domains.items()}
        if group.compared is not None and group.compared.group.team.get("revealed"):
            other = group.compared.rule
            assert isinstance(other, RatingRule)
            shared["gaps"] = self.gaps(
                group.team, spreads, other, group.compared.group.team, other.seen(group.compared.group)
            )
            shared["compared"] = {
                "names": [other.name, self.name],
                "points": [point.model_dump(include={"value", "label"}) for point in other.scale.points],
            }
        if group.earlier:
            shared["earlier"] = [self.round_of(earlier) for earlier in group.earlier]
        return shared

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """The spread of each statement; of a long instrument those on which people differ most."""
        shown = revealed(teams)
        if not shown:
            return []
        spreads = self.counts(values for each in shown for values in each.seats)
        wanted = [item.id for item in self.items]
        note = ""
        if len(wanted) > ON_THE_WALL:
            first = widest(spreads, ON_THE_WALL)
            shown_here = [*first, *(id for id in wanted if id not in first)][:ON_THE_WALL]
            wanted = [id for id in wanted if id in shown_here]
            note = f"The {len(wanted)} of {len(self.items)} statements on which we differ most."
        texts = {item.id: item.text for item in self.items}
        rows = {texts[id]: list(spreads[id].values()) for id in wanted}
        return [spread_of(self.name, [point.label for point in self.scale.points], rows, note)]

    def counts(self, answers: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, int]]:
        """Item id to how many seats chose each point; `answers` are the fields of one seat each."""
        given = list(answers)
        return {
            item.id: counts((a.get(f"own.{item.id}") for a in given), self.scale.values)
            for item in self.items
        }

    def seen(self, group: Group) -> dict[str, dict[int, int]]:
        """The counts of every item over all that a group shows of its seats."""
        return self.counts([group.mine, *(other.values for other in group.others)])

    def roles(self, rated: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        """Item -> the roles that may be shown, each with its counts; items for which none may be are left out.

        `rated` are the role and the fields of one seat each. A role written in capitals is the same role.
        """
        names: dict[str, str] = {}
        seats: dict[str, list[Mapping[str, Any]]] = {}
        for role, values in rated:
            names.setdefault(fold(role), role)
            seats.setdefault(fold(role), []).append(values)
        of_role = {key: self.counts(values) for key, values in seats.items()}
        found = {}
        for item in self.items:
            shown = by_role({key or "no role given": of_role[key][item.id] for key in seats})
            if shown:
                found[item.id] = [
                    {"role": names.get(key, key) if key else "Everyone else", "counts": list(tally.values())}
                    for key, tally in shown.items()
                ]
        return found

    def gaps(
        self,
        ours: Mapping[str, Any],
        our_counts: Mapping[str, Tally],
        other: RatingRule,
        theirs: Mapping[str, Any],
        their_counts: Mapping[str, Tally],
    ) -> list[dict[str, Any]]:
        """How far each item of the compared rating stands above this one, widest first.

        `ours` and `theirs` are the team's fields of this rating and the other. Each gap has `item`,
        `first` and `second` (where the team stands), `agreed` (whether it agreed on both), and `gap`.
        """
        found = []
        for item in self.items:
            if item.id not in their_counts:
                continue
            agreed = [fields.get(f"agreed.{item.id}") for fields in (theirs, ours)]
            first = standing(agreed[0], their_counts[item.id])
            second = standing(agreed[1], our_counts[item.id])
            step = gap(first, second, other.scale.values, self.scale.values)
            if step is not None:
                both = all(isinstance(point, int) for point in agreed)
                found.append({"item": item.id, "first": first, "second": second, "agreed": both, "gap": step})
        return sorted(found, key=lambda each: -each["gap"])

    def round_of(self, earlier: Earlier) -> dict[str, Any]:
        """An earlier meeting's ratings: who, when, what was agreed, and the spread if that team showed it."""
        rated = [seat for seat in earlier.seats if _has_rated(seat)]
        agreed = {item.id: earlier.team.get(f"agreed.{item.id}") for item in self.items}
        spreads = self.counts(rated) if earlier.team.get("revealed") else {}
        return {
            "date": earlier.date,
            "label": earlier.label,
            "agreed": {item: value for item, value in agreed.items() if value is not None},
            "spread": {item: list(found.values()) for item, found in spreads.items()},
            "priorities": earlier.team.get("priorities") or [],
        }


def _has_rated(values: Mapping[str, Any]) -> bool:
    return any(field.startswith("own.") and v is not None for field, v in values.items())
