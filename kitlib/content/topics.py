"""The topics by which the shelf is ordered, and words that mean the same: `topics.yaml`."""

from __future__ import annotations

from pydantic import Field

from kitlib.content.base import Content, Id, Text

__all__ = ["Topic", "Topics"]


class Topic(Content):
    """What people come with, in their words."""

    id: Id
    title: Text
    about: Text
    words: list[Text] = []  # by which its sessions are found


class Topics(Content):
    """The topics in the order of the shelf, and groups of words of which one finds the others."""

    topics: list[Topic] = Field(default=[], max_length=40)
    synonyms: list[list[Text]] = []
