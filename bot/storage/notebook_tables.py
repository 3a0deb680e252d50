"""The tables of the notebook page: the links that open it, and the browsers in which it is open."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from bot.storage.tables import Utc, metadata

notebook_links = Table(
    "notebook_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the link's secret; the secret itself is not kept"),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    UniqueConstraint("fingerprint"),
    comment="a link is gone when it was used",
)

notebook_sessions = Table(
    "notebook_sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the browser's cookie; the cookie is not kept"),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("last_seen_at", Utc, nullable=False),
    UniqueConstraint("fingerprint"),
    sqlite_autoincrement=True,  # the page knows its own by this number
)
