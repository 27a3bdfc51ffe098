"""Answers for who writes notebooks of their own: frames, by the names that the documentation gives."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from kit_home import ROOT, kit_kinds

import kitlib
from kitlib.errors import KitError, NotFoundError
from kitlib.exchange.districts import load_sample_districts
from kitlib.exchange.sample import hold, read
from kitlib.meetings.service import MeetingService
from kitlib.registry import kinds

PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")


@pytest.fixture
def held(places, store, library):
    """The sample meeting of one district, in the home's own database."""
    load_sample_districts(store, places.data)
    sample = read(places.data / "sample" / "shared-beliefs-alder-valley.json")
    hold(sample, MeetingService(store, library))
    return sample


def test_a_district_s_answers_are_frames_by_activity(held):
    answers = kitlib.load_answers(held.session, "Alder Valley")

    for activity in answers.activities:
        assert isinstance(answers.frame(activity), pd.DataFrame)
    rated = next(id for id, a in answers.session.activities.items() if a.kind == "rating")
    frame = answers.frame(rated)
    assert list(frame.columns[:5]) == ["date", "label", "item", "text", "domain"]
    assert set(frame["date"]) == {held.date.isoformat()}
    assert answers.people()["seats"].sum() > 0


def test_what_is_not_there_is_told_with_what_is_near(held):
    with pytest.raises(NotFoundError, match='no session "shared-belief"; did you mean "shared-beliefs"'):
        kitlib.load_answers("shared-belief", "Alder Valley")
    with pytest.raises(KitError, match='has no activity "nothing"'):
        kitlib.load_answers(held.session, "Alder Valley").frame("nothing")


@pytest.mark.parametrize("kind", kit_kinds())
def test_the_documentation_says_the_columns_of_each_kind_as_its_frame_does(kind):
    said = re.search(rf"^\| `{kind}` \| (.+) \|$", PAGE, re.MULTILINE)
    meant = kinds()[kind].load("frame").__doc__.split("\n\n")[0]

    assert said is not None
    assert said[1] == " ".join(meant.split())


def test_all_that_the_package_offers_is_documented_and_loads():
    for name in kitlib.__all__:
        assert getattr(kitlib, name)
        assert (
            name == "__version__"
            or name in PAGE + (ROOT / "docs" / "leading.md").read_text()
            or (name in ("open_meeting", "start"))
        )
