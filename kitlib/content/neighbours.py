"""How a session or a resource stands among all the others; told by a check alone, since a meeting can be held all the same."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kitlib.content.document import Document, Problem, short
from kitlib.content.models import Resource, Session
from kitlib.errors import ContentError, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from kitlib.content.loading import Library

__all__ = ["among_others", "number_is_taken"]


def number_is_taken(resource: Resource, at: Document, library: Library) -> Iterator[Problem]:
    """Each other resource that has the same number, by which they are put in order; one of a pack shares it with any."""
    if library.layers.is_of_a_pack(at.path):
        return
    for id in library.layers.folders():
        with contextlib.suppress(ContentError, NotFoundError):
            if id != resource.id and library.resource(id).number == resource.number:
                other = library.layers.find(id, "resource.yaml")
                if other is not None and not library.layers.is_of_a_pack(other):
                    what = f"{resource.number} is taken by {short(other)}; choose one of its own"
                    yield at.problem(("number",), what)


def among_others(session: Session, at: Document, library: Library) -> Iterator[Problem]:
    """What a session names that is not there, and each other session of its layer that goes by its id."""
    if session.next is not None and session.next not in library.session_files:
        hint = did_you_mean(session.next, library.session_files)
        yield at.problem(("next",), f'there is no session "{session.next}"{hint}')
    with contextlib.suppress(ContentError):  # told where the topics are checked
        known = [topic.id for topic in library.topics().topics]
        for i, id in enumerate(session.topics):
            if id not in known:
                yield at.problem(("topics", i), f'topics.yaml has no topic "{id}"{did_you_mean(id, known)}')
    own = library.layers.height_of(at.path)
    for id, other in library.layers.sessions:
        if id == session.id and other.resolve() != at.path and library.layers.height_of(other) == own:
            yield at.problem(
                ("id",), f"is the id of {short(other)} as well; only one of the two can be opened"
            )
