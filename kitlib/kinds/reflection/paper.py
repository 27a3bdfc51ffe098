"""A reflection on paper: ruled lines under each prompt."""

from __future__ import annotations

from kitlib.content.base import Readers
from kitlib.kinds.reflection.rule import ReflectionRule
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_prompts import prompt_list

__all__ = ["PAPER"]


class _Reflection(PaperForm[ReflectionRule]):
    keeps_private = True

    def html(self, rule: ReflectionRule, paper: Paper) -> str:
        """A prompt after the other, each with lines."""
        return prompt_list(rule.activity.prompts, paper)

    def readers(self, rule: ReflectionRule) -> set[Readers]:
        """As its prompts say."""
        return {prompt.readers for prompt in rule.activity.prompts}


PAPER = _Reflection()
