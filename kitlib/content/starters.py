"""The first form of a file that an author begins: sound as it is, and each line of it to be written over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kitlib.content.home import Home
from kitlib.content.loading import Library
from kitlib.errors import KitError, NotFoundError

__all__ = ["NOUNS", "start_file"]

NOUNS = ("session", "resource", "instrument", "block", "version")
FIRST_OWN = 101  # the numbers below are for resources that come with the kit, in a home without them too

RESOURCE = """\
# For whoever chooses a session from the shelf: what the sessions of this folder are about.
id: {id}
number: {number}              # its place on the shelf; no two have the same
title: {title}
publisher: {publisher}
url: https://www.example.org  # a page about it
about: Say in one sentence what this is about.
audience: Say for whom it is.
"""

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
          - {{id: helps, text: What helps already?, scope: seat, visibility: team}}
          - {{id: missing, text: What is missing?, scope: team, visibility: team}}
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
version: "1"
title: {title}
made_by: {publisher}
scale: {scale}
items:
  - id: first
    text: Say something that people can find true or not.
  - id: second
    text: Say one thing more, and only one in each line.
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
    taken = {library.resource(each).number for each in library.layers.folders()}
    number = next(n for n in range(FIRST_OWN, 10_000) if n not in taken)
    text = RESOURCE.format(id=id, number=number, title=_title(id), publisher=_quoted(publisher))
    return (id, "resource.yaml"), text


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
