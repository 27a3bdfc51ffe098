"""What was done to a meeting is found without reading the whole audit: whoever shows a meeting asks whether it was purged."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("audit_of_meeting", "audit", ["meeting", "what", "id"])


def downgrade() -> None:
    op.drop_index("audit_of_meeting", "audit")
