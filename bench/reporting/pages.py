"""The pages of the admin site, from a request to the whole answer, over the loopback; nothing else runs meanwhile."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, CookieJar

from bench.reporting.measures import MONTHS, now
from bench.reporting.province import Size, say
from bot.app import App
from bot.config import Settings
from bot.core.roles import Post, Role
from bot.key import read_key
from bot.serving import with_server
from bot.storage import admin, teams
from bot.web.admin.section import ROOT
from bot.web.admin.way_in import ENTRANCE

ADMIN = 1
"""Who looks: the first member, made an administrator besides."""


class Site:
    """Signed in as an administrator of the province."""

    def __init__(self, session: ClientSession, url: str, codes: list[str]) -> None:
        self._session, self._url, self._codes = session, url, codes

    async def get(self, path: str, **query: str) -> str:
        async with self._session.get(f"{self._url}{ROOT}{path}", params=query) as answer:
            answer.raise_for_status()
            return await answer.text()

    async def overview(self, number: int) -> str:
        return await self.get("", ky=MONTHS[number % len(MONTHS)], xa="")

    async def overview_of_year(self, number: int) -> str:
        return await self.get("", ky=("2025", "2026")[number % 2], xa="")

    async def overview_of_commune(self, number: int) -> str:
        return await self.get("", ky=MONTHS[number % len(MONTHS)], xa=self._codes[number * 7 % len(self._codes)])

    async def drill(self, number: int) -> str:
        """Wherever a figure of the overview leads to, one after the other."""
        return await self._follow(self.targets[number % len(self.targets)])

    async def _follow(self, target: str) -> str:
        async with self._session.get(f"{self._url}{target}") as answer:
            answer.raise_for_status()
            return await answer.text()

    async def find_targets(self) -> None:
        """The links of two overviews that lead to other pages of the site."""
        pages = [await self.overview(0), await self.overview_of_commune(1), await self.overview_of_year(0)]
        links = {link.replace("&amp;", "&") for page in pages for link in re.findall(r'href="([^"#]+)"', page)}
        found = sorted(link for link in links if re.match(rf"{ROOT}/[a-z-]+\?", link) and "lang=" not in link)
        self.targets = [link for link in found if await self._is_there(link)]
        if len(self.targets) < len(found):
            say(f"{len(found) - len(self.targets)} of {len(found)} links of the overview lead nowhere yet")

    async def _is_there(self, link: str) -> bool:
        async with self._session.get(f"{self._url}{link}") as answer:
            return answer.status == HTTPStatus.OK


@asynccontextmanager
async def site(size: Size) -> AsyncIterator[Site]:
    with TemporaryDirectory() as folder:
        settings = Settings(database_url=size.url, data_dir=Path(folder), port=0, telegram_token="", _env_file=None)
        app = App(settings, clock=now)
        server = with_server(app)
        await app.open()
        await server.start()
        try:
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
                await _sign_in(app, session, server.url)
                there = Site(session, server.url, list(app.world.places.units))
                await there.find_targets()
                yield there
        finally:
            await server.stop()
            await app.close()


async def _sign_in(app: App, session: ClientSession, url: str) -> None:
    async with app.database.write() as connection:
        await teams.give(connection, ADMIN, Post(Role.PROVINCE_ADMIN), "Cô Hai", now())
        secret = await admin.make_link(connection, read_key(app.settings), ADMIN, now())
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    async with session.post(f"{url}{ENTRANCE}", data={"v": secret}, headers=headers) as answer:
        answer.raise_for_status()
