"""An announcement on its way: how far it is, who did not get it, stopping and recalling it; and whole channels."""

import csv
import io
from dataclasses import replace

import sqlalchemy as sa

from bot.core.campaigns import Recall, State, Why
from bot.core.errors import DeliveryError
from bot.core.phrases import Text
from bot.storage.campaign_tables import campaign_answers, recipients
from bot.web.admin.announcement_words import WHY
from bot.web.admin.audit_words import ACTS
from tests.fakes import CHANNEL, recording
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser
from tests.web.announcement_desk import (
    CALL,
    PATH,
    after,
    make,
    press,
    readable,
    resident,
    residents,
    send,
    sending,
    sent,
    stored,
)


def said(desk: AdminDesk, msgid: str, **args: str) -> str:
    return desk.app.say(Text(msgid, args), "vi").replace("*", "")


async def figures(browser: Browser, campaign: int) -> dict[str, str]:
    answer = await browser.get(f"{PATH}/{campaign}/tien-do.json")
    assert answer.status == 200
    found: dict[str, str] = (await answer.json())["figures"]
    return found


# ---- how far ----


async def test_the_figures_of_the_page_can_be_asked_for_alone_and_are_the_same(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 4)
    await resident(admin_desk, "zalo", channel="zalo_oa")
    recording(admin_desk.app).fail("r1", DeliveryError("chat not found", permanent=True))
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        page = await browser.page(f"{PATH}/{done.id}")
        shown = await figures(browser, done.id)
    assert done.state is State.DONE
    assert (shown["delivered"], shown["failed"], shown["unreachable"], shown["share"]) == ("3", "1", "1", "100 %")
    for name, figure in shown.items():
        if f'data-figure="{name}"' in page:
            assert f'data-figure="{name}">{figure}<' in page, name
    assert "chat not found" in readable(page)
    assert said(admin_desk, "on a channel that does not run here") in readable(page)


