"""Districts apart: PostgreSQL itself holds each login to what was granted to it, whatever code its owner runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from kit_home import SHIPPED
from locked import locked
from postgres import Postgres, on_both
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.errors import StoreError
from kitlib.meetings.contents import content_now
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.service import MeetingService
from kitlib.store import Address, Asked, District, Grant, NewEntry, School, Store, row_security
from kitlib.store.tables import metadata

psycopg = pytest.importorskip("psycopg")

ALDER, BIRCH = "999001", "999002"
AT_ALDER, AT_SCHOOL, AT_BIRCH = "at-alder", "at-school", "at-birch"
HERE, THERE = "alder", "birch"  # logins below are let in to the first alone
LOGINS = {
    "amy": Grant("amy", "facilitator", ALDER),
    "ben": Grant("ben", "reader", ALDER),
    "cleo": Grant("cleo", "coordinator", ALDER),
    "dora": Grant("dora", "facilitator", ALDER, "99900101"),
    "edna": Grant("edna", "coordinator"),
}
#: How many rows of the two districts each login sees, of the tables below; see `held` for what there is.
SEES = {
    "access": {"amy": 1, "ben": 1, "cleo": 1, "dora": 1, "edna": 1},
    "districts": {"amy": 1, "ben": 1, "cleo": 1, "dora": 1, "edna": 2},
    "schools": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 3},
    "meetings": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 4},
    "teams": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 4},
    "showings": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 4},
    "entries": {"amy": 4, "ben": 4, "cleo": 4, "dora": 2, "edna": 8},
    "doors": {"amy": 2, "ben": 0, "cleo": 2, "dora": 1, "edna": 4},
    "tickets": {"amy": 2, "ben": 0, "cleo": 2, "dora": 1, "edna": 4},
    "leaders": {"amy": 2, "ben": 0, "cleo": 2, "dora": 1, "edna": 4},
    "seats": {"amy": 2, "ben": 0, "cleo": 2, "dora": 1, "edna": 4},
    "standings": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 4},
    "open_items": {"amy": 2, "ben": 2, "cleo": 2, "dora": 1, "edna": 3},
    "disclosures": {"amy": 0, "ben": 0, "cleo": 0, "dora": 0, "edna": 1},
    "ledgers": {"amy": 0, "ben": 0, "cleo": 0, "dora": 0, "edna": 1},
    "audit": {"amy": 3, "ben": 3, "cleo": 3, "dora": 1, "edna": 6},
    "contents": {"amy": 1, "ben": 1, "cleo": 1, "dora": 1, "edna": 1},
}  # fmt: skip


@pytest.fixture(scope="module")
def held(postgres: Postgres) -> str:
    """A database of two districts: in the first a meeting and one of a school, in the second a meeting; and a rehearsal."""
    url = postgres.database()
    store = Store(url)
    for login in LOGINS:
        if not postgres.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{login}'"):
            postgres.ask(f"CREATE ROLE {login} LOGIN")
    store.districts.load(
        [
            District(ALDER, "Alder"), District(BIRCH, "Birch"),
            School("99900101", ALDER, "Elm"), School("99900102", ALDER, "Oak"), School("99900201", BIRCH, "Ash"),
        ]
    )  # fmt: skip
    for grant in LOGINS.values():
        store.access.grant(grant)
    shown = content_now(SHIPPED, "why-mtss")
    digest = shown.digest
    rows: dict[str, list[tuple[Any, ...]]] = {"contents": [(digest, shown.text)]}
    places = [
        (AT_ALDER, ALDER, None),
        (AT_SCHOOL, ALDER, "99900101"),
        (AT_BIRCH, BIRCH, None),
        ("practice", None, None),
    ]
    for id, district, school in places:
        rows.setdefault("meetings", []).append(
            (id, "why-mtss", district, school, "2026-11-23", 45, district is None, 1.0, digest)
        )
        rows.setdefault("teams", []).append((id, "team-1", "One"))
        rows.setdefault("showings", []).append((id, 0, digest, 1.0, "{}"))
        rows.setdefault("doors", []).append((id, "team-1", id.upper()[-8:], True))
        rows.setdefault("tickets", []).append(("device", id, "team-1", 1.0, None))
        rows.setdefault("leaders", []).append((id, "device", 1.0))
        rows.setdefault("seats", []).append((id, "team-1", "seat-1", "device", None, None))
        rows.setdefault("standings", []).append((id, 1, "open", "Why", "mtss", ""))
        rows.setdefault("audit", []).append((1.0, "kit", "opened", id, district or "", ""))
        for n, seen in enumerate(("team", "private")):
            rows.setdefault("entries", []).append(
                (id, "team-1", "seat-1", "note", f"f{n}", '"said"', seen, f"w-{id}", n, 1.0, "accepted")
            )
    rows["open_items"] = [
        (d, s, "mtss", "action", "w", "o", "", "One", "2026-11-23")
        for d, s in ((ALDER, ""), (ALDER, "99900101"), (BIRCH, ""))
    ]
    rows["audit"] += [(1.0, "kit", "records made", "", ALDER, ""), (1.0, "kit", "backed up", "", "", "")]
    rows["disclosures"] = [("why-mtss", "f", "", 1, "", "[]", "2026-11-23", b"x")]
    rows["ledgers"] = [("digest",)]
    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        for table, of_it in rows.items():
            columns = ", ".join(f'"{c}"' for c in COLUMNS[table])
            marks = ", ".join(["%s"] * len(of_it[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", of_it)
    store.close()
    return url


COLUMNS = {
    **{name: [c.name for c in t.columns if c.name != "id" or name in ("meetings", "teams")] for name, t in metadata.tables.items()},
    "meetings": ["id", "session", "district", "school", "date", "minutes", "rehearsal", "opened_at", "content"],
    "entries": ["meeting", "team", "seat", "activity", "field", "value", "visibility", "writer", "seq", "at", "standing"],
}  # fmt: skip


@pytest.fixture
def as_(postgres: Postgres, held: str) -> Callable[[str], Any]:
    """`with as_("amy") as ask: ask("SELECT …")`: raw SQL under a login's own credentials; nothing of it stays."""

    @contextmanager
    def connected(login: str) -> Iterator[Callable[..., Any]]:
        name = held.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(host=str(postgres.folder), user=login, dbname=name) as connection:
            yield lambda query, *given: connection.execute(query, given)
            connection.rollback()

    return connected


