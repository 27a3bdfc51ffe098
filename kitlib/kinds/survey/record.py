"""Surveys in a record: results by domain, what is withheld and why, rounds side by side, and the notes."""

from __future__ import annotations

from html import escape

from kitlib import charts
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.page import Page, behind, show, show_chart, table
from kitlib.kinds.survey.frame import FormRounds, notes, surveys
from kitlib.privacy.suppression import below_minimum, rule_text

__all__ = ["RECORD", "show_survey"]


def show_survey(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """Every form with its rounds, then what teams made of the results."""
    found, words = list(surveys(answers, activity)), notes(answers, activity)
    if not found and words.empty:
        return
    show(f"<h2>{escape(answers.heading(activity))}</h2>")
    for form in found:
        _form(form)
    if not words.empty:
        names = {"notice": "We noticed", "compare": "Compared with", "explain": "What could explain it"}
        show(table(page.placed(words, names), "What we made of the results"))


def _form(form: FormRounds) -> None:
    smallest = form.rule.activity.smallest
    title = f"{form.title} · {form.label}" if form.label else form.title
    show(f"<h3>{escape(title)}</h3>")
    lines = []
    for day, result in form.rounds:
        when = f"{day}: " if len(form.rounds) > 1 else ""
        if result.people is None:
            lines.append(f"{when}{below_minimum(smallest)} answered, so nothing else is shown.")
            continue
        of = f" of {result.asked}" if result.asked else ""
        lines.append(f"{when}{result.people}{of} answered.")
        if result.stands:
            lines.append(
                f"Fewer than {smallest} answers came in since {long_day(result.stands)}; the results of that day stand."
            )
    show("".join(f"<p>{escape(line)}</p>" for line in lines))
    items = form.items()
    if items.empty:
        return
    of_domain = form.domains()
    if not of_domain.empty:
        reverse = any(item.reverse for item in form.rule.instruments[form.form].items)
        turned = " Statements worded the other way are turned." if reverse else ""
        show(f"<p>All answers of a domain together.{turned}</p>")
        named = of_domain.rename(columns={"name": "Domain"})
        show_chart(charts.domains(of_domain, form.points, "answers"), named, f"{title}: answers by domain")
    names = {"text": "Statement", "when": "Round"}
    shown = items if len(form.rounds) > 1 else items.drop(columns="when")
    inside = table(shown.rename(columns=names), f"{title}: how many chose each point", wide="Statement")
    withheld = sorted({item for _, result in form.rounds for item in result.withheld})
    if withheld:
        many = f"{len(withheld)} statement{'s' if len(withheld) != 1 else ''}"
        show(
            f'<p class="quiet">{many} of this form withheld in part or in full. {escape(rule_text(smallest))}</p>'
        )
    show(behind("Statement by statement", inside))


RECORD = RecordPart(work=show_survey)
