"""Whether a file of a report holds what only the team may see."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "exports",
        sa.Column(
            "inside",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="made for the team itself, with its small counts",
        ),
    )


def downgrade() -> None:
    op.drop_column("exports", "inside")
