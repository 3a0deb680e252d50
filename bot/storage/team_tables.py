"""The tables of teams: who belongs to them, who may join, who did what. See ``tables`` for the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, UniqueConstraint

from bot.storage.tables import Utc, metadata

teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("commune", String(16), nullable=False, index=True, comment="commune code of the set gso_2025"),
    Column("name", String(80), nullable=False),
    Column("villages", sa.JSON, nullable=False, comment="names of the villages it covers; empty: the whole commune"),
    Column("made_at", Utc, nullable=False),
    sqlite_autoincrement=True,  # its number stands on buttons that work for ever
)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("commune", String(16), nullable=False, comment="'' = the whole province"),
    Column("team_id", ForeignKey("teams.id"), index=True, nullable=True),
    Column("name", String(60), nullable=False, comment="how the team calls the member; shown to residents they help"),
    Column("since", Utc, nullable=False),
    Column("until", Utc, comment="left or removed; None: holds it now"),
    sqlite_autoincrement=True,  # an old button must never mean somebody else
)

team_groups = Table(
    "team_groups",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False, comment="the group's id on that channel"),
    Column("linked_at", Utc, nullable=False),
    Index("ix_team_groups_channel_chat", "channel", "chat"),
    comment="where new requests are told; nothing that is said there is kept",
)

invites = Table(
    "invites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the code; the code itself is not kept"),
    Column("role", String(16), nullable=False, comment="'link': joins another channel to the same person"),
    Column("commune", String(16), nullable=False),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), nullable=True),
    Column(
        "person_id", ForeignKey("people.id", ondelete="CASCADE"), index=True, comment="who invited; None: the operator"
    ),
    Column("uses_left", SmallInteger, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("made_at", Utc, nullable=False),
    UniqueConstraint("fingerprint"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column(
        "person_id",
        ForeignKey("people.id", ondelete="SET NULL"),
        index=True,
        comment="who did it; None: operator or erased",
    ),
    Column("act", String(32), nullable=False),
    Column("commune", String(16), nullable=False),
    Column("team_id", Integer, nullable=False, comment="0 = none"),
    Column(
        "data",
        sa.JSON,
        nullable=False,
        comment="numbers and codes; no words of anybody, and of people only their posts",
    ),
    Index("ix_audit_at", "at"),
    Index("ix_audit_commune_at", "commune", "at"),
)
