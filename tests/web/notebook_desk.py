"""The notebook's server without a browser: a bot, a member of a team, and what their page would send."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App
from bot.core.roles import Post, Role
from bot.serving import notebook_routes
from bot.storage import notebook, teams
from bot.storage.session_tables import sessions
from bot.web.assets import Assets
from bot.web.notebook.api import API, HEADER
from bot.web.notebook.pages import PAGE
from tests.fakes import Clock, make_app, say

COMMUNE = "23941"
DAY = "2026-11-23"

Client = TestClient[web.Request, web.Application]


def new_key() -> str:
    return f"page.{uuid4()}"


def a_session(team: int) -> dict[str, Any]:
    works = [["vneid", "activated", 2, "E2", "no"]]
    return {"team": team, "held_on": DAY, "works": works, "people": 2, "village": "thôn 2"}


@dataclass
class Browser:
    """One browser at the notebook; ``who`` is told by the server."""

    client: Client
    team: int
    who: str = "-"

    async def sign_in(self, secret: str, **headers: str) -> ClientResponse:
        own = {"Origin": str(self.client.make_url("")).rstrip("/")}
        answer = await self.client.post(f"{PAGE}/vao", data={"v": secret}, headers=own | headers, allow_redirects=False)
        self.who = (await self.me())["who"] or "-"
        return answer

    async def me(self) -> dict[str, Any]:
        told: dict[str, Any] = await (await self.client.get(f"{API}/me")).json()
        return told

    async def post(self, body: Any, **headers: str) -> ClientResponse:
        own = {"Origin": str(self.client.make_url("")).rstrip("/"), HEADER: self.who}
        kept = {name: value for name, value in (own | headers).items() if value}
        return await self.client.post(f"{API}/sessions", json=body, headers=kept)

    async def send(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self.post({"entries": list(entries)})
        assert answer.status == 200, await answer.text()
        answers: list[dict[str, Any]] = (await answer.json())["answers"]
        return answers

    async def states(self, *entries: dict[str, Any]) -> list[str]:
        return [answer["state"] for answer in await self.send(*entries)]

    def new(self, **more: Any) -> dict[str, Any]:
        return {"key": new_key(), "session": a_session(self.team) | more}


@dataclass
class Desk:
    app: App
    clock: Clock
    team: int = 0

    async def member(self, address: str, role: Role = Role.MEMBER, team: int = 0) -> int:
        """Somebody of the chat who holds a post from now on; their number."""
        await say(self.app, address, "menu")
        async with self.app.database.write() as connection:
            found = await connection.execute(
                sa.text("SELECT max(person_id) FROM addresses WHERE address = :a"), {"a": address}
            )
            person = int(found.scalar_one())
            await teams.give(connection, person, Post(role, COMMUNE, team or self.team), address, self.clock())
        return person

    async def another_team(self) -> int:
        async with self.app.database.write() as connection:
            return (await teams.make(connection, COMMUNE, "Tổ khác", self.clock(), by=None)).id

    async def link(self, person: int) -> str:
        async with self.app.database.write() as connection:
            return await notebook.make_link(connection, self.app.turns.site.key, person, self.clock())

    @asynccontextmanager
    async def browser(self, person: int = 0) -> AsyncIterator[Browser]:
        """Of that person; of nobody for 0."""
        pages = web.Application()
        pages.add_routes(notebook_routes(self.app, Assets()))
        async with TestClient(TestServer(pages)) as client:
            opened = Browser(client, self.team)
            if person:
                assert (await opened.sign_in(await self.link(person))).status == 303
            yield opened

    async def kept(self) -> Sequence[Any]:
        async with self.app.database.read() as connection:
            return (await connection.execute(sa.select(sessions).order_by(sessions.c.id))).all()


@asynccontextmanager
async def open_desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = Clock()
    async with make_app(tmp_path, clock=clock) as app:
        desk = Desk(app, clock)
        desk.team = await desk.another_team()
        yield desk
