"""The tables of the log of sessions. See ``tables`` for the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from bot.storage.tables import Utc, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, comment="made by whoever logs it; the same key is the same session"),
    Column(
        "person_id",
        ForeignKey("people.id", ondelete="SET NULL"),
        index=True,
        comment="who logged it; None: erased, and the counts stay",
    ),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("commune", String(16), nullable=False, comment="of the team, when it was logged"),
    Column("village", String(60), nullable=False, comment="as typed, masked; '' = not said"),
    Column("held_on", Date, nullable=False, comment="in Vietnam"),
    Column("started", Time, comment="in Vietnam"),
    Column("minutes", SmallInteger),
    Column("people", SmallInteger, nullable=False),
    Column("elders", SmallInteger, comment="of 60 or more; None: not counted"),
    Column("women", SmallInteger, comment="None: not counted"),
    Column("phoneless", SmallInteger, nullable=False, comment="residents who have no phone to confirm with"),
    Column("difficulty", String(400), nullable=False, comment="masked"),
    Column("request", Integer, nullable=False, comment="the request it closes; 0 = none"),
    Column("entered_at", Utc, nullable=False, index=True),
    Column("withdrawn_at", Utc, comment="counts no more since then"),
    Column("confirmed", SmallInteger, nullable=False, comment="how many residents said that they were helped"),
    Column("thanks", SmallInteger, nullable=False),
    Column("version", SmallInteger, nullable=False, comment="grows with every change"),
    UniqueConstraint("key"),
    Index("ix_sessions_held_on", "held_on"),
    Index("ix_sessions_commune_held_on", "commune", "held_on"),
    Index("ix_sessions_team_id_held_on", "team_id", "held_on"),
    sqlite_autoincrement=True,  # its number stands on buttons that work for ever
)

session_works = Table(
    "session_works",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("service", String(24), nullable=False),
    Column("outcome", String(32), nullable=False, comment="'' = not said"),
    Column("people", SmallInteger, nullable=False),
    Column("evidence", String(2), nullable=False, comment="E2 seen, E1 told, E0 guided"),
    Column("had_before", String(8), nullable=False),
)

session_members = Table(
    "session_members",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
)

session_codes = Table(
    "session_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False, index=True, comment="of the code; the code itself is not kept"),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
)

session_confirmations = Table(
    "session_confirmations",
    metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Utc, nullable=False),
    Column("confirmed", Boolean, nullable=False, comment="they said that they were helped"),
    Column("disputed", Boolean, nullable=False, comment="they once said that they were not; it is told once"),
    Column("thanked", Boolean, nullable=False),
    comment="only so that nobody confirms twice; the count is kept with the session",
)

session_changes = Table(
    "session_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True, comment="who changed it"),
    Column("at", Utc, nullable=False),
    Column("act", String(32), nullable=False),
    Column("before", sa.JSON, nullable=False, comment="what stood there, without the people"),
)

session_drafts = Table(
    "session_drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body", sa.JSON, nullable=False, comment="as a session; it may lack things"),
    Column("corrects", Integer, nullable=False, comment="the session that it changes; 0 = a new one"),
    Column("version", SmallInteger, nullable=False, comment="of that session"),
    Column("changed_at", Utc, nullable=False, index=True),
    sqlite_autoincrement=True,  # an old card must never save another draft
)

session_pictures = Table(
    "session_pictures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True, comment="who sent it"),
    Column("channel", String(16), nullable=False),
    Column("ref", String(255), nullable=False, comment="the platform's name for the file; '' once settled"),
    Column("state", String(8), nullable=False, comment="waiting, kept or failed"),
    Column("attempts", SmallInteger, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("sent_at", Utc, nullable=False),
    Column("jpeg", sa.LargeBinary, comment="made small, without what the camera wrote"),
    UniqueConstraint("session_id"),
    comment="one a session, until its time is over",
)

reminders = Table(
    "reminders",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("about", String(16), primary_key=True, comment="'log': to write down what help was given"),
    Column("hour", SmallInteger, nullable=False, comment="of the day, in Vietnam"),
    Column("done_on", Date, comment="the last day that was looked at, in Vietnam"),
    comment="only for who chose it",
)
