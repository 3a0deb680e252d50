"""The table of tokens by which other programs read reports. See ``tables`` for the rest."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from bot.storage.tables import Utc, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="of the token; the token itself is not kept"),
    Column("name", String(60), nullable=False, comment="what it is for, as the operator wrote it"),
    Column("commune", String(16), nullable=False, comment="the only one it opens; '' = the province and each of them"),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("withdrawn_at", Utc),
    Column("used_at", Utc, comment="last, to the hour"),
    UniqueConstraint("fingerprint"),
    sqlite_autoincrement=True,  # its number is what the operator withdraws
)
