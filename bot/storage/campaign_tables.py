"""The tables of announcements."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.tables import Utc, metadata

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("commune", String(16), nullable=False, comment="in whose name: commune code; '' = the province"),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True, comment="who began it"),
    Column("draft", sa.JSON, nullable=False, comment="what, to whom, when, how urgent"),
    Column("urgency", String(10), nullable=False, comment="as in the draft: what is urgent goes first"),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False, comment="grows with every change of the draft"),
    Column("approved", Integer, nullable=False, comment="the version that was agreed to; 0 = none"),
    Column("approved_by", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("made_at", Utc, nullable=False),
    Column("due_at", Utc, comment="when it begins"),
    Column("started_at", Utc),
    Column("expires_at", Utc, comment="then it is sent to nobody any more"),
    Column("ended_at", Utc),
    Column("series", Integer, nullable=False, comment="the first of those that repeat it; 0 = none"),
    Column("paused_why", String(200), nullable=False),
    Column("recalled_at", Utc),
    Column("correction", sa.JSON, nullable=False, comment="by language: said where it cannot be taken back"),
    Index("ix_campaigns_state_due_at", "state", "due_at"),
    sqlite_autoincrement=True,  # its number stands in the buttons beneath it
)

campaign_writers = Table(
    "campaign_writers",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="none of them may agree to it",
)

campaign_files = Table(
    "campaign_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(120), nullable=False),
    Column("mime", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),  # empty until it is fetched
    Column("channel", String(16), nullable=False, server_default="", comment="where it was sent; '' = none"),
    Column("ref", String(200), nullable=False, server_default="", comment="by which it is fetched; '' = done"),
    Column("attempts", SmallInteger, nullable=False, server_default="0", comment="that came to nothing"),
    Column("due_at", Utc, comment="not fetched before"),
    sqlite_autoincrement=True,
)

recipients = Table(
    "recipients",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("channel", String(16), nullable=False, comment="'' = nothing leads to them"),
    Column("address", String(128), nullable=False),
    Column("state", String(12), nullable=False, comment="waiting, sending, delivered, failed, unreachable ..."),
    Column("reason", String(200), nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("doubtful", Boolean, nullable=False, comment="it may have come twice"),
    Column("due_at", Utc, nullable=False, comment="not tried before"),
    Column("sent_at", Utc, comment="when the platform had it"),
    Column("ref", String(200), nullable=False, comment="what the platform calls what was sent"),
    Column("recall", String(10), nullable=False, comment="how far taking it back is; '' = it is not taken back"),
    UniqueConstraint("campaign_id", "person_id"),
    Index("ix_recipients_channel_address", "channel", "address"),
    Index("ix_recipients_queue", "campaign_id", "channel", "state", "due_at"),
    comment="frozen at the start, a row for each person chosen; the queue of the sending as well",
)
RECALLED = recipients.c.recall != sa.literal_column("''")
"""Asked with these very words, or SQLite does not look into the index."""
Index(
    "ix_recipients_recalls",
    recipients.c.campaign_id,
    recipients.c.channel,
    recipients.c.recall,
    sqlite_where=RECALLED,
    postgresql_where=RECALLED,
)

campaign_answers = Table(
    "campaign_answers",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("what", String(8), primary_key=True, comment="come or guide"),
    Column("at", Utc, nullable=False),
)

audiences = Table(
    "audiences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("commune", String(16), nullable=False, index=True, comment="whose it is; '' = the province's"),
    Column("name", String(60), nullable=False),
    Column("body", sa.JSON, nullable=False),
    Column("made_at", Utc, nullable=False),
)

lane_stops = Table(
    "lane_stops",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("reason", String(200), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("at", Utc, nullable=False),
    comment="channels on which no announcement goes out, until somebody frees them",
)
