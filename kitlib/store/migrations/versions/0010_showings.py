"""An open meeting can take in a newer version of its session, and keeps what it showed before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "showings",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("showings")
