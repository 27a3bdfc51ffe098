"""The files of a handout: which there are, what they are called, and writing them.

`make` is the one way to PDFs; what stands on each sheet is in `sheet` and `guide`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError, did_you_mean
from kitlib.handouts.guide import guide
from kitlib.handouts.plan import Plan
from kitlib.handouts.sheet import families, for_families, form_sheet, handout, yours_alone
from kitlib.kinds.shared.paper import ENGLISH, Paper
from kitlib.kinds.shared.paper_form import form_of
from kitlib.languages.names import english_name
from kitlib.typeset import docx, pdf

__all__ = ["Page", "make", "pages"]

FORMATS = ("pdf", "docx")


@dataclass(frozen=True)
class Page:
    """One file of a handout before it is set: the end of its name, its HTML, and for whom it is, in words."""

    name: str
    html: str
    what: str

    @property
    def title(self) -> str:
        """What stands at its head: the heading, and what kind of sheet it is."""
        found = re.search(r'class="kicker">(.*?)</p><h1>(.*?)</h1>', self.html)
        assert found is not None  # each sheet begins so
        kind, heading = (unescape(re.sub(r"<[^>]*>", "", part)) for part in found.groups())
        return f"{heading} · {kind}"


def pages(plan: Plan, language: str = ENGLISH, *, large: bool = False, look: Look = PLAIN) -> list[Page]:
    """What is printed of a session: in English the handout, the sheet that each keeps, the forms and the guide.

    In another language what families and students read, and the handout where what the meeting is for is translated.
    Raises KitError for a language that this session has not, or the home does not offer.
    """
    spoken = _spoken(plan, language, look)
    paper = Paper(plan.session, language=spoken, large=large)
    if spoken != ENGLISH:
        whole = handout(plan, paper) if paper.phrase(plan.session.purpose) else ""
        sheets = [
            ("families", "for families", families(plan, paper)),
            ("handout", "for each participant who reads it", whole),
        ]
    else:
        sheets = [
            ("handout", "for each participant", handout(plan, paper)),
            ("yours-alone", "for each participant to keep; not handed in", yours_alone(plan, paper)),
            ("example", "a finished one, made up, to look at before you begin", plan.example),
            ("guide", "for the facilitator alone", guide(plan, paper)),
        ]
    found = [Page(name, html, what) for name, what, html in sheets if html]
    return [*found[:1], *_forms(plan, paper), *found[1:]]


def _spoken(plan: Plan, language: str, look: Look) -> str:
    session, found = plan.session.id, translated(plan)
    offered = [code for code in look.offered(found) if code != ENGLISH]
    if language == ENGLISH or language in offered:
        return language
    has = ", ".join(f"{english_name(code)} ({code})" for code in offered) or "English alone"
    command = f"kit handout {session} --language {offered[0]}" if offered else f"kit handout {session}"
    named = f"{english_name(language)} ({language})"
    if language in found:
        raise KitError(
            f"This home offers {has}, and not {named}: so its kit.yaml says.",
            f"Add {language} to languages in kit.yaml, or print what is offered: {command}",
        )
    raise KitError(
        f'Nothing of "{plan.session.title}" is written in {named}; it has {has}.',
        f"Print what there is: {command}",
    )


def translated(plan: Plan) -> set[str]:
    """The languages in which there is a sheet: what the meeting is for, or something for families or students."""
    session = plan.session
    found = {code for code, each in session.phrases.items() if session.purpose in each}
    for kept in plan.steps:
        if for_families(plan, kept):
            found |= set(kept.step.translations)
            found |= {code for code, each in session.phrases.items() if kept.step.prompt in each}
    paper = Paper(plan.session)
    for rule in plan.rules:
        if form := form_of(rule):
            for sheet in form.sheets(rule, paper):
                found |= set(sheet.headings)
    return found


def _forms(plan: Plan, paper: Paper) -> Iterator[Page]:
    """The forms and cards that are given out by themselves; in another language those that are translated."""
    for rule in plan.rules:
        form = form_of(rule)
        for sheet in form.sheets(rule, paper) if form else ():
            name = f"form-{rule.activity.id}-{sheet.id}"
            yield Page(name, form_sheet(plan, sheet, paper), sheet.what)


def make(
    plan: Plan,
    out: Path,
    language: str = ENGLISH,
    *,
    large: bool = False,
    formats: str = "pdf",
    look: Look = PLAIN,
) -> list[tuple[Path, str]]:
    """Write a session on paper, as "pdf", "docx" or "pdf,docx"; gives each file with whom it is for.

    Raises KitError for another form, and where they cannot be written.
    """
    wanted = _formats(formats)
    ending = "".join([f"-{language}" if language != ENGLISH else "", "-large" if large else ""])
    made = []
    for page in pages(plan, language, large=large, look=look):
        for form in wanted:
            html = look.paper + page.html
            path = out / f"{plan.session.id}-{page.name}{ending}.{form}"
            if form == "pdf":
                raw = pdf(html, title=page.title, language=language, running=page.title, large=large)
            else:
                raw = docx(html, title=page.title)
            try:
                out.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
            except OSError as error:
                raise KitError(
                    f"{path} cannot be written: {error.strerror}.",
                    f"Name another folder: kit handout {plan.session.id} --out FOLDER",
                ) from None
            made.append((path, page.what))
    return made


def _formats(formats: str) -> list[str]:
    wanted = list(dict.fromkeys(word.strip().lower() for word in formats.split(",") if word.strip()))
    for word in wanted:
        if word not in FORMATS:
            raise KitError(
                f'Handouts are not made as "{word}"{did_you_mean(word, FORMATS)}',
                f"Use one or both of: {','.join(FORMATS)}",
            )
    return wanted or [FORMATS[0]]
