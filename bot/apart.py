"""Making one file in a process of its own, which gives way to the bot: people are answered as quickly as before, and
what it needed of the memory is given back.

The process is told on its first line what to make, and tells on each of its own how far it is. It ends by itself when
nobody listens any more.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.config import ROOT, Settings
from bot.content.load import read_content
from bot.core.clock import VIETNAM, utc_now
from bot.core.errors import where
from bot.core.exports import Form
from bot.i18n import Translator
from bot.reports.filing import Dropped, Filing, Make, Told, Wanted
from bot.reports.period import read_period
from bot.reports.report import Place
from bot.reports.reporting import Reports
from bot.storage.database import Database

MODULE = "bot.apart"
GIVES_WAY = 10
"""By so much, as ``nice`` counts."""

log = logging.getLogger(__name__)


class Apart:
    """``here``: how it is made where that process fails, say because the content is being changed just now."""

    def __init__(self, settings: Settings, here: Make) -> None:
        self._settings, self._here = settings, here

    async def make(self, wanted: Wanted, path: Path, told: Told) -> None:
        """Raises ``Dropped``."""
        if await self._made(wanted, path, told):
            return
        log.warning("A file is made by the bot itself: the process of its own failed")
        await self._here(wanted, path, told)

    async def _made(self, wanted: Wanted, path: Path, told: Told) -> bool:
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", MODULE, stdin=pipe, stdout=pipe, cwd=ROOT)
        try:
            await self._listen(child, order(self._settings, wanted, path), told)
            return await child.wait() == 0
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()

    async def _listen(self, child: asyncio.subprocess.Process, ordered: str, told: Told) -> None:
        if not (child.stdin and child.stdout):
            return
        child.stdin.write(f"{ordered}\n".encode())
        child.stdin.close()
        async for line in child.stdout:
            done, total = map(int, line.split())
            if not await told(done, total):
                raise Dropped


def order(settings: Settings, wanted: Wanted, path: Path) -> str:
    """On a line; not among the arguments, which everybody on the machine may read."""
    said: dict[str, Any] = {
        "url": settings.url, "content": str(settings.content_dir), "locales": str(settings.locales_dir),
        "path": str(path.resolve()), "form": wanted.form.value, "period": wanted.period.code,
        "place": asdict(wanted.place), "lang": wanted.lang, "sessions": wanted.sessions, "inside": wanted.inside,
    }  # fmt: skip
    return json.dumps(said)


# ---- in the process of its own ----


def main() -> int:
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    try:
        asyncio.run(_make(json.loads(sys.stdin.readline())))
    except Exception as error:
        print(f"A file was not made: {where(error)}", file=sys.stderr)
        return 1
    return 0


async def _make(said: Mapping[str, Any]) -> None:
    content = read_content(Path(said["content"]))
    communes = {code: unit.name for code, unit in content.places.units.items()}
    database = Database(said["url"])
    reports = Reports(database, communes, utc_now)
    filing = Filing(database, lambda: reports, lambda: content, Translator.read(Path(said["locales"])).speak)
    period = read_period(said["period"], utc_now().astimezone(VIETNAM).date())
    wanted = Wanted(Form(said["form"]), period, Place(**said["place"]), said["lang"], said["sessions"], said["inside"])
    try:
        await filing.make(wanted, Path(said["path"]), _tell)
    finally:
        await database.close()


async def _tell(done: int, total: int) -> bool:
    """Raises ``BrokenPipeError`` when the bot is gone, and with that it ends."""
    print(done, total, flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
