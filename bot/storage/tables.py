"""The tables. A change here needs a migration; a test holds both against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, SmallInteger, String, Table, Text, UniqueConstraint
from typing_extensions import override

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(sa.types.TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on reading; a naive moment is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @override
    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
        return _to_sqlite if dialect.name == "sqlite" else _to_utc

    @override
    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _to_utc(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("a moment without its zone")
    return value.astimezone(UTC) if value else None


@lru_cache(maxsize=64)
def _to_sqlite(value: datetime | None) -> str | None:
    """All rows of a batch bear the same moment, so it is written out once."""
    utc = _to_utc(value)
    return utc.replace(tzinfo=None).isoformat(" ", "microseconds") if utc else None


def _from_sqlite(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None


people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lang", String(8), nullable=False),
    Column("place", String(16), nullable=False, comment="commune code of the set gso_2025; '' = not told"),
    Column("village", String(40), nullable=False, server_default="", comment="as they told it; '' = not told"),
    Column("called", String(16), nullable=False, comment="form of address; '' = the neutral one"),
    Column("created_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("role", String(16), nullable=False, server_default="resident", comment="the highest of the posts held now"),
    Column(
        "talking",
        Integer,
        nullable=False,
        server_default="0",
        comment="the request whose other side gets what they type; 0 = the bot",
    ),
    sa.insert_sentinel("insertion"),  # numbers given to many at once come in their order
    sqlite_autoincrement=True,  # an erased person's number is never given to another
)

addresses = Table(
    "addresses",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("address", String(128), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reachable", sa.Boolean, nullable=False),
    Column("seen_at", Utc, nullable=False, comment="when they were last heard from there"),
)

talks = Table(
    "talks",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("body", sa.JSON, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("address", String(128), nullable=False),
    Column("body", sa.JSON(none_as_null=True), comment="what came in; emptied when its turn is done"),
    Column("received_at", Utc, nullable=False),
    Column("done_at", Utc),
    UniqueConstraint("channel", "event_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_waiting",
    inbox.c.channel,
    inbox.c.address,
    inbox.c.id,
    sqlite_where=inbox.c.done_at.is_(None),
    postgresql_where=inbox.c.done_at.is_(None),
)

unreadable = Table(
    "unreadable",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("raw", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("received_at", Utc, nullable=False),
    UniqueConstraint("channel", "event_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("lane", SmallInteger, nullable=False, comment="0 replies, 1 notices, 2 campaigns: lower goes first"),
    Column("state", String(8), nullable=False, comment="waiting, parked (not connected) or failed; sent ones are gone"),
    Column("body", sa.JSON, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("called", String(16), nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("reason", Text, nullable=False, comment="why the last attempt failed"),
    Index("ix_outbox_state_lane_id", "state", "lane", "id"),
    Index("ix_outbox_channel_address_id", "channel", "address", "id"),
    sa.insert_sentinel("insertion"),  # as above; without it SQLite gets the rows one by one
    sqlite_autoincrement=True,  # ids only grow: a web page shows each once by its number
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    Column("type", String(32), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True, nullable=True),
    Column("channel", String(16), nullable=False),
    Column("place", String(16), nullable=False),
    Column("data", sa.JSON, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("at", Utc, nullable=False),
    comment="that somebody's data were erased, and when; not whose",
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(24), nullable=False),
    Column("given", sa.Boolean, nullable=False),
    Column("version", String(24), nullable=False, comment="of the text that was agreed to or declined"),
    Column("at", Utc, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False, comment="masked; kept only with consent"),
    Column("lang", String(8), nullable=False),
    Column("guide", String(24), nullable=False, comment="asked in; then attached to"),
    Column("state", String(8), nullable=False, comment="new, attached or ignored"),
    Column("asked_at", Utc, nullable=False),
    Column("settled_at", Utc),
    Index("ix_questions_state_id", "state", "id"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("ran_at", Utc, nullable=False),
    Column("result", sa.JSON, nullable=False),
    comment="what runs by itself now and then: when it last did, and what came of it",
)
