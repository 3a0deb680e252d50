"""Who is signed in on the admin site: by a link from the chat or the command line, used once, then a cookie.

Only fingerprints are stored, under a key that is not in the database. What somebody may do is read from their posts at
every request, so that nothing is left of it when the post ends.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import phrases
from bot.core.phrases import Phrase
from bot.core.roles import ENTER, Post, Role, Standing
from bot.storage import audit, teams
from bot.storage.admin_tables import admin_links, admin_sessions
from bot.storage.door import Door
from bot.storage.invites import fingerprint
from bot.storage.one_time import Links
from bot.storage.tables import people
from bot.storage.team_tables import posts

IDLE = timedelta(hours=12)
"""So long may a browser be left alone: a working day."""
LONGEST = timedelta(days=7)
SEEN_AGAIN = timedelta(minutes=5)
"""How exactly it is known when it was last used; finer would cost a write a request."""
LINKS = Links(admin_links)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in. ``session``: the number of this browser's. ``said``: what the next page says first."""

    session: int
    person: int
    name: str
    lang: str
    standing: Standing
    seen_at: datetime
    said: Phrase = ""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody is signed in."""

    session: int
    browser: str
    made_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may enter the site."""

    person: int
    name: str
    post: Post


# ---- links ----


async def make_link(connection: AsyncConnection, key: bytes, person_id: int | None, now: datetime) -> str:
    """``person_id`` None: for whoever is to be the first administrator of the province."""
    return await LINKS.make(connection, key, person_id, now)


async def has_admin(connection: AsyncConnection) -> bool:
    return bool(await teams.of_the_province(connection))


async def holders(connection: AsyncConnection) -> list[Holder]:
    """All who may enter, by the post for which they may."""
    roles = [role.value for role in (Role.LEADER, Role.COMMUNE_ADMIN, Role.PROVINCE_ADMIN)]
    held = sa.select(posts).where(teams.HELD, posts.c.role.in_(roles)).order_by(posts.c.id)
    return [
        Holder(row.person_id, row.name, Post(Role(row.role), row.commune, row.team_id or 0))
        for row in await connection.execute(held)
    ]


# ---- signing in and out ----


async def sign_in(
    connection: AsyncConnection, key: bytes, secret: str, now: datetime, *, browser: str, name: str = "",
    before: str = "",
) -> str | None:  # fmt: skip
    """Use the link up. Gives back the cookie; None: the link is void, or not for them any more. ``name``: how the first
    administrator wants to be called. ``before``: the cookie that this browser had; it opens nothing any more."""
    link = await LINKS.use(connection, key, secret, now)
    if link is None:
        return None
    person_id = link.person_id or await _make_first(connection, name, now)
    if not person_id or not may_enter(await teams.standing(connection, person_id)):
        return None
    await sign_out(connection, key, before)
    cookie = secrets.token_urlsafe(32)
    row = {"fingerprint": fingerprint(key, cookie), "person_id": person_id, "browser": browser, "made_at": now,
           "last_seen_at": now, "said": None}  # fmt: skip
    await connection.execute(admin_sessions.insert().values(row))
    return cookie


async def _make_first(connection: AsyncConnection, name: str, now: datetime) -> int | None:
    """None: there is an administrator of the province by now."""
    if not name or await has_admin(connection):
        return None
    row = {"lang": "vi", "place": "", "called": "", "created_at": now, "seen_at": now}
    person_id: int = (await connection.execute(people.insert().values(row).returning(people.c.id))).scalar_one()
    member = await teams.give(connection, person_id, Post(Role.PROVINCE_ADMIN), name, now)
    await audit.note(connection, "admin.first", now, by=None, post=member.post if member else 0)
    return person_id


def may_enter(standing: Standing) -> bool:
    return standing.may_somewhere(ENTER)


async def visitor(connection: AsyncConnection, key: bytes, cookie: str, now: datetime) -> Visitor | None:
    """None: nobody is signed in there, not any more, or holds no post that lets them in."""
    if not cookie:
        return None
    table = admin_sessions
    theirs = (table.c.fingerprint == fingerprint(key, cookie)) & _lasts(now)
    wanted = sa.select(table, people.c.lang).join(people, people.c.id == table.c.person_id).where(theirs)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    standing, name = await _standing(connection, row.person_id)
    said = phrases.load(row.said) if row.said else ""
    found = Visitor(row.id, row.person_id, name, row.lang, standing, row.last_seen_at, said)
    return found if may_enter(standing) else None


async def _standing(connection: AsyncConnection, person_id: int) -> tuple[Standing, str]:
    """And how they are called."""
    held = sa.select(posts.c.role, posts.c.commune, posts.c.team_id, posts.c.name)
    theirs = held.where(posts.c.person_id == person_id, teams.HELD).order_by(posts.c.id)
    rows = (await connection.execute(theirs)).all()
    standing = Standing(tuple(Post(Role(row.role), row.commune, row.team_id or 0) for row in rows))
    return standing, next((row.name for row in rows if row.name), "")


def _lasts(now: datetime) -> sa.ColumnElement[bool]:
    return (admin_sessions.c.last_seen_at > now - IDLE) & (admin_sessions.c.made_at > now - LONGEST)


async def seen(connection: AsyncConnection, visitor: Visitor, now: datetime) -> None:
    """Whoever uses the site has not left, though they write nothing in the chat."""
    mine = admin_sessions.c.id == visitor.session
    await connection.execute(admin_sessions.update().where(mine).values(last_seen_at=now))
    await connection.execute(people.update().where(people.c.id == visitor.person).values(seen_at=now))


async def say_next(connection: AsyncConnection, session: int, words: Phrase) -> None:
    """On the next page of that browser, once. "": nothing."""
    change = admin_sessions.update().where(admin_sessions.c.id == session)
    await connection.execute(change.values(said=phrases.dump(words) if words else None))


async def sign_out(connection: AsyncConnection, key: bytes, cookie: str) -> None:
    await connection.execute(admin_sessions.delete().where(admin_sessions.c.fingerprint == fingerprint(key, cookie)))


# ---- the browsers of one person ----


async def browsers(connection: AsyncConnection, person_id: int, now: datetime) -> Sequence[Browser]:
    """The one used last first."""
    mine = sa.select(admin_sessions).where(admin_sessions.c.person_id == person_id, _lasts(now))
    rows = await connection.execute(mine.order_by(admin_sessions.c.last_seen_at.desc(), admin_sessions.c.id.desc()))
    return [Browser(row.id, row.browser, row.made_at, row.last_seen_at) for row in rows]


async def end(connection: AsyncConnection, person_id: int, session: int) -> bool:
    """False: it is not there, or somebody else's."""
    mine = (admin_sessions.c.id == session) & (admin_sessions.c.person_id == person_id)
    return (await connection.execute(admin_sessions.delete().where(mine))).rowcount == 1


async def end_all(connection: AsyncConnection, person_id: int) -> int:
    """Links that were not used yet are void, too. Gives back how many browsers there were."""
    await LINKS.close(connection, person_id)
    return (await connection.execute(admin_sessions.delete().where(admin_sessions.c.person_id == person_id))).rowcount


@dataclass(frozen=True)
class AdminSitePort:
    door: Door

    async def link(self, person_id: int) -> str:
        return await make_link(await self.door.begin(), self.door.site.key, person_id, self.door.now)

    async def close(self, person_id: int) -> int:
        return await end_all(await self.door.begin(), person_id)
