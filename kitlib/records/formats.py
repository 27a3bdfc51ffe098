"""The forms a record is written in, each from the executed notebook to a file.

To add one: a function that takes the notebook, the unit and the path to write,
and a line in FORMATS. The function runs in the process of the record, after the notebook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError, did_you_mean
from kitlib.records.origin import Origin

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from kitlib.records.unit import Unit

__all__ = ["FORMATS", "USUAL", "Format", "as_docx", "as_html", "as_pdf", "check_formats", "style"]

LOOKS = Path(__file__).parent / "template"


@dataclass(frozen=True)
class Format:
    """A form of a record. Its `name` is how it is asked for, and the ending of its file."""

    name: str
    label: str  # of its link in the index
    write: Callable[[NotebookNode, Unit, Path, Look], None] | None  # None: papermill's own file is the form
    #: What can be done ahead in a process that will be forked, for a form that must not be written there.
    get_ready: Callable[[], None] | None = None


def _write_html(notebook: NotebookNode, unit: Unit, path: Path, look: Look) -> None:
    path.write_text(as_html(notebook, _title(unit), look), encoding="utf-8")


def _write_pdf(notebook: NotebookNode, unit: Unit, path: Path, look: Look) -> None:
    path.write_bytes(as_pdf(notebook, _title(unit), look))


def _write_docx(notebook: NotebookNode, unit: Unit, path: Path, look: Look) -> None:
    path.write_bytes(as_docx(notebook, _title(unit), look))


def _title(unit: Unit) -> str:
    return f"{unit.name}: {unit.title}"


def as_html(notebook: Any, title: str, look: Look = PLAIN) -> str:
    """An executed record as a page of its own: no script, no request beyond the file itself."""
    about = {
        "style": style(look),
        "figure": _Figures(),
        "origin": Origin.in_notebook(notebook),
        "paper": look.paper,
    }
    resources = {"metadata": {"name": title}, "kit": about}
    # Its template alone: the exporter would check the notebook a dozen times over and take the page apart once
    # more, which costs ten times as much as all the rest.
    page: str = _exporter().template.render(nb=notebook, resources=resources)
    return page


class _Figures:
    """The SVGs of one page: ours as they are, so that their words are the page's; those of others as images."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, svg: str, alt: str) -> str:
        """An SVG as it may stand in the page: no id twice, and nothing of another author's that could run."""
        from kitlib.charts.svg import (
            as_image,
            is_chart,
            with_ids,
        )  # not above: with pandas, they take long to import

        if is_chart(svg):
            self._count += 1
            return with_ids(svg, f"figure-{self._count}")
        return as_image(svg, alt)


def as_pdf(notebook: Any, title: str, look: Look = PLAIN) -> bytes:
    """The same page as a PDF that can be read aloud and kept; signed where a key is set."""
    from kitlib.typeset import pdf  # imported here and below: only those who ask for it pay for it
    from kitlib.typeset.signing import signed

    origin = Origin.in_notebook(notebook)
    made = dt.date.fromisoformat(origin.made) if origin else None
    keywords = origin.to_json() if origin else ""
    return signed(pdf(as_html(notebook, title, look), title=title, made=made, keywords=keywords))


def as_docx(notebook: Any, title: str, look: Look = PLAIN) -> bytes:
    """The same page as a Word document, to be edited."""
    from kitlib.typeset import docx

    origin = Origin.in_notebook(notebook)
    return docx(as_html(notebook, title, look), title=title, keywords=origin.to_json() if origin else "")


def _get_ready_to_typeset() -> None:
    from kitlib.typeset.drawing import get_ready

    get_ready()


@cache
def _exporter() -> Any:
    """Made once in a process: setting it up costs more than a page."""
    from nbconvert import HTMLExporter

    return HTMLExporter(template_name="kit", extra_template_basedirs=[str(LOOKS)])


def style(look: Look = PLAIN) -> Any:
    """The style sheet of records, safe to stand in a page."""
    from markupsafe import Markup

    return Markup(_style_sheet() + look.style)


@cache
def _style_sheet() -> str:
    return (LOOKS / "record.css").read_text(encoding="utf-8")


#: What is made unless something else is asked for; the others take longer than the page.
USUAL = ("ipynb", "html")

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("html", "record", _write_html),
        Format("pdf", "PDF", _write_pdf, _get_ready_to_typeset),
        Format("docx", "Word", _write_docx, _get_ready_to_typeset),
        Format("ipynb", "notebook", None),
    )
}


def check_formats(
    formats: str, made: Collection[str] = FORMATS, usual: tuple[str, ...] = USUAL, noun: str = "Records"
) -> tuple[str, ...]:
    """`"ipynb,html"` as a tuple, `usual` for an empty text; raises KitError for a format that is not among those `made`.

    Also for a PDF that is to be signed and cannot be.
    """
    wanted = tuple(dict.fromkeys(word.strip().lower() for word in formats.split(",") if word.strip()))
    for word in wanted:
        if word not in made:
            raise KitError(
                f'{noun} are not made as "{word}"{did_you_mean(word, made)}',
                f"Use one or more of: {','.join(made)}",
            )
    if "pdf" in wanted:
        from kitlib.typeset.signing import check_key

        check_key()
    return wanted or usual
