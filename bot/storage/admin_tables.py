"""The tables of the admin site: the links that open it, and the browsers in which somebody is signed in."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from bot.storage.tables import Utc, metadata

admin_links = Table(
    "admin_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the link's secret; the secret itself is not kept"),
    Column(
        "person_id",
        ForeignKey("people.id", ondelete="CASCADE"),
        index=True,
        comment="NULL: whoever uses it becomes the first administrator of the province",
    ),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    UniqueConstraint("fingerprint"),
    comment="a link is gone when it was used",
)

admin_sessions = Table(
    "admin_sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the browser's cookie; the cookie is not kept"),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("browser", String(40), nullable=False, comment='its kind, as "Chrome, Android"'),
    Column("made_at", Utc, nullable=False),
    Column("last_seen_at", Utc, nullable=False, index=True),
    Column("said", JSON, comment="what the next page says first: a phrase"),
    UniqueConstraint("fingerprint"),
    sqlite_autoincrement=True,  # its number stands in a form that ends it
)
