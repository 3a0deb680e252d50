"""The one place where everything is put together. Only here are concrete classes named."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.alarms import Alarms
from bot.apart import Apart
from bot.attaching import Attaching, learn
from bot.broadcast.broadcasting import Broadcasting
from bot.broadcast.carrier import Carrier
from bot.broadcast.lane import Lane
from bot.broadcast.message import Messages
from bot.channels.console.receive import Console
from bot.config import Settings, make_data_dir
from bot.content.load import Content, read_content
from bot.core.channel import Channel, Meeting, Taken
from bot.core.clock import Clock, utc_now
from bot.core.leases import JOBS, TURNS, polling, sending
from bot.core.messages import Document
from bot.core.phrases import Phrase
from bot.core.pictures import Fetch
from bot.core.session_ports import MONTHLY, WEEKLY
from bot.core.sheet import Sheet
from bot.delivery.deliver import Delivery
from bot.delivery.speak import Speaker
from bot.engine.turn import World
from bot.exporting import Exporting
from bot.fetching import Fetching
from bot.i18n import Translator
from bot.intake import Intake
from bot.key import read_key
from bot.reminding import Regular, Reminding
from bot.renewal import Renewal
from bot.reports.export_desk import open_desk
from bot.reports.reporting import Reports
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.demo import is_demo
from bot.storage.door import Site
from bot.storage.inbox import waiting_count
from bot.storage.leases import Leases
from bot.storage.migrate import migrate
from bot.storage.retention import NAME as RETENTION
from bot.turning import TurnLoop
from bot.upkeep import Upkeep
from handlers import all_handlers
from handlers.admin import announcement_message, report_mail
from handlers.team.alarms import ring
from handlers.team.reminders import REMINDER

SHARED_LOOK_S = 0.5  # how long at most a message that another process took in waits for its turn
STOP_WITHIN_S = 6.0  # with the 3 s of the server this stays under the 10 s that process managers give

log = logging.getLogger(__name__)


class App:
    """Storage, turn loop, delivery and channels. ``run`` for a server, ``settle`` for one step at a time."""

    def __init__(self, settings: Settings, content: Content | None = None, clock: Clock = utc_now) -> None:
        self.settings, self.clock = settings, clock
        self.translator = Translator.read(settings.locales_dir)
        self.world = World.of(content or read_content(settings.content_dir), settings.cache_dir).ready()
        self.database = Database(settings.url)
        self.channels: dict[str, Channel] = {}
        self.turns = TurnLoop(self.database, all_handlers(), lambda: self.world, clock)
        self.renewal = Renewal(settings.content_dir, settings.cache_dir, self._use, clock)
        self.upkeep = Upkeep(self.database, clock)
        self.alarms = Alarms(
            self.database, clock, settings.waiting_clock, lambda request, circle: ring(self.world, request, circle)
        )
        self.reminding = Reminding(self.database, clock, REMINDER, regulars(self))
        self.sources: dict[str, Fetch] = {}
        self.fetching = Fetching(self.database, clock, self.sources, shrink)
        self.exports = open_desk(
            self.database, clock, lambda: reports(self), lambda: self.world.content, self.say, settings.data_dir
        )
        self.exporting = Exporting(self.database, clock, self.exports, Apart(settings, self.exports.make).make)
        self.attaching = Attaching(self.database, lambda ask: learn(settings, ask), clock)
        self._intake = Intake(self.database, clock, self.turns.wake)
        self.leases = Leases(self.database, secrets.token_hex(8), time.monotonic)
        self._share()
        self._loops: list[asyncio.Task[None]] = []
        self._helpers: list[asyncio.Task[None]] = []
        self._delivery: Delivery | None = None
        self._broadcasting: Broadcasting | None = None
        self.is_demo = False  # known once it is open

    @property
    def delivery(self) -> Delivery:
        """Made at first use, when all channels are known."""
        if not self._delivery:
            self._delivery = Delivery(
                self.database, self.channels, self.translator, self.clock, time.monotonic, draw_sheet,
                lambda sent: self.fetching.passed_on(sent), self.exports.document, self.leases.holds,
            )  # fmt: skip
            self.turns.on_batch = self._delivery.offer
        return self._delivery

    @property
    def broadcasting(self) -> Broadcasting:
        """Made at first use, as the delivery is, beside which it sends."""
        if not self._broadcasting:
            self._broadcasting = make_broadcasting(self)
        return self._broadcasting

    def _share(self) -> None:
        """Of the processes that share a database, one turns, and one does what comes again and again."""
        self.turns.mine = lambda: self.leases.holds(TURNS)
        self.turns.look_s = SHARED_LOOK_S if self.database.shared else None
        for rounds in (self.upkeep, self.alarms, self.reminding, self.fetching, self.exporting):
            rounds.mine = lambda: self.leases.holds(JOBS)

    def _use(self, world: World) -> None:
        """From the next batch of turns on."""
        self.world = world

    async def take(self, taken: Sequence[Taken]) -> None:
        await self._intake.take(taken)

    async def arrived(self, channel: str, address: str) -> None:
        await self.delivery.arrived(channel, address)
        self.broadcasting.wake(channel)

    def say(self, phrase: Phrase, lang: str) -> str:
        return self.translator.speak(phrase, lang)

    async def open(self) -> None:
        """Make the database ready. Raises ``OperatorError`` in words when it cannot be."""
        if not self.settings.database_url:
            make_data_dir(self.settings)
        self.turns.site = Site(read_key(self.settings), self.settings.public_url, self.settings.waiting_clock,
                               tuple(sorted(self.channels)), self.settings.approve_over)  # fmt: skip
        await migrate(self.database)
        async with self.database.read() as connection:
            self.is_demo = await is_demo(connection)

    async def start(self) -> None:
        """Begin to turn, deliver and receive."""
        under_one_token = [name for name, channel in self.channels.items() if not isinstance(channel, Meeting)]
        one_each = [right(name) for name in under_one_token for right in (polling, sending)]
        await self.leases.begin([TURNS, JOBS, *one_each])
        runs = (self.turns.run(), self.delivery.run(), self.upkeep.run(), self.alarms.run(), self.reminding.run())
        more = (self.fetching.run(), self.exporting.run(), self.broadcasting.run())
        self._loops = [asyncio.create_task(run) for run in (*runs, *more)]
        self._helpers = [asyncio.create_task(run) for run in (self.renewal.run(), self.leases.run())]
        for channel in self.channels.values():
            await channel.start()
        calm_the_collector()

    async def settle(self) -> None:
        """Answer all that has come in, and send all that can be sent now."""
        while await self.turns.drain():
            await self.delivery.drain()
        await self.delivery.drain()

    async def close(self) -> None:
        """Take nothing new, finish what was begun, then go."""
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await self._finish()
        except TimeoutError:
            log.warning("Some messages were still being sent; they go again at the next start")
        await self.database.close()

    async def _finish(self) -> None:
        for channel in self.channels.values():
            await channel.stop()
        self.turns.stop()
        self.delivery.stop()
        self.upkeep.stop()
        self.alarms.stop()
        self.reminding.stop()
        self.fetching.stop()
        self.exporting.stop()
        self.broadcasting.stop()
        self.attaching.stop()
        if self._loops:
            await asyncio.wait(self._loops, timeout=STOP_WITHIN_S / 2)
        for task in (*self._loops, *self._helpers):  # of the loops only what is resting from trouble is still there
            task.cancel()
        await asyncio.gather(*self._loops, *self._helpers, return_exceptions=True)
        await self.delivery.finish()
        await self.leases.release()

    async def health(self) -> tuple[bool, dict[str, Any]]:
        """(all well, what a monitor wants to know)."""
        try:
            async with self.database.read() as connection:
                await connection.execute(sa.text("SELECT 1"))
                waiting = await waiting_count(connection)
                retention = await jobs.last(connection, RETENTION)
        except Exception as error:
            log.error("Not healthy: %s", error)
            return False, {"status": "trouble", "database": "unreachable"}
        alive = all(not loop.done() for loop in self._loops)
        report = {"status": "ok" if alive else "trouble", "database": "ok", "waiting": waiting,
                  "channels": sorted(self.channels), "guides": len(self.world.content.published),
                  "retention": retention.at.isoformat(timespec="seconds") if retention else None}  # fmt: skip
        if self.renewal.last and self.renewal.last.faults:
            report["content"] = f"a change was refused: {self.renewal.last.faults[0]}"
        return alive, report


def make_broadcasting(app: App) -> Broadcasting:
    """A lane for each channel, with the delivery's rate."""
    say, settings = announcement_message, app.settings
    messages = Messages(
        app.database,
        lambda campaign, file: say.compose(app.world, campaign, file),
        lambda campaign: say.correction(app.world, campaign),
    )
    lanes: dict[str, Lane] = {}
    made = Broadcasting(
        app.database, app.clock, lanes, lambda: say.terms(app.world.content, sorted(app.channels)),
        lambda campaign, what, progress: say.told(app.world, campaign, what, progress), settings.approve_over,
        lambda: app.leases.holds(JOBS),
    )  # fmt: skip
    for name, channel in app.channels.items():
        carrier = Carrier(channel, app.delivery.buckets[name], Speaker(app.translator, None, None), messages, app.clock)
        lanes[name] = Lane(
            app.database, carrier, app.clock, made.failing, partial(may_send, app, channel),
            channel.present if isinstance(channel, Meeting) else None, settings.announce_failures,
        )  # fmt: skip
    return made


