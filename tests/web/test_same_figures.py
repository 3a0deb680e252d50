"""Whatever was logged, one figure is the same on the screen, in the API and in the chat; its rows add up to it; and
small places and times add up to large ones."""

import html
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.app import reports
from bot.core.facts import counts_of
from bot.core.phrases import Text
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, KeptSession, Session, Work
from bot.core.tally import people_by_service
from bot.reports.names import HEADINGS, Names, written
from bot.reports.period import Period, read_period
from bot.reports.plain import to_json
from bot.reports.report import BESIDE, FEW, Place
from bot.serving import api_routes
from bot.storage import sessions, teams, tokens
from bot.storage.turns import TurnPorts
from bot.web.admin.overview import OF_PLACES, OF_SERVICES, TREND
from tests.fakes import press, start
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser, open_desk

LEADER, ADMIN, PROVINCE, RESIDENT = 1, 2, 3, 4
TEAM, BESIDE_IT, FAR = 1, 2, 3
COMMUNE_OF = {TEAM: HERE, BESIDE_IT: HERE, FAR: ELSEWHERE}
VIEWS = [(LEADER, HERE, TEAM), (ADMIN, HERE, 0), (ADMIN, HERE, BESIDE_IT), (PROVINCE, "", 0), (PROVINCE, ELSEWHERE, 0)]
PERIODS = ("2026-10", "2026")
WORK = ("sessions", "visits", "elders", "women", "phoneless", "confirmable", "confirmed", "thanks", "done", "new",
        "told", "guided", "not_done")  # fmt: skip
ENDS = {"done": "done", "new": "newly", "told": "told", "guided": "guided", "not_done": "not_done"}

