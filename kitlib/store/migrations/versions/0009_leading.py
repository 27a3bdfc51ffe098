"""One device can be taken out of a team; devices come by a facilitator's code; and it is known who leads just now."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("barred", sa.Text))
    op.create_table(
        "leaders",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("device", sa.Text, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("leaders")
    # Before, a ticket was good whatever stood in it, and a door was a team's.
    op.execute("DELETE FROM tickets WHERE barred IS NOT NULL OR team = ''")
    op.execute("DELETE FROM doors WHERE team = ''")
    op.drop_column("tickets", "barred")
