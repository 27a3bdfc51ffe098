"""Meetings keep what they show."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contents",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.add_column("meetings", sa.Column("content", sa.Text))
    op.add_column(
        "meetings", sa.Column("content_assumed", sa.Boolean, nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("meetings", "content_assumed")
    op.drop_column("meetings", "content")
    op.drop_table("contents")
