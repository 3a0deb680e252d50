"""Pictures sent in the web chat, until they have been passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_pictures",
        sa.Column("ref", sa.String(64), nullable=False, comment="the event id with which it came"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.String(128), nullable=False, comment="whose it is"),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False, comment="made small, without what the camera wrote"),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_sent_pictures")),
        comment="what somebody sent where no platform keeps it for us, until nothing needs it any more",
    )


def downgrade() -> None:
    op.drop_table("sent_pictures")
