"""What roll-ups have shown, which lay in a file of one computer before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("numbers", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("disclosures_of_family", "disclosures", ["session", "family", "id"])
    op.create_table("ledgers", sa.Column("digest", sa.Text, primary_key=True))


def downgrade() -> None:
    op.drop_table("ledgers")
    op.drop_table("disclosures")
