"""Forms by group of people, brought in as counts or answered in the meeting."""

from __future__ import annotations

from kitlib.kinds.contract import Kind

__all__ = ["KIND"]

KIND = Kind(
    name="survey",
    package=__name__,
    keys="keys:Survey",
    rule="rule:SurveyRule",
    results="results:fields_from_results",
)