def test_every_table_has_its_rules_and_stands_in_this_test(postgres, held):
    assert row_security.RULES.keys() == metadata.tables.keys() == SEES.keys()
    bare = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity"
    assert postgres.ask(bare, held) == [("alembic_version",)]


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("table", SEES)
def test_a_login_sees_the_rows_of_its_places_and_no_others(as_, table, login):
    with as_(login) as ask:
        assert ask(f"SELECT count(*) FROM {table}").fetchone() == (SEES[table][login],)


def test_who_was_let_in_to_nothing_reads_no_table(postgres, held, as_):
    postgres.ask("CREATE ROLE stranger LOGIN")
    try:
        for table in metadata.tables:
            with as_("stranger") as ask, pytest.raises(psycopg.errors.InsufficientPrivilege):
                ask(f"SELECT * FROM {table}")
    finally:
        postgres.ask("DROP ROLE stranger")


#: What is tried in a district: a statement, with where in it the meeting or the district stands.
ENTRY = "INSERT INTO entries (meeting, team, seat, activity, field, value, visibility, writer, seq, at, standing) "
WRITES = {
    "meetings": "INSERT INTO meetings (id, session, district, date, minutes, rehearsal, opened_at) VALUES ('new', 's', '{district}', '2026-11-23', 45, false, 1)",
    "teams": "INSERT INTO teams VALUES ('{meeting}', 'team-2', 'Two')",
    "showings": "INSERT INTO showings VALUES ('{meeting}', 1, 'digest', 1, '{{}}')",
    "entries": ENTRY + "VALUES ('{meeting}', 'team-1', '', 'note', 'f', '1', 'team', 'w', 1, 1, 'accepted')",
    "doors": "UPDATE doors SET is_open = false WHERE meeting = '{meeting}'",
    "tickets": "INSERT INTO tickets VALUES ('other', '{meeting}', 'team-1', 1)",
    "leaders": "INSERT INTO leaders VALUES ('{meeting}', 'other', 1)",
    "seats": "UPDATE seats SET device = '' WHERE meeting = '{meeting}'",
    "erase": "UPDATE entries SET value = 'null', standing = 'erased' WHERE meeting = '{meeting}' AND visibility = 'private'",
    "schools": "INSERT INTO schools VALUES ('new', '{district}', 'New', '')",
    "districts": "UPDATE districts SET name = 'Other' WHERE code = '{district}'",
    "standings": "DELETE FROM standings WHERE meeting = '{meeting}'",
    "open_items": "INSERT INTO open_items (district, school, resource, sort, what, owner, due, label, date) VALUES ('{district}', '', 'r', 'action', 'w', 'o', '', 'l', '')",
    "audit": "INSERT INTO audit (at, who, what, meeting, district, note) VALUES (1, current_user, 'exported', '{meeting}', '{district}', '')",
}  # fmt: skip
LEADS = ("meetings", "teams", "showings", "entries", "doors", "tickets", "leaders", "seats", "erase")
RECKONED = ("standings", "open_items", "audit")
MAY = {
    "amy": {*LEADS, *RECKONED},
    "ben": set(RECKONED),
    "cleo": set(WRITES),
    "edna": set(WRITES),
    "dora": set(),  # in the district, beyond her school
}


