"""A survey on paper: the form as people fill it in, the counts that a team brings in, and what it makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kitlib.kinds.shared.instruments import answer_from_label
from kitlib.kinds.shared.keyed import numbers_in
from kitlib.kinds.shared.paper import ENGLISH, Paper, Row
from kitlib.kinds.shared.paper_form import FormSheet, PaperForm
from kitlib.kinds.shared.paper_items import circled, instrument_head, legend, statement
from kitlib.kinds.survey.rule import SurveyRule

__all__ = ["PAPER"]

NOTES = 4  # empty rows for what the team makes of the results


class _Survey(PaperForm[SurveyRule]):
    def html(self, rule: SurveyRule, paper: Paper) -> str:
        """The form that is answered here, the counts of the others, and the notes."""
        of = rule.activity
        found = ""
        for each in of.forms:
            instrument, scale = rule.instruments[each.id], rule.scales[each.id]
            if paper.language != ENGLISH:
                found = paper.quiet(paper.say("The form of this survey is a sheet of its own."))
            elif each.id == of.here:
                found += survey_form(rule, each.id, paper)
            elif paper.room:
                found += _counts(rule, each.id, paper)
            else:
                found += instrument_head(instrument, paper) + circled(
                    instrument, instrument.items, scale, paper
                )
        if of.notes:
            heads = [paper.say(text) for text in ("We notice", "Compared with", "What could explain it")]
            rows = [Row(["", "", ""], 3) for _ in paper.blanks(NOTES)]
            title = paper.say("What we make of the results")
            found += paper.table(title, heads, rows or [Row(["", "", ""])])
        return found

    def empty_rows(self, rule: SurveyRule) -> int:
        """Rows of notes."""
        return NOTES

    def prints(self, rule: SurveyRule, name: str) -> bool:
        """Counts are keyed in of the forms that are not answered here."""
        here = rule.activity.here
        return here is None or not (name.endswith(f".{here}") or f".{here}." in name)

    def sheets(self, rule: SurveyRule, paper: Paper) -> Iterator[FormSheet]:
        """A form to give out for each group of people; in another language those that are translated."""
        for id, instrument in rule.instruments.items():
            if paper.language == ENGLISH or paper.language in instrument.titles:
                html = survey_form(rule, id, paper, titled=False)
                title = rule.forms[id].title
                what = f"a form of the survey, for {title.lower()}"
                copies = "The forms of the survey for those who are asked."
                yield FormSheet(id, title, instrument.title, dict(instrument.titles), html, what, copies)

    def parse(self, rule: SurveyRule, name: str, text: str) -> Any:
        """Counts with commas, or a point by its label."""
        if name.startswith("counts."):
            return numbers_in(text)
        here = rule.activity.here
        return answer_from_label(rule.scales[here], text) if here else None

    def hint(self, rule: SurveyRule, name: str) -> str | None:
        """For counts, how many numbers there are."""
        if not name.startswith("counts."):
            return None
        points = rule.scales[name.split(".")[1]].points
        return f"how many chose each point: {len(points)} numbers with commas"


PAPER = _Survey()


def survey_form(rule: SurveyRule, id: str, paper: Paper, *, titled: bool = True) -> str:
    """One form, as a person fills it in: no name is asked for."""
    instrument = rule.instruments[id]
    tell = paper.say("Do not write your name. Circle one point for each statement. To pass is an answer too.")
    counts = paper.say("Only counts are shown, and only from {n} answers on.", n=rule.activity.smallest)
    return (
        instrument_head(instrument, paper, titled=titled)
        + paper.quiet(f"{tell} {counts}")
        + circled(instrument, instrument.items, rule.scales[id], paper)
    )


def _counts(rule: SurveyRule, id: str, paper: Paper) -> str:
    """How many chose each point, to be written in from the forms that came back."""
    instrument, scale = rule.instruments[id], rule.scales[id]
    title = paper.words(rule.forms[id].title)
    rows = [
        Row([statement(item, n, paper), *[""] * len(scale.points)])
        for n, item in enumerate(instrument.items, 1)
    ]
    heads = [paper.say("How many chose each point")]
    heads += [f'<span class="point">{value}</span>' for value in scale.values]
    return (
        f"<h4>{title}</h4>"
        + instrument_head(instrument, paper)
        + paper.quiet(paper.say("One copy for the team, to write in the counts of the forms that came back."))
        + legend(scale, paper)
        + paper.ask(paper.say("How many were asked, and how many answered"), 1)
        + paper.table(title, heads, rows, widths=[8, *[1] * len(scale.points)])
    )
