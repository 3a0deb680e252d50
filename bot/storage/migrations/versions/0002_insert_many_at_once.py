"""Rows inserted together give back their numbers in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("outbox", "people"):
        op.add_column(table, sa.Column("insertion", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("outbox", "people"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("insertion")