def changed(ask: Callable[..., Any], statement: str) -> int:
    """How many rows a statement changed; a refusal is none."""
    try:
        return int(ask(statement).rowcount)
    except psycopg.errors.InsufficientPrivilege:
        return 0


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("what", WRITES)
def test_a_login_writes_what_its_role_may_in_its_own_district_and_nothing_in_another(as_, login, what):
    with as_(login) as ask:
        here = changed(ask, WRITES[what].format(meeting=AT_ALDER, district=ALDER))
    with as_(login) as ask:
        there = changed(ask, WRITES[what].format(meeting=AT_BIRCH, district=BIRCH))

    assert bool(here) == (what in MAY[login])
    assert bool(there) == (login == "edna")


def test_who_has_one_school_leads_there(as_):
    for what in LEADS[1:]:
        with as_("dora") as ask:
            assert changed(ask, WRITES[what].format(meeting=AT_SCHOOL, district=ALDER)) == 1, what


#: Tried by those who may do most; all refused, by privilege or by rule.
NEVER = [
    "UPDATE entries SET value = '\"other\"' WHERE meeting = 'at-alder'",
    "UPDATE entries SET value = '\"other\"', standing = 'erased' WHERE visibility = 'private'",
    "UPDATE entries SET meeting = 'at-birch'",
    "UPDATE entries SET at = 0",
    "DELETE FROM entries",
    "DELETE FROM meetings",
    "TRUNCATE entries",
    "UPDATE meetings SET district = '999002'",
    "UPDATE audit SET what = 'opened'",
    "DELETE FROM audit",
    "INSERT INTO audit (at, who, what, meeting, district, note) VALUES (1, 'kit', 'purged', '', '', '')",
    "INSERT INTO access VALUES (current_user, '', '', 'coordinator', 1)",
    "UPDATE access SET district = ''",
    "DELETE FROM access",
    "INSERT INTO contents VALUES ('a digest of something else', '{}')",
    "DELETE FROM contents",
    "ALTER TABLE entries DISABLE ROW LEVEL SECURITY",
    "DROP POLICY kit_select ON entries",
    "SET ROLE kit",
    "CREATE FUNCTION pg_temp.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM entries'; ALTER FUNCTION pg_temp.f() OWNER TO kit",
]  # fmt: skip


@pytest.mark.parametrize("statement", NEVER)
@pytest.mark.parametrize("login", ["amy", "edna"])
def test_nobody_but_the_owner_changes_takes_away_or_lets_in(as_, login, statement):
    with as_(login) as ask, pytest.raises(psycopg.Error) as told:
        ask(statement)
        raise AssertionError("it was done")

    assert told.value.sqlstate in ("42501", "42704")


