"""The record of a worked example: what a district would get, made without a meeting and marked as made up."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from kitlib.content import Library
from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError
from kitlib.kinds.shared.page import shown_as_html
from kitlib.meetings.examples import example_answers, example_html, example_of, made_up
from kitlib.records.formats import style
from kitlib.records.record import Record
from kitlib.typeset import docx, pdf

__all__ = ["EXAMPLE_FORMATS", "example_page", "example_record", "write_example"]

EXAMPLE_FORMATS = ("html", "pdf", "docx")


def example_page(library: Library, session: str, look: Look = PLAIN) -> str:
    """The finished product of a session as a page of its own. Raises NotFoundError where it has no example."""
    example = example_of(library, session)
    return _page(library.session(session).title, example_html(library, example), look)


def example_record(library: Library, session: str, look: Look = PLAIN) -> str:
    """The record that the example's team would get, as a page. Raises NotFoundError where there is none."""
    example = example_of(library, session)
    record = Record.of(example_answers(library, example))
    with shown_as_html() as pieces:
        record.heading()
        pieces.append(
            f'<p><strong>{escape(made_up(library, session))}</strong></p><p class="lead">{escape(example.school)}</p>'
        )
        record.decisions()
        record.agreements()
        record.work()
        record.words()
        record.questions()
        record.colophon()
    return _page(f"Example: {library.session(session).title}", "".join(pieces), look)


def write_example(
    library: Library, session: str, out: Path, formats: Sequence[str], look: Look = PLAIN
) -> list[Path]:
    """Write the record of an example in each of these formats. Raises KitError where a file cannot be written."""
    page, title = example_record(library, session, look), f"Example: {library.session(session).title}"
    make = {
        "html": lambda: page.encode(),
        "pdf": lambda: pdf(page, title=title),
        "docx": lambda: docx(page, title=title),
    }
    written = []
    for name in formats:
        path = out / f"{session}-example.{name}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make[name]())
        except OSError as error:
            raise KitError(
                f"{path} cannot be written: {error.strerror}.",
                f"Name another folder: kit example {session} --out FOLDER",
            ) from None
        written.append(path)
    return written


def _page(title: str, inside: str, look: Look) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style(look)}</style></head><body><main>{look.paper}{inside}</main></body></html>"
    )
