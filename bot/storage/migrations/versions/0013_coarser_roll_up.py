"""The roll-up of the whole province and of months. ``storage/migrate.py`` fills it from the sessions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COUNTS = (
    "sessions", "people", "elders", "elders_counted", "women", "women_counted", "phoneless", "confirmable",
    "confirmed", "thanks", "done", "told", "guided", "not_done", "newly",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "province_days",
        sa.Column("day", sa.Date(), nullable=False, comment="in Vietnam"),
        *_counted(*COUNTS),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_province_days")),
        comment="what the sessions of a day add up to in the whole province",
    )
    results = ("service", "outcome", "evidence", "had_before")
    of_member = sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f("fk_member_months_person_id_people"), ondelete="CASCADE"
    )
    _months("team_months", ("commune", "team_id"), COUNTS, "what the sessions of a month and team add up to")
    _months("village_months", ("commune", "village"), ("sessions",), "which villages were reached in a month")
    _months("service_months", results[:1], ("sessions", "people"), "by service, in the whole province")
    _months("result_months", results, ("people",), "by result, in the whole province")
    _months("member_months", ("commune", "team_id", "person_id"), ("sessions",),
            "who helped in a month; of a person as the log is, and gone with them", of_member)  # fmt: skip
    op.create_index(op.f("ix_member_months_person_id"), "member_months", ["person_id"])
    for name in ("team_months", "member_months"):
        op.create_index(op.f(f"ix_{name}_commune_day"), name, ["commune", "day"])
        op.create_index(op.f(f"ix_{name}_team_id_day"), name, ["team_id", "day"])


def _months(
    name: str, what: Sequence[str], counted: Sequence[str], comment: str, *more: sa.Constraint
) -> None:  # fmt: skip
    op.create_table(
        name,
        sa.Column("day", sa.Date(), nullable=False, comment="the first of the month"),
        *(_key(one) for one in what),
        *_counted(*counted),
        *more,
        sa.PrimaryKeyConstraint("day", *what, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
        comment=comment,
    )


def _key(name: str) -> sa.Column[object]:
    if name in {"team_id", "person_id"}:
        return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
    length, comment = {"commune": (16, None), "village": (180, "its key; '' = not said")}.get(name, (32, None))
    return sa.Column(name, sa.String(length), nullable=False, comment=comment)


def _counted(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def downgrade() -> None:
    for name in ("member_months", "result_months", "service_months", "village_months", "team_months", "province_days"):
        op.drop_table(name)
