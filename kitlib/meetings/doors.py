"""What the one who leads is told of doors: how devices join, which came, and who else leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kitlib.meetings import protocol
from kitlib.meetings.devices import Device
from kitlib.store import LEADING, Door, handle_of

__all__ = ["doors_for", "leaders_of"]


def doors_for(doors: Sequence[Door], device: Device) -> protocol.Doors:
    """The teams' doors, and for who is signed in the one of those who lead: by a ticket nobody lets others lead."""
    told: protocol.Doors = {"doors": {door.team: _told(door) for door in doors if door.team != LEADING}}
    if device.is_signed_in:
        told["lead_door"] = next(_told(door) for door in doors if door.team == LEADING)
    return told


def leaders_of(doors: Iterable[Door], now: Iterable[str], device: Device) -> list[protocol.Leader]:
    """The places from which the meeting is led just now, that of `device` first."""
    by_code = {guest.id for door in doors if door.team == LEADING for guest in door.guests}
    places = {handle_of(each) for each in now}
    mine = handle_of(device.id)
    return [
        {"id": place, "here": place == mine, "by_code": place in by_code}
        for place in sorted(places, key=lambda place: (place != mine, place))
    ]


def _told(door: Door) -> protocol.Door:
    guests: list[protocol.Guest] = [
        {"id": each.id, "at": each.at, "seats": list(each.seats)} for each in door.guests
    ]
    return {"code": door.code, "open": door.is_open, "guests": guests}
