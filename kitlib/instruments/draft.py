"""What a foreign file holds of an instrument, and what of it could not be carried over.

Each reader finds questions, each with its own points; `drafted` makes one
instrument of those that share a scale, and names all others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from kitlib.content.instruments import Instrument, Item, Point, Scale
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.tabular.folding import fold, tidy
from kitlib.tabular.refusals import shortened

__all__ = ["Draft", "Form", "Loss", "Question", "drafted", "ids", "plain", "slug", "with_points"]

MOST_ITEMS, MOST_POINTS = 80, 11
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


@dataclass(frozen=True)
class Loss:
    """Something of a file that the instrument does not hold. `where`: the place in that file, as people find it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"  {self.where}: {self.what}"


@dataclass(frozen=True)
class Question:
    """One question of a foreign form that is answered by one of some points."""

    where: str
    id: str
    text: str
    points: tuple[Point, ...]
    list: str  # what the form calls its points
    domain: str = ""
    help: str = ""
    reverse: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """All that a reader found in a file."""

    title: str
    id: str = ""
    version: str = ""
    intro: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    intros: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)  # what only a file of the kit itself says
    scales: dict[str, tuple[str, str]] = field(default_factory=dict)  # list -> title and source of the scale

    def lost(self, where: str, what: str) -> None:
        """Name something that is not carried over."""
        self.losses.append(Loss(where, what))


@dataclass(frozen=True)
class Draft:
    """An instrument and its scale as they can be written, and what was left behind."""

    instrument: Instrument
    scale: Scale
    losses: Sequence[Loss] = ()


def drafted(form: Form, known: Sequence[Scale], *, scale: str = "", command: str) -> Draft:
    """One instrument of a form: of the questions that share a scale, by default the one that most of them have.

    `known` are the scales of the kit, one of which is used where it says the same.
    `scale` chooses by the form's own name of the points. Raises KitError where
    no question can be taken; `command` is what to run again.
    """
    chosen = _chosen(form, scale, command)
    if len(chosen) > MOST_ITEMS:
        for each in chosen[MOST_ITEMS:]:
            form.lost(
                each.where,
                f'"{shortened(each.text)}" is left out: an instrument has {MOST_ITEMS} statements at most.',
            )
        chosen = chosen[:MOST_ITEMS]
    found = _scale(form, chosen[0], known)
    title = tidy(form.title) or "Untitled form"
    try:
        instrument = Instrument(
            id=slug(form.id or title, "form"),
            version=form.version or "1.0",
            title=title,
            titles=form.titles,
            intro=form.intro,
            intros=form.intros,
            made_by=form.about.get("made_by") or "taken over from a form of your own",
            scale=found.id,
            readers=form.about.get("readers") or "staff",  # type: ignore[arg-type]  # checked by the model
            reviewed=form.about.get("reviewed", "").split(),
            items=[
                _item(each, id)
                for each, id in zip(chosen, ids([q.id or q.text for q in chosen]), strict=True)
            ],
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise KitError(
            f"No instrument can be made of it: {place}: {first['msg']}.",
            f"Mend the file, then run: {command}",
        ) from None
    return Draft(instrument, found, tuple(form.losses))


def _item(question: Question, id: str) -> Item:
    return Item(
        id=id,
        text=question.text,
        domain=question.domain,
        reverse=question.reverse,
        help=question.help,
        translations=dict(question.translations),
    )


def _chosen(form: Form, scale: str, command: str) -> list[Question]:
    if not form.questions:
        told = "\n".join(map(str, form.losses[:20]))
        raise KitError(
            "There is no question in it that is answered by one of 2 to 11 points. Nothing was written."
            + (f"\n{told}" if told else ""),
            f"Choose another file, then run: {command}",
        )
    sets: dict[tuple[tuple[int, str], ...], list[Question]] = {}
    for question in form.questions:
        sets.setdefault(tuple((p.value, fold(p.label)) for p in question.points), []).append(question)
    names = {own[0].list: own for own in sets.values()}
    if scale and scale not in names:
        raise NotFoundError(
            f'It has no points called "{scale}"{did_you_mean(scale, names)}', f"It has: {', '.join(names)}"
        )
    chosen = names[scale] if scale else max(sets.values(), key=len)
    for own in sets.values():
        if own is not chosen:
            for each in own:
                labels = ", ".join(p.label for p in each.points[:4]) + ("…" if len(each.points) > 4 else "")
                form.lost(
                    each.where,
                    f'"{shortened(each.text)}" is answered by other points ({labels}), and an instrument has one scale.'
                    f" It can be an instrument of its own: {command} --scale {own[0].list}",
                )
    return chosen


def _scale(form: Form, question: Question, known: Sequence[Scale]) -> Scale:
    """The scale of a question: the kit's own where it says the same, else a new one under a free name."""
    points = list(question.points)
    title, source = form.scales.get(question.list, ("", ""))
    for each in known:
        same = [(p.value, p.label, p.translations) for p in each.points] == [
            (p.value, p.label, p.translations) for p in points
        ]
        if same and (not title or (each.title, each.source, each.points) == (title, source, points)):
            return each
    id = slug(question.list, "scale")
    taken = {each.id for each in known}
    if id in taken:
        id = next(name for n in range(2, 1000) if (name := f"{id[:44]}-{n}") not in taken)
    return Scale(id=id, title=title or tidy(question.list) or "Scale", points=points, source=source)


# -- words and names -----------------------------------------------------------------------


def slug(text: str, otherwise: str) -> str:
    """A text as an id: plain letters, digits, and hyphens; `otherwise` where none of it can stand in one."""
    found = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if not re.match("[a-z]", found):
        found = f"{otherwise}-{found}".strip("-")
    return found[:48].rstrip("-")


def ids(texts: Sequence[str]) -> list[str]:
    """An id for each text, each different."""
    found = [slug(text, "item") for text in texts]
    twice = {id for id, n in Counter(found).items() if n > 1}
    taken: set[str] = set(found) - twice
    for i, id in enumerate(found):
        if id in twice:
            name, n = id, 1
            while name in taken:
                n += 1
                name = f"{id[:44]}-{n}"
            taken.add(name)
            found[i] = name
    return found


def plain(text: str, form: Form, where: str) -> str:
    """A text without the tags of a web page; that there were some is told."""
    if not _MARKUP.search(text):
        return tidy(text)
    # Imported here: most files hold no tag, and it takes a tenth of a second.
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "html.parser")
    words = tidy(page.get_text(" "))
    if page.find() is not None:
        form.lost(
            where, f'the look of "{shortened(words)}" (bold, color, pictures) is left out; its words stay.'
        )
    return words


def with_points(
    points: Sequence[tuple[str, str, Mapping[str, str], str]], form: Form, where: str
) -> tuple[Point, ...]:
    """Points from their names, labels, translations and help; names that are no rising numbers become 1, 2, 3, which is told."""
    names = [name for name, *_ in points]
    numbers = [int(name) for name in names if re.fullmatch(r"-?[0-9]{1,4}", name)]
    rises = len(numbers) == len(names) and numbers == sorted(set(numbers))
    if not rises and any(name for name in names):
        form.lost(
            where,
            f"the values {', '.join(names[:6])}{'…' if len(names) > 6 else ''} became {1} to {len(names)}, in the order of the file.",
        )
    values = numbers if rises else range(1, len(names) + 1)
    return tuple(
        Point(value=value, label=label, translations=dict(translations), help=help)
        for value, (_, label, translations, help) in zip(values, points, strict=True)
    )