def may_send(app: App, channel: Channel) -> bool:
    """Everybody sends to those who are connected to them; of the others, who holds the right."""
    return isinstance(channel, Meeting) or app.leases.holds(sending(channel.name))


def shrink(raw: bytes) -> bytes:
    """What reads pictures is loaded with the first one."""
    from bot.shrink import shrink

    return shrink(raw)


def draw_sheet(sheet: Sheet, say: Callable[[Phrase], str]) -> Document:
    """What draws is loaded with the first page."""
    from bot.reports.sheet import draw

    return draw(sheet, say)


def calm_the_collector() -> None:
    """The content and the libraries stay, and a batch makes many objects that soon go without it: looking through them
    all for rubbish cost a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def with_console(app: App) -> Console:
    console = Console(app.take, app.clock)
    app.channels[console.name] = console
    return console


def regulars(app: App) -> tuple[Regular, ...]:
    """By the content of the moment."""
    return (
        Regular(MONTHLY, report_mail.month_since, lambda *asked: report_mail.monthly(app.world, *asked)),
        Regular(WEEKLY, report_mail.week_since, lambda *asked: report_mail.weekly(app.world, *asked)),
    )


def reports(app: App) -> Reports:
    communes = {code: unit.name for code, unit in app.world.places.units.items()}
    return Reports(app.database, communes, app.clock)
