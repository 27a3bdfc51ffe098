"""A team's door as a picture that a phone's camera reads: the address at which devices join, and the code.

The code stands behind a `#`, in the part of an address that browsers send to no server.
"""

from __future__ import annotations

import asyncio
import io

import segno

from kitlib.errors import ForbiddenError, KitError, NotFoundError
from kitlib.meetings.service import MeetingService
from kitlib.server.answering import Answering
from kitlib.store import LEADING

__all__ = ["DoorPicture", "picture_of"]


class DoorPicture(Answering):
    """The QR code of the team in the query, or without a team the facilitator's, for who leads."""

    async def get(self) -> None:
        """The picture as SVG."""
        query = self.query()
        try:
            meeting, team = query.get("meeting", ""), query.get("team", "")
            device = await self.find_device(meeting, team)
            if not device.leads or (team == LEADING and not device.is_signed_in):
                raise ForbiddenError("This code is not yours to see.", "Ask who opened the meeting.")
            service = await self.meetings.service()
            text = await asyncio.to_thread(self._text, service, meeting, team)
        except KitError as error:
            self.finish_with(error)
            return
        self.set_header("Content-Type", "image/svg+xml")
        self.set_header("Cache-Control", "no-store")
        self.finish(picture_of(text))

    def _text(self, service: MeetingService, meeting_id: str, team: str) -> str:
        meeting = service.queries.meeting(meeting_id)
        doors = service.store.doors.of(meeting.id, [each.id for each in meeting.teams])
        door = next((door for door in doors if door.team == team), None)
        if not self.join_address or door is None:
            raise NotFoundError(
                "No device can join here now.", "Stop the kit and start it with: kit lab --share"
            )
        address = self.join_address.removesuffix("join") + "lead" if team == LEADING else self.join_address
        return f"{address}#{door.code}"


def picture_of(text: str) -> str:
    """A QR code as SVG, dark on white with the white margin that cameras need, whatever the page around it looks like."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()
