from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitlib.errors import AnswerError
from kitlib.kinds.schedule.clashes import find_clashes, people
from kitlib.kinds.schedule.intervals import as_clock, as_minutes, length, longest, merged, shared_time
from kitlib.kinds.schedule.keys import Schedule
from kitlib.kinds.schedule.rule import ScheduleRule
from kitlib.kinds.schedule.sentences import clash_words
from kitlib.kinds.schedule.timetable import EVERY_WEEK, Block, Timetable, joined
from kitlib.kinds.shared.rule import Group
from kitlib.meetings.rules import rule_of

DAYS, GROUPS, USES = ("mon", "tue"), ("g1", "g2", "g3"), ("reading", "math", "support", "planning", "lunch")
SORTS = {"reading": "core", "math": "core", "support": "support", "planning": "planning"}


def plan(*limits: dict, days=DAYS, starts="08:00", ends="15:00") -> Schedule:
    return Schedule.model_validate(
        {
            "id": "week",
            "kind": "schedule",
            "starts": starts,
            "ends": ends,
            "days": [{"id": d, "text": {"mon": "Monday", "tue": "Tuesday"}[d]} for d in days],
            "groups": [{"id": g, "text": f"Grade {g[1]}"} for g in GROUPS],
            "uses": [{"id": u, "title": u.title(), "sort": SORTS.get(u, "other")} for u in USES],
            "limits": [{"text": "A rule.", **limit} for limit in limits],
        }
    )


# -- brute force: the same questions answered minute by minute -------------------------------

HOUR = 60  # the random schedules lie within one short day, so that things meet
times = st.integers(0, HOUR)
spans = st.lists(st.tuples(times, times), max_size=6)


@st.composite
def blocks(draw, most=9):
    found = []
    for n in range(draw(st.integers(0, most))):
        start = draw(st.integers(480, 480 + HOUR - 1))
        end = draw(st.integers(start + 1, 480 + HOUR))
        who = draw(st.sampled_from(["", "", "Coach", "coach ", "Nurse", "Coach, Nurse"]))
        found.append(
            Block(
                f"r{n}-x",
                draw(st.sampled_from(GROUPS)),
                draw(st.sampled_from(DAYS)),
                start,
                end,
                draw(st.sampled_from(USES)),
                who,
            )
        )
    return found


def running(found, day, minute, group=None):
    return [b for b in found if b.day == day and b.start <= minute < b.end and group in (None, b.group)]


MINUTES = range(480, 480 + HOUR)


def minutes_of(spans):
    return {m for start, end in spans for m in range(start, end)}


def stretch(covered):
    best = run = 0
    for minute in range(min(covered, default=0), max(covered, default=-1) + 1):
        run = run + 1 if minute in covered else 0
        best = max(best, run)
    return best


@given(spans)
def test_minutes_are_those_of_a_clock_that_ticks(found):
    assert length(found) == len(minutes_of(found))
    assert longest(found) == stretch(minutes_of(found))
    assert minutes_of(merged(found)) == minutes_of(found)
    assert all(a[1] < b[0] for a, b in zip(merged(found), merged(found)[1:], strict=False))


@given(st.lists(spans, min_size=1, max_size=4))
def test_shared_time_is_what_every_one_has(of_each):
    assert minutes_of(shared_time(of_each)) == set.intersection(*map(minutes_of, of_each))


@given(blocks(), st.data())
def test_a_block_cut_in_two_changes_no_minute_no_stretch_and_no_clash(found, data):
    schedule = plan(
        {"id": "least", "check": "least", "uses": ["reading"], "minutes": 30},
        {"id": "stretch", "check": "block", "uses": ["math", "reading"], "minutes": 25},
        {"id": "apart", "check": "apart", "uses": ["support"], "from_uses": ["reading"]},
        {"id": "rooms", "check": "rooms", "uses": ["lunch"], "at_once": 1},
        {"id": "common", "check": "common", "uses": ["planning"], "minutes": 5},
    )
    long = [b for b in found if b.end - b.start > 1]
    if not long:
        return
    block = data.draw(st.sampled_from(long))
    at = data.draw(st.integers(block.start + 1, block.end - 1))
    first = Block(block.row, block.group, block.day, block.start, at, block.use, block.who)
    second = Block("r99-x", block.group, block.day, at, block.end, block.use, block.who)
    whole = Timetable(schedule, found)
    cut = Timetable(schedule, [*(b for b in found if b is not block), first, second])

    assert whole.sums == cut.sums
    for group in GROUPS:
        for day in (*DAYS, EVERY_WEEK):
            for use in USES:
                assert whole.minutes(group, day, {use}) == cut.minutes(group, day, {use})
    assert [clash_words(whole, c) for c in find_clashes(whole)] == [
        clash_words(cut, c) for c in find_clashes(cut)
    ]


