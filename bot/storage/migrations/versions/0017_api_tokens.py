"""Tokens by which other programs read reports."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False, comment="of the token; the token itself is not kept"),
        sa.Column("name", sa.String(60), nullable=False, comment="what it is for, as the operator wrote it"),
        sa.Column(
            "commune",
            sa.String(16),
            nullable=False,
            comment="the only one it opens; '' = the province and each of them",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True, comment="last, to the hour"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_api_tokens_fingerprint")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("api_tokens")
