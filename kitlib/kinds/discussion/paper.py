"""A discussion on paper: a note catcher for before, during and after."""

from __future__ import annotations

from kitlib.content.activities import ALL_PARTS
from kitlib.content.base import Readers
from kitlib.kinds.discussion.keys import Discussion, Medium
from kitlib.kinds.discussion.rule import DiscussionRule
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_prompts import prompt_list

__all__ = ["PAPER"]

NOTES = 3  # empty rows


class _Discussion(PaperForm[DiscussionRule]):
    keeps_private = True

    def html(self, rule: DiscussionRule, paper: Paper) -> str:
        """Before, during and after; or the part of it that the step shows."""
        of = rule.activity
        if paper.yours:
            return prompt_list([*of.before, *of.after], paper)
        wanted = set(Discussion.parts) if paper.part == ALL_PARTS else {paper.part}
        found = ""
        if of.before and "before" in wanted:
            found += f"<h4>{paper.say('Before')}</h4>{prompt_list(of.before, paper)}"
        if "during" in wanted:
            found += f"<h4>{paper.say('During')}</h4>{_medium(of.medium, paper)}"
            found += paper.ask(paper.words(of.summary), 3) if of.summary else ""
        if of.notes and wanted & {"during", "notes"}:
            found += _notes(paper)
        if of.after and "after" in wanted:
            found += f"<h4>{paper.say('After')}</h4>{prompt_list(of.after, paper)}"
        return found

    def empty_rows(self, rule: DiscussionRule) -> int:
        """Rows of notes."""
        return NOTES

    def readers(self, rule: DiscussionRule) -> set[Readers]:
        """As its prompts say."""
        return {prompt.readers for prompt in [*rule.activity.before, *rule.activity.after]}


PAPER = _Discussion()


def _medium(medium: Medium, paper: Paper) -> str:
    title = f"<strong>{paper.words(medium.title)}</strong>"
    about = f" · {paper.say('about {n} minutes', n=medium.minutes)}" if medium.minutes else ""
    where = paper.quiet(paper.link(medium.url)) if medium.url else ""
    return f"<p>{title}{about}</p>{where}" + (f"<p>{paper.words(medium.note)}</p>" if medium.note else "")


def _notes(paper: Paper) -> str:
    heads = [paper.say(h) for h in ("We noticed", "Where we saw or heard it", "What it could mean for us")]
    rows = [Row(["", "", ""], 3) for _ in paper.blanks(NOTES)] or [Row(["", "", ""])]
    return paper.table(paper.say("Notes of the team"), heads, rows)
