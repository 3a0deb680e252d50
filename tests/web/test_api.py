"""The API: the same figures as everywhere, for whoever has a token for that place."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App, reports
from bot.config import ROOT
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.reports.names import Names
from bot.reports.period import read_period
from bot.reports.plain import to_json
from bot.reports.report import Place
from bot.serving import api_routes
from bot.storage import sessions, teams, tokens
from bot.web.api.gate import PER_MINUTE, Rate
from bot.web.api.openapi import description
from tests.databases import everything_in
from tests.fakes import Clock, make_app, start

HERE, ELSEWHERE, NOWHERE = "23941", "23954", "99999"
Client = TestClient[web.Request, web.Application]


class Reader:
    """A program that reads."""

    def __init__(self, app: App, client: Client, clock: Clock) -> None:
        self.app, self.client, self.clock = app, client, clock

    async def token(self, place: str = "", days: int = 30) -> str:
        async with self.app.database.write() as connection:
            key = self.app.turns.site.key
            return (await tokens.make(connection, key, "bảng số liệu", place, days, self.clock()))[1]

    async def get(self, path: str, token: str = "", **headers: str) -> tuple[int, Any]:
        own = headers | ({"Authorization": f"Bearer {token}"} if token else {})
        async with self.client.get(f"/api/v1/{path}", headers=own) as answer:
            text = await answer.text()
            assert "Set-Cookie" not in answer.headers
            assert "Access-Control-Allow-Origin" not in answer.headers
            return answer.status, json.loads(text) if text else None


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    clock = Clock()
    async with make_app(tmp_path, clock=clock) as app:
        await start(app, "Lan")
        await log(app, clock)
        pages = web.Application()
        pages.add_routes(api_routes(app))
        async with TestClient(TestServer(pages)) as client:
            yield Reader(app, client, clock)


async def log(app: App, clock: Clock) -> None:
    """Three villages of one commune, one of them with few people."""
    async with app.database.write() as connection:
        team = await teams.make(connection, HERE, "Tổ 1", clock(), by=None)
        await teams.give(connection, 1, Post(Role.MEMBER, HERE, team.id), "Lan", clock())
        for key, village, people in (("page.1", "Thôn 1", 12), ("page.2", "Thôn 2", 3), ("page.3", "Thôn 3", 30)):
            work = Work("vneid", "activated", people, Evidence.SEEN, Had.NO)
            one = Session(key, team.id, HERE, date(2026, 10, 5), (work,), people, village)
            await sessions.save(connection, 1, one, clock())


def holds(name: str, body: Any) -> None:
    """Whether an answer is as the description says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    jsonschema_rs.Draft202012Validator(schema).validate(body)


async def test_the_report_is_the_one_of_the_command_line(reader: Reader) -> None:
    status, body = await reader.get(f"report?period=2026-10&place={HERE}&lang=en", await reader.token())
    assert status == 200
    holds("Report", body)
    units = reader.app.world.content.places.units
    period = read_period("2026-10", date(2026, 11, 23))
    report = await reports(reader.app).report(period, Place(HERE, units[HERE].name))
    say = partial(reader.app.say, lang="en")
    assert body == to_json(report, Names(reader.app.world.content), say)
    assert [line["visits"] for line in body["by_place"]] == ["…", "<5", 30]
    assert body["by_member"] is None


OPENS = [
    ("", None, 200), ("", HERE, 200), ("", NOWHERE, 404), (HERE, None, 200), (HERE, HERE, 200), (HERE, ELSEWHERE, 403),
    (HERE, NOWHERE, 403), (HERE, "", 422), ("", "Chu Se", 422),
]  # fmt: skip


