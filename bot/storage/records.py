"""Everything that is kept about one person, for them to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.admin_tables import admin_links, admin_sessions
from bot.storage.campaign_tables import campaign_answers, campaign_writers, campaigns, lane_stops, recipients
from bot.storage.door import Door
from bot.storage.event_tables import presences, readings
from bot.storage.notebook_tables import notebook_links, notebook_sessions
from bot.storage.picture_tables import sent_pictures
from bot.storage.report_tables import exports, official_figures
from bot.storage.request_tables import request_declines, requests
from bot.storage.session_tables import (
    reminders,
    session_changes,
    session_confirmations,
    session_drafts,
    session_members,
    session_pictures,
    session_works,
    sessions,
)
from bot.storage.tables import addresses, consents, events, inbox, outbox, people, questions, talks, unreadable
from bot.storage.team_tables import audit, invites, posts

OWN: Mapping[str, tuple[sa.Table, tuple[str, ...]]] = {
    "channels": (addresses, ("channel", "address", "reachable", "seen_at")),
    "consents": (consents, ("purpose", "given", "version", "at")),
    "questions": (questions, ("text", "lang", "guide", "state", "asked_at", "settled_at")),
    "posts": (posts, ("role", "commune", "team_id", "name", "since", "until")),
    "invites": (invites, ("role", "commune", "team_id", "uses_left", "expires_at", "made_at")),
    "requests": (
        requests,
        ("code", "commune", "village", "guide", "step", "wish", "suits", "phone", "lang", "urgent", "state", "team_id",
         "asked_at", "waits_since", "taken_at", "first_taken_at", "take_minutes", "leader_at", "closed_at",
         "close_minutes", "satisfied", "alarm", "alarm_at"),
    ),
    "request_declines": (request_declines, ("request_id", "at")),
    "sessions": (
        sessions,
        ("key", "team_id", "commune", "village", "held_on", "started", "minutes", "people", "elders", "women",
         "phoneless", "difficulty", "request", "entered_at", "withdrawn_at", "confirmed", "thanks", "version"),
    ),
    "session_members": (session_members, ("session_id",)),
    "session_confirmations": (session_confirmations, ("session_id", "at", "confirmed", "disputed", "thanked")),
    "session_changes": (session_changes, ("session_id", "at", "act", "before")),
    "session_drafts": (session_drafts, ("body", "corrects", "version", "changed_at")),
    "session_pictures": (session_pictures, ("session_id", "channel", "ref", "state", "sent_at")),
    "reminders": (reminders, ("about", "hour", "done_on")),
    "notebook_links": (notebook_links, ("made_at", "expires_at")),
    "notebook_sessions": (notebook_sessions, ("made_at", "last_seen_at")),
    "admin_links": (admin_links, ("made_at", "expires_at")),
    "admin_sessions": (admin_sessions, ("browser", "made_at", "last_seen_at", "said")),
    "audit": (audit, ("at", "act", "commune", "team_id", "data")),
    "official_figures": (
        official_figures, ("indicator", "place", "value", "as_of", "source", "url", "entered_at", "withdrawn_at"),
    ),
    "campaigns": (
        campaigns,
        ("commune", "draft", "urgency", "state", "version", "approved", "made_at", "due_at", "started_at",
         "expires_at", "ended_at", "series", "paused_why", "recalled_at", "correction"),
    ),
    "campaign_writers": (campaign_writers, ("campaign_id",)),
    "announcements": (
        recipients, ("campaign_id", "channel", "state", "doubtful", "sent_at", "ref", "recall"),
    ),
    "campaign_answers": (campaign_answers, ("campaign_id", "what", "at")),
    "lane_stops": (lane_stops, ("channel", "reason", "at")),
    "exports": (
        exports,
        ("lang", "form", "period", "place", "team_id", "with_sessions", "state", "attempts", "done", "total", "file",
         "size", "asked_at", "ended_at", "inside"),
    ),
    "readings": (readings, ("guide", "commune", "day", "opened_at", "step", "why", "closed")),
    "presences": (presences, ("span", "begins", "ends", "commune", "channel", "lang")),
    "events": (events, ("at", "type", "channel", "place", "data")),
}  # fmt: skip
"""What hangs on a person, and the columns that say something. A table with a ``person_id`` that is not here, nor the
talk itself, fails a test."""

SENT: Mapping[str, tuple[sa.Table, tuple[str, ...]]] = {
    "received": (inbox, ("channel", "received_at", "done_at", "body")),
    "on_their_way": (outbox, ("channel", "created_at", "state", "body")),
    "pictures_on_their_way": (sent_pictures, ("channel", "ref", "sent_at")),
}
"""What came from an address of the person or goes to one. A table with an ``address`` that is not here fails a test."""


async def about(connection: AsyncConnection, person_id: int) -> dict[str, Any]:
    person = await _rows(connection, sa.select(people).where(people.c.id == person_id))
    talk = (await connection.execute(sa.select(talks.c.body).where(talks.c.person_id == person_id))).scalar()
    found: dict[str, Any] = {"person": person[0] if person else {}, "talk": talk or {}}
    for name, (table, columns) in OWN.items():
        theirs = sa.select(*(table.c[column] for column in columns)).where(table.c.person_id == person_id)
        found[name] = await _rows(connection, theirs.order_by(*table.primary_key))
    for name, (table, columns) in SENT.items():
        rows = await _rows(connection, _at_their_addresses(table, columns, person_id))
        found[name] = [row | {"body": _without_others(row["body"])} if "body" in row else row for row in rows]
    found["session_works"] = await _works(connection, person_id)
    taken = sa.select(requests.c.commune, requests.c.team_id, requests.c.state, requests.c.taken_at)
    found["requests_taken"] = await _rows(connection, taken.where(requests.c.taken_by == person_id))
    found["kept_aside"] = await _kept_aside(connection, person_id)
    return found


def _at_their_addresses(table: sa.Table, columns: tuple[str, ...], person_id: int) -> sa.Select[Any]:
    mine = (addresses.c.channel == table.c.channel) & (addresses.c.address == table.c.address)
    wanted = sa.select(*(table.c[column] for column in columns)).join(addresses, mine)
    return wanted.where(addresses.c.person_id == person_id).order_by(*table.primary_key)


def _without_others(body: Any) -> Any:
    """A message that passes on what somebody else sent says from which account."""
    kept = body.items() if isinstance(body, dict) else ()
    return {name: value for name, value in kept if name not in {"copy_of", "shows"}} if kept else body


async def _works(connection: AsyncConnection, person_id: int) -> list[dict[str, Any]]:
    """What was done in the sessions they logged."""
    mine = sa.select(session_works).join(sessions).where(sessions.c.person_id == person_id)
    return await _rows(connection, mine.order_by(session_works.c.session_id, session_works.c.position))


async def _kept_aside(connection: AsyncConnection, person_id: int) -> int:
    """How many updates that could not be read name an address of theirs. What else is in them nobody knows."""
    named = (addresses.c.channel == unreadable.c.channel) & unreadable.c.raw.contains(addresses.c.address)
    count = sa.select(sa.func.count(unreadable.c.id.distinct())).join(addresses, named)
    return (await connection.execute(count.where(addresses.c.person_id == person_id))).scalar_one()


async def _rows(connection: AsyncConnection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    rows = (await connection.execute(query)).mappings()
    return [{name: _plain(value) for name, value in row.items() if name != "insertion"} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class RecordsPort:
    door: Door

    async def about(self, person_id: int) -> dict[str, Any]:
        return await about(self.door.connection, person_id)
