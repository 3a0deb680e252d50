"""An announcement to very many, made ready: ``python -m bench.audience [--people 1000000] [--json]``.

Counted (how many, by channel and how they can be reached), previewed (the message as each channel shows it), and
frozen (a row for each, as at the start of the sending), on SQLite, in a process of its own so that its memory is known.
No peer has this.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Awaitable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeVar

import sqlalchemy as sa

from bench.broadcasting.people import NOW, SQLITE, ready
from bench.reporting.files import peak_mb
from bot.broadcast.broadcasting import Broadcasting
from bot.cli.preview import SCREENS
from bot.config import ROOT, Settings
from bot.content.load import Content, read_content
from bot.core.campaign_figures import Terms
from bot.core.campaigns import Audience, Body, Campaign, Draft, Group
from bot.core.talk import SPOKEN
from bot.delivery.speak import Speaker
from bot.engine.turn import World
from bot.i18n import Translator
from bot.storage import audience, campaigns
from bot.storage.audience import Question
from bot.storage.campaign_tables import recipients
from bot.storage.database import Database
from bot.storage.outbox import Outgoing
from handlers.admin.announcement_message import compose, terms

ALL_S, PEAK_MB = 30.0, 300.0
"""The aims, of all together."""
TEXT = "Bão số 12 vào đất liền tối nay. Bà con chằng chống nhà cửa, không qua ngầm tràn, có gì gọi tổ công nghệ số."
CHANNELS = ("telegram", "webchat", "zalo_oa")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """``frozen``: rows made. ``narrow_s``: for counting those of one commune who speak Vietnamese and are in no team.
    ``cpu_s``: of the processor, which tells what a busy machine added."""

    people: int
    counted: int
    frozen: int
    estimate_s: float
    narrow_s: float
    preview_s: float
    freeze_s: float
    cpu_s: float
    peak_mb: float

    @property
    def seconds(self) -> float:
        return self.estimate_s + self.preview_s + self.freeze_s


def main() -> int:
    asked = arguments()
    if asked.inside:
        print(json.dumps(asdict(asyncio.run(prepared(asked.inside, asked.people)))))
        return 0
    found = measured(asked.people)
    print(json.dumps(as_json(found), indent=2) if asked.json else table(found))
    return int(bool(missed(found)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.audience", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=Path, help="with this file, in this process; print its result as JSON")
    return parser.parse_args()


def measured(people: int) -> Prepared:
    """On a copy, for the next run has to find nobody chosen yet."""
    made = ready(people)
    with TemporaryDirectory() as folder:
        copy = shutil.copy(made, folder)
        command = [sys.executable, "-m", "bench.audience", "--inside", copy, "--people", str(people)]
        return Prepared(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


async def prepared(file: Path, people: int) -> Prepared:
    content, database = read_content(ROOT / "content"), Database(f"{SQLITE}{file}")
    asking = terms(content, CHANNELS)
    to_all = await planned(database, Audience())
    some = Group(places=(next(iter(content.places.units)),), langs=("vi",))
    to_some = await planned(database, Audience(some, Group(roles=("member",))))
    begin = process_time()
    counted, estimate_s = await timed(count(database, to_all, asking))
    _, narrow_s = await timed(count(database, to_some, asking))
    _, preview_s = await timed(preview(content, to_all))
    async with database.write() as connection:
        await campaigns.drop(connection, to_some, NOW, by=1)
        asked = await campaigns.submit(connection, to_all, NOW, by=1, needs_approval=True)
        assert asked
        assert await campaigns.approve(connection, asked, NOW, by=2)
    _, freeze_s = await timed(begun(database, asking))
    cpu_s = process_time() - begin
    frozen = await rows(database)
    await database.close()
    return Prepared(people, counted, frozen, estimate_s, narrow_s, preview_s, freeze_s, cpu_s, peak_mb())


async def timed(work: Awaitable[T]) -> tuple[T, float]:
    begin = perf_counter()
    return await work, perf_counter() - begin


async def planned(database: Database, whom: Audience) -> Campaign:
    async with database.write() as connection:
        return await campaigns.make(connection, "", Draft(Body({"vi": TEXT}), whom), NOW, by=1)


async def count(database: Database, campaign: Campaign, asking: Terms) -> int:
    async with database.read() as connection:
        return (await audience.estimate(connection, Question(campaign, asking, NOW))).total


async def preview(content: Content, campaign: Campaign) -> int:
    """As each channel shows it, in each language. Gives back how many pictures of it that makes."""
    translator = Translator.read(ROOT / "locales")
    say, reply = translator.speak, compose(World.of(content, Settings(_env_file=None).cache_dir).ready(), campaign)
    sent = [Outgoing(0, "", "", reply, lang, "", 0) for lang in SPOKEN]
    spoken = [await Speaker(translator, None, None).spoken(out) for out in sent]
    return len([screen(message, say) for message in spoken for screen in SCREENS.values()])


async def begun(database: Database, asking: Terms) -> None:
    """What the running bot does when its time has come, without sending."""
    await Broadcasting(database, lambda: NOW, {}, lambda: asking, lambda *_what: None, over=200).look()


async def rows(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(sa.select(sa.func.count()).select_from(recipients))).scalar_one())


def missed(found: Prepared) -> list[str]:
    good = {
        "frozen": found.frozen == found.counted == found.people,
        "seconds": found.seconds <= ALL_S,
        "peak_mb": found.peak_mb <= PEAK_MB,
    }
    return [name for name, it_is in good.items() if not it_is]


def as_json(found: Prepared) -> dict[str, object]:
    return {
        **{name: round(value, 2) for name, value in asdict(found).items()},
        "seconds": round(found.seconds, 2),
        "missed": missed(found),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}",
    }


def table(found: Prepared) -> str:
    lines = [
        f"{f'{found.people:,} people':<60}{'seconds':>9}",
        f"{f'Counted by channel and reach: {found.counted:,}':<60}{found.estimate_s:>9.2f}",
        f"{'... of one commune and language, members left out':<60}{found.narrow_s:>9.2f}",
        f"{'Previewed on every channel':<60}{found.preview_s:>9.2f}",
        f"{f'Frozen, a row each: {found.frozen:,}':<60}{found.freeze_s:>9.2f}",
        f"{f'Counted, previewed and frozen (aim: {ALL_S:.0f} s)':<60}{found.seconds:>9.2f}",
        f"{'... of the processor':<60}{found.cpu_s:>9.2f}",
        f"{f'Memory at most, in MB (aim: {PEAK_MB:.0f})':<60}{found.peak_mb:>9.0f}",
        f"Missed: {', '.join(missed(found)) or 'nothing'}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
