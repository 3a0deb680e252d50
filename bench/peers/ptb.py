"""The talk on python-telegram-bot, as its own documentation would have it written.

Fed by `Application.process_update`, one update after another, in this task. The other way, `update_queue` with the
application's own fetcher, calls the very same method through a queue and a semaphore: 2,962 to 3,167 turns a second
against 3,252 to 3,432 (five runs each, 2,000 people). `concurrent_updates` stays off, as a ConversationHandler needs.

`per_message=True` is what the library asks for when every handler of a conversation is a button: /start then stands
outside the conversation, and the PTBUserWarning about untracked buttons has no cause any more.
"""

import json
from collections.abc import Callable, Coroutine, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeAlias

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PersistenceInput,
    PicklePersistence,
)
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bench.peers import script
from bench.peers.stub import TOKEN, Network, Result, equal_conditions, timed

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE
Callback: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, int | None]]
WALKING = 1
OVER = ConversationHandler.END


class Keep(StrEnum):
    """What becomes of the talks: forgotten, or kept by PicklePersistence in one of its two ways.

    PICKLE is how the library does it when not told otherwise: what changed is on the disk after each interval, but
    the whole file is written anew for every person who changed. PICKLE_ON_FLUSH writes it once per flush, which the
    library by itself does only at shutdown; a careful author calls the flush from a task, and so do we.
    """

    MEMORY = "memory"
    PICKLE = "pickle"
    PICKLE_ON_FLUSH = "pickle-on-flush"


class StubRequest(BaseRequest):
    """The lowest layer of the library there is: HTTPXRequest without httpx."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @property
    @override
    def read_timeout(self) -> float:
        return 5.0

    @override
    async def initialize(self) -> None: ...

    @override
    async def shutdown(self) -> None: ...

    @override
    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        fields = request_data.json_parameters if request_data else {}
        return 200, self._network.answer(url.rpartition("/")[2], fields).encode()


@cache
def menu_keyboard() -> InlineKeyboardMarkup:
    """One row for each guide; kept, as it cannot change and the library's objects take time to build."""
    rows = [[InlineKeyboardButton(label, callback_data=f"guide:{slug}")] for slug, label in script.MENU]
    return InlineKeyboardMarkup(rows)


@cache
def walk_keyboard(step: int) -> InlineKeyboardMarkup:
    """The buttons know their step, so that a second tap on an old one does no harm."""
    rows = [[InlineKeyboardButton(label, callback_data=f"{name}:{step}")] for name, label in script.WALK]
    return InlineKeyboardMarkup(rows)


def walk(context: Context) -> dict[Any, Any]:
    """Where the person is: which guide, which step."""
    assert context.user_data is not None
    return context.user_data


