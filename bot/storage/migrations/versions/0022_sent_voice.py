"""What a page has sent and nobody has yet may be a voice note as well as a picture."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PICTURE = "made small, without what the camera wrote"
EITHER = "a picture made small, without what the camera wrote; a voice note as it came"


def upgrade() -> None:
    _rename("jpeg", "content", PICTURE, EITHER)


def downgrade() -> None:
    _rename("content", "jpeg", EITHER, PICTURE)


def _rename(old: str, new: str, was: str, says: str) -> None:
    with op.batch_alter_table("sent_pictures") as table:
        table.alter_column(
            old, new_column_name=new, existing_type=sa.LargeBinary(), existing_nullable=False, existing_comment=was,
            comment=says,
        )  # fmt: skip
