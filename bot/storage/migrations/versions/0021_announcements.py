"""Announcements: what is said to whom, what became of each recipient, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _campaigns()
    _writers()
    _files()
    _recipients()
    _answers()
    _audiences()
    _stops()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="in whose name: commune code; '' = the province"),
        sa.Column("person_id", sa.Integer(), comment="who began it"),
        sa.Column("draft", sa.JSON(), nullable=False, comment="what, to whom, when, how urgent"),
        sa.Column("urgency", sa.String(10), nullable=False, comment="as in the draft: what is urgent goes first"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="grows with every change of the draft"),
        sa.Column("approved", sa.Integer(), nullable=False, comment="the version that was agreed to; 0 = none"),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, comment="when it begins"),
        sa.Column("started_at", MOMENT),
        sa.Column("expires_at", MOMENT, comment="then it is sent to nobody any more"),
        sa.Column("ended_at", MOMENT),
        sa.Column("series", sa.Integer(), nullable=False, comment="the first of those that repeat it; 0 = none"),
        sa.Column("paused_why", sa.String(200), nullable=False),
        sa.Column("recalled_at", MOMENT),
        sa.Column("correction", sa.JSON(), nullable=False, comment="by language: said where it cannot be taken back"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_campaigns_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_campaigns_approved_by_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_campaigns_person_id"), "campaigns", ["person_id"])
    op.create_index(op.f("ix_campaigns_approved_by"), "campaigns", ["approved_by"])
    op.create_index("ix_campaigns_state_due_at", "campaigns", ["state", "due_at"])


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_campaign_id_campaigns")
    return sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=name, ondelete="CASCADE")


def _of_person(table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id_people"), ondelete=ondelete
    )


def _writers() -> None:
    op.create_table(
        "campaign_writers",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _of_campaign("campaign_writers"),
        _of_person("campaign_writers", "CASCADE"),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", name=op.f("pk_campaign_writers")),
        comment="none of them may agree to it",
    )
    op.create_index(op.f("ix_campaign_writers_person_id"), "campaign_writers", ["person_id"])


def _files() -> None:
    op.create_table(
        "campaign_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("mime", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _of_campaign("campaign_files"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_campaign_files_campaign_id"), "campaign_files", ["campaign_id"])


def _recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("channel", sa.String(16), nullable=False, comment="'' = nothing leads to them"),
        sa.Column("address", sa.String(128), nullable=False),
        sa.Column(
            "state", sa.String(12), nullable=False, comment="waiting, sending, delivered, failed, unreachable ..."
        ),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False, comment="it may have come twice"),
        sa.Column("due_at", MOMENT, nullable=False, comment="not tried before"),
        sa.Column("sent_at", MOMENT, comment="when the platform had it"),
        sa.Column("ref", sa.String(200), nullable=False, comment="what the platform calls what was sent"),
        sa.Column(
            "recall", sa.String(10), nullable=False, comment="how far taking it back is; '' = it is not taken back"
        ),
        _of_campaign("recipients"),
        _of_person("recipients", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_recipients_campaign_id_person_id")),
        comment="frozen at the start, a row for each person chosen; the queue of the sending as well",
    )
    op.create_index(op.f("ix_recipients_person_id"), "recipients", ["person_id"])
    op.create_index("ix_recipients_channel_address", "recipients", ["channel", "address"])
    op.create_index("ix_recipients_queue", "recipients", ["campaign_id", "channel", "state", "due_at"])
    op.create_index(
        "ix_recipients_recalls",
        "recipients",
        ["campaign_id", "channel", "recall"],
        sqlite_where=sa.text("recall != ''"),
        postgresql_where=sa.text("recall != ''"),
    )


def _answers() -> None:
    op.create_table(
        "campaign_answers",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(8), nullable=False, comment="come or guide"),
        sa.Column("at", MOMENT, nullable=False),
        _of_campaign("campaign_answers"),
        _of_person("campaign_answers", "CASCADE"),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", "what", name=op.f("pk_campaign_answers")),
    )
    op.create_index(op.f("ix_campaign_answers_person_id"), "campaign_answers", ["person_id"])


def _audiences() -> None:
    op.create_table(
        "audiences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="whose it is; '' = the province's"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
    )
    op.create_index(op.f("ix_audiences_commune"), "audiences", ["commune"])


def _stops() -> None:
    op.create_table(
        "lane_stops",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("at", MOMENT, nullable=False),
        _of_person("lane_stops", "SET NULL"),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_lane_stops")),
        comment="channels on which no announcement goes out, until somebody frees them",
    )
    op.create_index(op.f("ix_lane_stops_person_id"), "lane_stops", ["person_id"])


def downgrade() -> None:
    for table in ("lane_stops", "audiences", "campaign_answers", "recipients", "campaign_files", "campaign_writers"):
        op.drop_table(table)
    op.drop_table("campaigns")
