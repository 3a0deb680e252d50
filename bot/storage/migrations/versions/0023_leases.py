"""Who does what only one process may do, where several share the database."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("holder", sa.String(32), nullable=False, comment="a process, by a word of its own"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False, comment="by the clock of the database"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
        comment="who does what only one process may do; empty where there is but one process",
    )


def downgrade() -> None:
    op.drop_table("leases")
