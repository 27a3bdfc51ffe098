"""Who reads and writes which rows on PostgreSQL, held by the server itself under each person's own login.

Code in a notebook has its owner's credentials, so what the kit's own functions refuse could be walked round there. The
rules below cannot: PostgreSQL adds them to every query of a login that does not own the tables. They ask `access`,
which only the owner writes, and for what belongs to a meeting whether the meeting itself is in reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, inspect, text

__all__ = ["admit", "dismiss", "keep_apart", "unguarded"]

READ = ("reader", "facilitator", "coordinator")
LEAD = ("facilitator", "coordinator")


def _reach(roles: tuple[str, ...], district: str, school: str) -> str:
    """Whether the login has one of these roles in a place; what is granted for a district is so for its schools."""
    names = ", ".join(f"'{role}'" for role in roles)
    return (
        f"EXISTS (SELECT 1 FROM access a WHERE a.login = current_user AND a.role IN ({names}) AND (a.district = '' "
        f"OR (a.district = {district} AND (a.school = '' OR a.school = {school}))))"
    )


def _meeting(table: str, roles: tuple[str, ...]) -> str:
    """Whether the meeting of a row is in reach; of rehearsals those that the login opened itself."""
    if roles == READ:  # the rule of `meetings` holds for this query too
        return f"EXISTS (SELECT 1 FROM meetings m WHERE m.id = {table}.meeting)"
    led = _LED.replace("meetings.", "m.")
    return f"EXISTS (SELECT 1 FROM meetings m WHERE m.id = {table}.meeting AND {led})"


def _may(condition: str) -> str:
    """Whether something was granted to the login of which this holds."""
    return f"EXISTS (SELECT 1 FROM access a WHERE a.login = current_user AND {condition})"


_ANY = _may("true")
_LEADS = _may("a.role <> 'reader'")
_COORDINATES_ALL = _may("a.role = 'coordinator' AND a.district = ''")
_OWN_REHEARSAL = "meetings.district IS NULL AND meetings.opened_by = current_user"
_LED = f"({_reach(LEAD, 'meetings.district', 'meetings.school')} OR ({_OWN_REHEARSAL} AND {_LEADS}))"
_LISTS = {
    table: _may(f"a.role = 'coordinator' AND a.district IN ('', {code}) AND a.school = ''")
    for table, code in (("districts", "districts.code"), ("schools", "schools.district"))
}
_ITEMS = _reach(READ, "open_items.district", "open_items.school")
_OF_AUDIT = "EXISTS (SELECT 1 FROM meetings m WHERE m.id = audit.meeting)"
_NOTED = (
    f"(audit.who = current_user OR {_OF_AUDIT} OR "
    + _may("(a.district = '' OR (a.district = audit.district AND a.school = ''))")
    + ")"
)
_NOTES = (
    f"{_ANY} AND (audit.who = current_user OR (audit.who = 'a device' AND {_LEADS})) "
    f"AND (audit.meeting = '' OR {_OF_AUDIT}) "
    "AND (audit.district = '' OR EXISTS (SELECT 1 FROM districts d WHERE d.code = audit.district))"
)

#: Table to what a login may do with its rows: the privilege (with its columns), and for which rows.
#: Nobody but the owner takes rows of what people wrote away, or changes them; erasing empties them.
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "access": (("SELECT", "access.login = current_user"),),
    "districts": (
        ("SELECT", _may("a.district IN ('', districts.code)")),
        ("UPDATE", _LISTS["districts"]),
    ),
    "schools": (
        ("SELECT", _reach(READ, "schools.district", "schools.code")),
        ("INSERT", _LISTS["schools"]),
        ("UPDATE", _LISTS["schools"]),
    ),
    "contents": (
        ("SELECT", _ANY),
        ("INSERT", f"{_LEADS} AND digest = encode(sha256(convert_to(text, 'UTF8')), 'hex')"),
    ),
    "meetings": (
        ("SELECT", f"({_OWN_REHEARSAL}) OR {_reach(READ, 'meetings.district', 'meetings.school')}"),
        ("INSERT", _LED),
        ("UPDATE (content, content_assumed)", _LED),
    ),
    "teams": (("SELECT", _meeting("teams", READ)), ("INSERT", _meeting("teams", LEAD))),
    "showings": (("SELECT", _meeting("showings", READ)), ("INSERT", _meeting("showings", LEAD))),
    "entries": (
        ("SELECT", _meeting("entries", READ)),
        ("INSERT", _meeting("entries", LEAD)),
        ("UPDATE (value, standing)", f"visibility = 'private' AND {_meeting('entries', LEAD)}"),
    ),
    "doors": tuple((act, _meeting("doors", LEAD)) for act in ("SELECT", "INSERT", "UPDATE (code, is_open)")),
    "tickets": tuple(
        (act, _meeting("tickets", LEAD)) for act in ("SELECT", "INSERT", "DELETE", "UPDATE (barred)")
    ),
    "leaders": tuple((act, _meeting("leaders", LEAD)) for act in ("SELECT", "INSERT", "DELETE")),
    "seats": tuple(
        (act, _meeting("seats", LEAD)) for act in ("SELECT", "INSERT", "UPDATE (device, lock, proof)")
    ),
    # What is reckoned from answers, by whoever looks first.
    "standings": tuple((act, _meeting("standings", READ)) for act in ("SELECT", "INSERT", "DELETE")),
    "open_items": tuple((act, _ITEMS) for act in ("SELECT", "INSERT", "DELETE")),
    # A roll-up must know all that was shown of anybody, so whoever makes one must reach everybody.
    "disclosures": (("SELECT", _COORDINATES_ALL), ("INSERT", _COORDINATES_ALL)),
    "ledgers": (("SELECT", _COORDINATES_ALL), ("INSERT", _COORDINATES_ALL)),
    "audit": (("SELECT", _NOTED), ("INSERT", _NOTES)),
}
SEQUENCES = ", ".join(f"{table}_id_seq" for table in ("entries", "open_items", "disclosures", "audit"))
#: What a row must be after a change, where that is more than that it is in reach.
BECOMES = {"entries": "value = 'null' AND standing = 'erased'"}


def keep_apart(connection: Connection) -> None:
    """Put the rules on all tables, in the place of those that were there; who is let in keeps that."""
    here = set(inspect(connection).get_table_names())
    for table in RULES.keys() & here:
        for statement in _statements(connection, table):
            connection.execute(text(statement))
    for login in connection.execute(text("SELECT DISTINCT login FROM access")).scalars().all():
        _let_in(connection, login)


def _statements(connection: Connection, table: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    of_it = "SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = :table"
    for name in connection.execute(text(of_it), {"table": table}).scalars():
        yield f"DROP POLICY {name} ON {table}"
    for privilege, rows in RULES[table]:
        act = privilege.partition(" ")[0]
        becomes = f"({rows}) AND {BECOMES[table]}" if act == "UPDATE" and table in BECOMES else rows
        using = f"USING ({rows})" if act != "INSERT" else ""
        check = f"WITH CHECK ({becomes})" if act in ("INSERT", "UPDATE") else ""
        yield f"CREATE POLICY kit_{act.lower()} ON {table} FOR {act} TO PUBLIC {using} {check}"


def admit(connection: Connection, login: str) -> str:
    """Let a login in to what the rules leave it. Returns why not, in words, where the rules would not bind it."""
    query = text(
        "SELECT r.rolsuper OR r.rolbypassrls, pg_has_role(r.oid, c.relowner, 'MEMBER') FROM pg_roles r, pg_class c "
        "WHERE r.rolname = :login AND c.oid = to_regclass('access')"
    )
    row = connection.execute(query, {"login": login}).first()
    if row is None:
        return "is no login of the database's server"
    if row[0]:
        return "is an administrator of the server, whom no rule of the database binds"
    if row[1]:
        return "owns the kit's tables, or may act as their owner, whom no rule binds"
    _let_in(connection, login)
    return ""


def _let_in(connection: Connection, login: str) -> None:
    name = connection.dialect.identifier_preparer.quote_identifier(login)
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :login")
    if connection.execute(known, {"login": login}).first() is None:
        return  # dropped on the server; whoever is called so again must be let in again
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {name}"))
    for table, rules in RULES.items():
        connection.execute(
            text(f"GRANT {', '.join(privilege for privilege, _ in rules)} ON {table} TO {name}")
        )
    connection.execute(text(f"GRANT USAGE ON SEQUENCE {SEQUENCES} TO {name}"))


def dismiss(connection: Connection, login: str) -> None:
    """Take every right in the kit's tables from a login."""
    name = connection.dialect.identifier_preparer.quote_identifier(login)
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :login")
    if connection.execute(known, {"login": login}).first() is None:
        return
    tables = ", ".join([*RULES, "alembic_version"])
    connection.execute(text(f"REVOKE ALL ON {tables} FROM {name}"))
    connection.execute(text(f"REVOKE ALL ON SEQUENCE {SEQUENCES} FROM {name}"))


def unguarded(connection: Connection) -> list[str]:
    """The kit's tables on which no rule stands, or the server was told not to heed them."""
    query = text(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relname IN :names AND NOT relrowsecurity ORDER BY relname"
    ).bindparams(bindparam("names", expanding=True))
    return list(connection.execute(query, {"names": list(RULES)}).scalars())
