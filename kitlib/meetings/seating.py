"""The seats of a team as its pages see them: what people call them, which are taken, and whose each is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kitlib.kinds.shared.rule import Rule
from kitlib.kinds.shared.seats import OFFERED_SEATS, seat_label
from kitlib.meetings import protocol
from kitlib.meetings.devices import KERNEL, Device
from kitlib.store import Answer

__all__ = ["Roles", "holding", "roles_of", "seats_of"]

Roles = Mapping[tuple[str, str], str]  # (team, seat) -> the role given to it


def roles_of(rules: Mapping[str, Rule[Any]], answers: Iterable[Answer]) -> Roles:
    """The roles given to seats."""
    of_team: dict[tuple[str, str], dict[str, Any]] = {}  # (activity, team) -> field -> value
    for answer in answers:
        at = answer.address
        if at.activity in rules and not at.seat:
            of_team.setdefault((at.activity, at.team), {})[at.field] = answer.value
    return {
        (team, seat): role
        for (activity, team), fields in of_team.items()
        for seat, role in rules[activity].seat_roles(fields).items()
    }


def seats_of(
    rules: Mapping[str, Rule[Any]],
    roles: Roles,
    used: Collection[str],
    team: str,
    held: Mapping[str, str],
    device: Device,
) -> list[protocol.Seat]:
    """The seats of a team with what people call them: as many as are offered, and all with a role."""
    offers = [n for rule in rules.values() if (n := rule.seats_offered) is not None]
    named = {seat: role for (of, seat), role in roles.items() if of == team}
    most = max([*(offers[:1] or [OFFERED_SEATS]), *(int(seat.removeprefix("seat-")) for seat in named)])
    ids = [f"seat-{n}" for n in range(1, most + 1)]
    return [
        {
            "id": id,
            "label": seat_label(id, named.get(id, "")),
            "taken": id in used,
            "holding": holding(held, id, device),
        }
        for id in ids
    ]


def holding(held: Mapping[str, str], seat: str, device: Device) -> protocol.Holding:
    """Whether a seat is a device's, free, or another's; a page without a seat has none."""
    if not seat:
        return ""
    if device == KERNEL:
        return "yours"
    holder = held.get(seat)
    return "free" if holder is None else "yours" if holder == device.id else "another's"
