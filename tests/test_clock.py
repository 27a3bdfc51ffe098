from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitlib.clock import Marks, TooShort, agenda, fit, rescue, shortest


@dataclass(frozen=True)
class Box:
    id: str
    minutes: int
    short: int | None = None
    cut: str = "later"
    added: bool = False


@st.composite
def boxes(draw: st.DrawFn) -> list[Box]:
    found = []
    for i in range(draw(st.integers(1, 12))):
        minutes = draw(st.integers(1, 40))
        short = draw(st.none() | st.integers(1, minutes))
        found.append(Box(f"step-{i}", minutes, short, draw(st.sampled_from(["first", "later", "never"]))))
    return found


NORMS = Box("norms", 10, 5, "never")
SHARE = Box("share", 10, None, "first")
TALK = Box("talk", 30, 20, "later")
PLAN = Box("plan", 10, None, "never")


@given(boxes(), st.integers(1, 400))
def test_a_fitted_session_never_leaves_out_a_step_marked_never(steps, available):
    if available < shortest(steps):
        with pytest.raises(TooShort) as told:
            fit(steps, available)
        assert told.value.shortest == shortest(steps)
        return
    minutes = fit(steps, available)
    assert sum(minutes) <= max(available, 0)
    for box, given_ in zip(steps, minutes, strict=True):
        assert given_ <= box.minutes
        if box.cut == "never":
            assert given_ >= (box.short or box.minutes)
        else:
            assert given_ == 0 or given_ >= (box.short or box.minutes)


@given(boxes())
def test_a_session_with_enough_time_keeps_every_minute(steps):
    assert fit(steps, sum(box.minutes for box in steps)) == [box.minutes for box in steps]


@given(boxes(), st.integers(1, 400))
def test_minutes_are_only_left_free_when_nothing_that_shrank_can_take_them(steps, available):
    if available < shortest(steps):
        return
    minutes = fit(steps, available)
    if sum(minutes) < min(available, sum(box.minutes for box in steps)):
        assert all(given_ in (0, box.minutes) for box, given_ in zip(steps, minutes, strict=True))


def test_share_outs_go_first_and_the_norms_stay():
    assert fit([NORMS, SHARE, TALK, PLAN], 50) == [10, 0, 30, 10]
    assert fit([NORMS, SHARE, TALK, PLAN], 42) == [10, 0, 22, 10]
    assert fit([NORMS, SHARE, TALK, PLAN], 15) == [5, 0, 0, 10]


def test_before_the_start_nothing_runs_and_nothing_is_late():
    state = agenda([NORMS, TALK], [10, 30], Marks(), now=1_000)

    assert (state.word, state.running, state.late) == ("not started", None, 0)
    assert [slot.start for slot in state.slots] == [None, None]


def test_planned_times_count_from_the_real_start():
    state = agenda([NORMS, TALK], [10, 30], Marks(started={"norms": 6_000}), now=6_060)

    assert [(s.planned_start, s.planned_end) for s in state.slots] == [(6_000, 6_600), (6_600, 8_400)]
    assert state.slots[1].state == "ahead"
    assert state.late == 0


@pytest.mark.parametrize(
    ("seconds", "word"),
    [
        (0, "on time"),
        (479, "on time"),
        (480, "almost done"),
        (569, "almost done"),
        (570, "last moments"),
        (600, "over"),
    ],
)
def test_the_word_changes_at_a_fifth_and_a_twentieth_left(seconds, word):
    assert agenda([NORMS], [10], Marks(started={"norms": 0}), now=seconds).word == word


def test_a_step_that_runs_over_pushes_the_rest_and_counts_as_late():
    state = agenda([NORMS, TALK], [10, 30], Marks(started={"norms": 0}), now=15 * 60)

    assert state.word == "over"
    assert state.slots[1].start == 15 * 60
    assert state.late == 5


def test_minutes_added_on_one_press_move_the_end():
    state = agenda([NORMS, TALK], [10, 30], Marks(started={"norms": 0}, extra={"norms": 5}), now=60)

    assert state.slots[0].end == 15 * 60
    assert state.late == 5


def test_a_step_finished_early_puts_the_meeting_ahead():
    state = agenda([NORMS, TALK], [10, 30], Marks(started={"norms": 0, "talk": 240}), now=300)

    assert state.slots[0].state == "done"
    assert state.late == -6


def test_when_late_the_clock_says_what_to_cut_and_never_a_protected_step():
    steps = [NORMS, SHARE, TALK, PLAN]
    state = agenda(steps, [10, 10, 30, 10], Marks(started={"norms": 0}), now=22 * 60)
    cuts, still_late = rescue(steps, state)

    assert [(cut.id, cut.minutes, cut.to) for cut in cuts] == [("share", 10, 0), ("talk", 30, 28)]
    assert still_late == 0


@given(boxes(), st.integers(0, 300))
def test_a_rescue_never_touches_a_step_marked_never_below_its_short_minutes(steps, overrun):
    plan = [box.minutes for box in steps]
    state = agenda(steps, plan, Marks(started={steps[0].id: 0}), now=60 * (steps[0].minutes + overrun))
    cuts, still_late = rescue(steps, state)
    by_id = {box.id: box for box in steps}
    for cut in cuts:
        box = by_id[cut.id]
        assert cut.to < cut.minutes
        assert cut.to > 0 or box.cut != "never"
        assert cut.to == 0 or cut.to >= (box.short or box.minutes)
    assert still_late >= 0


def test_after_the_end_nothing_ticks():
    marks = Marks(started={"norms": 0, "talk": 600}, ended=2_400)

    early, late = (agenda([NORMS, TALK], [10, 30], marks, now=now) for now in (2_400, 99_999))

    assert early == late
    assert early.word == "finished"
