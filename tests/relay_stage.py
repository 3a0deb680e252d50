"""A resident and a team of two who write to each other through the bot, on any channels."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import App
from bot.channels.telegram.parse import CHANNEL as TELEGRAM
from bot.channels.webchat.parse import CHANNEL as WEB
from bot.core.channel import Taken
from bot.core.messages import Inbound, Kind, Spoken
from bot.core.phrases import Phrase
from bot.core.requests import Request, Wanted
from bot.core.roles import Post, Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.storage import teams
from bot.storage.turns import TurnPorts
from handlers.team import relay
from tests.fakes import BEGIN, CHANNEL, RecordingChannel, inbound, make_app, recording

HERE = "23941"
RESIDENT, MEMBER, OTHER = "resident", "member", "other"

begun = Router()


@begun.action("test.begin")
async def begin(turn: Turn) -> None:
    """The member who presses takes the request, as the real button does."""
    request = await turn.ports.requests.find(int(turn.arg(0)))
    assert request
    taken = await turn.ports.requests.take(turn.person.id, request, 1)
    assert taken
    await relay.begin(turn, taken)


@asynccontextmanager
async def open_pair(folder: Path) -> AsyncIterator[App]:
    """A team of two, and a resident."""
    async with make_app(folder, more=begun) as made:
        made.channels |= {name: RecordingChannel(name) for name in (TELEGRAM, WEB)}
        for who in (RESIDENT, MEMBER, OTHER):
            await arrive(made, who)
        async with made.database.write() as connection:
            await teams.make(connection, HERE, "Tổ thôn 2", BEGIN, by=None)
            for who, name in ((MEMBER, "Chị Lan"), (OTHER, "Anh Tú")):
                await teams.give(connection, await number(made, who), Post(Role.MEMBER, HERE, 1), name, BEGIN)
        yield made


async def arrive(app: App, who: str, channel: str = CHANNEL) -> None:
    """They have been greeted, and are asked for nothing any more."""
    await act(app, who, Kind.START, channel=channel)
    await act(app, who, Kind.PRESS, channel=channel, action="menu")


async def number(app: App, who: str) -> int:
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = :a"), {"a": who})
        return int(found.scalars().first() or 0)


async def asked(app: App, who: str = RESIDENT) -> Request:
    async with app.database.write() as connection:
        ports = TurnPorts(connection, BEGIN, app.turns.site)
        made = await ports.requests.make(
            await number(app, who), Wanted(HERE, guide="kich-hoat", step="nhap-ma", team=1)
        )
        await ports.keep()
    return made


async def taken(app: App, who: str = RESIDENT, by: str = MEMBER) -> Request:
    request = await asked(app, who)
    await act(app, by, Kind.PRESS, action=f"test.begin:{request.id}")
    recording(app).sent.clear()
    return request


async def act(app: App, who: str, kind: Kind = Kind.SAY, text: str = "", channel: str = CHANNEL, **more: Any) -> None:
    came: list[Taken] = [Inbound(channel, inbound(who).event_id, who, kind, BEGIN, text=text, **more)]
    await app.take(came)
    await app.settle()


def sent(app: App, who: str, channel: str = CHANNEL) -> list[Spoken]:
    there = app.channels[channel]
    assert isinstance(there, RecordingChannel)
    found = there.to(who)
    there.sent[:] = [one for one in there.sent if one[0] != who]
    return found


def texts(messages: Sequence[Spoken]) -> list[str]:
    return [message.text for message in messages]


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def on_telegram(app: App) -> None:
    """The resident and the member are there too, and one with who they are on the web."""
    for who in (RESIDENT, MEMBER):
        await also_on(app, who, TELEGRAM)
    for channel in app.channels.values():
        assert isinstance(channel, RecordingChannel)
        channel.sent.clear()


async def also_on(app: App, who: str, channel: str) -> None:
    """Known there by the first letter of the channel and their name."""
    at = f"{channel[0]}-{who}"
    await arrive(app, at, channel)
    async with app.database.write() as connection:
        moved = sa.text("UPDATE addresses SET person_id = :id WHERE address = :at")
        await connection.execute(moved, {"id": await number(app, who), "at": at})
