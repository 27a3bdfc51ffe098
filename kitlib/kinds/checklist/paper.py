"""Look-fors of one visit on paper: seen, not seen, not applicable, and the evidence."""

from __future__ import annotations

from kitlib.kinds.checklist.keys import LookFor
from kitlib.kinds.checklist.rule import MARKS, ChecklistRule
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm

__all__ = ["PAPER"]


class _Checklist(PaperForm[ChecklistRule]):
    def html(self, rule: ChecklistRule, paper: Paper) -> str:
        """The form of one visit; a team makes as many copies as it goes on visits."""
        of = rule.activity
        copies = paper.say(
            "One form for each visit ({n} are planned). Mark one box on each line.", n=of.visits
        )
        which = f"{paper.words(of.noun)}: {paper.say('number')}"
        found = paper.quiet(copies) + paper.ask(which, 1) + paper.ask(paper.words(of.place), 1)
        heads = [paper.say("What to look for"), *(paper.say(mark.capitalize()) for mark in MARKS)]
        heads.append(paper.say("What was said and done"))
        numbers = {item.id: n for n, item in enumerate(of.items, start=1)}
        for domain in dict.fromkeys(item.domain for item in of.items):
            own = [item for item in of.items if item.domain == domain]
            rows = [
                Row([_look_for(item, numbers[item.id], paper), *[paper.tick()] * 3, ""], 2) for item in own
            ]
            caption = (
                paper.words(domain)
                if domain
                else paper.say("More to look for")
                if len(numbers) > len(own)
                else paper.words(of.noun)
            )
            found += paper.table(caption, heads, rows, widths=(10, 3, 3, 4, 10))
        return found

    def empty_rows(self, rule: ChecklistRule) -> int:
        """The visits that are planned."""
        return rule.activity.visits

    def row_noun(self, rule: ChecklistRule) -> str:
        """As the session file calls a visit."""
        return rule.activity.noun


PAPER = _Checklist()


def _look_for(item: LookFor, number: int, paper: Paper) -> str:
    help = f'<br><span class="quiet">{paper.words(item.help)}</span>' if item.help else ""
    return f"{number}. {paper.words(item.text)}{help}"
