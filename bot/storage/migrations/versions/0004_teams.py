"""Teams: who belongs to them, who may join, who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column(
            "role",
            sa.String(16),
            nullable=False,
            server_default="resident",
            comment="the highest of the posts held now",
        ),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="commune code of the set gso_2025"),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column(
            "villages", sa.JSON(), nullable=False, comment="names of the villages it covers; empty: the whole commune"
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_teams_commune"), "teams", ["commune"])
    _posts()
    _invites()
    _audit()


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="'' = the whole province"),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "name", sa.String(60), nullable=False, comment="how the team calls the member; shown to residents they help"
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True, comment="left or removed; None: holds it now"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_posts_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_posts_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posts_person_id"), "posts", ["person_id"])
    op.create_index(op.f("ix_posts_team_id"), "posts", ["team_id"])


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False, comment="of the code; the code itself is not kept"),
        sa.Column("role", sa.String(16), nullable=False, comment="'link': joins another channel to the same person"),
        sa.Column("commune", sa.String(16), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="who invited; None: the operator"),
        sa.Column("uses_left", sa.SmallInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invites_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_invites_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_invites_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_invites_person_id"), "invites", ["person_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="who did it; None: operator or erased"),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False, comment="0 = none"),
        sa.Column(
            "data", sa.JSON(), nullable=False,
            comment="numbers and codes; no words of anybody, and of people only their posts",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )  # fmt: skip
    op.create_index(op.f("ix_audit_person_id"), "audit", ["person_id"])
    op.create_index("ix_audit_commune_at", "audit", ["commune", "at"])


def downgrade() -> None:
    for table in ("audit", "invites", "posts", "teams"):
        op.drop_table(table)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("role")
