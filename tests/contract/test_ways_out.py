"""What people wrote, followed on every way on which it leaves their screen.

The sessions of the tests are filled in: two tables speak for the record, a third takes
all that it said out of it. Each sentence has a mark, and the marks are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from contract.ways import (
    FORMATS,
    calendar,
    exported,
    frames,
    keyed,
    later,
    on_wall,
    records,
    refusals,
    rolled_up,
    seen,
)
from contract.world import Filled, Text, cases, fill, own_sessions, sample_fields

from kitlib.registry import find_kind

TEAMS = ("team-1", "team-2", "team-3")
QUIET = "team-3"  # takes everything out of the record
SEATS = ("", "seat-1", "seat-2", "seat-3")  # nobody sits on the last one


class Held:
    """The meetings of all test sessions, and what leaves them; each way is gone once, when it is first asked for."""

    def __init__(self, service, places, out) -> None:
        self.service = service
        self.meetings = [
            fill(service, session, f"9990{n:02d}", off=[QUIET], teams=len(TEAMS))
            for n, session in enumerate(own_sessions(service.library), start=1)
        ]
        self.exported = exported(service, out / "export")
        self.rolled = cache(lambda session: rolled_up(session, out / "rollup" / session))
        self.seen = cache(lambda filled, *where, **how: seen(service, self.filled[filled], *where, **how))
        self.filled = {each.session.id: each for each in self.meetings}
        self.calendars = {each.session.id: calendar(service, each) for each in self.meetings}
        self.next = {each.session.id: later(service, each) for each in self.meetings}
        self.records = records(places, out / "records")

    def of(self, kind: str) -> list[Filled]:
        """The meetings in which a kind was used."""
        found = [each for each in self.meetings if any(text.kind == kind for text in each.texts)]
        assert found, (
            "no session of the tests, or of the example, has an activity of this kind in which people write"
        )
        return found

    def next_time(self, filled: Filled, teams: Sequence[str] = TEAMS) -> str:
        """What these teams see when the next meeting begins."""
        return "".join(seen(self.service, self.next[filled.session.id], team, "seat-1") for team in teams)

    def off_screen(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """(session, way, what is read there) of all ways on which what is shared may leave."""
        for each in self.of(kind):
            id = each.session.id
            yield from ((id, f"record as {form}", words) for form, words in self.records[id].items())
            yield id, "export", self.exported
            yield id, "roll-up", self.rolled(id)
            yield id, "frame", frames(self.service, each, kind)
            yield id, "calendar", self.calendars[id]


@pytest.fixture(scope="module")
def held(service, places, tmp_path_factory) -> Held:
    return Held(service, places, tmp_path_factory.mktemp("ways"))


def found(texts: list[Text], words: str) -> list[Text]:
    return [each for each in texts if each.mark in words]


# -- private ----------------------------------------------------------------------------------------


def test_where_a_kind_can_keep_something_private_a_session_of_the_tests_does(kind, held, library):
    can = any(
        field.visibility == "private"
        for case in cases(library, kind)
        for _, field in sample_fields(case.rule)
    )

    assert can == any(each.private(kind) for each in held.of(kind))


def test_what_is_private_is_seen_by_its_own_seat_and_by_no_other(kind, held):
    for each in held.of(kind):
        private = each.private(kind)
        for team in TEAMS:
            for seat in SEATS:
                own = [text for text in private if (text.team, text.seat) == (team, seat)]

                assert found(private, held.seen(each.session.id, team, seat)) == own
            assert found(private, held.seen(each.session.id, team, "", leads=True)) == []


def test_what_a_team_writes_is_seen_by_no_other_team_unless_it_is_for_the_room(kind, held):
    for each in held.of(kind):
        for team in TEAMS:
            others = [
                text
                for text in each.texts
                if text.kind == kind and text.team != team and text.visibility == "team"
            ]
            ours = [
                text
                for text in each.texts
                if text.kind == kind and text.team == team and text.scope == "team"
            ]
            words = "".join(held.seen(each.session.id, team, seat) for seat in SEATS)

            assert found(others, words) == []
            assert found(ours, words) == ours


def test_what_is_private_is_on_no_way_out(kind, held):
    for each in held.of(kind):
        private = each.private(kind)
        for session, way, words in held.off_screen(kind):
            if session == each.session.id:
                assert found(private, words) == [], way
        assert found(private, held.next_time(each)) == []
        assert found(private, on_wall(held.service, each)) == []
        assert found(private, keyed(held.service, each)) == []
        for text in private:
            told = refusals(held.service, each, text.activity, text.field, text.team, text.seat)
            assert found(private, told) == []


# -- not for the record -----------------------------------------------------------------------------


def test_what_is_not_for_the_record_stays_with_its_team_and_is_on_no_way_out(kind, held):
    assert any(each.taken_out(kind) for each in held.of(kind))
    for each in held.of(kind):
        out = each.taken_out(kind)
        mine = "".join(held.seen(each.session.id, QUIET, seat) for seat in SEATS)
        assert found(out, mine) == out, "its writers still read it"
        for session, way, words in held.off_screen(kind):
            if session == each.session.id:
                assert found(out, words) == [], way
        assert found(out, held.next_time(each, [team for team in TEAMS if team != QUIET])) == []


# -- for the record ---------------------------------------------------------------------------------


def test_what_is_shared_is_in_the_export(kind, held):
    assert any(each.on_record(kind) for each in held.of(kind))
    for each in held.of(kind):
        shared = each.on_record(kind)

        assert found(shared, held.exported) == shared


def test_what_is_shared_is_in_each_form_of_the_record_if_the_kind_has_a_part_in_it(kind, held):
    for each in held.of(kind):
        for form in FORMATS:
            words = held.records[each.session.id][form]
            shared = [text for text in each.on_record(kind) if _is_recorded(held, each, text)]

            assert found(shared, words) == shared, form


def _is_recorded(held: Held, filled: Filled, text: Text) -> bool:
    """Whether a record prints the words: by the kind's own part, or under "In our words"."""
    rule = held.service.queries.rule(filled.meeting, text.activity)
    return find_kind(text.kind).has("record") or rule.in_own_words


def test_a_roll_up_shows_no_words_of_anybody(kind, held):
    for each in held.of(kind):
        words = held.rolled(each.session.id)

        assert "Who took part" in words
        assert found([text for text in each.texts if text.kind == kind], words) == []
