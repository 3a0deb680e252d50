"""The talk on aiogram 3, as its own documentation would have it written: a router, a state, data beside it.

Fed by `Dispatcher.feed_raw_update`, one update after another, in this task: 1,968 to 2,044 turns a second (five runs
each, 2,000 people). `feed_webhook_update` adds a task and a timer to each update (1,820 to 1,889), and a task for each
update, a hundred at a time as polling has them, adds tasks where nothing waits for a socket (1,466 to 1,583).
"""

import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from functools import cache
from time import perf_counter
from typing import Any, cast

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from typing_extensions import override

from bench.peers import script
from bench.peers.stub import TOKEN, Network, Result, equal_conditions, timed


class StubSession(BaseSession):
    """AiohttpSession without aiohttp: the same form fields go out, the same check is made of what comes back."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    @override
    async def close(self) -> None: ...

    def fields(self, bot: Bot, method: TelegramMethod[TelegramType]) -> dict[str, str]:
        """As `AiohttpSession.build_form_data`, with a dict in the place of aiohttp's form."""
        ready: dict[str, str] = {}
        for key, value in method.model_dump(warnings=False).items():
            if prepared := self.prepare_value(value, bot=bot, files={}):
                ready[key] = prepared
        return ready

    @override
    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        content = self._network.answer(method.__api_method__, self.fields(bot, method))
        response = self.check_response(bot=bot, method=method, status_code=200, content=content)
        return cast("TelegramType", response.result)

    @override
    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError
        yield b""


class Walk(StatesGroup):
    """The person walks through a guide; which one and how far is in the data."""

    walking = State()


@cache
def menu_keyboard() -> InlineKeyboardMarkup:
    """One row for each guide; kept, as it cannot change and the library's objects take time to build."""
    rows = [[InlineKeyboardButton(text=label, callback_data=f"guide:{slug}")] for slug, label in script.MENU]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@cache
def walk_keyboard(step: int) -> InlineKeyboardMarkup:
    """The buttons know their step, so that a second tap on an old one does no harm."""
    rows = [[InlineKeyboardButton(text=label, callback_data=f"{name}:{step}")] for name, label in script.WALK]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def pressed(query: CallbackQuery) -> tuple[Message, str]:
    """Answer the press at once, so that the button stops spinning; what it says after the colon."""
    await query.answer()
    assert isinstance(query.message, Message)
    assert query.data is not None
    return query.message, query.data.partition(":")[2]


async def start(message: Message, state: FSMContext) -> None:
    """/start: the menu."""
    await state.clear()
    await message.answer(script.MENU_TEXT, reply_markup=menu_keyboard())


async def choose(query: CallbackQuery, state: FSMContext) -> None:
    """A guide is chosen: its first step."""
    message, slug = await pressed(query)
    await state.set_state(Walk.walking)
    await state.set_data({"guide": slug, "step": 1})
    await show(message, 1)


async def show(message: Message, step: int) -> None:
    """Turn the message into the given step."""
    await message.edit_text(script.step_text(step), reply_markup=walk_keyboard(step))


async def done(query: CallbackQuery, state: FSMContext) -> None:
    """The step is done: the next, or the end."""
    message, step = await pressed(query)
    here = await state.get_data()
    if here["step"] != int(step):
        return
    if int(step) == len(script.STEPS):
        await finish(message, state)
        return
    await state.set_data(here | {"step": here["step"] + 1})
    await show(message, here["step"] + 1)


async def finish(message: Message, state: FSMContext) -> None:
    """The last step is done."""
    await state.clear()
    await message.edit_text(script.FINAL)


async def back(query: CallbackQuery, state: FSMContext) -> None:
    """One step back, but not before the first."""
    message, _ = await pressed(query)
    here = await state.get_data()
    step = max(1, here["step"] - 1)
    await state.set_data(here | {"step": step})
    await show(message, step)


async def stuck(query: CallbackQuery) -> None:
    """Help with the step, in a message of its own."""
    message, _ = await pressed(query)
    await message.answer(script.STUCK_TEXT)


async def human(query: CallbackQuery) -> None:
    """A person is called for."""
    message, _ = await pressed(query)
    await message.answer(script.HUMAN_TEXT)


def router() -> Router:
    """Which handler is for which press; the commonest comes first, since the library tries them in order."""
    routes = Router()
    routes.message.register(start, CommandStart())
    for name, callback in ((script.DONE, done), (script.BACK, back), (script.STUCK, stuck), (script.HUMAN, human)):
        routes.callback_query.register(callback, Walk.walking, F.data.startswith(f"{name}:"))
    routes.callback_query.register(choose, F.data.startswith("guide:"))
    return routes


async def run(people: int) -> Result:
    """Hold the talk with so many people at once."""
    network = Network()
    raws = list(script.updates(people))
    bot = Bot(TOKEN, session=StubSession(network))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router())
    with equal_conditions():
        begun = perf_counter()
        spent = await timed(raws, turn(dispatcher, bot))
        return Result.of(spent, perf_counter() - begun, network.finished(script.FINAL))


def turn(dispatcher: Dispatcher, bot: Bot) -> Callable[[str], Coroutine[Any, Any, None]]:
    """What a real bot does with the text of an update."""

    async def process(raw: str) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(raw))

    return process
