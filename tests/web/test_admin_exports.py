"""Files of reports on the admin site: small ones come at once, large ones are fetched later, by whoever asked alone."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from aiohttp import ClientResponse

from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.reports import export_desk
from bot.storage import sessions, teams
from bot.web.admin.exports import PATH
from bot.web.admin.section import ROOT
from tests.web.admin_desk import HERE, AdminDesk, Browser

OCTOBER = "?ky=2026-10&xa=23941"
ONE = Session("", 1, HERE, date(2026, 10, 5), (Work("vneid", "activated_l2", 3, Evidence.SEEN, Had.NO),), 3, "thôn 2")


@pytest.fixture
async def desk(admin_desk: AdminDesk) -> AdminDesk:
    by = await admin_desk.leader()
    async with admin_desk.app.database.write() as connection:
        for number in range(4):
            await sessions.save(connection, by, replace(ONE, key=f"s.{number}"), admin_desk.clock())
    return admin_desk


async def ask(browser: Browser, query: str = OCTOBER, **fields: str) -> ClientResponse:
    data = {"_csrf": await browser.token(), "form": "xlsx", **fields}
    return await browser.client.post(
        f"{ROOT}{PATH}{query}", data=data, headers={"Origin": browser.origin}, allow_redirects=False
    )  # fmt: skip


async def visits(answer: ClientResponse) -> list[object]:
    """Of each session in the file."""
    assert answer.status == 200, await answer.text()
    sheet = openpyxl.load_workbook(io.BytesIO(await answer.read())).worksheets[-1]
    return [row[6] for row in sheet.iter_rows(min_row=6, values_only=True)]


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("png", b"\x89PNG")])
async def test_a_small_file_comes_at_once_under_a_name_that_says_what_it_is(
    desk: AdminDesk, form: str, begins: bytes
) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        answer = await ask(browser, form=form)
        assert (await answer.read()).startswith(begins)
        assert f"bao-cao-2026-10-xa-chu-se.{form}" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "file-" not in await browser.page(PATH)


async def test_the_team_gets_its_counts_and_the_commune_their_size(desk: AdminDesk) -> None:
    async with desk.browser(await desk.leader()) as browser:
        assert await visits(await ask(browser, f"{OCTOBER}&to=1", sessions="1")) == [3] * 4
    async with desk.browser(await desk.commune_admin()) as browser:
        assert await visits(await ask(browser, sessions="1")) == ["<5"] * 4


@pytest.mark.parametrize("query", ["?xa=23954", "?xa="])
async def test_nobody_gets_a_file_of_a_place_that_is_not_theirs(desk: AdminDesk, query: str) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        assert (await ask(browser, query)).status == 403


async def test_a_form_that_there_is_not_is_refused(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        assert (await ask(browser, form="exe")).status == 400


@pytest.fixture
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_desk, "SMALL", 3)


@pytest.mark.usefixtures("all_is_large")
async def test_a_large_file_is_made_in_the_background_and_fetched_later(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        assert (await ask(browser, sessions="1")).status == 303
        waiting = await browser.page(PATH)
        assert "<progress" in waiting
        assert "data-making" in waiting
        assert await desk.app.exporting.look() == 1
        ready = await browser.page(PATH)
        assert "data-making" not in ready
        (link,) = re.findall(rf'href="{ROOT}({PATH}/\d+)[^"]*" download', ready)
        assert await visits(await browser.get(link)) == ["<5"] * 4


@pytest.mark.usefixtures("all_is_large")
async def test_nobody_sees_or_fetches_what_another_asked_for(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        await ask(browser, sessions="1")
        await desk.app.exporting.look()
    async with desk.browser(await desk.province_admin()) as other:
        assert "file-1" not in await other.page(PATH)
        assert (await other.get(f"{PATH}/1")).status == 404
        assert (await other.post(f"{PATH}/1/bo")).status == 404


@pytest.mark.usefixtures("all_is_large")
async def test_what_is_removed_is_gone_with_its_file(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        await ask(browser, sessions="1")
        await desk.app.exporting.look()
        assert (await browser.post(f"{PATH}/1/bo")).status == 303
        assert (await browser.get(f"{PATH}/1")).status == 404
        await desk.app.exporting.look()
        assert left(desk) == []


@pytest.mark.usefixtures("all_is_large")
async def test_who_lost_their_post_fetches_nothing_any_more(desk: AdminDesk) -> None:
    admin = await desk.leader()
    async with desk.browser(admin) as browser:
        await ask(browser, f"{OCTOBER}&to=1", sessions="1")
        await desk.app.exporting.look()
        await desk.end_posts(admin)
        assert (await browser.get(f"{PATH}/1")).status in {401, 403}


@pytest.mark.usefixtures("all_is_large")
async def test_what_was_made_for_a_team_is_not_for_who_left_it_whatever_they_became(desk: AdminDesk) -> None:
    leader = await desk.leader()
    async with desk.browser(leader) as browser:
        await ask(browser, f"{OCTOBER}&to=1", sessions="1")
        await desk.app.exporting.look()
        assert (await browser.get(f"{PATH}/1")).status == 200
        async with desk.app.database.write() as connection:
            await teams.give(connection, leader, Post(Role.COMMUNE_ADMIN, HERE), "An", desk.clock())
        await desk.end_team_posts(leader)
        assert (await browser.get(f"{PATH}/1")).status == 403


@pytest.mark.usefixtures("all_is_large")
async def test_only_so_many_files_wait_at_once(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        answers = [(await ask(browser, sessions="1")).status for _ in range(6)]
        assert answers == [303] * 5 + [400]


def left(desk: AdminDesk) -> list[str]:
    return [path.name for path in desk.app.exports.folder.iterdir()]
