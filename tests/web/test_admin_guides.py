"""Guides on the admin site: how they are used, where people stop and why, and what is to be checked again."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.content.check.truth import STALE_AFTER
from bot.web.admin.guides import PATH
from tests.fakes import press
from tests.web.admin_desk import HERE, AdminDesk, Browser

GUIDE = f"{PATH}/kich-hoat"
TITLE = "Kích hoạt VNeID"
PEOPLE = 6


@pytest.fixture
async def desk(admin_desk: AdminDesk) -> AdminDesk:
    """Six people open a guide and choose their phone; one of them goes on and names a trouble."""
    for number in range(PEOPLE):
        for action in ("guide.open:kich-hoat", "guide.pick:kich-hoat.may.android"):
            await press(admin_desk.app, f"p{number}", action)
    for action in ("guide.done:kich-hoat.ch-play", "guide.stuck:kich-hoat.nhap-ma",
                   "guide.trouble:kich-hoat.nhap-ma.het-han"):  # fmt: skip
        await press(admin_desk.app, "p0", action)
    return admin_desk


async def read(browser: Browser, path: str) -> str:
    return html.unescape(await browser.page(path))


def bars(page: str, words: str) -> dict[str, tuple[float, str]]:
    """Of the step with these words: the length and the figure of each bar."""
    step = page[page.index(words) :].partition("</li>")[0]
    found = re.findall(r'<div class="(\w+)">.*?width="([\d.]+)".*?<b>(.*?)</b>', step, re.DOTALL)
    return {name: (float(length), shown(figure)) for name, length, figure in found}


def shown(figure: str) -> str:
    """Without what is only read out."""
    return html.unescape(re.sub(r'<span class="hidden">.*?</span>|<[^>]+>', "", figure))


async def test_a_table_tells_how_often_each_guide_was_used_and_leads_to_it(desk: AdminDesk) -> None:
    async with desk.browser(await desk.province_admin()) as browser:
        page = await read(browser, PATH)
        row = next(row for row in page.split("<tr>") if f">{TITLE}</a>" in row)
        assert re.findall(r'data-value="([^"]+)"', row) == ["6", "0", "0", "0"]
        assert f'href="/quan-tri{GUIDE}"' in row
        unopened = page[page.index('<ul class="columns">') :]
        assert "Phản ánh đường hỏng" in unopened
        assert TITLE not in unopened


async def test_the_picture_of_a_guide_tells_where_people_stop_and_why(desk: AdminDesk) -> None:
    async with desk.browser(await desk.province_admin()) as browser:
        page = await browser.page(GUIDE)
        picture = page[page.index('<ol class="way"') : page.index("</ol>")]
        assert re.findall(r"<b>(?:Bước|Câu hỏi)[^<]*</b>", picture)
        assert bars(picture, "mở CH Play") == {"done": (0, "<5"), "stuck": (0, "0"), "stopped": (100, "5")}
        assert bars(picture, "gõ mã 6 chữ số")["stuck"] == (0, "<5")
        assert "“Mã hết hạn”" in picture
        assert picture.index("mở CH Play") < picture.index("mở App Store") < picture.index("gõ mã")


async def test_the_same_figures_stand_in_a_table(desk: AdminDesk) -> None:
    async with desk.browser(await desk.province_admin()) as browser:
        table = (await read(browser, GUIDE)).partition("<table>")[2].partition("</table>")[0]
        row = next(row for row in table.split("<tr>") if "mở CH Play" in row)
        assert re.findall(r'data-value="([^"]+)"', row) == ["<5", "0", "5"]


async def test_of_a_team_nothing_is_known_and_that_is_not_nought(desk: AdminDesk) -> None:
    async with desk.browser(await desk.leader()) as browser:
        for path in (PATH, GUIDE):
            page = await read(browser, f"{path}?xa={HERE}&to={desk.team.id}")
            assert '<div class="nothing">' in page
            assert re.search(r'<b class="number"><span class="none"', page)
            assert not re.search(r'<b class="number">0</b>', page)


async def test_a_guide_that_nobody_opened_shows_its_steps_without_figures(desk: AdminDesk) -> None:
    async with desk.browser(await desk.province_admin()) as browser:
        page = await read(browser, f"{PATH}/phan-anh")
        assert '<div class="nothing">' in page
        assert "chụp chỗ hỏng" in page
        assert '<dl class="bars">' not in page


async def test_a_guide_that_there_is_not_is_told_to_be_none(desk: AdminDesk) -> None:
    async with desk.browser(await desk.province_admin()) as browser:
        for path in ("khong-co", "khong-co/so-do.svg", "..%2f..%2fetc"):
            assert (await browser.get(f"{PATH}/{path}")).status == 404


async def test_the_flow_is_a_picture_that_loads_nothing(desk: AdminDesk) -> None:
    async with desk.browser(await desk.leader()) as browser:
        shown = await browser.page(GUIDE)
        address = re.search(r'<img src="([^"]+so-do\.svg[^"]*)" alt="[^"]+"', shown)
        assert address
        answer = await browser.client.get(html.unescape(address[1]))
        assert answer.content_type == "image/svg+xml"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        root = ET.fromstring(await answer.text())
        assert root.tag.endswith("svg")
        assert not [node for node in root.iter() if node.tag.endswith(("script", "image", "foreignObject"))]


async def test_a_guide_that_was_not_checked_for_half_a_year_is_named(desk: AdminDesk) -> None:
    async with desk.browser(await desk.commune_admin()) as browser:
        assert '<ul class="stale">' not in await browser.page(PATH)
    desk.clock.forward(seconds=(STALE_AFTER + timedelta(days=2)).total_seconds())
    async with desk.browser(await desk.commune_admin()) as browser:
        stale = (await read(browser, PATH)).partition('<ul class="stale">')[2]
        assert TITLE in stale
        assert "20/11/2026" in stale
        assert '<p class="warning">' in await browser.page(GUIDE)
