"""A file of an announcement may have been sent in a chat, and is fetched from there."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CHANNEL = "where it was sent; '' = none"
REF = "by which it is fetched; '' = done"
ATTEMPTS = "that came to nothing"


def upgrade() -> None:
    with op.batch_alter_table("campaign_files") as table:
        table.add_column(sa.Column("channel", sa.String(16), nullable=False, server_default="", comment=CHANNEL))
        table.add_column(sa.Column("ref", sa.String(200), nullable=False, server_default="", comment=REF))
        table.add_column(sa.Column("attempts", sa.SmallInteger(), nullable=False, server_default="0", comment=ATTEMPTS))
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True), comment="not fetched before"))


def downgrade() -> None:
    with op.batch_alter_table("campaign_files") as table:
        for name in ("due_at", "attempts", "ref", "channel"):
            table.drop_column(name)
