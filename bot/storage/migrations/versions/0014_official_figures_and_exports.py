"""Official figures beside the targets, and files that are made in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _figures()
    _exports()


def _figures() -> None:
    op.create_table(
        "official_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(24), nullable=False, comment="of indicators.yaml"),
        sa.Column("place", sa.String(16), nullable=False, comment="commune code; '' = the province"),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False, comment="the day it holds for"),
        sa.Column("source", sa.String(200), nullable=False, comment="who published it, in which document"),
        sa.Column("url", sa.String(400), nullable=False),
        sa.Column("person_id", sa.Integer(), comment="who entered it"),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, comment="does not count since then"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_official_figures_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_figures")),
        comment="never changed: a wrong one is withdrawn",
    )
    op.create_index(op.f("ix_official_figures_person_id"), "official_figures", ["person_id"])
    op.create_index("ix_official_figures_indicator_place", "official_figures", ["indicator", "place"])


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="who asked"),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("form", sa.String(8), nullable=False, comment="xlsx, csv or png"),
        sa.Column("period", sa.String(10), nullable=False, comment="as addresses name it"),
        sa.Column("place", sa.String(16), nullable=False, comment="commune code; '' = the province"),
        sa.Column("team_id", sa.Integer(), nullable=False, comment="0 = all"),
        sa.Column("with_sessions", sa.Boolean(), nullable=False, comment="session by session"),
        sa.Column("state", sa.String(8), nullable=False, comment="waiting, working, done or failed"),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False, comment="sessions written"),
        sa.Column("total", sa.Integer(), nullable=False, comment="sessions to write"),
        sa.Column(
            "file", sa.String(64), nullable=False, comment="its name in the folder of exports; '' until it is done"
        ),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exports_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exports_person_id"), "exports", ["person_id"])
    op.create_index(op.f("ix_exports_asked_at"), "exports", ["asked_at"])
    op.create_index("ix_exports_state_id", "exports", ["state", "id"])


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("official_figures")
