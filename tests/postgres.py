"""A PostgreSQL of the tests' own: once in each process of pytest, on a socket in a folder of its own."""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest

from bot.storage.database import Database
from bot.storage.migrate import migrate

T = TypeVar("T")

SETTINGS = {
    "listen_addresses": "", "max_connections": "100", "timezone": "Asia/Ho_Chi_Minh",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
}  # fmt: skip
"""Nothing of a test needs to outlive a power cut. The zone is another than UTC, for whoever relies on it to fail."""
WITH_PASSWORD = "guarded"
"""The user who needs a password; all others need none."""
RULES = f"local all {WITH_PASSWORD} scram-sha-256\nlocal all all trust\n"

OWNER = "postgres"
TEMPLATE = "migrated"
PATIENCE_S = 30.0
MISSING = "no PostgreSQL here (initdb); `make postgres` installs it where that is possible"


class Server:
    """Run as a user without rights, for PostgreSQL refuses to be root's."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="toso-pg-"))
        self._as_user = _unprivileged(self.folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers, self._free = count(1), list[str]()

    def begin(self) -> None:
        self._run("initdb", "-U", OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
        (self.folder / "data" / "pg_hba.conf").write_text(RULES)
        self.start()

    def start(self) -> None:
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen[bytes](
                command, cwd=self.folder, stdout=log, stderr=log, preexec_fn=_end_with_us, **self._as_user
            )
        end = time.monotonic() + PATIENCE_S
        while not self._is_ready():
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """Whoever is connected is cut off; what they committed stays."""
        self._end(signal.SIGINT)

    def end(self) -> None:
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str, user: str = OWNER, password: str = "") -> str:
        return f"postgresql://{user}:{password}@/{name}?host={self.folder}"

    def execute(self, name: str, changes: str) -> None:
        _apart(lambda: self._execute(name, changes))

    def rows(self, name: str, query: str, *values: object) -> list[Any]:
        return _apart(lambda: self._rows(name, query, values))

    @contextmanager
    def empty(self, template: str = "template1") -> Iterator[str]:
        """The name of a new database that has no tables."""
        name = self._new(template)
        try:
            yield name
        finally:
            self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The name of a database that was just migrated. It is used again: to empty it is much quicker than to make
        another."""
        name = self._free.pop() if self._free else self._new(_template(self))
        try:
            yield name
        finally:
            if self._emptied(name):
                self._free.append(name)
            else:
                self._drop(name)

    def _new(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _drop(self, name: str) -> None:
        self.execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def _emptied(self, name: str) -> bool:
        """False: it has no longer the tables that it had."""
        if self.rows(name, _TABLES) != self.rows(TEMPLATE, _TABLES):
            return False
        try:
            self.execute(name, _emptying(self))
        except asyncpg.PostgresError:
            return False
        return True

    async def _execute(self, name: str, changes: str) -> None:
        connection = await asyncpg.connect(host=str(self.folder), user=OWNER, database=name)
        try:
            await connection.execute(changes)
        finally:
            await connection.close()

    async def _rows(self, name: str, query: str, values: tuple[object, ...]) -> list[Any]:
        connection = await asyncpg.connect(host=str(self.folder), user=OWNER, database=name)
        try:
            return [tuple(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()

    def _is_ready(self) -> bool:
        try:
            return bool(self.rows("postgres", "SELECT 1"))
        except (OSError, asyncpg.PostgresError):
            return False

    def _end(self, by: int) -> None:
        assert self._process
        self._process.send_signal(by)
        self._process.wait(PATIENCE_S)

    def _run(self, program: str, *args: str) -> None:
        command: list[str | Path] = [self._programs / program, "-D", self.folder / "data", *args]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self._as_user)


@cache
def server() -> Server:
    """Started at its first use. Whoever needs it is skipped where there is none."""
    programs = _programs()
    if not programs:
        pytest.skip(MISSING)
    made = Server(programs)
    made.begin()
    atexit.register(made.end)
    return made


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).parent
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return there[-1].parent if there else None


def _end_with_us() -> None:
    """Also where this process is killed. Only Linux knows that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _unprivileged(folder: Path) -> dict[str, Any]:
    """As whom to run its programs, if this is root; the folder is theirs then."""
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get(OWNER) or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@cache
def _template(server: Server) -> str:
    server.execute("postgres", f"CREATE DATABASE {TEMPLATE}")
    _apart(lambda: _migrate(server.url(TEMPLATE)))
    return TEMPLATE


async def _migrate(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SEQUENCES = "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public'"


@cache
def _emptying(server: Server) -> str:
    """The statements that make a database what it was, if its tables are what they were."""
    ((version,),) = server.rows(TEMPLATE, "SELECT version_num FROM alembic_version")
    tables = [table for (table,) in server.rows(TEMPLATE, _TABLES) if table != "alembic_version"]
    return "; ".join([
        "SET session_replication_role = replica",  # in any order
        *(f"DELETE FROM {table}" for table in tables),
        *(f"SELECT setval('{name}', 1, false)" for (name,) in server.rows(TEMPLATE, _SEQUENCES)),
        f"UPDATE alembic_version SET version_num = '{version}'",
    ])  # fmt: skip


def _apart(act: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Beside whatever loop is running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(act())).result()
