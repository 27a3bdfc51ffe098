"""The first tables: districts, schools, meetings, teams, entries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "districts",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("county", sa.Text, nullable=False, server_default=""),
        sa.Column("enrollment", sa.Integer),
    )
    op.create_table(
        "schools",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("district", sa.Text, sa.ForeignKey("districts.code"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("district", sa.Text, sa.ForeignKey("districts.code")),
        sa.Column("school", sa.Text, sa.ForeignKey("schools.code")),
        sa.Column("date", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("rehearsal", sa.Boolean, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
    )
    op.create_index("meetings_by_session", "meetings", ["session", "district"])
    op.create_table(
        "teams",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("base", sa.Integer),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.UniqueConstraint("writer", "seq", name="entries_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entries_of_meeting", "entries", ["meeting", "id"])
    op.create_index(
        "entries_of_field", "entries", ["meeting", "team", "seat", "activity", "field", "standing", "id"]
    )


def downgrade() -> None:
    for table in ("entries", "teams", "meetings", "schools", "districts"):
        op.drop_table(table)
