"""Two hundred talks, and a process that is killed again and again: nobody loses a message, nobody loses their place.

A message is sent, then written down as sent. A kill in between sends it once more: that is the only way to a double.
So after each kill, before the next process begins, it is looked up how many answers each person was sent and how many
of these the dead process had written down. The next process may repeat what lies between the two, each once; an answer
that was written down never comes again, and one that was never sent is never written down.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.e2e.conftest import MakeBot
from tests.e2e.guides import RIDE
from tests.e2e.process import TOKEN, Bot, until
from tests.e2e.words import DONE, HELLO, vi
from tests.emulators.telegram import Call, Message, TelegramEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PEOPLE = 200
PRESSES = 2
KILLS = 14
SEED = 20261124
FURTHEST_BETWEEN_KILLS = 200  # calls of the bot
PATIENCE_S = 120.0

GREETING = "0"
"""Answers are named by the number of the step they show; the greeting is none."""
NOT_MODIFIED = "message is not modified"


@dataclass
class Resident:
    """Opens the guide, goes to a step of their own by a button, and presses “Xong” twice from there."""

    chat: int
    step: int

    @property
    def last_step(self) -> int:
        return self.step + PRESSES

    @property
    def answers(self) -> list[str]:
        """What they are to be shown, in this order."""
        return [GREETING, "1", *(str(self.step + done) for done in range(PRESSES + 1))]

    def answers_after(self, turns: int) -> int:
        """How many of them there are after so many turns: the first has two."""
        return turns + 1 if turns else 0

    async def act(self, telegram: TelegramEmulator) -> None:
        telegram.say(self.chat, f"/start g_{RIDE}")
        first = await self._shown(telegram, 1)
        telegram.press_data(self.chat, first.message_id, f"guide.here:{RIDE}.s{self.step}")
        for step in range(self.step, self.last_step):
            shown = await self._shown(telegram, step)
            done = shown.key(DONE)
            assert done
            telegram.press_data(self.chat, shown.message_id, done["callback_data"])
        await self._shown(telegram, self.last_step)

    async def _shown(self, telegram: TelegramEmulator, step: int) -> Message:
        def found() -> Message | None:
            mine = [message for message in telegram.chat(self.chat) if message.from_bot]
            return next((message for message in mine if name(message.text) == str(step)), None)

        return await telegram.wait_for(found, PATIENCE_S, self.chat)


@dataclass(frozen=True)
class Kill:
    """``at``: when the process was gone. By chat, how many answers Telegram had taken (``sent``), and how many of them
    were ``written_down`` as sent."""

    at: float
    sent: dict[int, int]
    written_down: dict[int, int]

    @property
    def under_way(self) -> int:
        return sum(self.sent.values()) - sum(self.written_down.values())


async def test_kills_between_any_two_steps_lose_nothing_and_double_only_what_was_under_way(
    make_bot: MakeBot, emulator: TelegramEmulator
) -> None:
    bot = await make_bot(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=emulator.base_url).start()
    people = [Resident(chat, 2 + chat % 6) for chat in range(1, PEOPLE + 1)]
    acting = asyncio.gather(*(person.act(emulator) for person in people))
    try:
        kills = await kill_again_and_again(bot, emulator, people, acting)
        await acting
    finally:
        acting.cancel()
    await until(lambda: not bot.rows("SELECT id FROM outbox") and not emulator.pending)

    all_doubles = 0
    for person in people:
        assert bot.talk("telegram", str(person.chat))["trail"][-1] == f"s{person.last_step}"
        all_doubles += doubles(person, sent(emulator, person.chat), kills)
    assert bot.rows("SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(0,)]
    assert bot.rows("SELECT count(*) FROM unreadable") == [(0,)]
    under_way = sum(kill.under_way for kill in kills)
    assert all_doubles <= under_way
    seen = sum(seen_twice(emulator, person.chat) for person in people)
    answers = sum(len(person.answers) for person in people)
    print(f"\n{len(kills)} kills, {PEOPLE} people, {answers} answers:")
    print(f"{all_doubles} sent twice ({seen} seen twice), {under_way} were under way at the kills")


async def kill_again_and_again(
    bot: Bot, telegram: TelegramEmulator, people: Sequence[Resident], acting: asyncio.Future[list[None]]
) -> list[Kill]:
    """At moments drawn by lot: after so many more calls and a little while. Some processes die while they start."""
    lot = random.Random(SEED)
    kills: list[Kill] = []
    for number in range(KILLS):
        if number % 4 == 3:
            await asyncio.sleep(lot.uniform(0.2, 1.0))
        else:
            enough = len(telegram.calls) + lot.randint(1, FURTHEST_BETWEEN_KILLS)
            await telegram.wait_for(lambda enough=enough: len(telegram.calls) >= enough, PATIENCE_S)  # type: ignore[misc]
            await asyncio.sleep(lot.uniform(0.0, 0.03))
        assert not acting.done(), "everything was over before the last kill: let them come sooner"
        await bot.kill()
        kills.append(await look(bot, telegram, people))
        await bot.launch()
    return kills


async def look(bot: Bot, telegram: TelegramEmulator, people: Sequence[Resident]) -> Kill:
    """What Telegram has, and what the dead process had written down."""
    for _ in range(50):
        await asyncio.sleep(0)  # the emulator reads what the dead process had still written to its sockets
    turns = dict(bot.rows("SELECT address, count(*) FROM inbox WHERE done_at IS NOT NULL GROUP BY address"))
    waiting = dict(bot.rows("SELECT address, count(*) FROM outbox GROUP BY address"))
    kill = Kill(telegram.world.clock(), {}, {})
    for person in people:
        address = str(person.chat)
        kill.written_down[person.chat] = person.answers_after(turns.get(address, 0)) - waiting.get(address, 0)
        kill.sent[person.chat] = len({name(call.params["text"]) for call in sent(telegram, person.chat)})
        assert kill.sent[person.chat] >= kill.written_down[person.chat], "written down, though never sent"
    return kill


def doubles(person: Resident, calls: Sequence[Call], kills: Sequence[Kill]) -> int:
    """How many answers were sent twice. All are there, in their order; each process sends each at most once, and none
    that one before it had written down."""
    reached = doubled = 0
    by_process = set()
    for call in calls:
        position = person.answers.index(name(call.params["text"]))
        before = [kill for kill in kills if kill.at <= call.at]
        assert position <= reached, f"chat {person.chat}: answer {position} came before {reached}"
        assert not before or position >= before[-1].written_down[person.chat], "sent again, though written down"
        assert (len(before), position) not in by_process, "sent twice without a kill"
        by_process.add((len(before), position))
        doubled += position < reached
        reached = max(reached, position + 1)
    assert reached == len(person.answers)
    return doubled


def sent(telegram: TelegramEmulator, chat: int) -> list[Call]:
    """The answers that Telegram took, in its order; one that changes nothing (it stands there already) counts too."""
    calls = [
        call for call in telegram.calls if call.chat_id == chat and call.method in {"sendMessage", "editMessageText"}
    ]
    assert all(call.status == 200 or NOT_MODIFIED in call.description for call in calls)
    return calls


def seen_twice(telegram: TelegramEmulator, chat: int) -> int:
    """Messages that the person sees beyond the greeting and the one in which the steps are shown."""
    return sum(message.from_bot for message in telegram.chat(chat)) - 2


def name(text: str) -> str:
    """Which answer this is."""
    found = re.search(r"Động tác thứ (\d+)\.", text)
    return found[1] if found else {vi(HELLO, you="bà con"): GREETING}[text]
