"""Announcements that are on their way to people, for talks with those who get them."""

from typing import Any

import sqlalchemy as sa

from bot.app import App
from bot.core.campaigns import Body, Draft, Got, State, Urgency
from bot.core.messages import Spoken
from bot.core.ports import Consent
from bot.storage import consents
from bot.storage.campaign_tables import campaign_answers, campaigns, recipients
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN, CHANNEL, press
from tests.help_stage import HERE, person

NEWS, URGENT = "announcements", "urgent"


async def announce(app: App, *who: str, urgency: Urgency = Urgency.ORDINARY, got: Got = Got.WAITING) -> int:
    """One that is being sent to them just now. Gives back its number."""
    people = {address: await person(app, address) for address in who}
    async with app.database.write() as connection:
        ports = TurnPorts(connection, BEGIN)
        draft = Draft(Body({"vi": "Thứ bảy có lớp ở nhà rông."}), urgency=urgency)
        campaign = await ports.campaigns.make(next(iter(people.values())), HERE, draft)
        begun = campaigns.update().where(campaigns.c.id == campaign.id).values(state=State.SENDING.value)
        await connection.execute(begun)
        frozen = {"campaign_id": campaign.id, "channel": CHANNEL, "state": got.value, "reason": "", "attempts": 0,
                  "doubtful": False, "due_at": BEGIN, "ref": "", "recall": ""}  # fmt: skip
        rows = [frozen | {"person_id": id_, "address": address} for address, id_ in people.items()]
        await connection.execute(recipients.insert(), rows)
        await ports.keep()
    return campaign.id


async def recipients_of(app: App, campaign: int) -> list[dict[str, Any]]:
    chosen = sa.select(recipients).where(recipients.c.campaign_id == campaign).order_by(recipients.c.id)
    async with app.database.read() as connection:
        return [dict(row) for row in (await connection.execute(chosen)).mappings()]


async def states(app: App, campaign: int) -> list[str]:
    return [row["state"] for row in await recipients_of(app, campaign)]


async def answers(app: App, campaign: int) -> list[str]:
    chosen = sa.select(campaign_answers.c.what).where(campaign_answers.c.campaign_id == campaign)
    async with app.database.read() as connection:
        return sorted((await connection.execute(chosen)).scalars())


async def said_to(app: App, who: str) -> dict[str, bool]:
    """What they said last to each purpose."""
    async with app.database.read() as connection:
        found: list[Consent] = await consents.of_person(connection, await person(app, who))
    return {answer.purpose: answer.given for answer in found}


def stamp(app: App) -> str:
    return app.world.content.consents.purposes[NEWS].stamp


async def agree(app: App, who: str) -> list[Spoken]:
    return await press(app, who, f"consent.yes:{NEWS}.{stamp(app)}")