def test_a_table_of_the_same_name_in_front_of_it_changes_no_rule(as_):
    with as_("amy") as ask:
        ask(
            "CREATE TEMP TABLE access AS SELECT current_user::text AS login, '' AS district, '' AS school, 'coordinator' AS role"
        )
        ask("CREATE TEMP TABLE meetings AS SELECT 'at-birch' AS id")
        assert ask("SELECT count(*) FROM public.entries").fetchone() == (4,)


def test_a_rehearsal_is_its_own_persons(as_):
    with as_("amy") as ask:
        ask(
            "INSERT INTO meetings (id, session, date, minutes, rehearsal, opened_at) VALUES ('mine', 's', '2026-11-23', 45, true, 1)"
        )
        ask(WRITES["entries"].format(meeting="mine"))
        assert ask("SELECT count(*) FROM entries WHERE meeting = 'mine'").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(WRITES["teams"].format(meeting="practice"))


def test_a_meetings_answers_are_found_by_their_index_under_the_rules_too(postgres, held, as_):
    with as_("amy") as ask:
        ask("SET enable_seqscan = off")
        plan = "\n".join(
            line for (line,) in ask("EXPLAIN SELECT * FROM entries WHERE meeting = 'at-alder' AND id > 1")
        )

    assert "Index Cond: ((meeting = 'at-alder'" in plan, plan


# -- the kit itself, under such a login ------------------------------------------------------------


@pytest.fixture
def own(postgres: Postgres, held: str) -> Iterator[Callable[[str], Store]]:
    """`own("amy")`: the kit's store under a login."""
    opened: list[Store] = []

    def own(login: str) -> Store:
        opened.append(Store(held.replace("kit:", f"{login}:", 1)))
        return opened[-1]

    yield own
    for store in opened:
        store.close()


def test_a_facilitator_opens_leads_and_lists_under_a_login_of_her_own(own, library, home):
    store = own("amy")
    asked = {
        "session": "why-mtss",
        "date": "2026-12-01",
        "minutes": 45,
        "teams_": ["One"],
        "content": content_now(library, "why-mtss"),
    }
    meeting = store.meetings.open(**asked, district=ALDER)
    store.doors.of(meeting.id, ["team-1"])
    store.audit.add("opened", meeting=meeting.id, district=ALDER)
    service = MeetingService(store, library)
    message = {"meeting": meeting.id, "team": "team-1", "seat": "", "activity": "seats", "field": "seat-1.role",
               "value": "Principal", "writer": "writer-of-amy", "seq": 1, "base": None}  # fmt: skip
    assert service.submit(message)["outcome"] == "saved"
    bring_up_to_date(MeetingQueries(store, library), 60)

    assert {m.id for m in store.meetings.list()} == {AT_ALDER, AT_SCHOOL, meeting.id}
    assert meeting.id in {each.id for each in store.standings.meetings(Asked(), most=50)[0]}
    assert store.audit.list(what="opened", meeting=meeting.id)[0].who == "amy"
    with pytest.raises(StoreError, match="does not reach so far") as told:
        store.meetings.open(**asked, district=BIRCH)
    assert "kit access list" in told.value.next


def test_two_who_do_not_see_each_others_meetings_of_one_name_open_one_each(own, library, home):
    asked = {
        "session": "why-mtss",
        "date": "2026-12-24",
        "minutes": 45,
        "teams_": ["One"],
        "district": ALDER,
        "content": content_now(library, "why-mtss"),
    }
    ids = [
        own("cleo").meetings.open(**asked, school="99900102").id,
        own("dora").meetings.open(**asked, school="99900101").id,
    ]

    assert ids == ["why-mtss-999001-2026-12-24", "why-mtss-999001-2026-12-24-2"]


def test_a_reader_reads_and_what_is_written_all_the_same_is_refused_in_words(own):
    store = own("ben")
    assert [a.value for a in store.entries.current(AT_ALDER)] == ["said"]
    with pytest.raises(StoreError, match="does not reach so far"):
        store.entries.save(NewEntry(Address(AT_ALDER, "team-1", "", "n", "f"), 1, "team", "w", 1, None))


