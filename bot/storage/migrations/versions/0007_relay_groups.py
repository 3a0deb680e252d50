"""Who talks with whom through the bot, and the group chats of teams."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column(
            "talking",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="the request whose other side gets what they type; 0 = the bot",
        ),
    )
    op.create_table(
        "team_groups",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False, comment="the group's id on that channel"),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_groups_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_groups")),
        comment="where new requests are told; nothing that is said there is kept",
    )
    op.create_index("ix_team_groups_channel_chat", "team_groups", ["channel", "chat"])


def downgrade() -> None:
    op.drop_table("team_groups")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("talking")
