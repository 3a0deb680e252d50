"""Pictures that members add to sessions of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="who sent it"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("ref", sa.String(255), nullable=False, comment="the platform's name for the file; '' once settled"),
        sa.Column("state", sa.String(8), nullable=False, comment="waiting, kept or failed"),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=True, comment="made small, without what the camera wrote"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_session_pictures_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_session_pictures_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_pictures")),
        sa.UniqueConstraint("session_id", name=op.f("uq_session_pictures_session_id")),
        comment="one a session, until its time is over",
    )
    op.create_index(op.f("ix_session_pictures_person_id"), "session_pictures", ["person_id"])


def downgrade() -> None:
    op.drop_table("session_pictures")
