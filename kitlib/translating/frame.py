"""What the kit says itself, to be translated in a home of one's own: buttons, headings of sheets, what is counted."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from babel import UnknownLocaleError
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from kitlib.content.disk import written
from kitlib.errors import KitError
from kitlib.languages.catalogue import languages_in, places

__all__ = ["Frame", "begin_frame"]

ABOUT = "What the kit says itself. Mark an entry fuzzy while no speaker has gone over it; leave out what you do not know."


@dataclass(frozen=True)
class Frame:
    """A catalogue that was written, how many texts it lists, and how many of them have words."""

    path: Path
    texts: int
    done: int


def begin_frame(own: Path, language: str) -> Frame:
    """Write, or bring up to date, the catalogue of a language in the folder `own`; what is translated there stays.

    Raises KitError for a language that Babel cannot count in, and for a catalogue that cannot be read or written.
    """
    path = own / "locale" / f"{language}.po"
    try:
        catalog = Catalog(locale=language.replace("-", "_"), charset="utf-8")
        before = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True) if path.is_file() else Catalog()
        for message in _template():
            known = before.get(message.id, message.context)
            catalog.add(
                message.id,
                known.string if known is not None else None,
                context=message.context,
                flags=known.flags if known is not None else (),
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known is not None else (),
            )
        out = io.BytesIO()
        write_po(out, catalog, width=100, sort_output=True)
    except (ValueError, LookupError, UnknownLocaleError) as error:
        raise KitError(f"{path} cannot be made: {error}.", "Mend it, or name another language.") from None
    written(
        path, f"# {ABOUT}\n".encode() + out.getvalue().split(b"\n", 1)[1]
    )  # in the place of an empty comment
    listed = [each for each in catalog if each.id]
    return Frame(path, len(listed), sum(bool(each.string and all(_forms(each.string))) for each in listed))


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _template() -> Catalog:
    """All that any catalogue of the kit and its kinds translates, without words."""
    whole = Catalog(charset="utf-8")
    for folder in places():
        for language in languages_in(folder):
            for each in read_po(io.BytesIO((folder / f"{language}.po").read_bytes())):
                if each.id and whole.get(each.id, each.context) is None:
                    whole.add(each.id, context=each.context, auto_comments=each.auto_comments)
    return whole
