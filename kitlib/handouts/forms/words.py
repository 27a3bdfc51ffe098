"""What people write in their own words, on paper: note catchers with ruled lines."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.activities.discussion import Discussion
from kitlib.activities.exit import Exit
from kitlib.activities.reflection import Reflection
from kitlib.content import kinds
from kitlib.content.kinds import Medium, Prompt
from kitlib.handouts.paper import Paper, Row

__all__ = ["discussion", "exit_", "reflection"]


def _prompts(prompts: Sequence[Prompt], paper: Paper) -> str:
    shown = [p for p in prompts if not paper.yours or p.visibility == "private"]
    return "".join(paper.prompt(prompt) for prompt in shown)


def reflection(rule: Reflection, paper: Paper) -> str:
    """A prompt after the other, each with lines."""
    return _prompts(rule.activity.prompts, paper)


def discussion(rule: Discussion, paper: Paper) -> str:
    """Before, during and after; or the part of it that the step shows."""
    of = rule.activity
    if paper.yours:
        return _prompts([*of.before, *of.after], paper)
    wanted = {"before", "during", "notes", "after"} if paper.part == "all" else {paper.part}
    found = ""
    if of.before and "before" in wanted:
        found += f"<h4>{paper.say('Before')}</h4>{_prompts(of.before, paper)}"
    if "during" in wanted:
        found += f"<h4>{paper.say('During')}</h4>{_medium(of.medium, paper)}"
        found += paper.ask(paper.words(of.summary), 3) if of.summary else ""
    if of.notes and wanted & {"during", "notes"}:
        found += _notes(of, paper)
    if of.after and "after" in wanted:
        found += f"<h4>{paper.say('After')}</h4>{_prompts(of.after, paper)}"
    return found


def _medium(medium: Medium, paper: Paper) -> str:
    title = f"<strong>{paper.words(medium.title)}</strong>"
    about = f" · {paper.say('about {n} minutes', n=medium.minutes)}" if medium.minutes else ""
    where = paper.quiet(paper.link(medium.url)) if medium.url else ""
    return f"<p>{title}{about}</p>{where}" + (f"<p>{paper.words(medium.note)}</p>" if medium.note else "")


def _notes(of: kinds.Discussion, paper: Paper) -> str:
    heads = [paper.say(h) for h in ("We noticed", "Where we saw or heard it", "What it could mean for us")]
    rows = [Row(["", "", ""], 3) for _ in paper.empty(of)] or [Row(["", "", ""])]
    return paper.table(paper.say("Notes of the team"), heads, rows)


def exit_(rule: Exit, paper: Paper) -> str:
    """One learning, one worry, one next step; on the sheet that is kept where they are private."""
    of = rule.activity
    private = of.visibility == "private"
    if private != paper.yours and paper.room:
        return (
            paper.quiet(paper.say("For you alone: it stands on the sheet that you keep.")) if private else ""
        )
    who = paper.quiet(paper.reader(of.visibility))
    questions = (of.learning, of.worry, of.next_step)
    return who + "".join(paper.ask(paper.words(question), 2) for question in questions)
