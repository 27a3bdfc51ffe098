"""The samples of held meetings, and what people wrote in them."""

from __future__ import annotations

from kit_home import ROOT, SHIPPED

from kitlib.exchange.sample import read
from kitlib.meetings.rules import rule_of

__all__ = ["SAMPLES", "off_the_record", "texts", "told"]

SAMPLES = {path.stem: read(path) for path in sorted((ROOT / "data" / "sample").rglob("*.json"))}


def told(sample):
    """Every answer of a sample: team, place, activity, field, its rule's field, and its value."""
    session = SHIPPED.session(sample.session)
    for team, places in sample.answers.items():
        for place, activities in places.items():
            for activity, fields in activities.items():
                rule = rule_of(session, activity, SHIPPED)
                for name, value in fields.items():
                    yield team, place, activity, name, rule.field(name), value


def off_the_record(sample):
    """What was marked as not for the record: team, place, activity, field."""
    return {
        (team, place, activity, name.removesuffix("/off"))
        for team, place, activity, name, _, value in told(sample)
        if name.endswith("/off") and value is True
    }


def texts(sample, *, shown):
    """What people wrote in their own words that a record may show, or may not."""
    off = off_the_record(sample)
    for team, place, activity, name, field, value in told(sample):
        hidden = field.visibility == "private" or (team, place, activity, name) in off
        if name.endswith(".job"):  # a record says who took part, not who kept the time
            continue
        if field.words and isinstance(value, str) and value.strip() and hidden != shown:
            yield value
