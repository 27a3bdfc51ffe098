"""Clashes as sentences: who, when, and what the rule asks for."""

from __future__ import annotations

from kitlib.kinds.schedule.clashes import Clash
from kitlib.kinds.schedule.timetable import EVERY_WEEK, Timetable, joined

__all__ = ["clash_words"]


def clash_words(table: Timetable, clash: Clash) -> str:
    """A clash as a sentence: who, when, and what the rule asks for."""
    group, uses = joined(table.named(clash.groups)), joined(table.titles(clash.uses))
    when = ", ".join([group, *filter(None, [table.on(clash.days)] if clash.days[0] else [])])
    time = f"{table.clock(clash.start)} to {table.clock(clash.end)}"
    match clash.kind:
        case "backwards":
            ends = "ends when it starts" if clash.start == clash.end else "ends before it starts"
            return f"{when}: {uses} {ends} ({time})."
        case "outside":
            day = " to ".join(map(table.clock, table.hours))
            return f"{when} {time}: {uses} goes beyond the day ({day})."
        case "twice":
            if len(clash.uses) == 1:
                return f"{when} {time}: {uses} stands there twice."
            return f"{when} {time}: {uses} at once."
        case "adult":
            on = table.on(clash.days)
            on = f" {on}" if on == "every day" else f" on {on}" if on else ""
            return f"{clash.who} is in {group}{on} {'from ' if not on else ''}{time}."
        case "apart":
            return f"{when} {time}: {uses} in the time of {joined(table.titles(clash.against))}; the rule keeps them apart."
        case "rooms":
            on = ", ".join(filter(None, [uses, table.on(clash.days)]))
            return f"{on} {time}: {clash.found} groups at once ({group}); the rule allows {clash.asked}."
    return _of_sum(table, clash, group, uses)


def _of_sum(table: Timetable, clash: Clash, group: str, uses: str) -> str:
    if clash.days[0] == EVERY_WEEK:
        when = " in the week" if len(table.days) > 1 else ""
    else:
        on = table.on(clash.days)
        when = f" {on}" if on == "every day" else f" on {on}" if on else ""
    minutes = f"{clash.found} minute{'' if clash.found == 1 else 's'}"
    asked = f"the rule {'allows' if clash.kind == 'most' else 'asks for'} {clash.asked}"
    if clash.kind == "block":
        if not clash.found:
            return f"{group} has no {uses}{when}; {asked} minutes in one stretch."
        return f"{group}: the longest stretch of {uses}{when} is {minutes}; {asked}."
    verb = "have" if len(clash.groups) > 1 else "has"
    if clash.kind == "common":
        return f"{group} {verb} {minutes} of {uses} at one time{when}; {asked}."
    return f"{group} {verb} {minutes} of {uses}{when}; {asked}."