def told(table, kind):
    """(day, minute, who or group) of every clash of a kind."""
    return {
        (day, minute, clash.who.casefold() or clash.groups[0] if kind != "rooms" else "")
        for clash in find_clashes(table)
        if clash.kind == kind
        for day in clash.days
        for minute in range(clash.start, clash.end)
    }


@settings(max_examples=200)
@given(blocks())
def test_a_group_in_two_places_is_found_when_and_only_when_a_minute_shows_it(found):
    table = Timetable(plan(), found)

    assert told(table, "twice") == {
        (day, minute, group)
        for day in DAYS
        for group in GROUPS
        for minute in MINUTES
        if len(running(found, day, minute, group)) > 1
    }


@settings(max_examples=200)
@given(blocks())
def test_an_adult_in_two_groups_is_found_when_and_only_when_a_minute_shows_it(found):
    table = Timetable(plan(), found)

    assert told(table, "adult") == {
        (day, minute, name)
        for day in DAYS
        for minute in MINUTES
        for name in ("coach", "nurse")
        if len({b.group for b in running(found, day, minute) if name in people(b.who)}) > 1
    }


@settings(max_examples=200)
@given(blocks())
def test_uses_that_a_rule_keeps_apart_are_found_once_and_by_that_rule(found):
    rule = {"id": "apart", "check": "apart", "uses": ["support"], "from_uses": ["reading", "math"]}
    table = Timetable(plan(rule), found)

    def broken(pair):
        return "support" in (uses := {b.use for b in pair}) and bool(uses & {"reading", "math"})

    pairs = [
        ((day, minute, group), pair)
        for day in DAYS
        for group in GROUPS
        for minute in MINUTES
        for pair in combinations(running(found, day, minute, group), 2)
    ]
    assert told(table, "apart") == {at for at, pair in pairs if broken(pair)}
    assert told(table, "twice") == {at for at, pair in pairs if not broken(pair)}


@settings(max_examples=200)
@given(blocks(), st.integers(1, 3))
def test_too_many_groups_at_once_are_found_when_and_only_when_a_minute_shows_it(found, most):
    rule = {"id": "rooms", "check": "rooms", "uses": ["lunch", "support"], "at_once": 2}
    table = Timetable(plan(rule), found, {"rooms": most})

    assert told(table, "rooms") == {
        (day, minute, "")
        for day in DAYS
        for minute in MINUTES
        if len({b.group for b in running(found, day, minute) if b.use in ("lunch", "support")}) > most
    }


@settings(max_examples=200)
@given(
    blocks(),
    st.integers(1, 70),
    st.sampled_from(["least", "most", "block"]),
    st.sampled_from(["day", "week"]),
)
def test_a_sum_is_short_or_over_when_and_only_when_the_minutes_say_so(found, asked, check, per):
    table = Timetable(
        plan({"id": "x", "check": check, "uses": ["reading", "math"], "minutes": asked, "per": per}), found
    )
    wrong = set()
    for group in GROUPS:
        for day in DAYS if per == "day" else [EVERY_WEEK]:
            days = DAYS if day == EVERY_WEEK else [day]
            if not any(b.group == group and b.day in days for b in found):
                continue
            covered = [
                {m for m in MINUTES if any(b.use in ("reading", "math") for b in running(found, d, m, group))}
                for d in days
            ]
            number = max(map(stretch, covered)) if check == "block" else sum(map(len, covered))
            if number > asked if check == "most" else number < asked:
                wrong.add((group, day, number))

    assert {(c.groups[0], day, c.found) for c in find_clashes(table) if c.limit for day in c.days} == wrong


@settings(max_examples=200)
@given(blocks(), st.integers(1, 70), st.sampled_from(["day", "week"]))
def test_common_time_is_what_every_group_has_at_once(found, asked, per):
    rule = {
        "id": "x",
        "check": "common",
        "uses": ["planning"],
        "groups": ["g1", "g2"],
        "minutes": asked,
        "per": per,
    }
    table = Timetable(plan(rule), found)
    for s in table.sums:
        days = DAYS if s.day == EVERY_WEEK else [s.day]
        together = sum(
            all(any(b.use == "planning" for b in running(found, d, m, g)) for g in ("g1", "g2"))
            for d in days
            for m in MINUTES
        )
        there = all(any(b.group == g and b.day in days for b in found) for g in ("g1", "g2"))
        assert s.found == together
        assert s.standing == ("empty" if not there else "short" if together < asked else "met")


