"""Every released version of the tables comes up to this one and goes back, with all that people wrote."""

from __future__ import annotations

import hashlib
import os

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from postgres import on_both
from sqlalchemy import MetaData, create_engine, select, text
from test_store import migrated

from kitlib.store import Store
from kitlib.store.database import MIGRATIONS

#: How many entries are brought along; the releases were tried with a hundred thousand.
MANY = int(os.environ.get("KIT_ENTRIES", "10000"))


def released() -> list[str]:
    """The versions of the tables, oldest first, without today's."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][:0:-1]


def fill(url: str) -> None:
    """Put many entries in, as one statement makes them on either database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO districts (code, name, county) VALUES ('1', 'Älder Valley', '')")
        )
        connection.execute(
            text(
                "INSERT INTO meetings (id, session, district, date, minutes, rehearsal, opened_at) "
                "VALUES ('m', 'why-mtss', '1', '2026-11-23', 45, false, 1.25)"
            )
        )
        connection.execute(text("INSERT INTO teams (meeting, id, label) VALUES ('m', 'team-1', 'One')"))
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
                "INSERT INTO entries (meeting, team, seat, activity, field, value, visibility, writer, seq, at, standing) "
                "SELECT 'm', 'team-1', 'seat-' || (i % 30), 'note', 'field-' || (i % 500), "
                "'\"said no. ' || i || ', ñ\"', 'team', 'writer-' || (i % 40), i, i + 0.5, 'accepted' FROM n"
            ),
            {"many": MANY},
        )
    engine.dispose()


def held(
    url: str, of: dict[str, list[str]] | None = None
) -> tuple[dict[str, list[str]], dict[str, tuple[int, str]]]:
    """The columns of each table, and how many rows it has with their digest; of columns `of` alone where given."""
    found, engine = MetaData(), create_engine(url)
    found.reflect(engine)
    columns = {
        name: [c.name for c in t.columns] for name, t in found.tables.items() if name != "alembic_version"
    }
    columns = of or columns
    rows = {}
    with engine.connect() as connection:
        for name, names in columns.items():
            table = found.tables[name]
            digest, count = hashlib.sha256(), 0
            for row in connection.execute(
                select(*(table.c[n] for n in names)).order_by(*table.primary_key.columns)
            ):
                digest.update(repr(tuple(row)).encode())
                count += 1
            rows[name] = count, digest.hexdigest()
    engine.dispose()
    return columns, rows


@pytest.fixture
def empty(request, tmp_path, database) -> str:
    """A database in which there is nothing, not even tables."""
    if database.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'old.db'}"
    url: str = request.getfixturevalue("postgres").database()
    return url


@on_both
@pytest.mark.parametrize("version", released())
def test_many_entries_come_up_go_back_and_come_up_again_and_are_the_same(empty, version):
    migrated(empty, "upgrade", version)
    fill(empty)
    columns, before = held(empty)
    assert before["entries"][0] == MANY

    Store(empty).close()  # brings it up to date
    up = held(empty, columns)[1]
    migrated(empty, "downgrade", version)
    back_columns, back = held(empty)
    Store(empty).close()
    again = held(empty, columns)[1]

    assert back_columns == columns
    assert up == back == again == before


@on_both
def test_all_the_way_down_leaves_no_table(empty):
    migrated(empty, "upgrade", "head")
    migrated(empty, "downgrade", "base")

    assert held(empty)[0] == {}
