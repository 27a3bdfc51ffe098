"""All that a district wrote in one session, and who took part.

Frames are made of it, by each kind for its own activities. Nobody's private
answers are in it. An empty result keeps its columns; the order of the rows is
the order in which people should read them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kitlib.content import Session
from kitlib.content.activities import Activity
from kitlib.content.source import ContentSource
from kitlib.kinds.shared.asked import AskedActivity, HeldMeeting
from kitlib.kinds.shared.open_items import CarriedItem
from kitlib.kinds.shared.rows import cell_text, cells_by_row
from kitlib.kinds.shared.rule import Rule
from kitlib.registry import find_kind
from kitlib.store import District, Meeting, Team

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DistrictAnswers", "TeamAnswers", "Unplaced", "long_day", "with_origin"]


@dataclass
class TeamAnswers:
    """What one team wrote in one activity of one meeting."""

    meeting: Meeting
    team: Team
    of_team: dict[str, Any] = field(default_factory=dict)  # by field
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)  # seat -> by field

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The team's lists: row -> its cells by column; rows in the order in which they were made."""
        return cells_by_row(self.of_team)


@dataclass(frozen=True)
class Unplaced:
    """An answer for which there is no place in what is known of its meeting's session."""

    meeting: Meeting
    team: Team
    activity: str
    field: str
    value: Any