# -- words -----------------------------------------------------------------------------------


def block(group, day, start, end, use, who=""):
    return Block(f"r-{group}{day}{start}", group, day, as_minutes(start), as_minutes(end), use, who)


@pytest.mark.parametrize(
    ("limits", "found", "said"),
    [
        (
            [],
            [block("g3", "tue", "10:00", "10:45", "reading"), block("g3", "tue", "10:15", "10:30", "lunch")],
            "Grade 3, Tuesday 10:15 to 10:30: Lunch and Reading at once.",
        ),
        (
            [],
            [block("g1", "mon", "09:00", "09:30", "math"), block("g1", "mon", "09:15", "10:00", "math")],
            "Grade 1, Monday 9:15 to 9:30: Math stands there twice.",
        ),
        (
            [],
            [
                block("g1", "mon", "09:00", "09:30", "support", "Reading teacher"),
                block("g2", "mon", "09:10", "09:40", "support", "reading  teacher"),
            ],
            "Reading teacher is in Grade 1 and Grade 2 on Monday 9:10 to 9:30.",
        ),
        (
            [{"id": "x", "check": "least", "uses": ["reading"], "minutes": 90}],
            [block("g1", day, "08:30", "09:45", "reading") for day in DAYS],
            "Grade 1 has 75 minutes of Reading every day; the rule asks for 90.",
        ),
        (
            [{"id": "x", "check": "most", "uses": ["support"], "minutes": 30, "per": "week"}],
            [block("g1", day, "08:30", "08:50", "support") for day in DAYS],
            "Grade 1 has 40 minutes of Support in the week; the rule allows 30.",
        ),
        (
            [{"id": "x", "check": "block", "uses": ["reading", "math"], "minutes": 60}],
            [block("g1", "mon", "08:30", "09:15", "reading"), block("g1", "mon", "09:20", "10:00", "math")],
            "Grade 1: the longest stretch of Reading and Math on Monday is 45 minutes; the rule asks for 60.",
        ),
        (
            [{"id": "x", "check": "block", "uses": ["reading"], "minutes": 60}],
            [block("g1", "mon", "08:30", "09:15", "math")],
            "Grade 1 has no Reading on Monday; the rule asks for 60 minutes in one stretch.",
        ),
        (
            [{"id": "x", "check": "apart", "uses": ["support"], "from_uses": ["reading"]}],
            [block("g2", "mon", "08:30", "09:15", "reading"), block("g2", "mon", "09:00", "09:30", "support")],
            "Grade 2, Monday 9:00 to 9:15: Support in the time of Reading; the rule keeps them apart.",
        ),
        (
            [{"id": "x", "check": "common", "uses": ["planning"], "groups": ["g1", "g2"], "minutes": 45}],
            [block("g1", "mon", "13:00", "13:45", "planning"), block("g2", "mon", "13:15", "14:00", "planning")],
            "Grade 1 and Grade 2 have 30 minutes of Planning at one time on Monday; the rule asks for 45.",
        ),
        (
            [{"id": "x", "check": "rooms", "uses": ["lunch"], "at_once": 1}],
            [block(g, d, "11:30", "12:00", "lunch") for g in ("g1", "g2") for d in DAYS],
            "Lunch, every day 11:30 to 12:00: 2 groups at once (Grade 1 and Grade 2); the rule allows 1.",
        ),
        (
            [],
            [block("g1", "mon", "14:30", "15:20", "math")],
            "Grade 1, Monday 2:30 to 3:20: Math goes beyond the day (8:00 to 3:00).",
        ),
        (
            [],
            [block("g1", "mon", "09:30", "09:00", "math")],
            "Grade 1, Monday: Math ends before it starts (9:30 to 9:00).",
        ),
    ],
)  # fmt: skip
def test_a_clash_says_who_when_and_what_the_rule_asks_for(limits, found, said):
    table = Timetable(plan(*limits), found)

    assert [clash_words(table, clash) for clash in find_clashes(table)] == [said]


