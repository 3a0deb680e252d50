"""The village that somebody told, and when they were last heard from on each of their addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column(
            "village", sa.String(40), nullable=False, server_default="", comment="as they told it; '' = not told"
        ),
    )
    op.add_column("addresses", sa.Column("seen_at", MOMENT, comment="when they were last heard from there"))
    op.execute("UPDATE addresses SET seen_at = (SELECT seen_at FROM people WHERE people.id = addresses.person_id)")
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.alter_column("seen_at", existing_type=MOMENT, nullable=False)


def downgrade() -> None:
    op.drop_column("addresses", "seen_at")
    op.drop_column("people", "village")
