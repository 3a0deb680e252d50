"""The tables of reports: official figures that were entered, and files that are made in the background."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, Date, Float, ForeignKey, Index, Integer, SmallInteger, String, Table

from bot.storage.tables import Utc, metadata

official_figures = Table(
    "official_figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", String(24), nullable=False, comment="of indicators.yaml"),
    Column("place", String(16), nullable=False, comment="commune code; '' = the province"),
    Column("value", Float, nullable=False),
    Column("as_of", Date, nullable=False, comment="the day it holds for"),
    Column("source", String(200), nullable=False, comment="who published it, in which document"),
    Column("url", String(400), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True, comment="who entered it"),
    Column("entered_at", Utc, nullable=False),
    Column("withdrawn_at", Utc, comment="does not count since then"),
    Index("ix_official_figures_indicator_place", "indicator", "place"),
    comment="never changed: a wrong one is withdrawn",
)

exports = Table(
    "exports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True, comment="who asked"),
    Column("lang", String(8), nullable=False),
    Column("form", String(8), nullable=False, comment="xlsx, csv or png"),
    Column("period", String(10), nullable=False, comment="as addresses name it"),
    Column("place", String(16), nullable=False, comment="commune code; '' = the province"),
    Column("team_id", Integer, nullable=False, comment="0 = all"),
    Column("with_sessions", Boolean, nullable=False, comment="session by session"),
    Column("state", String(8), nullable=False, comment="waiting, working, done or failed"),
    Column("attempts", SmallInteger, nullable=False),
    Column("done", Integer, nullable=False, comment="sessions written"),
    Column("total", Integer, nullable=False, comment="sessions to write"),
    Column("file", String(64), nullable=False, comment="its name in the folder of exports; '' until it is done"),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("asked_at", Utc, nullable=False, index=True),
    Column("ended_at", Utc),
    Column(
        "inside",
        Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="made for the team itself, with its small counts",
    ),
    Index("ix_exports_state_id", "state", "id"),
    sqlite_autoincrement=True,  # its number stands in an address, and in the name of its file
)