works = st.lists(
    st.builds(
        Work, st.sampled_from(["vneid", "pakn"]), st.sampled_from(["", "not_done", "activated", "sent"]),
        st.integers(1, 9), st.sampled_from(Evidence), st.sampled_from(Had),
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip


@st.composite
def logged(draw: st.DrawFn) -> Session:
    team = draw(st.sampled_from([TEAM, TEAM, BESIDE_IT, FAR]))
    return Session(
        "", team, COMMUNE_OF[team], date(2026, draw(st.integers(10, 11)), draw(st.integers(1, 3))), draw(works),
        draw(st.integers(1, 14)), draw(st.sampled_from(["", "thôn 2", "Thôn  2", "làng Krái"])),
        elders=draw(st.none() | st.integers(0, 2)), phoneless=draw(st.integers(0, 1)),
    )  # fmt: skip


FATES = st.sampled_from(["stays", "stays", "stays", "corrected", "withdrawn", "confirmed"])
logs = st.lists(st.tuples(logged(), FATES), max_size=10)

VNEID = Work("vneid", "activated", 6, Evidence.SEEN, Had.NO)
PLAIN = Session("", TEAM, HERE, date(2026, 10, 2), (VNEID, Work("pakn", "", 3)), 12, "thôn 2", phoneless=1)
FULL = [
    (PLAIN, "confirmed"),
    (replace(PLAIN, village="Thôn  2", held_on=date(2026, 11, 1), elders=3), "corrected"),
    (replace(PLAIN, works=(Work("pakn", "not_done", 2),), people=2, village=""), "stays"),
    (replace(PLAIN, team=BESIDE_IT, village="làng Krái", works=(Work("pakn", "sent", 9, Evidence.TOLD),)), "stays"),
    (replace(PLAIN, team=FAR, commune=ELSEWHERE, people=40), "stays"),
    (PLAIN, "withdrawn"),
]
"""One of everything."""


@asynccontextmanager
async def stage(folder: Any, log: Sequence[tuple[Session, str]]) -> AsyncIterator[AdminDesk]:
    async with open_desk(folder) as desk:
        for number in (LEADER, ADMIN, PROVINCE, RESIDENT):
            await start(desk.app, str(number))
        posts = {LEADER: Post(Role.LEADER, HERE, TEAM), ADMIN: Post(Role.COMMUNE_ADMIN, HERE),
                 PROVINCE: Post(Role.PROVINCE_ADMIN)}  # fmt: skip
        async with desk.app.database.write() as connection:
            for person, post in posts.items():
                await teams.give(connection, person, post, f"Người {person}", desk.clock())
            for number, (session, fate) in enumerate(log):
                await save(TurnPorts(connection, desk.clock()), replace(session, key=f"key.{number}"), fate)
        yield desk


async def save(ports: TurnPorts, session: Session, fate: str) -> None:
    kept = (await ports.sessions.save(LEADER, replace(session, members=(LEADER,)))).kept
    match fate:
        case "corrected":
            await ports.sessions.correct(LEADER, kept.id, replace(kept.session, people=11, village="Thôn 2"), 1)
        case "withdrawn":
            await ports.sessions.withdraw(LEADER, kept.id)
        case "confirmed":
            await ports.confirmations.answer(RESIDENT, kept.id, right=True)


# ---- how each of them says it ----


@dataclass
class Seen:
    """A place at a time, as one person sees it."""

    desk: AdminDesk
    browser: Browser
    person: int
    period: Period
    place: Place

    async def json(self, *, inside: bool | None = None) -> dict[str, Any]:
        own = self.person == LEADER if inside is None else inside
        report = await reports(self.desk.app).report(self.period, self.place, inside=own)
        return to_json(report, Names(self.desk.app.world.content), partial(self.desk.app.say, lang="vi"))

    async def page(self, path: str = "", **more: str) -> str:
        query = {"ky": self.period.code, "xa": self.place.code, "to": str(self.place.team or "")} | more
        return await self.browser.page(f"{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))

    async def chat(self) -> str:
        team = f".{self.place.team}" if self.place.team else ""
        action = f"report.show:{self.period.code}.{self.place.code or 0}{team}"
        return "\n".join(one.text for one in await press(self.desk.app, str(self.person), action))

    def told(self, name: str) -> str:
        return self.desk.app.say(HEADINGS[name], "vi")

    async def lines(self, path: str, caption: str) -> dict[str, list[str]]:
        """Of a table of a page, by the first cell."""
        return table(await self.page(path), self.desk.app.say(Text(caption), "vi"))


def shown(value: object) -> str:
    """A value of the JSON as people read it."""
    return written({"<5": FEW, "…": BESIDE}.get(value) if isinstance(value, str) else value)  # type: ignore[arg-type]


def tiles(page: str) -> dict[str, str]:
    found = re.findall(r'class="what">([^<]+)</span> <b class="number">(?:<[^>]+>)*([^<]*)', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def table(page: str, caption: str) -> dict[str, list[str]]:
    """By its first cell, the figures of each line."""
    body = page.partition(f"<caption>{caption}</caption>")[2].partition("</table>")[0]
    lines = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    return {plain(first): [html.unescape(one) for one in re.findall('data-value="([^"]*)"', rest)]
            for first, rest in lines}  # fmt: skip


def plain(cell: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "", cell)).strip()


def figures(line: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [shown(line[name]) for name in names]


@asynccontextmanager
async def views(desk: AdminDesk) -> AsyncIterator[list[Seen]]:
    async with desk.browser(LEADER) as leader, desk.browser(ADMIN) as admin, desk.browser(PROVINCE) as province:
        browsers = {LEADER: leader, ADMIN: admin, PROVINCE: province}
        units = desk.app.world.places.units
        yield [
            Seen(desk, browsers[person], person, read_period(code, date(2026, 11, 23)),
                 Place(commune, units[commune].name if commune else "", team, "Tổ" if team else ""))
            for person, commune, team in VIEWS for code in PERIODS
        ]  # fmt: skip


# ---- the same everywhere ----

few = settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Folders = pytest.TempPathFactory
TILES = ("visits", "done", "new", "confirmed", "sessions", "members")


@given(logs)
@example(FULL)
@few
async def test_screen_api_and_chat_say_the_same(tmp_path_factory: Folders, log: Any) -> None:
    async with stage(tmp_path_factory.mktemp("desk"), log) as desk, views(desk) as seen:
        for one in seen:
            body = await one.json()
            await overview_says(one, body)
            await teams_say(one, body)
            await api_says(one, body)
            await chat_says(one, body)


async def overview_says(one: Seen, body: dict[str, Any]) -> None:
    told = tiles(await one.page())
    assert [told[one.told(name)] for name in TILES] == figures(body["activity"], TILES)
    services = {line["name"]: figures(line, OF_SERVICES) for line in body["services"]}
    assert await one.lines("", "By service") == services
    days = [figures(line, TREND) for line in body["by_month"] or body["by_day"]]
    assert [*(await one.lines("", "Over time")).values()] == days
    places = [figures(line, OF_PLACES) for line in body["by_place"]]
    assert [*(await one.lines("", "Villages" if one.place.code else "Communes and wards")).values()] == places


async def teams_say(one: Seen, body: dict[str, Any]) -> None:
    if one.place.team:
        told = tiles(await one.page(f"/to/{one.place.team}"))
        names = ("sessions", "visits", "members")
        assert [told[one.told(name)] for name in names] == figures(body["activity"], names)
        return
    caption, lines = ("Teams", "by_team") if one.place.code else ("Communes and wards", "by_place")
    told_lines = [line[-2:] for line in (await one.lines("/to", caption)).values()]
    assert told_lines == [figures(line, ("sessions", "visits")) for line in body[lines]]


async def api_says(one: Seen, body: dict[str, Any]) -> None:
    """It knows no team, and nobody in it."""
    if one.place.team:
        return
    app = one.desk.app
    async with app.database.write() as connection:
        _token, secret = await tokens.make(connection, app.turns.site.key, "test", one.place.code, 1, one.desk.clock())
    pages = web.Application()
    pages.add_routes(api_routes(app))
    async with TestClient(TestServer(pages)) as client:
        query = {"period": one.period.code} | ({"place": one.place.code} if one.place.code else {})
        answer = await client.get("/api/v1/report", params=query, headers={"Authorization": f"Bearer {secret}"})
        told = json.loads(await answer.text())
    assert told == json.loads(json.dumps(body))


async def chat_says(one: Seen, body: dict[str, Any]) -> None:
    said, work = await one.chat(), body["activity"]
    if work["sessions"] is None:
        assert one.told("visits") not in said
        return
    for name in ("visits", "done", "new"):
        assert f"{one.told(name)}: {shown(work[name])}\n" in said
    assert f"{one.told('confirmed')}: {shown(work['confirmed'])}/{shown(work['confirmable'])}\n" in said


# ---- the rows behind a figure ----


@given(logs)
@example(FULL)
@few
async def test_the_rows_behind_a_figure_add_up_to_it(tmp_path_factory: Folders, log: Any) -> None:
    async with stage(tmp_path_factory.mktemp("desk"), log) as desk, views(desk) as seen:
        for one in (one for one in seen if one.person == LEADER):
            body = await one.json()
            assert people(rows := await rows_of(one)) == (body["activity"]["visits"] or 0)
            assert len(rows) == (body["activity"]["sessions"] or 0)
            await ends_add_up(one, body)
            for line in body["by_place"]:
                assert people(await rows_of(one, thon=line["name"])) == line["visits"]


async def ends_add_up(one: Seen, body: dict[str, Any]) -> None:
    confirmed = sum(kept.confirmed for kept in await rows_of(one, loai="confirmed"))
    assert confirmed == (body["activity"]["confirmed"] or 0)
    for name, counted in ENDS.items():
        rows = await rows_of(one, loai=name)
        assert all(getattr(counts_of(kept), counted) for kept in rows)
        assert sum(getattr(counts_of(kept), counted) for kept in rows) == (body["activity"][name] or 0)
    for line in body["services"]:
        rows = await rows_of(one, dv=line["service"])
        assert sum(people_by_service(kept)[line["service"]] for kept in rows) == line["visits"]
        assert len(rows) == line["sessions"]


async def rows_of(one: Seen, **query: str) -> list[KeptSession]:
    """As the page lists them; with what the page says of each, for the team itself."""
    page = await one.page("/phien", **query)
    listed = re.findall(r'<a href="/quan-tri/phien/(\d+)[^"]*">[^<]*</a></th>(.*?)</tr>', page, re.DOTALL)
    async with one.desk.app.database.read() as connection:
        found = [(await sessions.find(connection, int(number)), cells) for number, cells in listed]
    for kept, cells in found:
        assert kept
        assert re.findall("<td>([^<]*)</td>", cells)[-2:] == [str(kept.session.people), str(kept.confirmed)]
    return [kept for kept, _cells in found if kept]


def people(rows: Iterable[KeptSession]) -> int:
    return sum(kept.session.people for kept in rows)


# ---- adding up ----


@given(logs)
@example(FULL)
@few
async def test_small_places_and_times_add_up_to_large_ones(tmp_path_factory: Folders, log: Any) -> None:
    """Before anything is withheld."""
    async with stage(tmp_path_factory.mktemp("desk"), log) as desk:
        whole = await counted(desk, "2026")
        for code in ("2026", "2026-Q4", "2026-10", "2026-10-02"):
            province = await counted(desk, code)
            communes = [await counted(desk, code, commune) for commune in (HERE, ELSEWHERE)]
            add_up(province, [one["activity"] for one in communes])
            add_up(province, province["by_place"])
            for one in (province, *communes):
                add_up(one, one["by_day"])
                add_up(one, one["by_place"])
                add_up(one, one["services"], ("done", "new", "told", "guided", "not_done"))
            for one in communes:
                add_up(one, one["by_team"])
        months = [await counted(desk, f"2026-{month:02}") for month in range(1, 12)]
        add_up(whole, [one["activity"] for one in months])
        add_up(whole, whole["by_month"])


async def counted(desk: AdminDesk, code: str, commune: str = "") -> dict[str, Any]:
    period = read_period(code, date(2026, 11, 23))
    report = await reports(desk.app).report(period, Place(commune), inside=True)
    return to_json(report, Names(desk.app.world.content), partial(desk.app.say, lang="vi"))


def add_up(whole: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], names: Iterable[str] = WORK) -> None:
    for name in names:
        known = [part[name] for part in parts if part[name] is not None]
        assert whole["activity"][name] == (sum(known) if known else None), name
