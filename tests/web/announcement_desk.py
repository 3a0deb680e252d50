"""Announcements on the admin site: people who would get them, and forms as a browser sends them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientResponse, FormData

from bot.core.campaigns import Audience, Body, Campaign, Draft, Group, State
from bot.core.roles import Post, Role
from bot.storage import campaigns, team_tables
from bot.storage.tables import addresses, consents, outbox, people
from bot.web.admin.section import ROOT
from tests.fakes import CHANNEL
from tests.web.admin_desk import HERE, AdminDesk, Browser

PATH = "/thong-bao"
WORDS = "Lớp học ở nhà rông, *8 giờ* thứ bảy"
CALL = Draft(Body({"vi": WORDS}), Audience(Group(places=(HERE,))))
Fields = Mapping[str, Any] | Iterable[tuple[str, Any]]


# ---- people ----


async def resident(
    desk: AdminDesk, at: str, *, commune: str = HERE, agreed: bool = True, channel: str = CHANNEL
) -> int:
    now, stamp = desk.clock(), desk.app.world.content.consents.purposes["announcements"].stamp
    row = {"lang": "vi", "place": commune, "called": "", "created_at": now, "seen_at": now}
    async with desk.app.database.write() as connection:
        id_ = int((await connection.execute(people.insert().values(row).returning(people.c.id))).scalar_one())
        where = {"channel": channel, "address": at, "reachable": True, "seen_at": now}
        await connection.execute(addresses.insert().values(person_id=id_, **where))
        said = {"person_id": id_, "purpose": "announcements", "given": agreed, "version": stamp, "at": now}
        await connection.execute(consents.insert().values(said))
    return id_


async def residents(desk: AdminDesk, count: int) -> None:
    for number in range(count):
        await resident(desk, f"r{number}")


async def approver(desk: AdminDesk, at: str = "", name: str = "Bình") -> int:
    """A second administrator of the commune. ``at``: where the bot reaches them."""
    person = await desk.person(Post(Role.COMMUNE_ADMIN, HERE), name=name)
    if at:
        await reached(desk, person, at)
    return person


async def reached(desk: AdminDesk, person: int, at: str) -> None:
    where = {"channel": CHANNEL, "address": at, "reachable": True, "seen_at": desk.clock()}
    async with desk.app.database.write() as connection:
        await connection.execute(addresses.insert().values(person_id=person, **where))


async def told(desk: AdminDesk, at: str) -> list[str]:
    """What waits in the outbox for them, as stored."""
    chosen = sa.select(outbox.c.body).where(outbox.c.address == at).order_by(outbox.c.id)
    async with desk.app.database.read() as connection:
        return [str(body) for body in (await connection.execute(chosen)).scalars()]


async def cover(desk: AdminDesk, *villages: str) -> None:
    """The team looks after these."""
    here = team_tables.teams.c.id == desk.team.id
    async with desk.app.database.write() as connection:
        await connection.execute(team_tables.teams.update().where(here).values(villages=list(villages)))


# ---- announcements ----


async def make(desk: AdminDesk, by: int, draft: Draft = CALL, commune: str = HERE) -> Campaign:
    async with desk.app.database.write() as connection:
        return await campaigns.make(connection, commune, draft, desk.clock(), by=by)


async def stored(desk: AdminDesk, id_: int = 0) -> Campaign:
    """The one of that number; the newest for 0."""
    async with desk.app.database.read() as connection:
        found = await campaigns.find(connection, id_) if id_ else None
        [newest] = [found] if found else await campaigns.listed(connection, None, (), 1)
    return newest


async def asked(desk: AdminDesk, by: int, draft: Draft = CALL) -> Campaign:
    campaign = await make(desk, by, draft)
    async with desk.app.database.write() as connection:
        await campaigns.submit(connection, campaign, desk.clock(), by=by, needs_approval=True)
    return await stored(desk, campaign.id)


async def sent(desk: AdminDesk, by: int, draft: Draft = CALL) -> Campaign:
    """To all that it is for."""
    campaign = await make(desk, by, draft)
    async with desk.app.database.write() as connection:
        await campaigns.submit(connection, campaign, desk.clock(), by=by, needs_approval=False)
    await desk.app.broadcasting.settle()
    return await stored(desk, campaign.id)


async def sending(desk: AdminDesk, by: int) -> Campaign:
    """Begun, but nobody has got it yet."""
    campaign = await make(desk, by)
    async with desk.app.database.write() as connection:
        await campaigns.submit(connection, campaign, desk.clock(), by=by, needs_approval=False)
    await desk.app.broadcasting.look()
    return await stored(desk, campaign.id)


async def states(desk: AdminDesk) -> list[State]:
    async with desk.app.database.read() as connection:
        return [one.state for one in await campaigns.listed(connection, None, (), 50)]


# ---- browsers ----


async def send(browser: Browser, path: str, fields: Fields = (), **files: tuple[str, bytes]) -> ClientResponse:
    """``files``: (name, content) by field; with one, as a browser sends a form that may have files."""
    pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
    own = [("_csrf", await browser.token()), *((name, str(value)) for name, value in pairs)]
    form = FormData(own, quote_fields=False)
    for field, (name, content) in files.items():
        form.add_field(field, io.BytesIO(content), filename=name, content_type="application/octet-stream")
    headers = {"Origin": browser.origin}
    return await browser.client.post(f"{ROOT}{path}", data=form, headers=headers, allow_redirects=False)


async def press(browser: Browser, campaign: Campaign, act: str, **fields: str) -> ClientResponse:
    """A button of its page, pressed on what stands there now."""
    path = f"{PATH}/{campaign.id}/{act}"
    return await send(browser, path, {"version": str(campaign.version), **fields})


def form(**fields: Any) -> dict[str, Any]:
    """A short one that can be taken."""
    return {"text_vi": WORDS, "urgency": "ordinary", "when": "now", "repeat": "never", "lasts": "0", **fields}


async def after(browser: Browser, answer: ClientResponse) -> str:
    """The page that a post leads to."""
    assert answer.status == 303, await answer.text()
    return readable(await browser.page(answer.headers["Location"].removeprefix(ROOT)))


def readable(page: str) -> str:
    """Without tags, on one line."""
    main = page.partition("<main")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))
