"""The tables of residents who ask for a person. See ``tables`` for the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.storage.tables import Utc, metadata

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(6), nullable=False, comment="by which the resident asks how it stands; it opens nothing"),
    Column(
        "person_id",
        ForeignKey("people.id", ondelete="SET NULL"),
        index=True,
        comment="who asks; None: erased, or closed some days ago",
    ),
    Column("commune", String(16), nullable=False),
    Column("village", String(40), nullable=False, comment="as typed, masked; '' = not said"),
    Column("guide", String(24), nullable=False),
    Column("step", String(24), nullable=False),
    Column("wish", String(300), nullable=False, comment="in their words, masked; emptied some days after the end"),
    Column("suits", String(60), nullable=False, comment="when; masked; emptied with the wish"),
    Column("phone", String(16), nullable=False, comment="only with consent; for who has it; emptied at the end"),
    Column("lang", String(8), nullable=False, comment="jra or bdq: a speaker of it is wished for"),
    Column("urgent", sa.Boolean, nullable=False),
    Column("state", String(12), nullable=False, comment="open, taken, closed or cancelled"),
    Column("team_id", ForeignKey("teams.id"), comment="who may take it, or took it; None: the commune as a whole"),
    Column("asked_at", Utc, nullable=False),
    Column("waits_since", Utc, nullable=False, comment="when it was asked, given back or opened again"),
    Column("taken_by", ForeignKey("people.id", ondelete="SET NULL"), index=True, comment="who has it, or closed it"),
    Column("taken_at", Utc),
    Column("first_taken_at", Utc, comment="whatever became of it later"),
    Column("take_minutes", Integer, comment="from asked_at to then"),
    Column("leader_at", Utc, comment="when the team's leader is to be told, unless it is taken by then"),
    Column("closed_at", Utc, comment="closed or cancelled"),
    Column("close_minutes", Integer, comment="from asked_at to then, if closed"),
    Column("satisfied", sa.Boolean, comment="None: not answered"),
    Column("alarm", String(8), nullable=False, comment="what rings next: team, leader, commune; '' = nothing"),
    Column("alarm_at", Utc, comment="when it rings"),
    UniqueConstraint("code"),
    Index("ix_requests_commune_state", "commune", "state"),
    Index("ix_requests_state_alarm_at", "state", "alarm_at"),
    sqlite_autoincrement=True,  # its number stands on buttons that work for ever
)

Index(
    "ix_requests_figures",
    *(requests.c[name] for name in ("asked_at", "commune", "team_id", "state", "first_taken_at", "take_minutes")),
    *(requests.c[name] for name in ("leader_at", "closed_at", "close_minutes", "satisfied")),
)  # all that a report counts, so that it reads nothing else

request_declines = Table(
    "request_declines",
    metadata,
    Column("request_id", ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Utc, nullable=False),
    comment="members who said that they cannot; gone when it is opened again",
)
