"""The API holds to its own description, whatever it is asked: fuzzed by schemathesis, always in the same way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.serving import api_routes
from bot.storage import tokens
from bot.web.api.openapi import description
from tests.fakes import Clock, make_app, start
from tests.web.test_api import log

OFTEN = 10**9  # a minute: here nobody is to wait
DESCRIBED: Any = schemathesis.openapi.from_dict(description())
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]


@dataclass
class Served:
    url: str
    token: str


async def serve(folder: Path, up: Any, over: asyncio.Event) -> None:
    clock = Clock()
    async with make_app(folder, clock=clock) as app:
        await start(app, "Lan")
        await log(app, clock)
        async with app.database.write() as connection:
            _made, token = await tokens.make(connection, app.turns.site.key, "fuzz", "", 30, clock())
        pages = web.Application()
        pages.add_routes(api_routes(app, OFTEN))
        async with TestServer(pages) as server:
            up(Served(str(server.make_url("")).rstrip("/"), token))
            await over.wait()


@contextmanager
def running(folder: Path) -> Iterator[Served]:
    """In a thread of its own, for schemathesis asks and waits."""
    loop, over, is_up, found = asyncio.new_event_loop(), asyncio.Event(), threading.Event(), list[Served]()

    def up(served: Served) -> None:
        found.append(served)
        is_up.set()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve(folder, up, over)])
    thread.start()
    assert is_up.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(over.set)
    thread.join(30)
    loop.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with running(tmp_path_factory.mktemp("api")) as made:
        yield made


def cases(operation: Any) -> st.SearchStrategy[Any]:
    """What the description allows, and what it does not."""
    both = [operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]
    return st.one_of(*both)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: str(one.label))
def test_the_api_answers_as_it_is_described(served: Served, operation: Any) -> None:
    @seed(1)
    @settings(
        max_examples=60, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases(operation))
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {served.token}"}
        case.call_and_validate(base_url=served.url, headers=headers, excluded_checks=REFUSED_BY_DAY)

    ask()


REFUSED_BY_DAY = [schemathesis.checks.positive_data_acceptance]
"""A time that is written well may still be to come, or not be in the calendar: a pattern cannot say so."""
