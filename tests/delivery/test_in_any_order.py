"""Whatever happens, in whatever order: each person gets everything once, and in the order it was said."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.errors import DeliveryError, NotHere
from bot.delivery.retry import LONGEST_S
from tests.delivery.conftest import Post
from tests.fakes import CHANNEL

PEOPLE = ("an", "ba", "chi")
MISHAPS = (DeliveryError("timeout"), DeliveryError("slow down", retry_after=2), NotHere())


class Storm:
    """What people, platform and time do. The same seed throws the same dice."""

    def __init__(self, post: Post, seed: int) -> None:
        self.post, self.dice = post, random.Random(seed)
        self.said: dict[str, list[str]] = {who: [] for who in PEOPLE}

    async def something(self) -> None:
        what = self.dice.choice([self.say, self.say, self.fail, self.arrive, self.pass_time])
        await what(self.dice.choice(PEOPLE))
        for _ in range(self.dice.randrange(4)):
            await asyncio.sleep(0)

    async def say(self, who: str) -> None:
        text = str(len(self.said[who]))
        self.said[who].append(text)
        await self.post.says(who, text)

    async def fail(self, who: str) -> None:
        self.post.channel.fail(who, self.dice.choice(MISHAPS))

    async def arrive(self, who: str) -> None:
        await self.post.delivery.arrived(CHANNEL, who)

    async def pass_time(self, who: str) -> None:
        self.post.clock.forward(seconds=self.dice.choice([0.3, 1, 5]))

    async def calm(self) -> None:
        """Everybody is there, and there is time enough."""
        for _ in range(12):
            for who in PEOPLE:
                await self.arrive(who)
            await self.post.after(LONGEST_S)
            if not await self.post.states():
                return


@asynccontextmanager
async def delivering(post: Post) -> AsyncIterator[None]:
    """The delivery's own loop goes on meanwhile, without a rest."""
    ended = False

    async def loop() -> None:
        while not ended:
            await post.delivery.step()
            await asyncio.sleep(0)

    looping = asyncio.create_task(loop())
    yield
    ended = True
    await looping


@pytest.mark.parametrize("seed", range(5))
async def test_each_person_gets_everything_once_and_in_order(post: Post, seed: int) -> None:
    """Nothing here is a crash, so nothing goes twice; there are too few mishaps for a message to be given up."""
    post.channel.yields = 2
    storm = Storm(post, seed)
    async with delivering(post):
        for _ in range(30):
            await storm.something()
    await storm.calm()
    assert {who: post.channel.texts(who) for who in PEOPLE} == storm.said
    assert await post.states() == []
