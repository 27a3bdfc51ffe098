"""Prompts on paper: each with its lines; on the sheet that a person keeps, only what is private."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.kinds.shared.keys import Prompt
from kitlib.kinds.shared.paper import Paper

__all__ = ["prompt_list"]


def prompt_list(prompts: Sequence[Prompt], paper: Paper) -> str:
    """The prompts that belong on this sheet, one after the other."""
    shown = [p for p in prompts if not paper.yours or p.visibility == "private"]
    return "".join(paper.prompt(prompt) for prompt in shown)
