"""Where each meeting stands and what it left open, so that a list of thousands reads none of their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "standings",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("change", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("next", sa.Text, nullable=False),
    )
    op.create_index("standings_by_change", "standings", ["change"])
    op.create_table(
        "open_items",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("district", sa.Text, sa.ForeignKey("districts.code"), nullable=False),
        sa.Column("school", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("sort", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
    )
    op.create_index("open_items_of_district", "open_items", ["district", "due"])
    op.create_index("meetings_by_day", "meetings", ["date", "opened_at"])
    op.create_index("meetings_of_district", "meetings", ["district", "date"])


def downgrade() -> None:
    op.drop_index("meetings_of_district", "meetings")
    op.drop_index("meetings_by_day", "meetings")
    op.drop_table("open_items")
    op.drop_table("standings")
