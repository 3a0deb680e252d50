"""Announcements as rows: written, agreed to, begun, paused, ended. Every step is a guarded change, and in the audit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.campaign_json import dump_draft, load_draft
from bot.core.campaign_rules import begins_at
from bot.core.campaigns import RUNNING, Attached, Campaign, Draft, Got, Recall, State
from bot.core.messages import Document, encoded
from bot.storage import audit
from bot.storage.campaign_tables import RECALLED, campaign_files, campaign_writers, campaigns, recipients
from bot.storage.upsert import insert_new


async def make(
    connection: AsyncConnection, commune: str, draft: Draft, now: datetime, *, by: int | None, series: int = 0
) -> Campaign:
    row = {
        "commune": commune, "person_id": by, "draft": dump_draft(draft), "urgency": draft.urgency.value,
        "state": State.DRAFT.value, "version": 1, "approved": 0, "made_at": now, "series": series, "paused_why": "",
        "correction": {},
    }  # fmt: skip
    id_ = (await connection.execute(campaigns.insert().values(row).returning(campaigns.c.id))).scalar_one()
    if by:
        await _writes(connection, id_, by)
    await audit.note(connection, "announcement.made", now, by=by, commune=commune, campaign=id_)
    return Campaign(id_, commune, draft, State.DRAFT, now, by, (by,) if by else (), series=series)


async def make_one_of(connection: AsyncConnection, series: Campaign, draft: Draft, now: datetime) -> Campaign:
    """One time of several, by the same people and as agreed to."""
    made = await make(connection, series.commune, draft, now, by=series.author, series=series.id)
    for person in series.writers:
        await _writes(connection, made.id, person)
    values = {"state": State.PLANNED.value, "due_at": now, "approved": int(series.is_approved),
              "approved_by": series.approved_by}  # fmt: skip
    await connection.execute(campaigns.update().where(campaigns.c.id == made.id).values(values))
    return await find(connection, made.id) or made


async def _writes(connection: AsyncConnection, id_: int, person: int) -> None:
    row = {"campaign_id": id_, "person_id": person}
    await connection.execute(insert_new(connection, campaign_writers), [row])


# ---- finding ----


async def find(connection: AsyncConnection, id_: int) -> Campaign | None:
    return next(iter(await _load(connection, sa.select(campaigns).where(campaigns.c.id == id_))), None)


async def listed(
    connection: AsyncConnection, commune: str | None, states: Collection[State], most: int, before: int = 0
) -> list[Campaign]:
    chosen = sa.select(campaigns).order_by(campaigns.c.id.desc()).limit(most)
    if commune is not None:
        chosen = chosen.where(campaigns.c.commune == commune)
    if states:
        chosen = chosen.where(campaigns.c.state.in_([state.value for state in states]))
    if before:
        chosen = chosen.where(campaigns.c.id < before)
    return await _load(connection, chosen)


async def in_state(connection: AsyncConnection, *states: State) -> list[Campaign]:
    """What is urgent first, then the oldest."""
    those = campaigns.c.state.in_([state.value for state in states])
    urgent_first = sa.case({"urgent": 0, "important": 1}, value=campaigns.c.urgency, else_=2)
    return await _load(connection, sa.select(campaigns).where(those).order_by(urgent_first, campaigns.c.id))


async def due(connection: AsyncConnection, now: datetime) -> list[Campaign]:
    planned = (campaigns.c.state == State.PLANNED.value) & (campaigns.c.due_at <= now)
    return await _load(connection, sa.select(campaigns).where(planned).order_by(campaigns.c.due_at))


async def over(connection: AsyncConnection, now: datetime) -> list[Campaign]:
    """Those that hold no longer."""
    running = campaigns.c.state.in_([state.value for state in RUNNING])
    return await _load(connection, sa.select(campaigns).where(running, campaigns.c.expires_at <= now))


async def to_take_back(connection: AsyncConnection, channels: Collection[str], since: datetime) -> list[Campaign]:
    """Those recalled since then of which somebody has still to lose what they got on one of these channels."""
    recalled = await _load(connection, sa.select(campaigns).where(campaigns.c.recalled_at > since))
    return [one for one in recalled if await _is_to_go(connection, one, channels)]


async def _is_to_go(connection: AsyncConnection, campaign: Campaign, channels: Collection[str]) -> bool:
    there = (recipients.c.campaign_id == campaign.id) & recipients.c.channel.in_(channels)
    waits = sa.exists().where(RECALLED, there, recipients.c.recall == Recall.WAITING.value)
    return bool((await connection.execute(sa.select(waits))).scalar())


async def _load(connection: AsyncConnection, chosen: sa.Select[Any]) -> list[Campaign]:
    rows = (await connection.execute(chosen)).all()
    wrote = sa.select(campaign_writers).where(campaign_writers.c.campaign_id.in_([row.id for row in rows]))
    pairs = (await connection.execute(wrote.order_by(campaign_writers.c.person_id))).all() if rows else []
    return [_campaign(row, tuple(one.person_id for one in pairs if one.campaign_id == row.id)) for row in rows]


def _campaign(row: Any, writers: tuple[int, ...]) -> Campaign:
    return Campaign(
        row.id, row.commune, load_draft(row.draft), State(row.state), row.made_at, row.person_id, writers, row.version,
        row.approved, row.approved_by, row.due_at, row.started_at, row.expires_at, row.ended_at, row.series,
        row.paused_why, row.recalled_at, row.correction,
    )  # fmt: skip


# ---- writing ----

WRITABLE = (State.DRAFT, State.ASKED, State.PLANNED)


async def edit(
    connection: AsyncConnection, campaign: Campaign, draft: Draft, now: datetime, *, by: int
) -> Campaign | None:
    values = {"draft": dump_draft(draft), "urgency": draft.urgency.value, "version": campaign.version + 1,
              "approved": 0, "approved_by": None, "due_at": None}  # fmt: skip
    if not await move(connection, campaign, State.DRAFT, *WRITABLE, **values):
        return None
    await _writes(connection, campaign.id, by)
    if campaign.state is not State.DRAFT:
        await _note(connection, "announcement.changed", campaign, now, by, version=campaign.version + 1)
    return await find(connection, campaign.id)


async def attach(connection: AsyncConnection, campaign: Campaign, file: Document) -> Attached:
    row = {"campaign_id": campaign.id, "name": file.name, "mime": file.mime, "content": file.content}
    entered = campaign_files.insert().values(row).returning(campaign_files.c.id)
    return Attached((await connection.execute(entered)).scalar_one(), file.name, file.mime)


async def attached(connection: AsyncConnection, id_: int) -> Document | None:
    row = (await connection.execute(sa.select(campaign_files).where(campaign_files.c.id == id_))).one_or_none()
    return encoded(row.name, row.mime, row.content) if row and row.content else None


async def drop(connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int) -> bool:
    draft = campaigns.c.state == State.DRAFT.value
    gone = await connection.execute(campaigns.delete().where(campaigns.c.id == campaign.id, draft))
    if gone.rowcount:
        await _note(connection, "announcement.dropped", campaign, now, by)
    return bool(gone.rowcount)


# ---- its way ----


async def move(connection: AsyncConnection, campaign: Campaign, to: State, *since: State, **values: Any) -> bool:
    """From one of those states, while nobody has changed its draft. False: somebody was quicker."""
    same = (campaigns.c.id == campaign.id) & (campaigns.c.version == campaign.version)
    there = same & campaigns.c.state.in_([state.value for state in since])
    return bool((await connection.execute(campaigns.update().where(there).values(state=to.value, **values))).rowcount)


async def submit(
    connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int, needs_approval: bool
) -> Campaign | None:
    to = State.ASKED if needs_approval else State.PLANNED
    due_at = None if needs_approval else begins_at(campaign.draft, now)
    act = "announcement.asked" if needs_approval else "announcement.planned"
    return await _step(connection, act, campaign, to, State.DRAFT, now=now, by=by, due_at=due_at)


async def approve(connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int) -> Campaign | None:
    values = {"approved": campaign.version, "approved_by": by, "due_at": begins_at(campaign.draft, now)}
    return await _step(
        connection, "announcement.approved", campaign, State.PLANNED, State.ASKED, now=now, by=by, **values
    )


async def refuse(
    connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int, reason: str
) -> Campaign | None:
    """What it says against it stands in the audit."""
    if not await move(connection, campaign, State.DRAFT, State.ASKED):
        return None
    await _note(connection, "announcement.refused", campaign, now, by, reason=reason)
    return await find(connection, campaign.id)


async def pause(
    connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int | None, why: str = ""
) -> Campaign | None:
    return await _step(
        connection, "announcement.paused", campaign, State.PAUSED, State.SENDING, now=now, by=by, paused_why=why
    )


async def go_on(connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int) -> Campaign | None:
    return await _step(
        connection, "announcement.continued", campaign, State.SENDING, State.PAUSED, now=now, by=by, paused_why=""
    )


async def cancel(connection: AsyncConnection, campaign: Campaign, now: datetime, *, by: int) -> Campaign | None:
    running = (State.ASKED, State.PLANNED, *RUNNING)
    ended = await _step(
        connection, "announcement.cancelled", campaign, State.CANCELLED, *running, now=now, by=by, ended_at=now
    )
    if ended:
        await settle_waiting(connection, campaign.id, Got.CANCELLED)
    return ended


async def recall(
    connection: AsyncConnection, campaign: Campaign, correction: Mapping[str, str], now: datetime, *, by: int
) -> Campaign | None:
    """Who waits for it does not get it; who got it is to lose it, or to be told better."""
    values = {"ended_at": now, "recalled_at": now, "correction": dict(correction)}
    states = (*RUNNING, State.DONE, State.CANCELLED)
    unrecalled = campaigns.c.recalled_at.is_(None)
    there = (campaigns.c.id == campaign.id) & campaigns.c.state.in_([state.value for state in states]) & unrecalled
    change = campaigns.update().where(there)
    if not (await connection.execute(change.values(state=State.CANCELLED.value, **values))).rowcount:
        return None
    await settle_waiting(connection, campaign.id, Got.CANCELLED)
    had = (recipients.c.campaign_id == campaign.id) & (recipients.c.state == Got.DELIVERED.value)
    await connection.execute(recipients.update().where(had).values(recall=Recall.WAITING.value, attempts=0, due_at=now))
    await _note(connection, "announcement.recalled", campaign, now, by)
    return await find(connection, campaign.id)


async def begin_again(
    connection: AsyncConnection, campaign: Campaign, now: datetime, until: datetime, *, by: int, people: int
) -> None:
    """So many of those who had missed it wait for it anew."""
    values = {"state": State.SENDING.value, "ended_at": None, "expires_at": until, "paused_why": ""}
    await connection.execute(campaigns.update().where(campaigns.c.id == campaign.id).values(values))
    await _note(connection, "announcement.resent", campaign, now, by, people=people)


async def settle_waiting(connection: AsyncConnection, id_: int, got: Got) -> int:
    """What waits does not go any more."""
    waiting = (recipients.c.campaign_id == id_) & (recipients.c.state == Got.WAITING.value)
    return (await connection.execute(recipients.update().where(waiting).values(state=got.value))).rowcount


async def _step(
    connection: AsyncConnection, act: str, campaign: Campaign, to: State, *since: State, now: datetime, by: int | None,
    **values: Any,
) -> Campaign | None:  # fmt: skip
    if not await move(connection, campaign, to, *since, **values):
        return None
    await _note(connection, act, campaign, now, by)
    return await find(connection, campaign.id)


async def _note(
    connection: AsyncConnection, act: str, campaign: Campaign, now: datetime, by: int | None, **data: Any
) -> None:
    await audit.note(connection, act, now, by=by, commune=campaign.commune, campaign=campaign.id, **data)
