"""The first form of a file that an author begins: sound as it is, and each line of it to be written over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kitlib.content.disk import written
from kitlib.content.document import Document
from kitlib.content.home import Home
from kitlib.content.loading import Library
from kitlib.content.models import Resource
from kitlib.content.parsing import parse
from kitlib.content.plan_acts import free_id
from kitlib.content.texts import texts_at
from kitlib.content.whole import MADE_WHOLE
from kitlib.content.yaml_text import as_yaml
from kitlib.errors import KitError, NotFoundError

__all__ = ["EXAMPLE", "NOUNS", "SAID", "SHORTEST", "begun_texts", "start_file", "start_session"]

NOUNS = ("session", "resource", "instrument", "block", "version")
FIRST_OWN = 101  # the numbers below are for resources that come with the kit, in a home without them too
SHORTEST = 15  # minutes of a session that is begun by form
LEAST_TALK = 10  # minutes of the one step that no block brings

RESOURCE_LINE = (
    "# For whoever chooses a session from the shelf: what the sessions of this folder are about.\n"
)
RESOURCE = (
    RESOURCE_LINE
    + """\
id: {id}
number: {number}              # its place on the shelf; no two have the same
title: {title}
publisher: {publisher}
url: https://www.example.org  # a page about it
about: Say in one sentence what this is about.
audience: Say for whom it is.
"""
)

SESSION = """\
# For whoever leads this session.
id: {id}
resource: {resource}
number: {number}
title: {title}
purpose: Say in one sentence what the meeting is for.
audience: Say who comes, and how many.
leads: Say who leads.
in_room:
  - Say who must be there
minutes: 60                   # the steps add up to it
outcomes:
  - Say what people can do afterwards.
product: Say what the team leaves with.
follow_up: Say what happens within the week.
sources:
  - id: own
    title: {resource_title}
    publisher: {publisher}
    url: {url}
steps:
  - block: attendance
  - block: agreements
  - id: think
    title: What do we see?
    minutes: 30
    short: 15                 # the least it can be done in
    cut: never                # or first, or later: whether it may be left out
    grouping: alone, then table
    prompt: Write for yourself first. Then tell each other.
    facilitator: Read the prompt aloud. Give three minutes of silence.
    difficulties:
      - when: Nobody begins.
        do: Read one line of your own.
    activities:
      - id: seen
        kind: reflection
        prompts:
          - {{id: helps, text: "What helps already?", scope: seat, visibility: team}}
          - {{id: missing, text: "What is missing?", scope: team, visibility: team}}
  - block: next-steps
  - block: check-out
    minutes: {rest}
"""

BLOCK = """\
# For whoever leads a session in which this step stands, as "block: {id}".
id: {id}
title: {title}
minutes: {minutes}
cut: never                    # or first, or later: whether it may be left out
grouping: whole group
prompt: Say what everybody does.
facilitator: Say what only who leads is to read.
"""

#: What people do in the blocks with which a session is begun, by file, and in how many minutes.
READY = {
    "attendance.yaml": (5, """\
activities:
  - id: seats
    kind: attendance
    roles: [Teacher, Family member, Principal]
    seats: 8
"""),
    "agreements.yaml": (8, """\
activities:
  - id: norms
    kind: agreements
    suggest:
      - {id: first, text: Say how you work together.}
  - id: held
    kind: parking_lot
"""),
    "next-steps.yaml": (8, """\
activities:
  - again: held               # as the block agreements has it
  - id: plan
    kind: actions
"""),
    "check-out.yaml": (5, """\
activities:
  - id: norms-kept
    kind: agreements
    review: norms
  - id: exit
    kind: exit
"""),
}  # fmt: skip

INSTRUMENT = """\
# For teams that rate where they stand.
id: {id}
version: "1"                  # a new one when statements or points change
title: {title}
made_by: {publisher}
scale: {scale}
items:                        # under each domain three or more, or it is read line by line
  - id: first
    domain: What we do
    text: Say something that people can find true or not.
  - id: second
    domain: What we do
    text: Say one thing more, and only one in each line.
  - id: third
    domain: What we do
    text: Say what somebody could see on a usual day.
  - id: fourth
    domain: What comes of it
    text: Say what is then different for students.
  - id: fifth
    domain: What comes of it
    text: Say what is then different for families.
  - id: sixth
    domain: What comes of it
    text: Say what is then different for staff.
