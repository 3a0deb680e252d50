"""Residents who ask for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _requests()
    _declines()


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code", sa.String(6), nullable=False, comment="by which the resident asks how it stands; it opens nothing"
        ),
        sa.Column("person_id", sa.Integer(), comment="who asks; None: erased, or closed some days ago"),
        sa.Column("commune", sa.String(16), nullable=False),
        sa.Column("village", sa.String(40), nullable=False, comment="as typed, masked; '' = not said"),
        sa.Column("guide", sa.String(24), nullable=False),
        sa.Column("step", sa.String(24), nullable=False),
        sa.Column(
            "wish", sa.String(300), nullable=False, comment="in their words, masked; emptied some days after the end"
        ),
        sa.Column("suits", sa.String(60), nullable=False, comment="when; masked; emptied with the wish"),
        sa.Column(
            "phone", sa.String(16), nullable=False, comment="only with consent; for who has it; emptied at the end"
        ),
        sa.Column("lang", sa.String(8), nullable=False, comment="jra or bdq: a speaker of it is wished for"),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False, comment="open, taken, closed or cancelled"),
        sa.Column("team_id", sa.Integer(), comment="who may take it, or took it; None: the commune as a whole"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("waits_since", MOMENT, nullable=False, comment="when it was asked, given back or opened again"),
        sa.Column("taken_by", sa.Integer(), comment="who has it, or closed it"),
        sa.Column("taken_at", MOMENT),
        sa.Column("closed_at", MOMENT, comment="closed or cancelled"),
        sa.Column("satisfied", sa.Boolean(), comment="None: not answered"),
        sa.Column(
            "alarm", sa.String(8), nullable=False, comment="what rings next: team, leader, commune; '' = nothing"
        ),
        sa.Column("alarm_at", MOMENT, comment="when it rings"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_requests_person_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_requests_team_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_requests_taken_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_requests_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_requests_person_id"), "requests", ["person_id"])
    op.create_index(op.f("ix_requests_taken_by"), "requests", ["taken_by"])
    op.create_index("ix_requests_commune_state", "requests", ["commune", "state"])
    op.create_index("ix_requests_state_alarm_at", "requests", ["state", "alarm_at"])


def _declines() -> None:
    op.create_table(
        "request_declines",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_declines_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_request_declines_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_request_declines")),
        comment="members who said that they cannot; gone when it is opened again",
    )
    op.create_index(op.f("ix_request_declines_person_id"), "request_declines", ["person_id"])


def downgrade() -> None:
    op.drop_table("request_declines")
    op.drop_table("requests")
