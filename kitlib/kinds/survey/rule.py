"""Survey: forms by group of people, brought in as counts or answered in the meeting, small groups withheld.

Counts of one form are never added to those of another. Whatever is shown of a form has gone through
`kitlib.privacy.suppression`; the numbers as they were keyed in are seen only by the team that keyed them in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kitlib.content.instruments import Instrument, Scale
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import Check, one_of, text, whole, yes_no
from kitlib.kinds.shared.instruments import PASS, by_domain, counts, for_screen
from kitlib.kinds.shared.rule import Earlier, Field, Group, Rule, rows_with_removal
from kitlib.kinds.survey.keys import Survey
from kitlib.privacy.suppression import below_minimum, grown_too_little, may_show, rule_text

__all__ = ["MOST_PEOPLE", "Brought", "Result", "SurveyRule", "results"]

MOST_PEOPLE = 100_000
_ROW = re.compile(r"r[0-9a-z]*-[0-9a-z-]+")  # of the notes; the other lists are named people, asked, counts


@dataclass(frozen=True)
class Brought:
    """What is known of one form, as it was keyed in or answered, before anything is withheld."""

    counts: Mapping[str, Sequence[int]]  # item -> how many chose each point
    people: int | None = None  # how many answered
    asked: int | None = None

    @property
    def answered(self) -> int:
        """How many people answered: as it was said, and never fewer than answered one item."""
        return max([self.people or 0, *(sum(given) for given in self.counts.values())])

    def __bool__(self) -> bool:
        return self.people is not None or any(sum(given) for given in self.counts.values())


@dataclass(frozen=True)
class Result:
    """What may be shown of one form."""

    people: int | None  # None: fewer than the smallest group that is shown
    asked: int | None = None
    items: Mapping[str, Sequence[int] | None] = field(default_factory=dict)  # None: withheld
    #: Domain -> its answers by point over the items shown, turned where an item is worded the other way.
    domains: Mapping[str, Sequence[int]] = field(default_factory=dict)
    stands: str = ""  # the day whose results are shown, because too few answers came in since

    @property
    def withheld(self) -> list[str]:
        """The items that are withheld."""
        return [item for item, given in self.items.items() if given is None]

    def told(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "people": self.people,
            "asked": self.asked,
            "items": {item: None if given is None else list(given) for item, given in self.items.items()},
            "domains": {domain: list(given) for domain, given in self.domains.items()},
            "stands": self.stands,
        }


def results(brought: Brought, instrument: Instrument, scale: Scale, smallest: int) -> Result:
    """What may be shown of one form: nothing of a small group, no item of few answers or of one mind.

    A domain is the sum of those of its items that are shown, so that it gives none of the others away.
    """
    if brought.answered < smallest:
        return Result(None)
    shown: dict[str, Sequence[int] | None] = {}
    for item in instrument.items:
        given = brought.counts.get(item.id)
        if given is not None and any(given):
            shown[item.id] = given if may_show(given, smallest) else None
    tallies: dict[str, dict[int, int]] = {
        item: dict(zip(scale.values, given, strict=True))
        for item, given in shown.items()
        if given is not None
    }
    domains = {name: list(found.values()) for name, found in by_domain(tallies, instrument.items).items()}
    return Result(brought.answered, brought.asked, shown, domains)


class SurveyRule(Rule[Survey]):
    """Forms, their counts, and what the team makes of them."""

    title = "Survey results"
    looks_back = True

    def __init__(self, activity: Survey, session: Session, source: ContentSource) -> None:
        super().__init__(activity, session, source)
        self.forms = {form.id: form for form in activity.forms}
        self.instruments = {id: source.instrument(form.instrument) for id, form in self.forms.items()}
        self.scales = {id: source.scale(found.scale) for id, found in self.instruments.items()}

    # -- fields -------------------------------------------------------------------

    def fields(self) -> Mapping[str, Field]:
        """`people`, `asked` and `counts` of each form; `own` of the form answered here, and `shown`."""
        return self._fields

    @cached_property
    def _fields(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for id, form in self.forms.items():
            number = whole(0, MOST_PEOPLE)
            found[f"people.{id}"] = Field("team", "room", number, f"{form.title}: how many answered")
            found[f"asked.{id}"] = Field("team", "room", number, f"{form.title}: how many were asked")
            tally = _tally(len(self.scales[id].points))
            for item in self.instruments[id].items:
                found[f"counts.{id}.{item.id}"] = Field("team", "room", tally, f"{form.title}: {item.text}")
        if self.activity.here is not None:
            answer = one_of([*self.scales[self.activity.here].values, PASS])
            for item in self.instruments[self.activity.here].items:
                # Every team's page needs the counts of all, so the answer is the room's; only counts are shared.
                found[f"own.{item.id}"] = Field("seat", "room", answer, item.text)
            found["shown"] = Field("room", "room", yes_no, "The counts are shown")
        return found

    def row_fields(self) -> Mapping[str, Field]:
        """`notice`, `compare`, `explain`: what the team makes of the results."""
        if not self.activity.notes:
            return {}
        return rows_with_removal(
            {
                "notice": Field("team", "team", text(2_000), "We notice"),
                "compare": Field("team", "team", text(2_000), "Compared with"),
                "explain": Field("team", "team", text(2_000), "What could explain it"),
            }
        )

    def config(self) -> dict[str, Any]:
        """Each form with its instrument and points, and the words for what is withheld."""
        forms = [
            {
                **form.model_dump(),
                "instrument": for_screen(self.instruments[id], self.instruments[id].items),
                "points": [point.model_dump() for point in self.scales[id].points],
            }
            for id, form in self.forms.items()
        ]
        smallest = self.activity.smallest
        return {
            **super().config(),
            "forms": forms,
            "few": below_minimum(smallest),
            "rule": rule_text(smallest),
        }

    # -- what is shown --------------------------------------------------------------

    def share(self, group: Group) -> dict[str, Any]:
        """`answered` (seats, of the form answered here), `forms` with what may be shown of each, `earlier` rounds.

        Where this team brought in nothing of a form, it sees what another team of the meeting brought in.
        """
        teams = [group.team, *(other.values for other in group.others if other.team and not other.seat)]
        seats = [group.mine, *(other.values for other in group.others if other.seat)]
        room = next((other.values for other in group.others if not other.team), {})
        here = self.of_seats(seats)
        rounds = self._rounds(group.earlier)
        forms = {}
        for id in self.forms:
            brought = self.first_brought(teams, id)
            if not brought and id == self.activity.here and room.get("shown"):
                brought = here
            if brought:
                forms[id] = self.result(
                    id, brought, [(day, found[id]) for day, found in rounds if id in found]
                )
        earlier = [
            {"date": day, "forms": {id: self.result(id, brought).told() for id, brought in found.items()}}
            for day, found in rounds
        ]
        told = {id: result.told() for id, result in forms.items()}
        return {"answered": here.people or 0, "forms": told, **({"earlier": earlier} if earlier else {})}

    def brought(self, team: Mapping[str, Any], form: str) -> Brought:
        """What one team keyed in of a form; `team` are its fields."""
        given = {}
        for item in self.instruments[form].items:
            tally = team.get(f"counts.{form}.{item.id}")
            if tally is not None:
                given[item.id] = [n or 0 for n in tally]
        return Brought(given, team.get(f"people.{form}"), team.get(f"asked.{form}"))

    def first_brought(self, teams: Iterable[Mapping[str, Any]], form: str) -> Brought:
        """What the first team that has something keyed in of a form."""
        found = (self.brought(team, form) for team in teams)
        return next((each for each in found if each), Brought({}))

    def of_seats(self, seats: Iterable[Mapping[str, Any]]) -> Brought:
        """The answers of seats to the form that is answered here, as counts."""
        form = self.activity.here
        if form is None:
            return Brought({})
        given = [
            seat
            for seat in seats
            if any(name.startswith("own.") and v is not None for name, v in seat.items())
        ]
        values = self.scales[form].values
        by_item = {
            item.id: list(counts((seat.get(f"own.{item.id}") for seat in given), values).values())
            for item in self.instruments[form].items
        }
        return Brought(by_item, len(given) or None)

    def result(self, form: str, brought: Brought, before: Sequence[tuple[str, Brought]] = ()) -> Result:
        """What may be shown of a form, given what was shown of it `before` (day, form), oldest first.

        Where a round is an earlier one with a few late answers, the earlier one is shown: the two together
        would tell what the late ones answered.
        """
        made = self.instruments[form], self.scales[form], self.activity.smallest
        for day, old in reversed(before):
            both = [item for item in old.counts if item in brought.counts]
            then, now = ([list(each.counts[item]) for item in both] for each in (old, brought))
            shown = results(old, *made)
            if shown.people is not None and grown_too_little(then, now, self.activity.smallest):
                return Result(shown.people, shown.asked, shown.items, shown.domains, day)
        return results(brought, *made)

    def _rounds(self, earlier: Sequence[Earlier]) -> list[tuple[str, dict[str, Brought]]]:
        """For each earlier day on which a form was brought in or answered: the day, and the forms."""
        found = []
        for day in dict.fromkeys(each.date for each in earlier):
            held = [each for each in earlier if each.date == day]
            forms = {id: self.first_brought([each.team for each in held], id) for id in self.forms}
            if self.activity.here is not None and not forms[self.activity.here]:
                forms[self.activity.here] = self.of_seats(seat for each in held for seat in each.seats)
            forms = {id: brought for id, brought in forms.items() if brought}
            if forms:
                found.append((day, forms))
        return found

    def notes(self, team_rows: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
        """The rows of notice, compare and explain that were not taken out; `team_rows` as in `Part.rows`."""
        return [
            {column: str(cells.get(column) or "").strip() for column in ("notice", "compare", "explain")}
            for row, cells in team_rows.items()
            if _ROW.fullmatch(row) and not cells.get("removed")
        ]


def _tally(points: int) -> Check:
    """A count for each of so many points; a count that is not keyed in yet is null."""

    def check(value: Any) -> None:
        if not isinstance(value, list) or len(value) != points:
            raise AnswerError(f"must be {points} counts, one for each point of the scale")
        for n in value:
            if n is not None:
                whole(0, MOST_PEOPLE)(n)

    return check
