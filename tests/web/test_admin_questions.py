"""Questions that were not understood, on the admin site: attached to a guide or ignored, once, by those who may."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp import ClientResponse

from bot.attaching import Attaching
from bot.content.load import ASKS, Ask, read_content
from bot.renewal import Renewal
from bot.storage import questions
from bot.storage.tables import questions as table
from bot.storage.team_tables import audit
from bot.storage.turns import TurnPorts
from bot.web.admin.questions import LISTED, PATH
from bot.web.admin.section import ROOT
from tests.fakes import say
from tests.web.admin_desk import AdminDesk, Browser

UNKNOWN = "nước sông Ba lên tới đâu rồi"
NEW = "bật định danh điện tử ở đâu"


async def keep(desk: AdminDesk, *texts: str) -> None:
    person = await desk.person()
    async with desk.app.database.write() as connection:
        ports = TurnPorts(connection, desk.clock())
        for text in texts:
            await ports.questions.keep(person, text, lang="vi", guide="")
        await ports.keep()


async def post(browser: Browser, path: str, **fields: str) -> ClientResponse:
    data = {"_csrf": await browser.token(), **fields}
    return await browser.client.post(
        f"{ROOT}{PATH}{path}", data=data, headers={"Origin": browser.origin}, allow_redirects=False
    )  # fmt: skip


async def settled(desk: AdminDesk) -> list[tuple[str, str]]:
    async with desk.app.database.read() as connection:
        rows = await connection.execute(sa.select(table.c.state, table.c.guide).order_by(table.c.id))
        return [(row.state, row.guide) for row in rows]


async def noted(desk: AdminDesk) -> list[tuple[str, int | None, dict[str, object]]]:
    async with desk.app.database.read() as connection:
        rows = await connection.execute(sa.select(audit).where(audit.c.act.like("question.%")).order_by(audit.c.id))
        return [(row.act, row.person_id, row.data) for row in rows]


def asks_file(desk: AdminDesk) -> Path:
    return desk.app.settings.content_dir / ASKS


async def test_those_that_wait_are_listed_the_oldest_first(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, *(f"câu <b>số {n}" for n in range(LISTED + 3)))
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        first = await browser.page(PATH)
        assert first.count('<li class="card">') == LISTED
        assert html.escape("câu <b>số 0") in first
        assert (await browser.page(f"{PATH}?trang=2")).count('<li class="card">') == 3
        assert '<div class="nothing">' in await browser.page(f"{PATH}?trang=3")


async def test_where_none_waits_it_is_said(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert '<div class="nothing">' in await browser.page(PATH)


async def test_an_attached_question_is_learned_by_the_running_bot(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, f"chú ơi cho hỏi {NEW} vậy")
    by = await admin_desk.province_admin()
    async with admin_desk.browser(by) as browser:
        answer = await post(browser, "/1/gan", guide="kich-hoat", wording=f"  {NEW} ")
        assert answer.status == 303
        await admin_desk.app.attaching.finish()
        page = html.unescape(await browser.page(PATH))
        assert '<div class="nothing">' in page
        assert "Kích hoạt VNeID" in page.partition('<ul class="settled">')[2]
    assert [(a.guide, a.lang, a.sentence) for a in read_content(admin_desk.app.settings.content_dir).asks] == [
        ("kich-hoat", "vi", NEW)
    ]
    assert await settled(admin_desk) == [("attached", "kich-hoat")]
    assert await noted(admin_desk) == [("question.attached", by, {"question": 1, "guide": "kich-hoat"})]
    settings = admin_desk.app.settings
    renewed = await Renewal(
        settings.content_dir, settings.cache_dir, admin_desk.app._use, admin_desk.clock
    ).renew()  # fmt: skip
    assert not renewed.faults
    assert admin_desk.app.world.meaning(NEW).guide == "kich-hoat"


async def test_an_ignored_question_waits_no_longer(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, UNKNOWN)
    by = await admin_desk.province_admin()
    async with admin_desk.browser(by) as browser:
        assert (await post(browser, "/1/bo")).status == 303
        page = await browser.page(PATH)
        assert '<div class="nothing">' in page
        assert UNKNOWN in page.partition('<ul class="settled">')[2]
        assert (await browser.get(f"{PATH}/1")).status == 404
        assert (await post(browser, "/1/bo")).status == 404
        assert (await post(browser, "/1/gan", guide="kich-hoat")).status == 404
    assert await settled(admin_desk) == [("ignored", "")]
    assert await noted(admin_desk) == [("question.ignored", by, {"question": 1})]


async def test_what_would_lead_others_astray_is_refused_and_what_was_typed_stays(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, UNKNOWN)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert (await post(browser, "/1/gan", guide="kich-hoat", wording="gửi phản ánh đường hỏng")).status == 303
        await admin_desk.app.attaching.finish()
        assert '<p class="warning">' in await browser.page(PATH)
        page = html.unescape(await browser.page(f"{PATH}/1"))
        assert re.search(r'<p class="warning" id="wrong" role="alert">[^<]+', page)
        assert ">gửi phản ánh đường hỏng</textarea>" in page
        assert re.search(r'value="kich-hoat"[^>]* (checked|selected)', page)
    assert not asks_file(admin_desk).exists()
    assert await settled(admin_desk) == [("new", "")]
    assert await noted(admin_desk) == []


@pytest.mark.parametrize("guide", ["", "khong-co", "../x"])
async def test_without_a_guide_nothing_is_attached(admin_desk: AdminDesk, guide: str) -> None:
    await keep(admin_desk, UNKNOWN)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert (await post(browser, "/1/gan", other=guide, wording=UNKNOWN)).status == 422
    assert not asks_file(admin_desk).exists()


async def test_a_number_in_the_wording_that_tells_of_a_person_is_masked(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, UNKNOWN)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        await post(browser, "/1/gan", guide="kich-hoat", wording=f"{NEW} căn cước 052099001234")
        await admin_desk.app.attaching.finish()
    assert "052099001234" not in (asks_file(admin_desk).read_text("utf-8") if asks_file(admin_desk).exists() else "")


async def test_content_that_cannot_be_read_is_told_and_the_question_waits(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, NEW)
    (admin_desk.app.settings.content_dir / "services.yaml").write_text("", "utf-8")
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        await post(browser, "/1/gan", guide="kich-hoat", wording=NEW)
        await admin_desk.app.attaching.finish()
        assert '<p class="warning">' in await browser.page(PATH)
    assert await settled(admin_desk) == [("new", "")]


async def test_while_it_is_learned_it_is_said_so_and_nobody_settles_it_twice(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, NEW)
    learned = threading.Event()

    def learn(_ask: Ask) -> None:
        assert learned.wait(60)

    admin_desk.app.attaching = Attaching(admin_desk.app.database, learn, admin_desk.clock)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        await post(browser, "/1/gan", guide="kich-hoat", wording=NEW)
        assert 'id="waiting" data-learning' in await browser.page(PATH)
        assert "<textarea" not in await browser.page(f"{PATH}/1")
        assert (await post(browser, "/1/bo")).status == 400
        assert (await post(browser, "/1/gan", guide="phan-anh")).status == 400
        learned.set()
        await admin_desk.app.attaching.finish()
        assert await settled(admin_desk) == [("attached", "kich-hoat")]


async def test_the_likeliest_guides_are_offered(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, "cài vneid vào máy mới")
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        page = await browser.page(f"{PATH}/1")
        assert re.search(r'type="radio" name="guide" value="kich-hoat"', page)
        assert '<option value="phan-anh"' in page


async def test_neither_a_leader_nor_a_commune_sees_or_settles_them(admin_desk: AdminDesk) -> None:
    await keep(admin_desk, UNKNOWN)
    for person in (await admin_desk.leader(), await admin_desk.commune_admin()):
        async with admin_desk.browser(person) as browser:
            assert (await browser.get(PATH)).status == 403
            assert (await post(browser, "/1/bo")).status == 403
            assert PATH not in await browser.page()
    assert await settled(admin_desk) == [("new", "")]


async def test_what_somebody_asked_in_the_chat_comes_here(admin_desk: AdminDesk) -> None:
    await say(admin_desk.app, "an", UNKNOWN)
    async with admin_desk.app.database.read() as connection:
        assert await questions.waiting_count(connection) == 0  # without their consent nothing is kept
