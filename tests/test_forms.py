"""The sessions are not all of one mould."""

from __future__ import annotations

from forms import forms, is_framed


def test_at_least_twelve_sessions_follow_a_published_form_by_name():
    counted = forms()

    assert sum(counted.named.values()) >= 12
    assert len(counted.named) >= 10
    assert counted.sessions - counted.framed >= 12


def test_a_session_in_the_usual_frame_is_known_by_its_ends():
    ends = (("agreements", "parking_lot"), ("again", "actions"), ("agreements", "exit"))
    usual = (("attendance",), ends[0], ("board",), *ends[1:])

    assert is_framed(usual)
    assert not is_framed((("board",), *usual[1:]))
    assert not is_framed((*usual[:-2], ("again", "actions", "exit")))
