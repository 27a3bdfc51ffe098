"""How the database finds what is asked: by an index, however many entries there are. A plan is the same with few of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from postgres import on_both
from sqlalchemy import event, text

from kitlib.meetings.devices import Device
from kitlib.meetings.endpoint import Endpoint
from kitlib.meetings.overview import bring_up_to_date
from kitlib.store import Address, Asked, NewEntry, Store

#: Asked while people wait: at each look of a page, at each write, at the start page and by `kit meetings`.
ASKED: dict[str, Callable[[Store, str], Any]] = {
    "a meeting's answers": lambda store, id: store.entries.current(id),
    "what was added": lambda store, id: store.entries.added(id, 1),
    "whether anything changed": lambda store, id: (store.entries.mark(id), store.watching.signs([id])),
    "what a seat wrote in private": lambda store, id: store.entries.private_of(id, "team-1", "seat-1"),
    "an answer's history": lambda store, id: store.entries.history(Address(id, "team-1", "seat-1", "note", "f")),
    "a write": lambda store, id: store.entries.save(
        NewEntry(Address(id, "team-1", "seat-1", "note", "f"), "x", "team", "writer-p", 1, None)
    ),
    "an erasing": lambda store, id: store.entries.erase(Address(id, "team-1", "seat-1", "note", "f"), "writer-p", 2),
    "the newest meetings": lambda store, id: store.meetings.list(most=50),
    "the list of meetings": lambda store, id: store.standings.meetings(Asked(), most=50),
    "a district's open items": lambda store, id: store.standings.items("999001"),
    "which districts changed": lambda store, id: store.standings.behind(),
    "a ticket": lambda store, id: store.doors.rights(id, "device"),
    "the seats of a team": lambda store, id: store.seats.of_team(id, "team-1"),
}  # fmt: skip


@pytest.fixture
def written(store, hold, service, page) -> str:
    meeting = hold("introducing-bias")
    page(meeting, seat="seat-1").write("scene", "moment", "said")
    bring_up_to_date(service.queries, 60)
    return str(meeting.id)


def statements(store: Store, ask: Callable[[], Any]) -> list[tuple[str, Any]]:
    """What `ask` sends to the database, each with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(store._db._engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(store._db._engine, "before_cursor_execute", note)
    return sent


def plans(store: Store, ask: Callable[[], Any]) -> list[str]:
    """How the database carries out each statement that `ask` sends and that reads entries or meetings."""
    asked = [
        s for s in statements(store, ask) if s[0].lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))
    ]
    found = []
    engine = store._db._engine
    with engine.connect() as connection:
        is_file = engine.dialect.name == "sqlite"
        if not is_file:
            connection.execute(text("SET enable_seqscan = off"))
        for statement, parameters in asked:
            explain = "EXPLAIN QUERY PLAN " if is_file else "EXPLAIN "
            rows = connection.exec_driver_sql(explain + statement, parameters).all()
            found.append("\n".join(str(row[-1]) for row in rows))
    return found


@on_both
@pytest.mark.parametrize("what", ASKED)
def test_what_people_wait_for_reads_no_table_of_entries_from_end_to_end(store, written, what):
    found = plans(store, lambda: ASKED[what](store, written))

    assert found, "nothing was asked"
    for plan in found:
        assert not reads_all(plan), plan


def reads_all(plan: str) -> bool:
    """Whether a plan goes through all entries, or all of the audit: in the table itself, or in one of its indexes."""
    lines = [line.strip().removeprefix("->").strip() for line in plan.splitlines()]
    for line, then in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith(("SCAN entries", "SCAN audit")):
            return True
        if re.search(r"Scan.* on (entries|audit)\b", line) and not then.startswith(
            ("Index Cond", "Recheck Cond")
        ):
            return True
    return False


def test_the_last_seconds_of_a_meeting_are_found_by_their_number_however_long_it_runs(store, written):
    (added, _) = plans(store, lambda: store.entries.added(written, 1))

    assert "entries_of_meeting (meeting=? AND id>?)" in added.replace("rowid", "id"), added


@on_both
def test_a_save_and_a_look_cost_a_handful_of_statements_however_much_is_checked(
    store, written, service, page
):
    at = Device("device", (written, "team-1"))
    endpoint = Endpoint(service)
    writer = page(service.queries.meeting(written), seat="seat-1")
    look = {"meeting": written, "team": "team-1", "seat": "seat-1", "since": "1"}

    def save() -> None:
        endpoint.call("entries", {"entries": [writer.message("scene", "moment", "more")]}, at)

    save()  # the seat is taken, and what is kept in memory is there
    saved = statements(store, save)
    seen = statements(store, lambda: endpoint.call("state", look, at))

    assert len(saved) <= 9, saved
    assert len(seen) <= 5, seen


@on_both
def test_a_question_that_no_index_answers_would_be_seen(store, written):
    (plan,) = plans(store, lambda: store.purging.look({written: frozenset({"scene"})}) and None)[:1]
    assert "entries" in plan
    with store._db.read() as connection:
        is_file = connection.dialect.name == "sqlite"
        how = "EXPLAIN QUERY PLAN " if is_file else "EXPLAIN "
        rows = connection.exec_driver_sql(how + "SELECT * FROM entries WHERE value = 'x'").all()
    assert any("SCAN entries" in str(row[-1]) or "Seq Scan on entries" in str(row[-1]) for row in rows)
