"""What a sheet of paper is printed for: its language, whether there is room to write, and the pieces that all forms share.

What comes out of `Paper` is HTML that is safe to set: every text is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TypeVar

from kitlib.content.activities import ALL_PARTS
from kitlib.content.base import Language, Visibility
from kitlib.content.markdown import as_html, as_inline_html
from kitlib.content.models import Session, Source
from kitlib.kinds.shared.keys import Prompt
from kitlib.languages.catalogue import offered_words, own_words

__all__ = ["ENGLISH", "Paper", "Row"]

T = TypeVar("T")
ENGLISH = "en"

DRAFT = "This translation is a draft. Ask a speaker to read it before you use it."
_READERS = {
    "private": "Yours alone. Do not hand it in.",
    "team": "Your team reads it, and the record.",
    "room": "Everyone in the room reads it, and the record.",
}


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells as HTML, and how many lines high it is to write in; 0 is only read."""

    cells: Sequence[str]
    height: int = 1


@dataclass(frozen=True)
class Paper:
    """One sheet, and the session that it belongs to."""

    session: Session
    language: str = ENGLISH
    room: bool = True  # room to write in; the facilitator's guide has none
    large: bool = False
    part: str = ALL_PARTS  # of an activity that has parts, what the step shows
    yours: bool = False  # the sheet that a person keeps: only what is private

    # -- words ---------------------------------------------------------------------------

    @cached_property
    def _own_words(self) -> Mapping[str, str]:
        return own_words(self.language)

    @cached_property
    def _offered_words(self) -> Mapping[str, str]:
        return offered_words(self.language)

    def say(self, english: str, **values: object) -> str:
        """The kit's own words in the language of the sheet; `{name}` is filled in from `values`."""
        return self._own(self._own_words, english, **values)

    def words(self, english: str, translations: Mapping[Language, str] | None = None) -> str:
        """A text of the session in the language of the sheet; one that is not translated stays English and is marked so."""
        translated = self.translated(translations or {}) or self.phrase(english)
        # What a session may change but did not (a job, a pile) is in the kit's own words.
        return escape(translated) if translated else self._own(self._offered_words, english)

    def translated(self, translations: Mapping[Language, T]) -> T | None:
        """What stands there in the language of the sheet; nothing where it is not translated."""
        return next((text for language, text in translations.items() if language == self.language), None)

    def phrase(self, english: str) -> str | None:
        """A text of the session in the language of the sheet, where it is translated."""
        return (self.translated(self.session.phrases) or {}).get(english)

    def _own(self, words: Mapping[str, str], english: str, **values: object) -> str:
        """The English, or what stands for it in the kit's own `words`; else English that is marked so."""
        here = english if self.language == ENGLISH else words.get(english)
        text = escape((here or english).format(**values) if values else here or english)
        return text if here else self._foreign(text)

    def reader(self, visibility: Visibility) -> str:
        """Who reads what is written here."""
        return self.say(_READERS[visibility])

    @property
    def is_draft(self) -> bool:
        """Whether what of the session is translated here was not gone over by speakers."""
        return self.language != ENGLISH and self.language not in self.session.reviewed

    def draft(self) -> str:
        """That the translation is one that nobody who speaks it has gone over."""
        said = self.say(DRAFT)
        is_said_here = DRAFT in self._own_words
        return self.quiet(f'{said} <span lang="{ENGLISH}">{escape(DRAFT)}</span>' if is_said_here else said)

    def _foreign(self, html: str) -> str:
        return html if self.language == ENGLISH or not html else f'<span lang="{ENGLISH}">{html}</span>'

    # -- pieces --------------------------------------------------------------------------

    def quiet(self, html: str) -> str:
        """A line that steps back."""
        return f'<p class="quiet">{html}</p>' if html else ""

    def lines(self, n: int) -> str:
        """Ruled lines to write on, right below what is asked."""
        return f'<div class="lines" data-lines="{n}"></div>' if self.room else ""

    def ask(self, question: str, lines: int) -> str:
        """A question, and lines to answer it on."""
        return self.question(question) + self.lines(lines)

    def marked(self, text: str, sources: Sequence[Source] = ()) -> str:
        """A line of the session that may hold Markdown and citations; one that is not translated stays English and is marked so."""
        translated = self.phrase(text)
        if translated:
            return as_inline_html(translated, sources)
        return self._foreign(as_inline_html(text, sources)) if text else ""

    def paragraphs(self, text: str, sources: Sequence[Source] = ()) -> str:
        """A text of the session with Markdown and citations; one that is not translated stays English and is marked so."""
        translated = self.phrase(text)
        html = as_html(translated or text, sources)
        return html if translated or self.language == ENGLISH else f'<div lang="{ENGLISH}">{html}</div>'

    def link(self, url: str) -> str:
        """An address that can be read on paper and followed on a screen."""
        return f'<a href="{escape(url)}">{escape(url)}</a>'

    def tick(self) -> str:
        """An empty square."""
        return '<span class="tick"></span>'

    def points(self, labels: Sequence[object]) -> str:
        """Circles to choose one of."""
        return "&ensp;".join(f'<span class="point">{escape(str(label))}</span>' for label in labels)

    def prompt(self, prompt: Prompt) -> str:
        """One question with its lines; a private one only on the sheet that its writer keeps."""
        question = self.words(prompt.text, prompt.translations)
        help = self.words(prompt.help) if prompt.help else ""
        if prompt.visibility == "private" and not self.yours and self.room:
            return self.question(question, self.say("For you alone: it stands on the sheet that you keep."))
        whose = self.say("One answer for the team.") + " " if prompt.scope == "team" else ""
        return self.question(question, help, whose + self.reader(prompt.visibility)) + self.lines(
            prompt.lines
        )

    def question(self, words: str, *quiet: str) -> str:
        """What is asked, and what is said of it more quietly, in one paragraph so that it stays with its lines."""
        more = "".join(f'<br><span class="quiet">{line}</span>' for line in quiet if line)
        return f"<p><strong>{words}</strong>{more}</p>"

    def table(
        self, caption: str, heads: Sequence[str], rows: Sequence[Row], *, widths: Sequence[int] = ()
    ) -> str:
        """A table whose first column names its rows; `widths` are the shares of the columns."""
        shares = [f' data-width="{width}"' for width in widths] or [""] * len(heads)
        head = "".join(
            f'<th scope="col"{share}>{text}</th>' for text, share in zip(heads, shares, strict=True)
        )
        named = f"<caption>{caption}</caption>" if caption else ""
        body = "".join(self._row(row) for row in rows)
        return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _row(self, row: Row) -> str:
        first, *rest = row.cells
        high = f' data-height="{row.height}"' if self.room and row.height else ""
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        return f'<tr{high}><th scope="row">{first}</th>{cells}</tr>'

    def bullets(self, lines: Sequence[str]) -> str:
        """A list, of lines that are HTML already."""
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""

    def blanks(self, rows: int) -> range:
        """The numbers of so many empty rows; none where there is no room to write."""
        return range(1, rows + 1) if self.room else range(0)
