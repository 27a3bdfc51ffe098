"""Finding a session by what people need: their words, near words and misspellings, and the time they have.

The words that mean the same, and the topics by which the shelf is ordered, are
content: `topics.yaml`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.content.topics import Topic
from kitlib.tabular.folding import fold

__all__ = ["Finder", "Finding", "proposed_minutes", "topic_of"]

_PLAIN = re.compile(r"[^\w]+")
#: Words that say nothing about what is looked for.
_EMPTY = frozenset(
    [
        "a",
        "about",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "need",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "should",
        "so",
        "some",
        "that",
        "the",
        "them",
        "there",
        "they",
        "this",
        "to",
        "us",
        "want",
        "we",
        "what",
        "when",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
    ]
)
NEAR = 0.75  # how alike two words are of which one is the other, misspelt
SHORT = 3  # letters up to which a word is only found as it is: "SEL" is no beginning of "select"
FEW = 3  # sessions that are named where none holds all the words
Words = tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What was found, best first. `read` says of a misspelt word how it was read; `near` that not all words were met."""

    sessions: Sequence[Session] = ()
    read: dict[str, str] = field(default_factory=dict)
    near: bool = False


def proposed_minutes(session: Session, most: int | None) -> int | None:
    """The longest of a session's lengths that fits in `most` minutes, or None where none does."""
    lengths = {*session.lengths, session.minutes}
    return max((n for n in lengths if most is None or n <= most), default=None)


def topic_of(session: Session, topics: Sequence[Topic]) -> str:
    """The id of the topic under which a session stands on the shelf: the first that is known; or ""."""
    known = {topic.id for topic in topics}
    return next((id for id in session.topics if id in known), "")


class Finder:
    """Finds sessions of one library. What it has read of them it keeps."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._topics = library.topics()

    def find(self, words: str, minutes: int | None = None) -> Finding:
        """The sessions that hold all the words, or one of the same meaning, and can be held in the minutes.

        Where none does, the words are read as misspelt; where that helps nothing either, the sessions that hold most
        of them are `near`.
        """
        shelf = [s for s in self._library.sessions() if proposed_minutes(s, minutes) is not None]
        wanted = _words(words)
        said = [word for word in wanted if word not in _EMPTY] or wanted
        if not said:
            return Finding(shelf)
        if found := self._holding(shelf, self._meant(said)):
            return Finding(found)
        read = self._read(said)
        corrected = _words(" ".join(read.get(word, word) for word in said))
        if read and (found := self._holding(shelf, self._meant(corrected))):
            return Finding(found, read)
        return Finding(self._nearest(shelf, self._meant(corrected)), read, near=True)

    # -- what was meant ------------------------------------------------------------------

    def _meant(self, said: Sequence[str]) -> list[tuple[Words, ...]]:
        """For each thing that was said all ways to say it: those of a whole phrase first, then word by word."""
        meant: list[tuple[Words, ...]] = []
        left = list(said)
        while left:
            taken = 1
            ways: tuple[Words, ...] = ((left[0],),)
            for group in self._synonyms:
                for phrase in group:
                    if len(phrase) >= taken and tuple(map(_stem, left[: len(phrase)])) == tuple(
                        map(_stem, phrase)
                    ):
                        ways = (
                            (phrase, *group)
                            if len(phrase) > taken or ways == ((left[0],),)
                            else (*ways, *group)
                        )
                        taken = len(phrase)
            meant.append(tuple(dict.fromkeys(ways)))
            del left[:taken]
        return meant

    @cached_property
    def _synonyms(self) -> list[tuple[Words, ...]]:
        groups = [tuple(tuple(_words(each)) for each in group) for group in self._topics.synonyms]
        return [tuple(phrase for phrase in group if phrase) for group in groups]

    @cached_property
    def _vocabulary(self) -> list[str]:
        """Every word that finds something."""
        known = {word for phrases in self._synonyms for phrase in phrases for word in phrase}
        for session in self._library.sessions():
            for _, text in self._texts(session):
                known.update(_words(text))
        return sorted(word for word in known if len(word) > SHORT)

    def _read(self, said: Iterable[str]) -> dict[str, str]:
        """How words that stand nowhere are read: as the nearest that do."""
        stems = {_stem(word) for word in self._vocabulary}
        found: dict[str, str] = {}
        for word in said:
            if len(word) > SHORT and _stem(word) not in stems:
                near = difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=NEAR)
                found |= {word: near[0]} if near else {}
        return found

    # -- what holds it -------------------------------------------------------------------

    def _holding(self, shelf: Sequence[Session], meant: Sequence[tuple[Words, ...]]) -> list[Session]:
        scored = [(self._scores(session, meant), session) for session in shelf]
        found = [(sum(scores), session) for scores, session in scored if all(scores)]
        return [session for _, session in sorted(found, key=lambda each: -each[0])]

    def _nearest(self, shelf: Sequence[Session], meant: Sequence[tuple[Words, ...]]) -> list[Session]:
        scored = [
            (sum(map(bool, scores)), sum(scores), s) for s in shelf if any(scores := self._scores(s, meant))
        ]
        return [session for _, _, session in sorted(scored, key=lambda each: (-each[0], -each[1]))[:FEW]]

    def _scores(self, session: Session, meant: Sequence[tuple[Words, ...]]) -> list[float]:
        """For each thing that is meant how much the session is about it; 0 where it is not."""
        held = self._stems(session)
        return [
            max(
                (
                    weight * (2 if i == 0 else 1)
                    for weight, stems in held
                    for i, way in enumerate(ways)
                    if _holds(stems, way)
                ),
                default=0,
            )
            for ways in meant
        ]  # what was said itself counts twice what only means the same

    def _stems(self, session: Session) -> list[tuple[float, Words]]:
        if session.id not in self._known:
            self._known[session.id] = [
                (weight, tuple(map(_stem, _words(text)))) for weight, text in self._texts(session)
            ]
        return self._known[session.id]

    @cached_property
    def _known(self) -> dict[str, list[tuple[float, Words]]]:
        return {}

    def _texts(self, session: Session) -> Iterator[tuple[float, str]]:
        """What a session is found by, and how much each counts."""
        of = self._library.resource(session.resource)
        yield 8, session.title
        yield 8, " ".join(["", *session.keywords])
        yield 6, session.need
        for topic in self._topics.topics:
            if topic.id in session.topics:
                yield (4 if topic.id == session.topics[0] else 2), " ".join([topic.title, *topic.words])
        yield 3, session.purpose
        yield 1, " ".join([session.id, session.form, session.audience, session.product, *session.outcomes])
        yield 1, " ".join([of.title, of.publisher, of.audience, of.id])


def _words(text: str) -> list[str]:
    return [word for word in _PLAIN.split(fold(text).replace("'s ", " ")) if word]


def _stem(word: str) -> str:
    """A word without the ending that tells one from several."""
    if len(word) > SHORT + 1 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > SHORT and word.endswith("s") and not word.endswith("ss") else word


def _holds(stems: Words, way: Words) -> bool:
    """Whether words stand in a text one after the other, the last perhaps as the beginning of one."""
    wanted = tuple(map(_stem, way))
    for i in range(len(stems) - len(wanted) + 1):
        last = stems[i + len(wanted) - 1]
        if stems[i : i + len(wanted) - 1] == wanted[:-1] and (
            last == wanted[-1] or (len(wanted[-1]) > SHORT and last.startswith(wanted[-1]))
        ):
            return True
    return False
