"""Who may read and write which districts and schools; who opened a meeting, since a rehearsal is of no district."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("login", sa.Text, primary_key=True),
        sa.Column("district", sa.Text, primary_key=True),
        sa.Column("school", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.add_column("meetings", sa.Column("opened_by", sa.Text, nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("meetings", "opened_by", server_default=sa.text("current_user"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _open_to_the_owner_alone()
    op.drop_column("meetings", "opened_by")
    op.drop_table("access")


def _open_to_the_owner_alone() -> None:
    """Take the rules off, and first the rights of everybody whom they kept apart."""
    connection = op.get_bind()
    granted = connection.execute(
        sa.text("SELECT DISTINCT a.login FROM access a JOIN pg_roles r ON r.rolname = a.login")
    )
    for login in granted.scalars().all():
        name = connection.dialect.identifier_preparer.quote_identifier(login)
        op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {_schema(connection)} FROM {name}")
        op.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {_schema(connection)} FROM {name}")
    rules = sa.text("SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema()")
    for rule, table in connection.execute(rules).all():
        op.execute(f"DROP POLICY {rule} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _schema(connection: sa.Connection) -> str:
    name = connection.execute(sa.text("SELECT current_schema()")).scalar_one()
    return connection.dialect.identifier_preparer.quote_identifier(name)
