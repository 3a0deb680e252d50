"""The notebook page: who may open it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notebook_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "fingerprint", sa.String(64), nullable=False, comment="of the link's secret; the secret itself is not kept"
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notebook_links_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook_links")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_notebook_links_fingerprint")),
        comment="a link is gone when it was used",
    )
    op.create_index(op.f("ix_notebook_links_person_id"), "notebook_links", ["person_id"])
    op.create_table(
        "notebook_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "fingerprint", sa.String(64), nullable=False, comment="of the browser's cookie; the cookie is not kept"
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notebook_sessions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook_sessions")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_notebook_sessions_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notebook_sessions_person_id"), "notebook_sessions", ["person_id"])


def downgrade() -> None:
    for table in ("notebook_sessions", "notebook_links"):
        op.drop_table(table)