def test_with_one_day_no_day_is_named():
    table = Timetable(
        plan({"id": "x", "check": "least", "uses": ["math"], "minutes": 60}, days=["mon"]),
        [
            block("g1", "mon", "09:00", "09:30", "math", "Coach"),
            block("g2", "mon", "09:00", "10:00", "math", "Coach"),
        ],
    )

    assert [clash_words(table, clash) for clash in find_clashes(table)] == [
        "Coach is in Grade 1 and Grade 2 from 9:00 to 9:30.",
        "Grade 1 has 30 minutes of Math; the rule asks for 60.",
    ]


def test_the_team_s_number_counts_and_not_that_of_the_file():
    schedule = plan({"id": "x", "check": "least", "uses": ["math"], "minutes": 60})
    found = [block("g1", "mon", "09:00", "09:45", "math")]

    assert [c.asked for c in find_clashes(Timetable(schedule, found))] == [60]
    assert find_clashes(Timetable(schedule, found, {"x": 45})) == []


def test_a_group_with_nothing_on_a_day_is_blank_and_no_clash():
    table = Timetable(
        plan({"id": "x", "check": "least", "uses": ["math"], "minutes": 30}),
        [block("g1", day, "09:00", "09:45", "math") for day in DAYS]
        + [block("g2", "mon", "09:00", "09:45", "math")],
    )

    assert find_clashes(table) == []
    assert table.blank == ["Grade 2 has nothing on Tuesday yet.", "Grade 3 has nothing yet."]
    assert Timetable(plan(), []).blank == ["Nothing is placed yet."]


def test_pairs_that_never_plan_at_once_are_named():
    table = Timetable(
        plan(),
        [
            block("g1", "mon", "13:00", "13:45", "planning"),
            block("g2", "mon", "13:45", "14:30", "planning"),
            block("g3", "mon", "13:30", "14:00", "planning"),
        ],
    )

    assert table.never_together == [("g1", "g2")]
    assert table.planning(["g1", "g3"], "mon") == [(810, 825)]


def test_times_are_told_as_people_say_them_and_with_their_half_where_the_day_is_long():
    assert [as_clock(m) for m in (0, 65, 720, 785)] == ["12:00", "1:05", "12:00", "1:05"]
    assert as_clock(785, halves=True) == "1:05 pm"
    assert not Timetable(plan(), []).halves
    assert Timetable(plan(starts="07:00", ends="19:30"), []).halves
    assert [as_minutes(t) for t in ("24:00", "9:00", "09:60", None, 540, "09:05")] == [None] * 5 + [545]


def test_adults_are_parted_by_marks_and_never_by_the_word_and():
    assert list(people("Speech and language teacher; Aide A,aide a & Coach").values()) == [
        "Speech and language teacher",
        "aide a",
        "Coach",
    ]
    for said in ("Reading specialist / Aide", "Reading specialist/Aide", "Reading specialist ; aide", "Reading specialist w/ Aide",
                 "Reading specialist | Aide", "Reading specialist\naïde"):  # fmt: skip
        assert list(people(said)) == ["reading specialist", "aide"], said
    assert list(people("Aide 1/2")) == ["aide 1/2"]
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"]) == "A, B and C"


# -- the rule ----------------------------------------------------------------------------------


@pytest.fixture
def rule(library):
    return rule_of(library.session("schedule"), "week", library)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("r1a-zz.group", "g1", "g9"),
        ("r1a-zz.day", "mon", "sunday"),
        ("r1a-zz.use", "reading", "recess"),
        ("r1a-zz.start", "08:05", "8:05"),
        ("r1a-zz.end", "23:59", "24:00"),
        ("g1-reading-mon.end", "09:45", 585),
        ("r1a-zz.who", "Reading teacher", "x" * 121),
        ("r1a-zz.note", "Swap with music.", 7),
        ("r1a-zz.removed", True, "yes"),
        ("limit.reading-day", 75, 0),
        ("limit.reading-day", 3000, "75"),
        ("limit.tables", 3, 61),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, field, good, bad):
    rule.check(field, good)

    with pytest.raises(AnswerError):
        rule.check(field, bad)


def test_a_rule_that_only_keeps_uses_apart_has_no_number_to_change(rule):
    assert "limit.core-first" not in rule.fields()
    with pytest.raises(AnswerError):
        rule.check("limit.core-first", 10)