def test_what_is_sealed_stays_sealed_to_whoever_leads(own, held):
    value = locked("what nobody shall read")
    owner = Store(held)
    owner.entries.save(
        NewEntry(Address(AT_ALDER, "team-1", "seat-2", "n", "f"), value, "private", "w2", 1, None)
    )
    owner.close()

    found = own("amy").entries.history(Address(AT_ALDER, "team-1", "seat-2", "n", "f"))
    assert [answer.value for answer in found] == [value]
    assert "what nobody shall read" not in repr(found)


# -- granting, revoking, listing ---------------------------------------------------------------------


def kit(*words: str) -> Any:
    return CliRunner().invoke(app, ["access", *words])


def test_what_is_granted_is_listed_audited_and_taken_back(monkeypatch, home, held, own):
    monkeypatch.setenv("KIT_DATABASE_URL", held)
    assert "reader of Birch (999002)" in kit("grant", "ben", "--role", "reader", "--district", "Birch").output
    assert {m.id for m in own("ben").meetings.list()} >= {AT_ALDER, AT_BIRCH}
    listed = kit("list").output
    assert "ben    reader       Birch (999002)" in listed
    assert "dora   facilitator  Elm, Alder (999001)" in listed
    assert "edna   coordinator  all districts" in listed

    assert "no longer reader of Birch" in kit("revoke", "ben", "--district", "Birch").output
    assert AT_BIRCH not in {m.id for m in own("ben").meetings.list()}
    store = Store(held)
    assert [(a.what, a.note) for a in store.audit.list(district=BIRCH) if a.what.startswith("access")] == [
        ("access granted", "ben: reader"),
        ("access revoked", "ben: reader"),
    ]
    store.close()


def test_who_lost_everything_comes_in_no_more(monkeypatch, postgres, home, held, own):
    monkeypatch.setenv("KIT_DATABASE_URL", held)
    postgres.ask("CREATE ROLE passing LOGIN")
    try:
        kit("grant", "passing", "--everywhere", "--role", "reader")
        assert len(own("passing").meetings.list()) >= 4
        kit("revoke", "passing")
        with pytest.raises(StoreError, match="does not reach so far"):
            own("passing")
    finally:
        postgres.ask("DROP ROLE passing")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["postgres", "--everywhere"], "an administrator of the server"),
        (["kit", "--everywhere"], "owns the kit's tables"),
        (["nobody", "--everywhere"], "no login of the database's server"),
        (["amy"], "It was not said where"),
        (["amy", "--school", "Elm"], "It was not said where"),
    ],
)
def test_whom_no_rule_would_bind_or_nobody_is_is_not_let_in(monkeypatch, home, held, words, what):
    monkeypatch.setenv("KIT_DATABASE_URL", held)
    with pytest.raises(Exception, match=what):
        raise kit("grant", *words).exception


def test_only_the_owner_lets_in(monkeypatch, home, held):
    monkeypatch.setenv("KIT_DATABASE_URL", held.replace("kit:", "amy:", 1))
    with pytest.raises(StoreError, match="does not reach so far"):
        raise kit("grant", "amy", "--everywhere").exception


def test_on_a_file_it_is_said_that_whoever_has_it_has_all(home):
    assert "whoever can read that file reads all districts" in kit("list").output
    with pytest.raises(StoreError, match="whoever has it reads and writes all districts"):
        raise kit("grant", "amy", "--everywhere").exception


@on_both
def test_a_district_that_goes_takes_what_was_granted_there_along(request, store, database):
    if database.startswith("sqlite"):
        assert store.access.list() == []
        return
    server: Postgres = request.getfixturevalue("postgres")
    if not server.ask("SELECT 1 FROM pg_roles WHERE rolname = 'amy'"):
        server.ask("CREATE ROLE amy LOGIN")
    for code in ("999001", "999002"):
        store.access.grant(Grant("amy", "reader", code))
    store.districts.remove("999001")

    assert [g.district for g in store.access.list()] == ["999002"]
