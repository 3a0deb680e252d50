"""The table of pictures and voice notes that are on their way. Pictures of sessions are beside their sessions."""

from sqlalchemy import Column, LargeBinary, String, Table

from bot.storage.tables import Utc, metadata

sent_pictures = Table(
    "sent_pictures",
    metadata,
    Column("ref", String(64), primary_key=True, comment="the event id with which it came"),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False, comment="whose it is"),
    Column("sent_at", Utc, nullable=False),
    Column(
        "content",
        LargeBinary,
        nullable=False,
        comment="a picture made small, without what the camera wrote; a voice note as it came",
    ),
    comment="what somebody sent where no platform keeps it for us, until nothing needs it any more",
)
