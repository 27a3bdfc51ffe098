"""The tables. Times are seconds since 1970 (UTC); values are JSON text."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

__all__ = [
    "REVISION",
    "access",
    "audit",
    "contents",
    "disclosures",
    "districts",
    "doors",
    "entries",
    "leaders",
    "ledgers",
    "meetings",
    "metadata",
    "open_items",
    "schools",
    "seats",
    "showings",
    "standings",
    "teams",
    "tickets",
]

#: The newest migration in migrations/versions.
REVISION = "0010"

metadata = MetaData()

districts = Table(
    "districts",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("county", Text, nullable=False, server_default=""),
    Column("enrollment", Integer),
)

schools = Table(
    "schools",
    metadata,
    Column("code", Text, primary_key=True),
    Column("district", Text, ForeignKey("districts.code"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
)

# What meetings show, each once however many meetings share it; `digest` is the SHA-256 of `text`.
contents = Table(
    "contents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("district", Text, ForeignKey("districts.code")),  # none for a rehearsal
    Column("school", Text, ForeignKey("schools.code")),
    Column("date", Text, nullable=False),  # ISO, the day it is held
    Column("minutes", Integer, nullable=False),  # the length chosen, of those the session can run in
    Column("rehearsal", Boolean, nullable=False),
    Column("opened_at", Float, nullable=False),
    # What it shows; none for a meeting of before meetings kept it, until it is known as well as it can be.
    Column("content", Text),  # a digest of contents
    # Whether it was taken from the session file later than the meeting was opened, and may have changed between.
    Column("content_assumed", Boolean, nullable=False, server_default=false()),
    Column("opened_by", Text, nullable=False, server_default=""),  # the login, on PostgreSQL
    Index("meetings_by_session", "session", "district"),
    Index("meetings_by_day", "date", "opened_at"),
    Index("meetings_of_district", "district", "date"),
)

teams = Table(
    "teams",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
)

# What a meeting showed one after the other, where it took in a newer version of its session; else nothing. `places` is JSON,
# which says where in the entries each of its activities stands, and whose answers it took over.
showings = Table(
    "showings",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),  # 0 for what it was opened with
    Column("content", Text, nullable=False),  # a digest of contents
    Column("at", Float, nullable=False),
    Column("places", Text, nullable=False),
)

# Entries are only ever added. `team` and `seat` are empty for what belongs to the whole room or team.
entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("meeting", Text, ForeignKey("meetings.id"), nullable=False),
    Column("team", Text, nullable=False),
    Column("seat", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("visibility", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("base", Integer),  # the entry the writer had before its eyes
    Column("at", Float, nullable=False),
    # accepted: it was the current answer when it came. stale: another writer had changed the answer.
    # overtaken: a newer one of the same writer was already here. erased: its seat had the text taken away.
    Column("standing", Text, nullable=False),
    UniqueConstraint("writer", "seq", name="entries_once"),
    Index("entries_of_meeting", "meeting", "id"),
    Index("entries_of_field", "meeting", "team", "seat", "activity", "field", "standing", "id"),
    sqlite_autoincrement=True,
)

# By which code devices come to a team's page, and whether they still do. The door without a team is the facilitator's.
doors = Table(
    "doors",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("team", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("is_open", Boolean, nullable=False),
)

# Which devices came to which team, or without a team to lead. A device is known by the digest of a secret that it alone has.
tickets = Table(
    "tickets",
    metadata,
    Column("device", Text, primary_key=True),
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("team", Text, primary_key=True),
    Column("at", Float, nullable=False),
    Column("barred", Text),  # where the device was removed: the code by which it may not come back
)

# Which devices have a page open that leads, and when each was last heard of.
leaders = Table(
    "leaders",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("device", Text, primary_key=True),
    Column("at", Float, nullable=False),
)

# Which device a seat belongs to, and how what it writes in private is locked: nothing here opens it.
seats = Table(
    "seats",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("team", Text, primary_key=True),
    Column("seat", Text, primary_key=True),
    Column("device", Text, nullable=False),  # empty where the seat was freed
    Column("lock", Text),  # JSON of a seat lock; none before anything private is written
    Column("proof", Text),  # digest of what only who has the phrase of the lock can show
)

# What roll-ups have shown; only ever added to. A line is shown by a question of a session ("family"), a round of it
# and a group; `by` says by what the groups were made.
disclosures = Table(
    "disclosures",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("session", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("group", Text, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("day", Text, nullable=False),  # ISO
    # Who was in the line, each with what they said: JSON, compressed with zlib, since it is long and much alike.
    Column("answers", LargeBinary, nullable=False),
    Index("disclosures_of_family", "session", "family", "id"),
    sqlite_autoincrement=True,
)

# Files in which earlier versions of the kit noted what was shown, once they are among the disclosures.
ledgers = Table("ledgers", metadata, Column("digest", Text, primary_key=True))

# Where each meeting stands, made from its entries and made anew when they change: lists of thousands read these alone.
standings = Table(
    "standings",
    metadata,
    Column("meeting", Text, ForeignKey("meetings.id"), primary_key=True),
    Column("change", Integer, nullable=False),  # the newest entry that was looked at; 0 for none
    Column("state", Text, nullable=False),  # open, running, held
    Column("title", Text, nullable=False),
    Column("resource", Text, nullable=False),  # empty where its session is not known
    Column("next", Text, nullable=False),  # ISO, the first of its teams' next dates, or empty
    Index("standings_by_change", "change"),
)

# What is open now in a district, or in one of its schools, on a resource: made from entries as the standings are.
open_items = Table(
    "open_items",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("district", Text, ForeignKey("districts.code"), nullable=False),
    Column("school", Text, nullable=False),  # empty where the whole district met
    Column("resource", Text, nullable=False),
    Column("sort", Text, nullable=False),  # action, question
    Column("what", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Text, nullable=False),  # ISO, or empty
    Column("label", Text, nullable=False),  # of the team that wrote it
    Column("date", Text, nullable=False),  # of the meeting in which it was written
    Index("open_items_of_district", "district", "due"),
)

# Who did what, when; only ever added to. A meeting that was purged stays named here, so there is no foreign key.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("meeting", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("audit_of_meeting", "meeting", "what", "id"),
    sqlite_autoincrement=True,
)

# Which login of PostgreSQL may do what where; the server itself holds them to it (`row_security`).
access = Table(
    "access",
    metadata,
    Column("login", Text, primary_key=True),
    Column("district", Text, primary_key=True),  # empty for every district, so there is no foreign key
    Column("school", Text, primary_key=True),  # empty for all of the district
    Column("role", Text, nullable=False),  # reader, facilitator, coordinator
    Column("at", Float, nullable=False),
)
