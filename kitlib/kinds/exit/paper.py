"""One learning, one worry, one next step on paper; on the sheet that is kept where they are private."""

from __future__ import annotations

from kitlib.kinds.exit.rule import ExitRule
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm

__all__ = ["PAPER"]


class _Exit(PaperForm[ExitRule]):
    keeps_private = True

    def html(self, rule: ExitRule, paper: Paper) -> str:
        """Three questions with lines."""
        of = rule.activity
        private = of.visibility == "private"
        if private != paper.yours and paper.room:
            elsewhere = paper.say("For you alone: it stands on the sheet that you keep.")
            return paper.quiet(elsewhere) if private else ""
        who = "" if paper.yours else paper.quiet(paper.reader(of.visibility))
        questions = (of.learning, of.worry, of.next_step)
        return who + "".join(paper.ask(paper.words(question), 2) for question in questions)


PAPER = _Exit()
