"""What every page of the admin site has: the chosen time and place, forms that cannot be forged, faults in words."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import OperationalError

from bot.core.errors import Answerable
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.reports.report import FOOTNOTE
from bot.serving import admin_routes
from bot.storage import demo
from bot.web.admin.ask import Ask
from bot.web.admin.frame import STALE, TOLD
from bot.web.admin.section import ROOT, SOMEWHERE, Section
from bot.web.assets import FOLDER, Assets
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser

TRIAL = "/thu"


def told(ask: Ask) -> str:
    return f"[{ask.place.code}.{ask.place.team}][{ask.url('/khac', thon='a&b')}][{ask.inside}]"


def a_section() -> Section:
    """A page of time and place, one for all, and some that fail."""
    pages = Section(TRIAL, _("Overview"), act="report.see")

    @pages.get(TRIAL)
    async def show(ask: Ask) -> web.Response:
        if "chon" in ask.query:
            return await ask.render("admin/base.html")
        return await ask.render("admin/told.html", title=ask.say(ask.period.title), words=told(ask))

    @pages.post(TRIAL)
    async def do(ask: Ask) -> web.Response:
        return await ask.back(TRIAL, _("That browser is signed out."))

    @pages.get(f"{TRIAL}/{{what}}", where=SOMEWHERE)
    async def fail(ask: Ask) -> web.Response:
        faults: dict[str, Exception] = {
            "404": web.HTTPNotFound(), "410": web.HTTPGone(), "403": web.HTTPForbidden(), "400": Answerable("Hết chỗ."),
            "500": RuntimeError("nothing of this is told"), "503": OperationalError("", {}, Exception("gone")),
        }  # fmt: skip
        raise faults[ask.arg("what")]

    return pages


@asynccontextmanager
async def trial(desk: AdminDesk, person: int) -> AsyncIterator[Browser]:
    pages = web.Application()
    pages.add_routes(admin_routes(desk.app, Assets(), [a_section()]))
    async with TestClient(TestServer(pages)) as client:
        opened = Browser(client)
        assert (await opened.sign_in(await desk.link(person))).status == 303
        yield opened


def read(page: str) -> str:
    return html.unescape(page)


# ---- time and place ----


@pytest.mark.parametrize(
    ("query", "stands"),
    [
        ("", "tháng 11/2026"),
        ("?ky=2026-10", "tháng 10/2026"),
        ("?ky=tháng 10", "tháng 10/2026"),
        ("?ky=quý 3/2026", "quý 3/2026"),
        ("?ky=tuần này", "tuần 48/2026"),
    ],
)
async def test_the_chosen_time_is_read_as_people_write_it(admin_desk: AdminDesk, query: str, stands: str) -> None:
    async with trial(admin_desk, await admin_desk.commune_admin()) as browser:
        page = read(await browser.page(TRIAL + query))
        assert stands in page.casefold()


@pytest.mark.parametrize("written", ["tháng 13", "tháng 12/2027", "bao giờ", "2026-99", "'\"<script>", "9" * 500])
async def test_a_wrong_time_is_answered_and_the_page_goes_on(admin_desk: AdminDesk, written: str) -> None:
    async with trial(admin_desk, await admin_desk.commune_admin()) as browser:
        answer = await browser.client.get(f"{ROOT}{TRIAL}", params={"ky": written})
        page = await answer.text()
        assert answer.status == 200
        assert '<p class="unread"' in page
        assert "<script>" not in page
        assert "ky=" not in re.search(r"\[(/quan-tri/khac[^]]*)\]", read(page))[1]  # type: ignore[index]


async def test_an_unknown_place_is_answered_with_ones_own(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.commune_admin()) as browser:
        for query in ("?xa=99999", "?xa=Đâu Đó", f"?xa={HERE}&to=77", "?to=77", "?to=-1", "?to=x"):
            page = read(await browser.page(TRIAL + query))
            assert '<p class="unread"' in page, query
            assert f"[{HERE}.0]" in page, query


async def test_a_place_may_be_written_by_its_name(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.province_admin()) as browser:
        assert f"[{HERE}.0]" in read(await browser.page(f"{TRIAL}?xa=Chư Sê"))
        assert "[.0]" in read(await browser.page(f"{TRIAL}?xa="))


async def test_a_team_that_was_left_over_from_another_commune_does_not_count(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.province_admin()) as browser:
        page = read(await browser.page(f"{TRIAL}?xa={ELSEWHERE}&to={admin_desk.team.id}"))
        assert f"[{ELSEWHERE}.0]" in page


async def test_each_begins_with_the_largest_place_of_theirs(admin_desk: AdminDesk) -> None:
    team = admin_desk.team.id
    begins = {
        await admin_desk.leader(): f"[{HERE}.{team}]",
        await admin_desk.commune_admin(): f"[{HERE}.0]",
        await admin_desk.province_admin(): "[.0]",
        await admin_desk.person(Post(Role.LEADER, HERE, team), Post(Role.COMMUNE_ADMIN, ELSEWHERE)): f"[{ELSEWHERE}.0]",
    }
    for person, place in begins.items():
        async with trial(admin_desk, person) as browser:
            assert place in read(await browser.page(TRIAL))


async def test_small_counts_are_for_the_team_alone(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        assert "[True]" in await browser.page(TRIAL)
    async with trial(admin_desk, await admin_desk.commune_admin()) as browser:
        assert "[False]" in await browser.page(f"{TRIAL}?to={admin_desk.team.id}")


async def test_time_place_and_language_stay_in_every_link(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.commune_admin()) as browser:
        page = read(await browser.page(f"{TRIAL}?ky=2026-10&xa={HERE}&to={admin_desk.team.id}&lang=en&thon=cũ"))
        kept = f"ky=2026-10&xa={HERE}&to={admin_desk.team.id}&lang=en"
        assert f"[{ROOT}/khac?{kept}&thon=a%26b]" in page
        nav = page[page.index('<nav class="parts"') :].partition("</nav>")[0]
        assert f'href="{ROOT}{TRIAL}?{kept}"' in nav
        switch = re.search(r'<a href="([^"]+)" lang="vi"', page)
        assert switch
        assert "thon=c%C5%A9" in switch[1]
        assert "lang=vi" in switch[1]


async def test_the_language_is_that_of_the_person_until_they_choose_another(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader(lang="en")) as browser:
        assert '<html lang="en">' in await browser.page(TRIAL)
        assert '<html lang="vi">' in await browser.page(f"{TRIAL}?lang=vi")
        assert '<html lang="en">' in await browser.page(f"{TRIAL}?lang=xx")


async def test_a_time_that_has_not_begun_cannot_be_turned_to(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        now, before = await browser.page(f"{TRIAL}?chon&ky=2026-11"), await browser.page(f"{TRIAL}?chon&ky=2026-10")
        assert ('rel="next"' in now, 'rel="prev"' in now) == (False, True)
        assert "ky=2026-11" in read(before).partition('rel="next"')[0].rpartition("<a")[2]


# ---- forms ----


async def test_a_post_needs_the_token_of_this_browser_and_a_page_of_this_site(admin_desk: AdminDesk) -> None:
    person = await admin_desk.leader()
    async with trial(admin_desk, person) as browser, trial(admin_desk, person) as other:
        token, foreign = await token_of(browser), await token_of(other)
        assert token != foreign
        stale = admin_desk.app.say(STALE, "vi")
        for given, origin in ((foreign, ""), ("", ""), ("é", ""), (token, "https://evil.example"), (token, "null")):
            answer = await browser.post(TRIAL, given, **({"Origin": origin} if origin else {}))
            assert answer.status == 403
            assert stale in await answer.text()
        assert (await browser.post(TRIAL, token)).status == 303
        assert (await browser.client.post(f"{ROOT}{TRIAL}", data={"_csrf": token})).status == 403  # no Origin


async def token_of(browser: Browser) -> str:
    found = re.search(r'name="_csrf" value="(\w+)"', await browser.page(TRIAL))
    assert found
    return found[1]


async def test_what_was_done_is_said_on_the_next_page_and_once(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        answer = await browser.post(f"{TRIAL}?ky=2026-10", await token_of(browser))
        assert answer.headers["Location"] == f"{ROOT}{TRIAL}?ky=2026-10"
        assert '<p class="said"' in await browser.page(TRIAL)
        assert '<p class="said"' not in await browser.page(TRIAL)


# ---- when a page does not come ----


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500])
async def test_every_fault_is_told_in_words_in_the_layout(admin_desk: AdminDesk, status: int) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        answer = await browser.get(f"{TRIAL}/{status}")
        page = read(await answer.text())
        assert answer.status == status
        assert admin_desk.app.say(TOLD[status][0], "vi") in page
        assert '<nav class="parts"' in page
        assert admin_desk.app.say(FOOTNOTE, "vi") in page
        assert "nothing of this is told" not in page
        assert status != 400 or "Hết chỗ." in page


async def test_without_the_database_nothing_of_the_inside_is_shown(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        answer = await browser.get(f"{TRIAL}/503")
        page = read(await answer.text())
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        assert admin_desk.app.say(TOLD[503][0], "vi") in page
        assert '<nav class="parts"' not in page


async def test_an_unknown_address_is_told_to_be_one(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        for path in ("/khong-co", "/khong/co/gi", f"{TRIAL}/a/b"):
            assert (await browser.get(path)).status == 404
        assert (await browser.post("/khong-co", await token_of(browser))).status == 404
    async with admin_desk.browser() as nobody:
        assert (await nobody.get("/khong-co")).status == 401


async def test_a_page_of_another_place_is_refused_and_its_links_lead_home(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        answer = await browser.get(f"{TRIAL}?xa={ELSEWHERE}&ky=2026-10")
        page = read(await answer.text())
        assert answer.status == 403
        nav = page[page.index('<nav class="parts"') :].partition("</nav>")[0]
        assert f'href="{ROOT}{TRIAL}?ky=2026-10"' in nav
        assert "Tổ xa" not in page


# ---- what every page has ----


async def test_every_page_is_kept_nowhere_and_runs_nothing_from_elsewhere(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        for path in (TRIAL, "/vao?v=x", "/khong-co"):
            answer = await browser.get(path)
            page = await answer.text()
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe-inline" not in policy
            assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|https?://", page)


async def test_invented_data_are_said_to_be_invented(admin_desk: AdminDesk) -> None:
    async with trial(admin_desk, await admin_desk.leader()) as browser:
        assert '<p class="demo"' not in await browser.page(TRIAL)
        async with admin_desk.app.database.write() as connection:
            await demo.mark(connection, 1, admin_desk.clock())
        assert '<p class="demo"' in await browser.page(TRIAL)


def test_the_colours_are_those_of_the_chat() -> None:
    """The style sheets stand alone, so that neither page loads what it does not need."""
    own, chat = (_colours((FOLDER / name).read_text("utf-8")) for name in ("admin/admin.css", "chat.css"))
    assert len(own) == len(chat) == 2
    for mine, theirs in zip(own, chat, strict=True):
        assert {name: mine.get(name) for name in theirs} == theirs


def _colours(css: str) -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", css.partition("@media print")[0], re.DOTALL)
    found = [dict(re.findall(r"--(\w[\w-]*): ([^;]+);", block)) for block in blocks]
    return [block for block in found if block]
