"""The admin site: links that open it, and the browsers in which somebody is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admin_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "fingerprint", sa.String(64), nullable=False, comment="of the link's secret; the secret itself is not kept"
        ),
        sa.Column(
            "person_id",
            sa.Integer(),
            nullable=True,
            comment="NULL: whoever uses it becomes the first administrator of the province",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_admin_links_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_links")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_admin_links_fingerprint")),
        comment="a link is gone when it was used",
    )
    op.create_index(op.f("ix_admin_links_person_id"), "admin_links", ["person_id"])
    op.create_table(
        "admin_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "fingerprint", sa.String(64), nullable=False, comment="of the browser's cookie; the cookie is not kept"
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(40), nullable=False, comment='its kind, as "Chrome, Android"'),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.JSON(), nullable=True, comment="what the next page says first: a phrase"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_admin_sessions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_sessions")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_admin_sessions_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_admin_sessions_person_id"), "admin_sessions", ["person_id"])
    op.create_index(op.f("ix_admin_sessions_last_seen_at"), "admin_sessions", ["last_seen_at"])


def downgrade() -> None:
    for table in ("admin_sessions", "admin_links"):
        op.drop_table(table)