async def test_only_what_moves_is_looked_at_again(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 1)
    person = await admin_desk.commune_admin()
    runs = await sending(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert "data-poll" in await browser.page(f"{PATH}/{runs.id}")
        await admin_desk.app.broadcasting.settle()
        assert "data-poll" not in await browser.page(f"{PATH}/{runs.id}")


async def test_answers_are_counted_and_who_gave_them_is_not_shown(admin_desk: AdminDesk) -> None:
    who = await resident(admin_desk, "r0")
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.app.database.write() as connection:
        row = {"campaign_id": done.id, "person_id": who, "what": "come", "at": admin_desk.clock()}
        await connection.execute(campaign_answers.insert().values(row))
    async with admin_desk.browser(person) as browser:
        assert (await figures(browser, done.id))["come"] == "1"
        listed = readable(await browser.page(f"{PATH}/{done.id}/nguoi-nhan"))
    assert said(admin_desk, "Will come") not in listed


async def test_who_may_have_got_it_twice_is_counted_and_marked(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.app.database.write() as connection:
        first = sa.select(sa.func.min(recipients.c.id)).scalar_subquery()
        await connection.execute(recipients.update().where(recipients.c.id == first).values(doubtful=True))
    async with admin_desk.browser(person) as browser:
        assert (await figures(browser, done.id))["doubtful"] == "1"
        listed = readable(await browser.page(f"{PATH}/{done.id}/nguoi-nhan"))
    assert listed.count(said(admin_desk, "perhaps twice")) == 1


# ---- what may be done ----


async def test_it_is_paused_goes_on_and_is_stopped(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    person = await admin_desk.commune_admin()
    runs = await sending(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        for act, state in (("dung", State.PAUSED), ("tiep", State.SENDING), ("huy", State.CANCELLED)):
            assert (await press(browser, runs, act)).status == 303
            assert (await stored(admin_desk)).state is state
        assert (await press(browser, runs, "tiep")).status == 400
        assert (await figures(browser, runs.id))["cancelled"] == "2"


async def test_a_recall_says_what_is_right_where_it_cannot_be_taken_back(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    recorded = recording(admin_desk.app)
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    recorded.fail("r0", DeliveryError("too old", permanent=True))
    async with admin_desk.browser(person) as browser:
        assert (await press(browser, done, "thu-hoi", text_en="only English")).status == 400
        assert (await press(browser, done, "thu-hoi", text_vi="Lớp học dời sang chủ nhật")).status == 303
        await admin_desk.app.broadcasting.settle()
        shown = await figures(browser, done.id)
        page = await browser.page(f"{PATH}/{done.id}")
        assert (await press(browser, done, "thu-hoi")).status == 400
    assert (shown["recall-gone"], shown["recall-corrected"]) == ("1", "1")
    assert "dời sang chủ nhật" in recorded.texts("r0")[-1]
    assert "/thu-hoi" not in page
    async with admin_desk.app.database.read() as connection:
        kept = set((await connection.execute(sa.select(recipients.c.recall))).scalars())
    assert kept == {Recall.GONE, Recall.CORRECTED}


async def test_whoever_was_not_reached_gets_it_once_more(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    recording(admin_desk.app).fail("r1", DeliveryError("no", permanent=True))
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        await after(browser, await press(browser, done, "gui-lai"))
        await admin_desk.app.broadcasting.settle()
        assert (await figures(browser, done.id))["delivered"] == "2"
    assert len(recording(admin_desk.app).to("r1")) == 1
    assert len(recording(admin_desk.app).to("r0")) == 1


# ---- recipients ----


async def test_recipients_are_told_by_number_place_and_what_became_of_it_and_by_nothing_else(
    admin_desk: AdminDesk,
) -> None:
    await resident(admin_desk, "0905123456")
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        page = await browser.page(f"{PATH}/{done.id}/nguoi-nhan")
        file = await (await browser.get(f"{PATH}/{done.id}/nguoi-nhan.csv")).text()
    for shown in (page, file):
        assert "0905123456" not in shown
        assert "Xã Chư Sê" in shown
        assert said(admin_desk, "got it") in shown


async def test_recipients_are_listed_a_page_at_a_time_by_state_and_channel(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 103)
    recording(admin_desk.app).fail("r5", DeliveryError("no", permanent=True))
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        first = await browser.page(f"{PATH}/{done.id}/nguoi-nhan")
        assert first.count('<th scope="row">') == 100
        following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
        second = await browser.page(following.removeprefix("/quan-tri"))
        assert second.count('<th scope="row">') == 3
        assert '<th scope="row">101' in second
        failed = await browser.page(f"{PATH}/{done.id}/nguoi-nhan?tinh-trang=failed&kenh={CHANNEL}")
        assert failed.count('<th scope="row">') == 1
        assert (await browser.get(f"{PATH}/{done.id}/nguoi-nhan?tinh-trang=x&sau=y&so=-1")).status == 200


async def test_the_file_has_all_of_them_and_a_spreadsheet_runs_nothing_in_it(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 3)
    recording(admin_desk.app).fail("r1", DeliveryError("=HYPERLINK(1)", permanent=True))
    person = await admin_desk.commune_admin()
    done = await sent(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        answer = await browser.get(f"{PATH}/{done.id}/nguoi-nhan.csv")
        body = await answer.read()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[2][4] == "'=HYPERLINK(1)"
    assert answer.headers["Content-Disposition"].startswith("attachment")


# ---- the list ----


async def test_each_place_has_its_own_and_says_where_there_is_none(admin_desk: AdminDesk) -> None:
    province = await admin_desk.province_admin()
    here = await make(admin_desk, province)
    far = await make(admin_desk, province, replace(CALL), commune=ELSEWHERE)
    async with admin_desk.browser(province) as browser:
        page = await browser.page(f"{PATH}?xa={HERE}")
        assert f"/thong-bao/{here.id}" in page
        assert f"/thong-bao/{far.id}" not in page
        assert f"/thong-bao/{here.id}" not in await browser.page(f"{PATH}?xa=")
    assert said(admin_desk, "Nothing is being sent just now.") in readable(page)


# ---- the channels ----


async def test_a_channel_is_stopped_with_a_reason_which_stands_on_every_page_until_it_is_freed(
    admin_desk: AdminDesk,
) -> None:
    person = await admin_desk.province_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert (await send(browser, f"{PATH}/kenh/dung", {"channel": CHANNEL, "reason": ""})).status == 400
        assert (await send(browser, f"{PATH}/kenh/dung", {"channel": "nope", "reason": "thử"})).status == 404
        assert (await send(browser, f"{PATH}/kenh/dung", {"channel": CHANNEL, "reason": "Bot bị khóa"})).status == 303
        for path in ("", "/moi", f"/{draft.id}", f"/{draft.id}/sua", f"/{draft.id}/nguoi-nhan"):
            assert "Bot bị khóa" in await browser.page(PATH + path), path
        log = readable(await browser.page("/nhat-ky"))
        assert admin_desk.app.say(ACTS["lane.stopped"], "vi") in log
        assert "Bot bị khóa" in log
        assert (await send(browser, f"{PATH}/kenh/mo", {"channel": CHANNEL})).status == 303
        assert 'class="told stopped"' not in await browser.page(PATH)


async def test_nobody_but_the_province_stops_a_channel(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert "/kenh/dung" not in await browser.page(PATH)
        assert (await send(browser, f"{PATH}/kenh/dung", {"channel": CHANNEL, "reason": "thử xem"})).status == 403


def test_every_reason_of_ours_has_words() -> None:
    assert set(Why) <= set(WHY)
