"""The admin site without a browser: a bot, people with posts, and what their browsers send."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App
from bot.core.roles import Post, Role
from bot.core.teams import Team
from bot.serving import admin_routes
from bot.storage import admin, teams
from bot.storage.tables import people
from bot.web.admin.section import ROOT
from bot.web.assets import Assets
from tests.fakes import Clock, make_app

HERE, ELSEWHERE = "23941", "23954"
AGENT = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"

Client = TestClient[web.Request, web.Application]


@dataclass
class Browser:
    """One browser at the admin site."""

    client: Client

    @property
    def origin(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def sign_in(self, secret: str, *, name: str = "", **headers: str) -> ClientResponse:
        own = {"Origin": self.origin, "User-Agent": AGENT} | headers
        return await self.client.post(
            f"{ROOT}/vao", data={"v": secret, "ten": name}, headers=own, allow_redirects=False
        )  # fmt: skip

    async def get(self, path: str = "") -> ClientResponse:
        return await self.client.get(f"{ROOT}{path}", allow_redirects=False)

    async def page(self, path: str = "") -> str:
        answer = await self.get(path)
        assert answer.status == 200, await answer.text()
        return await answer.text()

    async def token(self) -> str:
        found = re.search(r'name="_csrf" value="(\w+)"', await self.page("/phien-dang-nhap"))
        assert found
        return found[1]

    async def post(self, path: str, token: str | None = None, **headers: str) -> ClientResponse:
        """With the token of this browser, unless another is given."""
        given = await self.token() if token is None else token
        own = {name: value for name, value in ({"Origin": self.origin} | headers).items() if value}
        return await self.client.post(f"{ROOT}{path}", data={"_csrf": given}, headers=own, allow_redirects=False)

    @property
    def cookies(self) -> dict[str, Any]:
        return {cookie.key: cookie for cookie in self.client.session.cookie_jar}


@dataclass
class AdminDesk:
    """``team`` is in the commune ``HERE``, ``far`` is not."""

    app: App
    clock: Clock
    pages: list[web.Application] = field(default_factory=list)

    async def open(self) -> None:
        async with self.app.database.write() as connection:
            self.team = await teams.make(connection, HERE, "Tổ thôn 2", self.clock(), by=None)
            self.beside = await teams.make(connection, HERE, "Tổ thôn 3", self.clock(), by=None)
            self.far = await teams.make(connection, ELSEWHERE, "Tổ xa", self.clock(), by=None)

    async def person(self, *posts: Post, name: str = "An", lang: str = "vi") -> int:
        now = self.clock()
        async with self.app.database.write() as connection:
            row = {"lang": lang, "place": "", "called": "", "created_at": now, "seen_at": now}
            made = await connection.execute(people.insert().values(row).returning(people.c.id))
            id_ = int(made.scalar_one())
            for post in posts:
                await teams.give(connection, id_, post, name, now)
        return id_

    async def leader(self, team: Team | None = None, **more: str) -> int:
        led = team or self.team
        return await self.person(Post(Role.LEADER, led.commune, led.id), **more)

    async def commune_admin(self, **more: str) -> int:
        return await self.person(Post(Role.COMMUNE_ADMIN, HERE), **more)

    async def province_admin(self, **more: str) -> int:
        return await self.person(Post(Role.PROVINCE_ADMIN), **more)

    async def end_posts(self, person: int) -> None:
        async with self.app.database.write() as connection:
            held = [*await teams.members(connection, self.team.id), *await teams.of_the_province(connection)]
            for member in held:
                if member.person == person:
                    await teams.end(connection, member, self.clock())

    async def end_team_posts(self, person: int) -> None:
        """Whatever else they hold stays."""
        async with self.app.database.write() as connection:
            for member in await teams.members(connection, self.team.id):
                if member.person == person:
                    await teams.end(connection, member, self.clock())

    async def link(self, person: int | None) -> str:
        async with self.app.database.write() as connection:
            return await admin.make_link(connection, self.app.turns.site.key, person, self.clock())

    def routes(self) -> list[web.RouteDef]:
        return admin_routes(self.app, Assets())

    @asynccontextmanager
    async def browser(self, person: int = 0) -> AsyncIterator[Browser]:
        """Of that person; of nobody for 0."""
        pages = web.Application()
        pages.add_routes(self.routes())
        async with TestClient(TestServer(pages)) as client:
            opened = Browser(client)
            if person:
                assert (await opened.sign_in(await self.link(person))).status == 303
            yield opened


@asynccontextmanager
async def open_desk(tmp_path: Path) -> AsyncIterator[AdminDesk]:
    clock = Clock()
    async with make_app(tmp_path, clock=clock) as app:
        desk = AdminDesk(app, clock)
        await desk.open()
        yield desk
