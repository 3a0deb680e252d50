"""A commune with two administrators, one of the province, one far away, and residents who agreed to announcements."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.core.campaigns import Campaign
from bot.core.messages import Choice, Spoken
from bot.core.phrases import Phrase
from bot.core.roles import Post, Role
from bot.storage import campaigns, teams
from tests.announcing.residents import agree
from tests.fakes import BEGIN, Clock, make_app, press, recording, say, start
from tests.help_stage import person

HERE, FAR = "23941", "23638"
HOA, MAI, TINH, XA = "Hòa", "Mai", "Tỉnh", "Xa"
AN, BINH, CHI = "An", "Bình", "Chi"
POSTS = {
    HOA: Post(Role.COMMUNE_ADMIN, HERE),
    MAI: Post(Role.COMMUNE_ADMIN, HERE),
    TINH: Post(Role.PROVINCE_ADMIN),
    XA: Post(Role.COMMUNE_ADMIN, FAR),
}
MORNING, NIGHT = BEGIN.replace(hour=2), BEGIN.replace(hour=15)
"""9:00 and 22:00 in Vietnam."""
TEXT = "Sáng thứ bảy có lớp VNeID ở *nhà rông*."


@asynccontextmanager
async def open_commune(folder: Path, clock: Clock | None = None) -> AsyncIterator[App]:
    """An and Bình agreed to announcements, Chi said nothing."""
    async with make_app(folder, clock=clock or Clock(MORNING)) as app:
        for who, post in POSTS.items():
            await start(app, who)
            async with app.database.write() as connection:
                await teams.give(connection, await person(app, who), post, who, BEGIN)
        async with app.database.write() as connection:
            await teams.make(connection, HERE, "Tổ thôn 2", BEGIN, by=None)
        for who in (AN, BINH, CHI):
            await start(app, who)
            await press(app, who, f"place.pick:{HERE}")
        for who in (AN, BINH):
            await agree(app, who)
        yield app


async def write(app: App, who: str = HOA, text: str = TEXT, commune: str = "") -> Campaign:
    """A draft of an announcement; its number is the highest there is."""
    await press(app, who, f"announcement.new:{commune}".rstrip(":"))
    await say(app, who, text)
    return await newest(app)


async def newest(app: App) -> Campaign:
    async with app.database.read() as connection:
        return (await campaigns.listed(connection, None, (), 1))[0]


async def now(app: App, campaign: Campaign) -> Campaign:
    async with app.database.read() as connection:
        found = await campaigns.find(connection, campaign.id)
    assert found is not None
    return found


async def submit(app: App, who: str = HOA) -> list[Spoken]:
    """The button beneath the preview."""
    campaign = await newest(app)
    return await press(app, who, find(await press(app, who, f"announcement.check:{campaign.id}"), "announcement.send"))


async def ask_for_agreement(app: App) -> Campaign:
    """An urgent one, for the whole commune."""
    campaign = await write(app)
    await press(app, HOA, f"announcement.urgent:{campaign.id}.urgent")
    await submit(app)
    return await now(app, campaign)


async def pass_on(app: App) -> None:
    """All that can be sent now."""
    await app.broadcasting.settle()
    await app.settle()


async def later(app: App, clock: Clock, *, hours: float) -> None:
    clock.now += timedelta(hours=hours)
    await pass_on(app)


def choice(messages: list[Spoken], action: str) -> Choice | None:
    """The first button whose action begins so."""
    offered = [one for message in messages for one in message.choices]
    return next((one for one in offered if one.action.startswith(action)), None)


def find(messages: list[Spoken], action: str) -> str:
    found = choice(messages, action)
    assert found is not None, f"no {action} in {[one.action for message in messages for one in message.choices]}"
    return found.action


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


def told(app: App, who: str, before: int) -> list[Spoken]:
    """What somebody was told after that many messages to all."""
    return [message for address, message in recording(app).sent[before:] if address == who]


def texts(messages: list[Spoken]) -> str:
    return "\n".join(message.text for message in messages)
