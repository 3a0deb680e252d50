"""The table of leases: who does what only one process may do at a time."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables import Utc, metadata

leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(32), nullable=False, comment="a process, by a word of its own"),
    Column("until", Utc, nullable=False, comment="by the clock of the database"),
    comment="who does what only one process may do; empty where there is but one process",
)
