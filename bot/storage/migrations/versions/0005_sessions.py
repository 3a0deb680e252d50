"""Sessions: what members log of the help they gave."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "session_drafts", "session_changes", "session_confirmations", "session_codes", "session_members", "session_works",
    "sessions",
)  # fmt: skip


def upgrade() -> None:
    _sessions()
    _works()
    _members()
    _codes()
    _confirmations()
    _changes()
    _drafts()


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "key", sa.String(64), nullable=False, comment="made by whoever logs it; the same key is the same session"
        ),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="who logged it; None: erased, and the counts stay"),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(16), nullable=False, comment="of the team, when it was logged"),
        sa.Column("village", sa.String(60), nullable=False, comment="as typed, masked; '' = not said"),
        sa.Column("held_on", sa.Date(), nullable=False, comment="in Vietnam"),
        sa.Column("started", sa.Time(), nullable=True, comment="in Vietnam"),
        sa.Column("minutes", sa.SmallInteger(), nullable=True),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("elders", sa.SmallInteger(), nullable=True, comment="of 60 or more; None: not counted"),
        sa.Column("women", sa.SmallInteger(), nullable=True, comment="None: not counted"),
        sa.Column(
            "phoneless", sa.SmallInteger(), nullable=False, comment="residents who have no phone to confirm with"
        ),
        sa.Column("difficulty", sa.String(400), nullable=False, comment="masked"),
        sa.Column("request", sa.Integer(), nullable=False, comment="the request it closes; 0 = none"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True, comment="counts no more since then"),
        sa.Column(
            "confirmed", sa.SmallInteger(), nullable=False, comment="how many residents said that they were helped"
        ),
        sa.Column("thanks", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False, comment="grows with every change"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_sessions_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_sessions_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"])
    op.create_index(op.f("ix_sessions_entered_at"), "sessions", ["entered_at"])
    op.create_index("ix_sessions_commune_held_on", "sessions", ["commune", "held_on"])
    op.create_index("ix_sessions_team_id_held_on", "sessions", ["team_id", "held_on"])


def _session(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_session_id")
    return sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=name, ondelete="CASCADE")


def _person(table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"), ondelete=ondelete)


def _works() -> None:
    op.create_table(
        "session_works",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("service", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False, comment="'' = not said"),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("evidence", sa.String(2), nullable=False, comment="E2 seen, E1 told, E0 guided"),
        sa.Column("had_before", sa.String(8), nullable=False),
        _session("session_works"),
        sa.PrimaryKeyConstraint("session_id", "position", name=op.f("pk_session_works")),
    )


def _members() -> None:
    op.create_table(
        "session_members",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _session("session_members"),
        _person("session_members", "CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_members")),
    )
    op.create_index(op.f("ix_session_members_person_id"), "session_members", ["person_id"])


def _codes() -> None:
    op.create_table(
        "session_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False, comment="of the code; the code itself is not kept"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _session("session_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_codes")),
    )
    op.create_index(op.f("ix_session_codes_session_id"), "session_codes", ["session_id"])
    op.create_index(op.f("ix_session_codes_fingerprint"), "session_codes", ["fingerprint"])


def _confirmations() -> None:
    op.create_table(
        "session_confirmations",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _session("session_confirmations"),
        _person("session_confirmations", "CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_confirmations")),
        comment="only so that nobody confirms twice; the count is kept with the session",
    )
    op.create_index(op.f("ix_session_confirmations_person_id"), "session_confirmations", ["person_id"])


def _changes() -> None:
    op.create_table(
        "session_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="who changed it"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False, comment="what stood there, without the people"),
        _session("session_changes"),
        _person("session_changes", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_changes")),
    )
    op.create_index(op.f("ix_session_changes_session_id"), "session_changes", ["session_id"])
    op.create_index(op.f("ix_session_changes_person_id"), "session_changes", ["person_id"])


def _drafts() -> None:
    op.create_table(
        "session_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False, comment="as a session; it may lack things"),
        sa.Column("corrects", sa.Integer(), nullable=False, comment="the session that it changes; 0 = a new one"),
        sa.Column("version", sa.SmallInteger(), nullable=False, comment="of that session"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _person("session_drafts", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_session_drafts_person_id"), "session_drafts", ["person_id"])
    op.create_index(op.f("ix_session_drafts_changed_at"), "session_drafts", ["changed_at"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
