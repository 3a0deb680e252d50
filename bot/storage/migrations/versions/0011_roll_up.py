"""The daily roll-up of the log. ``storage/migrate.py`` fills it from the sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DAY = (
    "sessions", "people", "elders", "elders_counted", "women", "women_counted", "phoneless", "confirmable",
    "confirmed", "thanks", "done", "told", "guided", "not_done", "newly",
)  # fmt: skip


def upgrade() -> None:
    _table("day_facts", (), DAY, "what the sessions of a day, village and team add up to")
    _table(
        "service_facts",
        ("service",),
        ("sessions", "people"),
        "the same by service; two results of one service may be of the same person",
    )
    _table("result_facts", ("service", "outcome", "evidence", "had_before"), ("people",), "the same by result")
    op.create_index(op.f("ix_sessions_held_on"), "sessions", ["held_on"])


def _table(name: str, what: tuple[str, ...], counted: tuple[str, ...], comment: str) -> None:
    op.create_table(
        name,
        sa.Column("day", sa.Date(), nullable=False, comment="in Vietnam"),
        sa.Column("commune", sa.String(16), nullable=False),
        sa.Column("village", sa.String(180), nullable=False, comment="its key; '' = not said"),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(one, sa.String(32), nullable=False) for one in what),
        *(sa.Column(one, sa.Integer(), nullable=False) for one in counted),
        sa.PrimaryKeyConstraint("day", "commune", "village", "team_id", *what, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
        comment=comment,
    )
    op.create_index(op.f(f"ix_{name}_commune_day"), name, ["commune", "day"])
    op.create_index(op.f(f"ix_{name}_team_id_day"), name, ["team_id", "day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sessions_held_on"), "sessions")
    for name in ("result_facts", "service_facts", "day_facts"):
        op.drop_table(name)