async def pressed(update: Update) -> tuple[CallbackQuery, str]:
    """Answer the press at once, so that the button stops spinning; what it says after the colon."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    return query, query.data.partition(":")[2]


async def start(update: Update, context: Context) -> None:
    """/start: the menu."""
    assert update.message is not None
    walk(context).clear()
    await update.message.reply_text(script.MENU_TEXT, reply_markup=menu_keyboard())


async def choose(update: Update, context: Context) -> int:
    """A guide is chosen: its first step."""
    query, slug = await pressed(update)
    walk(context).update(guide=slug, step=1)
    return await show(query, 1)


async def show(query: CallbackQuery, step: int) -> int:
    """Turn the message into the given step."""
    await query.edit_message_text(script.step_text(step), reply_markup=walk_keyboard(step))
    return WALKING


async def done(update: Update, context: Context) -> int:
    """The step is done: the next, or the end."""
    query, step = await pressed(update)
    here = walk(context)
    if here.get("step") != int(step):
        return WALKING
    if int(step) == len(script.STEPS):
        return await finish(query, context)
    here["step"] += 1
    return await show(query, here["step"])


async def finish(query: CallbackQuery, context: Context) -> int:
    """The last step is done."""
    walk(context).clear()
    await query.edit_message_text(script.FINAL)
    return OVER


async def back(update: Update, context: Context) -> int:
    """One step back, but not before the first."""
    query, _ = await pressed(update)
    here = walk(context)
    here["step"] = max(1, here.get("step", 1) - 1)
    return await show(query, here["step"])


async def stuck(update: Update, context: Context) -> int:
    """Help with the step, in a message of its own."""
    query, _ = await pressed(update)
    await context.bot.send_message(query.from_user.id, script.STUCK_TEXT)
    return WALKING


async def human(update: Update, context: Context) -> int:
    """A person is called for."""
    query, _ = await pressed(update)
    await context.bot.send_message(query.from_user.id, script.HUMAN_TEXT)
    return WALKING


def button(name: str, callback: Callback) -> CallbackQueryHandler[Context, Any]:
    """A handler for the presses of one kind."""
    return CallbackQueryHandler(callback, pattern=f"^{name}:")


def conversation(keep: Keep) -> ConversationHandler[Context]:
    """The walk through a guide."""
    buttons = ((script.DONE, done), (script.BACK, back), (script.STUCK, stuck), (script.HUMAN, human))
    return ConversationHandler(
        entry_points=[button("guide", choose)],
        states={WALKING: [button(name, callback) for name, callback in buttons]},
        fallbacks=[],
        per_message=True,
        name="walk",
        persistent=keep is not Keep.MEMORY,
    )


def application(network: Network, keep: Keep, folder: Path) -> App:
    """The bot; nothing is stored but what the talk needs, since every further kind costs a write per person."""
    builder = Application.builder().token(TOKEN).updater(None).job_queue(None)
    builder = builder.request(StubRequest(network)).get_updates_request(StubRequest(network))
    if keep is not Keep.MEMORY:
        builder = builder.persistence(pickled(keep, folder))
    app = builder.build()
    app.add_handlers([conversation(keep), CommandHandler("start", start)])
    return app


def pickled(keep: Keep, folder: Path) -> PicklePersistence[Any, Any, Any]:
    """The library's file; the interval is its own default, see `held` for when flushes happen."""
    kinds = PersistenceInput(bot_data=False, chat_data=False, user_data=True, callback_data=False)
    return PicklePersistence(folder / "talks.pickle", store_data=kinds, on_flush=keep is Keep.PICKLE_ON_FLUSH)


async def run(people: int, keep: Keep = Keep.MEMORY) -> Result:
    """Hold the talk with so many people at once."""
    network = Network()
    raws = list(script.updates(people))
    with TemporaryDirectory() as folder, equal_conditions():
        app = application(network, keep, Path(folder))
        await app.initialize()
        await app.start()
        return await held(app, raws, network)


async def held(app: App, raws: Sequence[str], network: Network) -> Result:
    """Both halves of the run, and a flush after each: one as the timer would in the middle, one at the stop.

    The timer itself cannot fire here, because updates come without a pause; and how often it would fire in a run of
    some seconds says nothing. So the method it calls is called once, when every talk is open.
    """
    half = len(raws) // 2
    begun = perf_counter()
    spent = await timed(raws[:half], turn(app))
    flushes = await flushed(app)
    spent += await timed(raws[half:], turn(app))
    flushes += await stopped(app)
    return Result.of(spent, perf_counter() - begun, network.finished(script.FINAL), flushes)


def turn(app: App) -> Callable[[str], Coroutine[Any, Any, None]]:
    """What a real bot does with the text of an update."""

    async def process(raw: str) -> None:
        await app.process_update(Update.de_json(json.loads(raw), app.bot))

    return process


async def flushed(app: App) -> float:
    """Write what changed; how long it took."""
    if app.persistence is None:
        return 0.0
    begun = perf_counter()
    await app.update_persistence()
    if isinstance(app.persistence, PicklePersistence) and app.persistence.on_flush:
        await app.persistence.flush()
    return perf_counter() - begun


async def stopped(app: App) -> float:
    """Stop as the library does, which writes the last changes; how long it took, if anything was kept."""
    begun = perf_counter()
    await app.stop()
    await app.shutdown()
    return perf_counter() - begun if app.persistence else 0.0