@pytest.mark.parametrize(("of", "place", "expected"), OPENS)
@pytest.mark.parametrize("path", ["report", "indicators"])
async def test_a_token_opens_its_place_alone(
    reader: Reader, path: str, of: str, place: str | None, expected: int
) -> None:
    asked = f"{path}?period=2026-10" + ("" if place is None else f"&place={place}")
    status, body = await reader.get(asked, await reader.token(of))
    assert status == expected
    holds("Problem" if expected >= 400 else path.capitalize(), body)
    if place is None and path == "report":
        assert body["place"]["code"] == of


async def test_a_token_of_a_commune_lists_no_other_place(reader: Reader) -> None:
    status, body = await reader.get("places", await reader.token(HERE))
    assert (status, [one["code"] for one in body["places"]]) == (200, [HERE])
    holds("Places", body)
    assert len((await reader.get("places", await reader.token()))[1]["places"]) > 1


async def test_without_a_token_that_is_known_nothing_is_told(reader: Reader) -> None:
    token = await reader.token()
    for wrong in ("", "toso_x", token[:-1], token.removeprefix("toso_"), "x" * 5000):
        status, body = await reader.get("report?period=2026-10", wrong)
        assert status == 401
        holds("Problem", body)


async def test_a_token_ends_by_its_time_or_when_it_is_withdrawn(reader: Reader) -> None:
    short, long = await reader.token(days=1), await reader.token()
    reader.clock.forward(seconds=2 * 86400)
    assert (await reader.get("places", short))[0] == 401
    assert (await reader.get("places", long))[0] == 200
    async with reader.app.database.write() as connection:
        assert await tokens.withdraw(connection, 2, reader.clock())
        assert not await tokens.withdraw(connection, 2, reader.clock())
    assert (await reader.get("places", long))[0] == 401


async def test_of_a_token_only_a_fingerprint_is_kept_and_when_it_was_used(reader: Reader) -> None:
    token = await reader.token()
    await reader.get("places", token)
    async with reader.app.database.read() as connection:
        (kept,) = await tokens.listed(connection)
    assert kept.used_at == reader.clock()
    assert token not in await everything_in(reader.app.database)


@pytest.mark.parametrize(
    "query",
    ["", "period=2026-13", "period=2027", "period=2026-02-30", "period=2025-W53", "period=2026&period=2025",
     "period=2026&plcae=23941", "period=2026&lang=fr"],
)  # fmt: skip
async def test_what_cannot_be_is_refused_in_words(reader: Reader, query: str) -> None:
    status, body = await reader.get(f"report?{query}", await reader.token())
    assert status == 422
    assert body["detail"]
    holds("Problem", body)


async def test_an_empty_year_has_no_figures(reader: Reader) -> None:
    _status, body = await reader.get("report?period=2020", await reader.token())
    assert body["activity"]["visits"] is None
    holds("Report", body)


async def test_who_has_it_already_is_not_sent_it_again(reader: Reader) -> None:
    headers = {"Authorization": f"Bearer {await reader.token()}"}
    address = "/api/v1/report?period=2026-10"
    async with reader.client.get(address, headers=headers) as first:
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"].startswith("private")
    reader.clock.forward(seconds=60)
    async with reader.client.get(address, headers=headers | {"If-None-Match": tag}) as again:
        assert (again.status, await again.read()) == (304, b"")


async def test_who_asks_too_often_waits(reader: Reader) -> None:
    token = await reader.token()
    answers = [(await reader.get("places", token))[0] for _ in range(PER_MINUTE + 1)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert (await reader.get("places", await reader.token()))[0] == 200


def test_after_a_minute_a_token_may_ask_again() -> None:
    now = [0.0]
    rate = Rate(2, lambda: now[0])
    assert [rate.wait_s(1), rate.wait_s(1), rate.wait_s(1)] == [0, 0, 61]
    now[0] = 60.0
    assert rate.wait_s(1) == 0


async def test_the_description_is_open_and_the_one_in_the_docs(reader: Reader) -> None:
    status, body = await reader.get("openapi.json")
    assert (status, body) == (200, json.loads(json.dumps(description())))
    assert json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8")) == body