def test_what_stands_from_the_start_is_one_row_a_day_and_can_be_changed_and_taken_out(rule):
    before = rule.timetable({})
    after = rule.timetable({"g1-reading-mon.end": "09:30", "g1-reading-tue.removed": True})

    assert [d["id"] for d in rule.config()["rows"]][:5] == [
        f"g1-reading-{d}" for d in ("mon", "tue", "wed", "thu", "fri")
    ]
    assert before.minutes("g1", EVERY_WEEK, {"reading"}) == 450
    assert after.minutes("g1", "mon", {"reading"}) == 60
    assert after.empty("g1", "tue") is False
    assert after.minutes("g1", "tue", {"reading"}) == 0


def test_a_change_taken_back_leaves_what_stood_from_the_start(rule):
    assert rule.timetable({"g1-reading-mon.end": None}).minutes("g1", "mon", {"reading"}) == 90


def test_rows_of_long_or_equal_names_stay_apart():
    long = "a-block-with-a-name-that-is-as-long-as-it-can-be"
    schedule = plan().model_dump() | {
        "blocks": [
            {"id": long, "group": "g1", "start": "08:00", "end": "09:00", "use": "math", "days": []},
            {
                "id": f"{long[:-2]}xx",
                "group": "g2",
                "start": "08:00",
                "end": "09:00",
                "use": "math",
                "days": [],
            },
        ]
    }
    rule = rule_with(schedule)
    rows = list(rule.standing)

    assert len(set(rows)) == 4
    for row in rows:
        rule.check(f"{row}.start", "08:30")


def rule_with(schedule):

    return ScheduleRule(Schedule.model_validate(schedule), None, None)


def test_an_added_row_counts_once_it_is_complete(rule):
    cells = {"r1a-zz.group": "g1", "r1a-zz.day": "mon", "r1a-zz.start": "13:00", "r1a-zz.end": "13:30"}
    assert rule.share(Group({}, cells, []))["unfinished"] == 1
    cells["r1a-zz.use"] = "support"
    shared = rule.share(Group({}, cells, []))

    assert shared["unfinished"] == 0
    assert shared["minutes"]["mon"]["use:support"]["g1"] == 30
    assert (
        rule.share(Group({}, {**cells, "r1a-zz.removed": True}, []))["minutes"]["mon"]["use:support"].get(
            "g1"
        )
        is None
    )


def test_every_page_is_given_the_same_checks(rule):
    shared = rule.share(Group({}, {"limit.reading-day": 75}, []))

    assert [clash["text"] for clash in shared["clashes"]] == [
        "Reading teacher is in Grade 2 and Grade 3 on Monday 10:45 to 11:00.",
        "Grade 3, Monday 10:45 to 11:15: Added help in the time of Reading; the rule keeps them apart.",
        "Lunch, every day 11:45 to 12:00: 3 groups at once (Grade 1, Grade 2 and Grade 3); the rule allows 2.",
        "Grade 1, Grade 2 and Grade 3 have 30 minutes of Team planning at one time in the week; the rule asks for 45.",
    ]
    assert shared["clashes"][0]["rows"] == ["g2-help-mon", "g3-help-mon"]
    assert shared["sums"]["reading-day"]["g3"]["fri"] == [75, "met"]
    assert shared["sums"]["plan-together"][""][EVERY_WEEK] == [30, "short"]
    assert shared["planning"]["together"] == ["Tuesday 1:15 to 1:45 (30 minutes)"]


@settings(max_examples=60)
@given(blocks(most=14))
def test_what_is_counted_for_pages_is_what_the_blocks_hold(found):
    from kitlib.kinds.schedule.rule import counted

    told = counted(Timetable(plan(), found))
    for day in DAYS:
        for group in GROUPS:
            here = [b for b in found if b.group == group and b.day == day]
            for name, wanted in [("use:math", {"math"}), ("sort:core", {"reading", "math"})]:
                covered = {m for b in here if b.use in wanted for m in range(b.start, b.end)}
                assert told[day].get(name, {}).get(group, 0) == len(covered)
                if name == "sort:core":
                    assert told[day].get("stretch:core", {}).get(group, 0) == stretch(covered)
    for name, by_group in told[EVERY_WEEK].items():
        for group, n in by_group.items():
            of_days = [told[day].get(name, {}).get(group, 0) for day in DAYS]
            assert n == (max(of_days) if name.startswith("stretch") else sum(of_days))