@dataclass(frozen=True)
class DistrictAnswers:
    """All meetings of one session in one district, with every answer that is neither private nor off the record.

    Each activity stands under its id; where its words changed between meetings, it stands there as it was asked last,
    and under a key of its own as it was asked before.
    """

    district: District
    schools: tuple[str, ...]  # names of the schools that held it, none where the whole district did
    held: tuple[HeldMeeting, ...]  # oldest first
    session: Session  # as the newest meeting showed it
    source: ContentSource
    asked: Mapping[str, AskedActivity]
    #: key of an activity -> (meeting, team) -> what was written; what belongs to the room stands under the team "".
    answers: Mapping[str, Mapping[tuple[str, str], TeamAnswers]]
    unplaced: Sequence[Unplaced] = ()
    #: Meeting -> what it found open from earlier ones; only of meetings that said what became of it.
    carried: Mapping[str, Sequence[CarriedItem]] = field(default_factory=dict)
    _rules: dict[str, Rule[Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings, oldest first."""
        return tuple(each.meeting for each in self.held)

    @property
    def activities(self) -> list[str]:
        """The keys of all activities: those asked now in the order of the agenda, then those of before."""
        return list(self.asked)

    def of_kind(self, kind: str) -> list[str]:
        """The keys of the activities of a kind."""
        return [key for key, asked in self.asked.items() if asked.model.kind == kind]

    def model(self, activity: str) -> Activity:
        """What the session file says of an activity, as it was asked."""
        return self.asked[activity].model

    def rule(self, activity: str) -> Rule[Any]:
        """The rule of an activity, as it was asked."""
        if activity not in self._rules:
            self._rules[activity] = self.asked[activity].rule()
        return self._rules[activity]

    def heading(self, activity: str, words: str = "") -> str:
        """`words`, else the title of the step of an activity; of one that is no longer asked so, until when it was."""
        asked = self.asked[activity]
        words = words or asked.step
        if asked.until and asked.id not in self.session.activities:
            return f"{words} (no longer in the session)"
        return f"{words} (as it was asked until {long_day(asked.until)})" if asked.until else words

    def key_in(self, meeting: str, id: str) -> str | None:
        """The key of an activity as a meeting asked it; None where it did not."""
        return next((key for key, a in self.asked.items() if a.id == id and meeting in a.meetings), None)

    def teams(self, activity: str) -> Iterator[TeamAnswers]:
        """Each team that answered an activity, by meeting and team."""
        of_it = self.answers.get(activity, {})
        for meeting in self.meetings:
            for team in meeting.teams:
                if (meeting.id, team.id) in of_it:
                    yield of_it[meeting.id, team.id]

    def frame(self, activity: str) -> pd.DataFrame:
        """The answers to one activity as a tidy frame; its columns are told by the `frame` module of its kind.

        Raises KitError for an activity that no meeting asked, or whose kind makes no frame.
        """
        from kitlib.errors import KitError, did_you_mean

        if activity not in self.asked:
            hint = did_you_mean(activity, self.asked)
            raise KitError(
                f'Session "{self.session.id}" has no activity "{activity}"{hint}',
                f"Use one of: {', '.join(self.asked)}",
            )
        kind = find_kind(self.model(activity).kind)
        make = kind.load("frame")
        if make is None:
            raise KitError(
                f'An activity of the kind "{kind.name}" makes no frame.', "Choose another activity."
            )
        frame: pd.DataFrame = make(self, activity)
        return frame

    # -- who took part --------------------------------------------------------------

    def roles(self, meeting: str, team: str) -> dict[str, str]:
        """Seat -> its role, of a team; seats without one are left out."""
        found: dict[str, str] = {}
        for activity in self.activities:
            team_answers = self.answers.get(activity, {}).get((meeting, team))
            if team_answers:
                found |= self.rule(activity).seat_roles(team_answers.of_team)
        return found

    def seats(self) -> set[tuple[str, str, str]]:
        """(meeting, team, seat) of every seat that took part: with a role, or having written or rated without one."""
        found = {
            (meeting, team, seat)
            for of_it in self.answers.values()
            for (meeting, team), team_answers in of_it.items()
            for seat in team_answers.seats
        }
        for meeting in self.meetings:
            for team in meeting.teams:
                found |= {(meeting.id, team.id, seat) for seat in self.roles(meeting.id, team.id)}
        return found

    def people(self) -> pd.DataFrame:
        """Columns role, seats: how many seats had each role, over all meetings, most first."""
        import pandas as pd

        held = [(meeting.id, team.id) for meeting in self.meetings for team in meeting.teams]
        roles = Counter(role for place in held for role in self.roles(*place).values())
        return pd.DataFrame(roles.most_common(), columns=["role", "seats"])

    # -- lists and dates --------------------------------------------------------------

    def rows(self, activities: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
        """Columns date, label and `columns`: the rows of these lists, without those taken out or empty."""
        import pandas as pd

        rows = []
        for activity in activities:
            fixed = {name.rpartition(".")[0] for name in self.rule(activity).fields()}
            for team_answers in self.teams(activity):
                for row, cells in team_answers.rows.items():
                    values = [cell_text(cells.get(column)) for column in columns]
                    if any(values) and row not in fixed and not cells.get("removed"):
                        rows.append((team_answers.meeting.date, team_answers.team.label, *values))
        return pd.DataFrame(rows, columns=["date", "label", *columns])

    def next_meetings(self) -> pd.DataFrame:
        """Columns date, label, next (a day, or empty), owner, none (the reason for no next meeting), time (HH:MM, or empty)."""
        import pandas as pd

        rows = []
        for activity in self.activities:
            for team_answers in self.teams(activity):
                if following := self.rule(activity).next_meeting(team_answers.of_team):
                    place = (team_answers.meeting.date, team_answers.team.label)
                    rows.append((*place, following.date, following.owner, following.none, following.time))
        return pd.DataFrame(rows, columns=["date", "label", "next", "owner", "none", "time"])


def with_origin(frame: pd.DataFrame, team: TeamAnswers) -> pd.DataFrame:
    """A frame with columns date and label before its own: of which meeting and team it is."""
    frame = frame.copy()
    frame.insert(0, "date", team.meeting.date, allow_duplicates=True)
    frame.insert(1, "label", team.team.label, allow_duplicates=True)
    return frame


def long_day(day: str) -> str:
    """`2026-11-23` as people write it: "November 23, 2026"; other text as it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date:%B} {date.day}, {date.year}"
