"""The daily roll-up of the log: counts that add up, kept in step with the sessions. See ``tables`` for the rest."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from bot.core.facts import COUNTS
from bot.storage.tables import metadata


def _where() -> tuple[Column[object], ...]:
    return (
        Column("day", Date, primary_key=True, comment="in Vietnam"),
        Column("commune", String(16), primary_key=True),
        Column("village", String(180), primary_key=True, comment="its key; '' = not said"),
        Column("team_id", Integer, primary_key=True, autoincrement=False),
    )


def _what(*names: str) -> tuple[Column[object], ...]:
    return tuple(Column(name, String(32), primary_key=True) for name in names)


def _counted(*names: str) -> tuple[Column[object], ...]:
    return tuple(Column(name, Integer, nullable=False) for name in names)


def _found(name: str) -> tuple[Index, ...]:
    """By whom it is looked for; the whole province by day alone, with which the key begins."""
    return (
        Index(f"ix_{name}_commune_day", "commune", "day"),
        Index(f"ix_{name}_team_id_day", "team_id", "day"),
    )


day_facts = Table(
    "day_facts",
    metadata,
    *_where(),
    *_counted(*COUNTS),
    *_found("day_facts"),
    sqlite_with_rowid=False,
    comment="what the sessions of a day, village and team add up to",
)

service_facts = Table(
    "service_facts",
    metadata,
    *_where(),
    *_what("service"),
    *_counted("sessions", "people"),
    *_found("service_facts"),
    sqlite_with_rowid=False,
    comment="the same by service; two results of one service may be of the same person",
)

result_facts = Table(
    "result_facts",
    metadata,
    *_where(),
    *_what("service", "outcome", "evidence", "had_before"),
    *_counted("people"),
    *_found("result_facts"),
    sqlite_with_rowid=False,
    comment="the same by result",
)

# ---- the same, coarser: what a report of the whole province would otherwise add up from a million rows ----


def _month() -> Column[object]:
    return Column("day", Date, primary_key=True, comment="the first of the month")


province_days = Table(
    "province_days",
    metadata,
    Column("day", Date, primary_key=True, comment="in Vietnam"),
    *_counted(*COUNTS),
    comment="what the sessions of a day add up to in the whole province",
)

team_months = Table(
    "team_months",
    metadata,
    _month(),
    Column("commune", String(16), primary_key=True),
    Column("team_id", Integer, primary_key=True, autoincrement=False),
    *_counted(*COUNTS),
    *_found("team_months"),
    sqlite_with_rowid=False,
    comment="what the sessions of a month and team add up to",
)

village_months = Table(
    "village_months",
    metadata,
    _month(),
    Column("commune", String(16), primary_key=True),
    Column("village", String(180), primary_key=True, comment="its key; '' = not said"),
    *_counted("sessions"),
    sqlite_with_rowid=False,
    comment="which villages were reached in a month",
)

service_months = Table(
    "service_months",
    metadata,
    _month(),
    *_what("service"),
    *_counted("sessions", "people"),
    sqlite_with_rowid=False,
    comment="by service, in the whole province",
)

result_months = Table(
    "result_months",
    metadata,
    _month(),
    *_what("service", "outcome", "evidence", "had_before"),
    *_counted("people"),
    sqlite_with_rowid=False,
    comment="by result, in the whole province",
)

member_months = Table(
    "member_months",
    metadata,
    _month(),
    Column("commune", String(16), primary_key=True),
    Column("team_id", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    *_counted("sessions"),
    *_found("member_months"),
    sqlite_with_rowid=False,
    comment="who helped in a month; of a person as the log is, and gone with them",
)

TABLES: tuple[sa.Table, ...] = (
    day_facts, service_facts, result_facts, province_days, team_months, village_months, service_months, result_months,
    member_months,
)  # fmt: skip
"""Each can be made again from the sessions. But for the last, nothing here leads to a person."""
COUNTING: tuple[sa.Table, ...] = (day_facts, province_days, team_months)
"""Those that hold all ``Counts``."""