def test_a_full_week_of_sixteen_groups_is_checked_in_less_than_a_tenth_of_a_second(library):
    import time

    groups = [{"id": f"g{n}", "text": f"Grade {n}"} for n in range(16)]
    schedule = plan().model_dump() | {
        "groups": groups,
        "days": [{"id": f"d{n}", "text": f"Day {n}"} for n in range(5)],
        "limits": [
            {"id": "a", "text": "A", "check": "least", "uses": ["reading"], "minutes": 90},
            {"id": "b", "text": "B", "check": "apart", "uses": ["support"], "from_uses": ["reading"]},
            {"id": "c", "text": "C", "check": "rooms", "uses": ["lunch"], "at_once": 3},
        ],
        "blocks": [
            {"id": f"b{g}-{n}", "group": f"g{g}", "start": f"{8 + n // 2:02d}:{30 * (n % 2):02d}",
             "end": f"{8 + (n + 1) // 2:02d}:{30 * ((n + 1) % 2):02d}", "use": USES[(g + n) % 5], "days": [],
             "who": f"Teacher {n % 7}"}
            for g in range(16) for n in range(12)
        ],
    }  # fmt: skip
    rule = rule_with(schedule)
    best = min(_timed(lambda: rule.share(Group({}, {}, [])), time.process_time) for _ in range(3))

    assert len(rule.standing) == 960
    assert best < 0.1


def _timed(work, clock):
    began = clock()
    work()
    return clock() - began


# -- the record ----------------------------------------------------------------------------------


@pytest.fixture
def printed(service, library, monkeypatch):
    """What a record shows of the schedule: its HTML and its figures, in order."""
    from kitlib.kinds.shared.page import Page
    from kitlib.meetings.answers import read_answers
    from kitlib.registry import find_kind

    def printed():
        shown = []
        monkeypatch.setattr("kitlib.kinds.shared.page.display", shown.append)
        held = read_answers(service.store, library, "schedule", "999001")
        find_kind("schedule").load("record").work(held, "week", Page(held))
        html = "".join(str(getattr(part, "data", "")) for part in shown)
        return html, [part for part in shown if hasattr(part, "alt")]

    return printed


def test_a_record_shows_nothing_where_nobody_wrote(hold, printed):
    hold("schedule")

    assert printed() == ("", [])


def test_a_record_shows_the_schedule_its_clashes_and_what_was_changed(hold, page, printed):
    writer = page(hold("schedule"))
    writer.write("week", "limit.reading-day", 75, scope="team")
    writer.write("week", "g3-help-mon.note", "Ask the <b>aide</b> first.", scope="team")
    writer.write("week", "r1-a.group", "g1", scope="team")
    html, figures = printed()

    assert "Reading teacher is in Grade 2 and Grade 3 on Monday 10:45 to 11:00." in html
    assert "One adult can be in one place at a time." in html
    assert "Grade 3 has 75 minutes of Reading" not in html
    assert "<td>90 minutes</td><td>75 minutes</td>" in html
    assert "Ask the &lt;b&gt;aide&lt;/b&gt; first." in html
    assert "<b>aide" not in html
    assert "1 block was begun and not finished, and is not in the schedule." in html
    assert "<td>90 every day</td><td>✓ met</td>" in html
    assert "<td>30 in the week</td><td>⚠ short by 15</td>" in html
    # Thursday and Friday are alike, and each other day has a figure of its own.
    assert [c.alt.split(",")[1].strip() for c in figures] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday and Friday",
    ]
    assert "Grade 2: 9:00 to 10:30 Reading, 10:30 to 11:00 Added help, 11:30 to 12:00 Lunch" in figures[0].alt


def test_a_record_without_clashes_says_so(hold, page, printed):
    writer = page(hold("schedule"))
    for row in ("g3-help-mon", *(f"g3-lunch-{d}" for d in ("mon", "tue", "wed", "thu", "fri"))):
        writer.write("week", f"{row}.removed", True, scope="team")
    writer.write("week", "limit.reading-day", 75, scope="team")
    writer.write("week", "limit.plan-together", 30, scope="team")
    html, _ = printed()

    assert "✓ No clash is left." in html


def test_days_that_are_alike_are_drawn_once():
    from kitlib.kinds.schedule.frame import like_days

    same = [block("g1", day, "09:00", "10:00", "math") for day in DAYS]
    assert like_days(Timetable(plan(), same)) == [["mon", "tue"]]
    other = block("g2", "tue", "09:00", "10:00", "math")
    assert like_days(Timetable(plan(), [*same, other])) == [["mon"], ["tue"]]
    assert like_days(Timetable(plan(), [])) == []
