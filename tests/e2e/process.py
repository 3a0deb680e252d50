"""The bot as a process: started, waited for, killed, looked into."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

from bot.config import ROOT
from tests import postgres

TOKEN = "7002117:AA-planted-so-that-a-leak-is-found"
SECRET = TOKEN.partition(":")[2]
"""This part of the token must be in no output of any process."""

PATIENCE_S = 30.0
READY = "Ready."
WEB_CHAT = "Web chat"

_alive: set[int] = set()
output: list[str] = []
"""Every line that any process of these tests has written, to either stream."""


@atexit.register
def _kill_what_is_left() -> None:
    for pid in _alive:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the developer's own settings gets in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **settings}


async def until(found: Callable[[], Any], timeout_s: float = PATIENCE_S, what: str = "") -> None:
    """Come back when it is true; it is asked again every few milliseconds."""
    end = time.monotonic() + timeout_s
    while not found():
        if time.monotonic() > end:
            raise TimeoutError(what or "this did not come true")
        await asyncio.sleep(0.02)


class Bot:
    """``python -m bot run`` with a data folder of its own. ``settings`` are ``TOSO_*`` without that beginning."""

    def __init__(self, data: Path, content: Path, **settings: str) -> None:
        self.data = data
        given = {"PORT": "0", "DATA_DIR": str(data), "CONTENT_DIR": str(content), **settings}
        self.settings = {f"TOSO_{name}": value for name, value in given.items()}
        self.lines: list[str] = []
        self.announced_on = ""
        self.url = ""
        self.started_in_s = 0.0
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._line = asyncio.Event()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_exc: object) -> None:
        await self.kill()

    @property
    def shared(self) -> str:
        """The address of the PostgreSQL it is on; "" for a file of its own."""
        return self.settings.get("TOSO_DATABASE_URL", "")

    @property
    def log(self) -> str:
        return "".join(self.lines)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def launch(self) -> None:
        """Begin, without waiting for anything."""
        assert not self.running
        self.url = ""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.data.parent, env=environment(self.settings),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        _alive.add(self._process.pid)
        self._reader = asyncio.create_task(self._read(self._process))

    async def start(self) -> Self:
        """Begin, and come back when it says that it is ready."""
        began = time.monotonic()
        seen = len(self.lines)
        await self.launch()
        async with asyncio.timeout(PATIENCE_S):
            while not any(line.startswith(READY) for line in self.lines[seen:]):
                assert self._reader
                assert not self._reader.done(), f"it ended before it was ready:\n{self.log}"
                self._line.clear()
                await self._line.wait()
        self.started_in_s = time.monotonic() - began
        self.url = next(line for line in reversed(self.lines) if line.startswith(WEB_CHAT)).split()[-1].rstrip("/")
        return self

    async def kill(self) -> None:
        """SIGKILL: it learns nothing of it. Nothing happens if it is gone already."""
        if self._process and self.running:
            self._process.kill()
        await self._gone()

    async def terminate(self) -> int:
        """SIGTERM, and how it ended."""
        assert self._process
        self._process.terminate()
        return await self._gone()

    async def restart(self) -> Self:
        await self.kill()
        return await self.start()

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        return await self._gone()

    def rows(self, query: str, *values: object) -> list[Any]:
        """Look into the database. Of a process that is gone a copy is looked into, so that what it left stays as it is
        for the next one to mend."""
        if self.shared:
            return rows_of(self.shared, query, values)
        if self.running:
            with closing(sqlite3.connect(self.data / "toso.db", timeout=PATIENCE_S)) as database:
                return database.execute(query, values).fetchall()
        with tempfile.TemporaryDirectory() as folder:
            for name in ("toso.db", "toso.db-wal"):
                if (self.data / name).exists():
                    shutil.copy(self.data / name, folder)
            with closing(sqlite3.connect(Path(folder) / "toso.db")) as database:
                return database.execute(query, values).fetchall()

    def execute(self, change: str) -> None:
        """Change the file of a bot that does not run."""
        assert not self.running
        assert not self.shared
        with closing(sqlite3.connect(self.data / "toso.db")) as database, database:
            database.execute(change)

    def talk(self, channel: str, address: str) -> dict[str, Any]:
        """Where this person is, as it is stored."""
        found = self.rows(
            "SELECT body FROM talks JOIN addresses USING (person_id) WHERE channel = ? AND address = ?",
            channel, address,
        )  # fmt: skip
        talk: dict[str, Any] = json.loads(found[0][0])
        return talk

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        while line := await process.stdout.readline():
            self.lines.append(line.decode("utf-8", "replace"))
            output.append(self.lines[-1])
            self._line.set()
        await process.wait()
        self._line.set()

    async def _gone(self) -> int:
        if not (self._process and self._reader):
            return 0
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.shield(self._reader)
        _alive.discard(self._process.pid)
        assert self._process.returncode is not None
        return self._process.returncode


def rows_of(url: str, query: str, values: Sequence[object] = ()) -> list[Any]:
    """Look into a PostgreSQL of the tests, with a query as for SQLite."""
    numbers = count(1)
    numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", query)
    return postgres.server().rows(postgres.name_of(url), numbered, *values)


@dataclass(frozen=True)
class Ended:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> list[Any]:
        """The lines it wrote, each a JSON value."""
        return [json.loads(line) for line in self.out.splitlines()]


async def command(*args: str, given: str | bytes = "", settings: Mapping[str, str] | None = None) -> Ended:
    """``python -m bot`` with these arguments, with ``given`` on its standard input. ``settings`` are ``TOSO_*``
    without that beginning."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args, cwd=ROOT / "tests",
        env=environment({f"TOSO_{name}": value for name, value in (settings or {}).items()}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _alive.add(process.pid)
    try:
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate(given.encode() if isinstance(given, str) else given)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        _alive.discard(process.pid)
    output.extend((out.decode("utf-8", "replace"), err.decode("utf-8", "replace")))
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())
