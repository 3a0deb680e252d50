"""What residents said of sessions, and reminders for members who chose them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing wrote into the table of confirmations before, so it is made anew."""
    op.drop_table("session_confirmations")
    _confirmations(
        sa.Column("confirmed", sa.Boolean(), nullable=False, comment="they said that they were helped"),
        sa.Column(
            "disputed", sa.Boolean(), nullable=False, comment="they once said that they were not; it is told once"
        ),
        sa.Column("thanked", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "reminders",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(16), nullable=False, comment="'log': to write down what help was given"),
        sa.Column("hour", sa.SmallInteger(), nullable=False, comment="of the day, in Vietnam"),
        sa.Column("done_on", sa.Date(), nullable=True, comment="the last day that was looked at, in Vietnam"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "about", name=op.f("pk_reminders")),
        comment="only for who chose it",
    )


def _confirmations(*columns: sa.Column[bool]) -> None:
    op.create_table(
        "session_confirmations",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_session_confirmations_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_session_confirmations_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_confirmations")),
        comment="only so that nobody confirms twice; the count is kept with the session",
    )
    op.create_index(op.f("ix_session_confirmations_person_id"), "session_confirmations", ["person_id"])


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_table("session_confirmations")
    _confirmations()
