"""Two teams of one commune and those around them, for the tests of the log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Choice, Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.sessions import KeptSession
from bot.storage import sessions, teams
from bot.storage.session_tables import session_drafts
from bot.storage.session_tables import sessions as table
from tests.fakes import BEGIN, Clock, make_app, press, start

HERE, ELSEWHERE = "23941", "23638"
RESIDENT, MEMBER, OTHER, LEADER, STRANGER, ADMIN, FAR = "resident", "Lan", "Tú", "Nam", "Hà", "admin", "far"
NOT_ALLOWED = _("{You} cannot do this here. The team leader or the commune's administrator can; ask them.")
GONE = _("This form is no longer there. Please start a new one.")
TODAY = date(2026, 11, 23)


@asynccontextmanager
async def two_teams(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """Team 1 has Lan, Tú and its leader Nam; team 2 of the same commune is led by Hà."""
    async with make_app(tmp_path, clock=clock) as made:
        for who in (RESIDENT, MEMBER, OTHER, LEADER, STRANGER, ADMIN, FAR):
            await start(made, who)
        async with made.database.write() as connection:
            for name in ("Tổ thôn 1", "Tổ thôn 2"):
                await teams.make(connection, HERE, name, BEGIN, by=None)
        for who, post in {
            MEMBER: Post(Role.MEMBER, HERE, 1),
            OTHER: Post(Role.MEMBER, HERE, 1),
            LEADER: Post(Role.LEADER, HERE, 1),
            STRANGER: Post(Role.LEADER, HERE, 2),
            ADMIN: Post(Role.COMMUNE_ADMIN, HERE),
            FAR: Post(Role.COMMUNE_ADMIN, ELSEWHERE),
        }.items():
            await give(made, who, post)
        yield made


async def give(app: App, who: str, post: Post) -> None:
    async with app.database.write() as connection:
        await teams.give(connection, await number_of(app, who), post, who, BEGIN)


async def number_of(app: App, who: str) -> int:
    async with app.database.read() as connection:
        wanted = sa.text("SELECT person_id FROM addresses WHERE address = :at")
        return int((await connection.execute(wanted, {"at": who})).scalar_one())


async def log(app: App) -> list[KeptSession]:
    async with app.database.read() as connection:
        return await sessions.load(connection, sa.select(table).order_by(table.c.id))


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


def said(messages: list[Spoken]) -> str:
    return "\n".join(message.text for message in messages)


def find(messages: list[Spoken], action: str) -> Choice:
    """The first button whose action begins so."""
    offered = [choice for message in messages for choice in message.choices]
    return next(choice for choice in offered if choice.action.startswith(action))


async def usual(app: App, who: str = MEMBER, people: int = 3, outcome: str = "activated") -> list[Spoken]:
    """The usual case up to the card. Gives back the card."""
    shown = await press(app, who, "log.new")
    form = find(shown, "log.what").action.partition(":")[2].partition(".")[0]
    for answer in (f"end:{form}.vneid.{outcome}", f"many:{form}.{people}", f"at:{form}.none"):
        shown = await press(app, who, f"log.{answer}")
    return shown


async def forms(app: App) -> list[object]:
    async with app.database.read() as connection:
        return list((await connection.execute(sa.select(session_drafts.c.id, session_drafts.c.body))).all())
