"""What is counted of guides, of people who write and of requests. ``storage/migrate.py`` fills it from before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
FIGURES = (
    "asked_at", "commune", "team_id", "state", "first_taken_at", "take_minutes", "leader_at", "closed_at",
    "close_minutes", "satisfied",
)  # fmt: skip


def upgrade() -> None:
    _facts("event_facts", ("type", "guide", "step", "detail"), "count",
           "how often something happened; made again from the events")  # fmt: skip
    _facts("stop_facts", ("guide", "step", "why"), "people",
           "where readings stopped, once a week is over; made again from the closed readings")  # fmt: skip
    _facts("active_facts", ("by", "value"), "people",
           "how many people wrote; counted as they write, it cannot be made again")  # fmt: skip
    _readings()
    _presences()
    _requests()


def _facts(name: str, what: tuple[str, ...], counted: str, comment: str) -> None:
    op.create_table(
        name,
        sa.Column("commune", sa.String(16), nullable=False, comment="'' = the whole province"),
        sa.Column(
            "span", sa.String(8), nullable=False, comment="day or month (of people: week, quarter, year as well)"
        ),
        sa.Column("begins", sa.Date(), nullable=False, comment="its first day, in Vietnam"),
        *(sa.Column(one, sa.String(40), nullable=False) for one in what),
        sa.Column(counted, sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("commune", "span", "begins", *what, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
        comment=comment,
    )


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), comment="None: erased, or over"),
        sa.Column("guide", sa.String(40), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="where it was opened; '' = not told"),
        sa.Column("day", sa.Date(), nullable=False, comment="on which it was opened, in Vietnam"),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("step", sa.String(40), nullable=False, comment="the one before them; '' = not known"),
        sa.Column("why", sa.String(40), nullable=False, comment="stuck, person or trouble.ID; '' = not told"),
        sa.Column("closed", sa.Boolean(), nullable=False, comment="a week is over, and it is in stop_facts"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_readings_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        comment="who opened a guide and did not finish it; finished ones are gone",
    )
    op.create_index(op.f("ix_readings_person_id"), "readings", ["person_id"])
    op.create_index("ix_readings_going", "readings", ["day"], sqlite_where=sa.text("closed IS 0"),
                    postgresql_where=sa.text("closed IS false"))  # fmt: skip
    op.create_index("ix_readings_day", "readings", ["day"])


def _presences() -> None:
    op.create_table(
        "presences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("span", sa.String(8), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(16), nullable=False) for name in ("commune", "channel", "lang")),
        sa.Column("ends", sa.Date(), nullable=False, comment="the last day; after it nobody needs to be known again"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_presences_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "span", "begins", "commune", "channel", "lang", name=op.f("pk_presences")),
        sqlite_with_rowid=False,
        comment="who is counted in active_facts already",
    )
    op.create_index(op.f("ix_presences_ends"), "presences", ["ends"])


def _requests() -> None:
    new = (
        sa.Column("first_taken_at", MOMENT, comment="whatever became of it later"),
        sa.Column("take_minutes", sa.Integer(), comment="from asked_at to then"),
        sa.Column("leader_at", MOMENT, comment="when the team's leader is to be told, unless it is taken by then"),
        sa.Column("close_minutes", sa.Integer(), comment="from asked_at to then, if closed"),
    )
    for column in new:
        op.add_column("requests", column)
    op.create_index("ix_requests_figures", "requests", list(FIGURES))


def downgrade() -> None:
    op.drop_index("ix_requests_figures", "requests")
    with op.batch_alter_table("requests") as batch_op:
        for name in ("close_minutes", "leader_at", "take_minutes", "first_taken_at"):
            batch_op.drop_column(name)
    for name in ("presences", "readings", "active_facts", "stop_facts", "event_facts"):
        op.drop_table(name)
