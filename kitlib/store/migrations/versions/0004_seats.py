"""Seats belong to devices, and devices come to teams by codes that are kept here."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doors",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("is_open", sa.Boolean, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("device", sa.Text, primary_key=True),
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "seats",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("seat", sa.Text, primary_key=True),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("lock", sa.Text),
        sa.Column("proof", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("seats")
    op.drop_table("tickets")
    op.drop_table("doors")
