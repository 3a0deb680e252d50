"""A bot with two teams in one commune and one in another, for talks between residents and members."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Spoken
from bot.core.requests import Request
from bot.core.roles import Post, Role
from bot.storage import requests, teams
from bot.storage.request_tables import requests as table
from bot.storage.team_tables import teams as teams_table
from tests.fakes import BEGIN, Clock, make_app, press, recording, say, start

HERE, ELSEWHERE, NOBODY = "23941", "23638", "23650"
RESIDENT, LAN, NAM, TU, HOA, FAR, FAR_ADMIN = "resident", "Lan", "Nam", "Tú", "Hòa", "Far", "far admin"

POSTS = {
    LAN: Post(Role.MEMBER, HERE, 1),
    NAM: Post(Role.LEADER, HERE, 1),
    TU: Post(Role.MEMBER, HERE, 2),
    HOA: Post(Role.COMMUNE_ADMIN, HERE),
    FAR: Post(Role.MEMBER, ELSEWHERE, 3),
    FAR_ADMIN: Post(Role.COMMUNE_ADMIN, ELSEWHERE),
}
TEAMS: tuple[tuple[str, str, list[str]], ...] = (
    (HERE, "Tổ thôn 2", ["thôn 2"]),
    (HERE, "Tổ thôn 3", ["thôn 3"]),
    (ELSEWHERE, "Tổ xa", []),
)


@asynccontextmanager
async def open_stage(folder: Path, clock: Clock | None = None) -> AsyncIterator[App]:
    async with make_app(folder, clock=clock) as app:
        async with app.database.write() as connection:
            for commune, name, villages in TEAMS:
                team = await teams.make(connection, commune, name, BEGIN, by=None)
                change = teams_table.update().where(teams_table.c.id == team.id).values(villages=villages)
                await connection.execute(change)
        await start(app, RESIDENT)
        for who, post in POSTS.items():
            await join(app, who, post)
        await press(app, RESIDENT, f"place.pick:{HERE}")
        yield app


async def join(app: App, who: str, post: Post) -> None:
    await start(app, who)
    async with app.database.write() as connection:
        await teams.give(connection, await person(app, who), post, who, BEGIN)


async def person(app: App, who: str) -> int:
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = :at"), {"at": who})
        return int(found.scalar_one())


async def ask(app: App, wish: str = "mã không tới", village: str = "thôn 2", when: str = "any") -> Request:
    """The resident asks, and leaves the telephone aside."""
    await press(app, RESIDENT, "help.start")
    await say(app, RESIDENT, wish)
    await say(app, RESIDENT, village)
    await press(app, RESIDENT, f"help.when:{when}")
    return await last(app)


async def last(app: App) -> Request:
    async with app.database.read() as connection:
        row = (await connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(1))).one()
        return requests.load(row)


async def kept(app: App) -> list[dict[str, Any]]:
    async with app.database.read() as connection:
        return [dict(row) for row in (await connection.execute(sa.select(table).order_by(table.c.id))).mappings()]


def heard(app: App, who: str) -> str:
    """What somebody was told last."""
    return recording(app).texts(who)[-1]


def said(messages: list[Spoken]) -> str:
    return "\n".join(message.text for message in messages)


def everything(app: App) -> int:
    return len(recording(app).sent)


def since(app: App, before: int) -> dict[str, str]:
    """Who was told what after that moment."""
    told: dict[str, str] = {}
    for who, message in recording(app).sent[before:]:
        told[who] = f"{told[who]}\n{message.text}" if who in told else message.text
    return told


def since_each(app: App, before: int) -> list[tuple[str, str]]:
    return [(who, message.text) for who, message in recording(app).sent[before:]]