"""

VERSION = """\
# For us: what differs from the session that it extends; all else comes from there.
id: {id}
extends: {extends}
title: {title}
# Its steps by id, as they are now. Say only what differs; in the place of {{}} for example:
#   {first}:
#     minutes: 10
{steps}
steps: {{}}
"""


LEAST_WORDS = 3  # of a text; what is shorter, such as a role, may well stay as it is


@cache
def begun_texts() -> frozenset[str]:
    """Every text of these forms that an author is to write over."""
    forms = [
        form.format_map(defaultdict(lambda: "0")) for form in (RESOURCE, SESSION, INSTRUMENT, BLOCK, EXAMPLE)
    ]
    forms += [*(activities for _, activities in READY.values()), f"said: {SAID}\n"]
    return frozenset(
        text
        for form in forms
        for at, text in texts_at(parse(form)[1])
        if len(text.split()) >= LEAST_WORDS and "grouping" not in at  # how people sit may well stay as it is
    )


EXAMPLE = """\
# For a team that is about to begin: what one team left the room with. Made up.
# Write over what stands here; take out each line that an example does not need.
session: {session}
level: district               # or elementary, or secondary
school: A made-up district of 3,000 students
look_at: Say what is good about it, in a sentence.
answers:
"""
SAID = "Say what they wrote."  # wherever a worked example has words of people


def start_file(library: Library, home: Home, own: Path, noun: str, id: str, of: str = "") -> Path:
    """Write the first form of a file into `own` and return its path; a file that is there is never written over.

    `of` is the resource of a session, or the session of a version. Raises KitError and NotFoundError.
    """
    if noun not in NOUNS:
        raise KitError(f'"{noun}" is nothing that can be begun.', f"Say one of: {', '.join(NOUNS)}")
    place, text = {
        "resource": _resource, "session": _session, "instrument": _instrument, "block": _block, "version": _version,
    }[noun](library, home.publisher, id, of)  # fmt: skip
    path = own.joinpath(*place)
    if path.exists():
        raise KitError(f"{path} is there already.", "Give the new one another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


#: The files in blocks/ that a session begins and ends with, by name; two of them are called as kinds of activity are.
BLOCKS = "attendance agreements next-steps"
Begun = tuple[Sequence[str], str]


def _resource(library: Library, publisher: str, id: str, of: str) -> Begun:
    text = RESOURCE.format(
        id=id, number=_free_number(library), title=_title(id), publisher=_quoted(publisher)
    )
    return (id, "resource.yaml"), text


def _free_number(library: Library) -> int:
    taken = {library.resource(each).number for each in library.layers.folders()}
    return next(n for n in range(FIRST_OWN, 10_000) if n not in taken)


def _session(library: Library, publisher: str, id: str, of: str) -> Begun:
    if not of:
        raise KitError("A session stands in a resource.", f"Name it: kit new session {id} --of RESOURCE")
    _see_that_it_is_new(library, id)
    resource = library.resource(of)
    number = 1 + max((library.session(each).number for each in _sessions_of(library, of)), default=0)
    blocks = BLOCKS.split()
    missing = [
        name for name in (*blocks, "check-out") if library.layers.find("blocks", f"{name}.yaml") is None
    ]
    if missing:
        raise NotFoundError(
            f"There is no block {', '.join(missing)} from which a session could be begun.",
            f"Begin {'it' if len(missing) == 1 else 'them'}: {', '.join(f'kit new block {name}' for name in missing)}",
        )
    rest = 60 - 30 - sum(library.block(name).minutes for name in blocks)
    text = SESSION.format(
        id=id, resource=of, number=number, title=_title(id), resource_title=_quoted(resource.title),
        publisher=_quoted(resource.publisher), url=resource.url, rest=rest,
    )  # fmt: skip
    return (of, f"{number}-{id}.yaml"), text


def start_session(
    library: Library,
    home: Home,
    own: Path,
    title: str,
    minutes: int,
    resource: str | Mapping[str, str],
) -> Path:
    """Begin a session of so many minutes as `start_file` does, to be changed by form; returns its file.

    The resource is one that is there, or `title`, `publisher` and `url` of one that is begun with it. Raises KitError for
    words or minutes with which it could not be sound, and then writes nothing.
    """
    title = " ".join(title.split())
    if not title:
        raise KitError("A session needs a title.", "Write one; it can be changed later.")
    if not SHORTEST <= minutes <= 480:
        raise KitError(f"A session has {SHORTEST} to 480 minutes.", "Write how many minutes it is to have.")
    new = None if isinstance(resource, str) else _new_resource(library, home, resource)
    of = library.resource(resource) if isinstance(resource, str) else new
    assert of is not None
    taken = {each.number for each in map(library.session, _sessions_of(library, of.id))}
    number = next(n for n in range(1, 10_000) if n not in taken)
    id = free_id(title, library.session_files)
    said = SESSION.format(
        id=id, resource=of.id, number=number, title=_quoted(title), resource_title=_quoted(of.title),
        publisher=_quoted(of.publisher), url=of.url, rest=1,
    )  # fmt: skip
    data = Document.of(own / "session.yaml", said).data
    text = MADE_WHOLE + as_yaml(
        {**data, "minutes": minutes, "steps": _fitted(library, data["steps"], minutes)}
    )
    path = own / of.id / f"{number}-{id}.yaml"
    if new is None:
        library.as_session(library.completed(Document.of(path, text)))
    else:
        of_it = RESOURCE_LINE + as_yaml(new.model_dump(exclude_defaults=True))
        written(own / new.id / "resource.yaml", of_it.encode())
    written(path, text.encode())
    return path


def _fitted(library: Library, steps: Sequence[dict[str, Any]], minutes: int) -> list[dict[str, Any]]:
    """The steps with which a session begins, in so many minutes; where there is little time, the welcome and the talk alone."""
    talk = next(step for step in steps if "block" not in step)
    around = [step["block"] for step in steps if "block" in step]
    given = {each.id: each.minutes for each in library.blocks() if each.id in around}
    ways = [around, around[:1], []]
    kept = next(
        way for way in ways
        if set(way) <= given.keys() and (not way or minutes - sum(map(given.__getitem__, way)) >= LEAST_TALK)
    )  # fmt: skip
    left = minutes - sum(given[name] for name in kept)
    own = {**talk, "minutes": left, "short": left // 2}
    return [
        own if step is talk else {"block": step["block"]}
        for step in steps
        if step is talk or step["block"] in kept
    ]


def _new_resource(library: Library, home: Home, said: Mapping[str, str]) -> Resource:
    """A resource as somebody names it in a form. Raises KitError."""
    title = " ".join(str(said.get("title", "")).split())
    if not title:
        raise KitError("A topic of your own needs a title.", "Write what its sessions are about.")
    data = {
        "id": free_id(title, library.layers.folders()),
        "number": _free_number(library),
        "title": title,
        "publisher": str(said.get("publisher", "")).strip() or home.publisher,
        "url": str(said.get("url", "")).strip() or "https://www.example.org",
        "about": title,
        "audience": "Say for whom it is.",
    }
    try:
        return Resource.model_validate(data)
    except ValidationError:
        raise KitError(
            f'"{data["url"]}" is no web address.', "Write one that begins with https://, or leave it empty."
        ) from None


def _block(library: Library, publisher: str, id: str, of: str) -> Begun:
    minutes, activities = READY.get(f"{id}.yaml", (5, ""))
    return ("blocks", f"{id}.yaml"), BLOCK.format(id=id, title=_title(id), minutes=minutes) + activities


def _instrument(library: Library, publisher: str, id: str, of: str) -> Begun:
    scale = of or next(iter(library.scales()), "")
    if not scale:
        raise NotFoundError("There is no scale on which it could be rated.", "Write one into own/scales.yaml")
    library.scale(scale)
    return ("instruments", f"{id}.yaml"), INSTRUMENT.format(
        id=id, title=_title(id), publisher=_quoted(publisher), scale=scale
    )


def _version(library: Library, publisher: str, id: str, of: str) -> Begun:
    if not of:
        raise KitError("A version is one of a session.", f"Name it: kit new version {id} --of SESSION")
    _see_that_it_is_new(library, id)
    session = library.session(of)
    title = _quoted(f"{session.title} (our version)")
    wide = max(len(step.id) for step in session.steps)
    steps = "\n".join(f"# {step.id:<{wide}}  {step.minutes:>3} min  {step.title}" for step in session.steps)
    return (session.resource, f"{session.number}-{id}.yaml"), VERSION.format(
        id=id, extends=of, title=title, first=session.steps[0].id, steps=steps
    )


def _sessions_of(library: Library, resource: str) -> list[str]:
    return [id for id, path in library.session_files.items() if path.parent.name == resource]


def _see_that_it_is_new(library: Library, id: str) -> None:
    if id in library.session_files:
        raise KitError(f'There is a session "{id}" already.', "Give the new one another name.")


def _title(id: str) -> str:
    return id.replace("-", " ").capitalize()


def _quoted(text: str) -> str:
    """A text as YAML may hold it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
