"""All that a meeting shows, as it stood when the meeting was opened.

A meeting keeps it from then on, so that editing, renaming or deleting a file,
or a newer kit, never changes under which words something was said. It answers
the same questions as a `Library`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from kitlib.content.activities import KEPT
from kitlib.content.base import Content
from kitlib.content.instruments import Instrument, Scale
from kitlib.content.models import Resource, Session
from kitlib.content.provenance import Provenance
from kitlib.content.source import ContentSource
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["Snapshot", "nothing_known", "take_snapshot"]

C = TypeVar("C", bound=Content)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One session with its resource, and the instruments and scales that it uses."""

    held: Session
    of_resource: Resource
    instruments: Mapping[str, Instrument]
    scales: Mapping[str, Scale]
    of: Provenance

    def session(self, id: str) -> Session:
        """The session, if it is this one."""
        return self.held if id == self.held.id else _missing("session", id, [self.held.id])

    def resource(self, id: str) -> Resource:
        """The resource, if it is the session's."""
        return (
            self.of_resource if id == self.of_resource.id else _missing("resource", id, [self.of_resource.id])
        )

    def instrument(self, id: str) -> Instrument:
        """An instrument that the session uses."""
        return (
            self.instruments[id] if id in self.instruments else _missing("instrument", id, self.instruments)
        )

    def scale(self, id: str) -> Scale:
        """A scale that the session or one of its instruments uses."""
        return self.scales[id] if id in self.scales else _missing("scale", id, self.scales)

    def provenance(self, id: str) -> Provenance:
        """Whose words the session is made of, as it was said when it was kept."""
        return self.of if id == self.held.id else _missing("session", id, [self.held.id])

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "session": self.held.model_dump(mode="json"),
            "resource": self.of_resource.model_dump(mode="json"),
            "instruments": {id: each.model_dump(mode="json") for id, each in self.instruments.items()},
            "scales": {id: each.model_dump(mode="json") for id, each in self.scales.items()},
            "provenance": self.of.model_dump(mode="json"),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Snapshot:
        """Make it from what `to_json` returned. What this version of the kit does not know is left out, never an error."""
        resource = _kept(Resource, told["resource"])
        of = told.get("provenance")  # earlier versions of the kit did not keep it
        return cls(
            _kept(Session, told["session"]),
            resource,
            {id: _kept(Instrument, each) for id, each in told["instruments"].items()},
            {id: _kept(Scale, each) for id, each in told["scales"].items()},
            _kept(Provenance, of) if of else _unsaid(resource),
        )


def take_snapshot(source: ContentSource, session: str) -> Snapshot:
    """The content of a session as it is now. Raises NotFoundError, and ContentError for a file that is not sound."""
    plan = source.session(session)
    used = dict.fromkeys(id for activity in plan.activities.values() for id in activity.instruments())
    instruments = {id: source.instrument(id) for id in used}
    scales = [each.scale for each in instruments.values()]
    scales += [id for activity in plan.activities.values() for id in activity.scales()]
    return Snapshot(
        plan,
        source.resource(plan.resource),
        instruments,
        {id: source.scale(id) for id in dict.fromkeys(scales)},
        source.provenance(session),
    )


def nothing_known(session: str) -> Snapshot:
    """Stands for a session of which nothing is known but its id: a meeting of before, whose file is gone."""
    gone = "not known any more"
    said: dict[str, Any] = {
        "title": session,
        "purpose": "",
        "audience": "",
        "leads": "",
        "product": "",
        "follow_up": "",
    }
    said |= {"in_room": [], "outcomes": [], "sources": [], "steps": []}
    bare = Session.model_construct(id=session, resource=session, number=1, minutes=1, **said)
    resource = Resource.model_construct(
        id=session, number=1, title=gone, publisher=gone, url="", about="", audience=""
    )
    return Snapshot(bare, resource, {}, {}, _unsaid(resource))


def _unsaid(resource: Resource) -> Provenance:
    return Provenance(title=resource.title, of=resource.publisher)


def _kept(model: type[C], told: Any) -> C:
    return model.model_validate(told, extra="ignore", context={KEPT: True})


def _missing(noun: str, id: str, known: Any) -> Any:
    raise NotFoundError(
        f'The meeting keeps no {noun} "{id}"{did_you_mean(id, known)}', "Look at the meeting: kit meetings"
    )
