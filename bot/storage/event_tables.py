"""The tables of what is counted of guides and of those who write to the bot. See ``tables`` for the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from bot.storage.tables import Utc, metadata


def _where() -> tuple[Column[object], ...]:
    """Every report is of one commune or of all, and of some days or some months on end: the key begins with them."""
    return (
        Column("commune", String(16), primary_key=True, comment="'' = the whole province"),
        Column("span", String(8), primary_key=True, comment="day or month (of people: week, quarter, year as well)"),
        Column("begins", Date, primary_key=True, comment="its first day, in Vietnam"),
    )


def _what(*names: str) -> tuple[Column[object], ...]:
    return tuple(Column(name, String(40), primary_key=True) for name in names)


event_facts = Table(
    "event_facts",
    metadata,
    *_where(),
    *_what("type", "guide", "step", "detail"),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
    comment="how often something happened; made again from the events",
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True, comment="None: erased, or over"),
    Column("guide", String(40), nullable=False),
    Column("commune", String(16), nullable=False, comment="where it was opened; '' = not told"),
    Column("day", Date, nullable=False, comment="on which it was opened, in Vietnam"),
    Column("opened_at", Utc, nullable=False),
    Column("step", String(40), nullable=False, comment="the one before them; '' = not known"),
    Column("why", String(40), nullable=False, comment="stuck, person or trouble.ID; '' = not told"),
    Column("closed", sa.Boolean, nullable=False, comment="a week is over, and it is in stop_facts"),
    comment="who opened a guide and did not finish it; finished ones are gone",
)
Index(
    "ix_readings_going",
    readings.c.day,
    sqlite_where=readings.c.closed.is_(False),
    postgresql_where=readings.c.closed.is_(False),
)
Index("ix_readings_day", readings.c.day)

stop_facts = Table(
    "stop_facts",
    metadata,
    *_where(),
    *_what("guide", "step", "why"),
    Column("people", Integer, nullable=False),
    sqlite_with_rowid=False,
    comment="where readings stopped, once a week is over; made again from the closed readings",
)

presences = Table(
    "presences",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("span", String(8), primary_key=True),
    Column("begins", Date, primary_key=True),
    *(Column(name, String(16), primary_key=True) for name in ("commune", "channel", "lang")),
    Column("ends", Date, nullable=False, index=True, comment="the last day; after it nobody needs to be known again"),
    sqlite_with_rowid=False,
    comment="who is counted in active_facts already",
)

active_facts = Table(
    "active_facts",
    metadata,
    *_where(),
    *_what("by", "value"),
    Column("people", Integer, nullable=False),
    sqlite_with_rowid=False,
    comment="how many people wrote; counted as they write, it cannot be made again",
)
