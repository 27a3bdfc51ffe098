"""Where what a session refers to is looked up: in files, or in what a meeting keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kitlib.content.instruments import Instrument, Scale

if TYPE_CHECKING:
    from kitlib.content.models import Resource, Session
    from kitlib.content.provenance import Provenance

__all__ = ["ContentSource"]


class ContentSource(Protocol):
    """Sessions and what they are made of; each look-up raises NotFoundError."""

    def session(self, id: str) -> Session: ...  # noqa: D102

    def resource(self, id: str) -> Resource: ...  # noqa: D102

    def instrument(self, id: str) -> Instrument: ...  # noqa: D102

    def scale(self, id: str) -> Scale: ...  # noqa: D102

    def provenance(self, id: str) -> Provenance: ...  # noqa: D102
