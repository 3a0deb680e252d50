"""Requests and teams on the admin site: the board with its clock, and what is done to teams and their members."""

import re
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from aiohttp import ClientResponse

from bot.core.requests import Wanted
from bot.core.roles import Post, Role
from bot.core.teams import Member
from bot.core.waiting_clock import USUAL
from bot.storage import requests, teams
from bot.storage.team_tables import audit
from bot.web.admin.section import ROOT
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser


async def send(browser: Browser, path: str, form: Mapping[str, str]) -> ClientResponse:
    own = {"_csrf": await browser.token(), **form}
    headers = {"Origin": browser.origin}
    return await browser.client.post(f"{ROOT}{path}", data=own, headers=headers, allow_redirects=False)


async def ask_for_help(desk: AdminDesk, commune: str = HERE, **more: object) -> str:
    person = await desk.person()
    async with desk.app.database.write() as connection:
        wanted = Wanted(commune, "Thôn 2", wish="không vào được", phone="0905123456", **more)  # type: ignore[arg-type]
        return (await requests.make(connection, person, wanted, desk.clock(), USUAL)).code


async def members(desk: AdminDesk, team: int) -> list[Member]:
    async with desk.app.database.read() as connection:
        return await teams.members(connection, team)


async def acts(desk: AdminDesk) -> list[str]:
    async with desk.app.database.read() as connection:
        return list((await connection.execute(sa.select(audit.c.act).order_by(audit.c.id))).scalars())


async def lan(desk: AdminDesk) -> Member:
    await desk.person(Post(Role.MEMBER, HERE, desk.team.id), name="Lan")
    return next(one for one in await members(desk, desk.team.id) if one.name == "Lan")


# ---- requests ----


async def test_the_board_tells_what_waits_how_long_and_what_the_clock_does_next(admin_desk: AdminDesk) -> None:
    code = await ask_for_help(admin_desk)
    admin_desk.clock.forward(seconds=90 * 60)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        page = await browser.page("/yeu-cau")
    assert code in page
    assert "1 giờ 30 phút" in page
    assert "nhắc cả tổ lúc" in page


async def test_no_telephone_number_and_no_words_of_a_resident_stand_on_the_board(admin_desk: AdminDesk) -> None:
    await ask_for_help(admin_desk)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        page = await browser.page("/yeu-cau")
    assert "0905123456" not in page
    assert "không vào được" not in page


async def test_whoever_looks_after_one_commune_sees_no_request_of_another(admin_desk: AdminDesk) -> None:
    own, far = await ask_for_help(admin_desk), await ask_for_help(admin_desk, ELSEWHERE)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        page = await browser.page("/yeu-cau")
    assert own in page
    assert far not in page


async def test_requests_of_a_time_are_listed_by_how_they_stand(admin_desk: AdminDesk) -> None:
    code = await ask_for_help(admin_desk)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert f'<th scope="row">{code}' in await browser.page("/yeu-cau?ky=2026-11&tinh-trang=open")
        assert f'<th scope="row">{code}' not in await browser.page("/yeu-cau?ky=2026-11&tinh-trang=closed")
        assert f'<th scope="row">{code}' not in await browser.page("/yeu-cau?ky=2026-10")


# ---- teams ----


async def test_a_team_is_made_gets_its_villages_and_a_code_for_its_leader(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        made = await send(browser, "/to", {"name": "Tổ thôn 9"})
        assert made.status == 303
        team = re.search(r"/to/(\d+)", made.headers["Location"])
        assert team
        await send(browser, f"/to/{team[1]}/thon", {"villages": "Thôn 9, Làng Krái"})
        invited = await send(browser, f"/to/{team[1]}/moi", {"role": "leader", "uses": "9"})
        page = await invited.text()
        assert re.search(r'class="code">[A-Z0-9]{6}<', page)
        assert "data:image/png" in page
        shown = await browser.page(f"/to/{team[1]}")
        assert "Thôn 9, Làng Krái" in shown
        assert "còn 1 lượt" in shown  # a leader is invited alone
    assert {"team.made", "team.villages", "invite.made"} <= set(await acts(admin_desk))


async def test_a_code_that_was_withdrawn_is_open_no_more(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        await send(browser, "/to/1/moi", {"role": "member", "uses": "5"})
        assert "còn 5 lượt" in await browser.page("/to/1")
        assert (await send(browser, "/to/1/moi/1/thu-hoi", {})).status == 303
        assert "còn 5 lượt" not in await browser.page("/to/1")


async def test_a_leader_invites_members_and_no_leader(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert (await send(browser, "/to/1/moi", {"role": "leader"})).status == 403


async def test_a_member_is_removed_moved_or_made_leader_with_a_trace(admin_desk: AdminDesk) -> None:
    member = await lan(admin_desk)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        moved = await send(browser, f"/to/1/{member.post}/chuyen", {"to_team": str(admin_desk.beside.id)})
        assert moved.status == 303
        (there,) = await members(admin_desk, admin_desk.beside.id)
        assert there.name == "Lan"
        await send(browser, f"/to/2/{there.post}/to-truong", {})
        (leads,) = await members(admin_desk, admin_desk.beside.id)
        assert leads.role is Role.LEADER
        await send(browser, f"/to/2/{leads.post}/go", {})
    assert await members(admin_desk, admin_desk.beside.id) == []
    assert {"member.moved", "leader.changed", "member.removed"} <= set(await acts(admin_desk))


async def test_nobody_is_moved_to_another_commune_or_out_of_a_team_they_are_not_in(admin_desk: AdminDesk) -> None:
    member = await lan(admin_desk)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        far = await send(browser, f"/to/1/{member.post}/chuyen", {"to_team": str(admin_desk.far.id)})
        assert far.status == 400
        assert (await send(browser, f"/to/2/{member.post}/go", {})).status == 400
    assert [one.name for one in await members(admin_desk, 1)] == ["Lan"]


async def test_a_leader_is_removed_by_the_commune_only(admin_desk: AdminDesk) -> None:
    leader = await admin_desk.leader()
    (post,) = await members(admin_desk, 1)
    async with admin_desk.browser(leader) as browser:
        assert (await send(browser, f"/to/1/{post.post}/go", {})).status == 403
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert (await send(browser, f"/to/1/{post.post}/go", {})).status == 303


@pytest.mark.parametrize("name", ["", "x", "052099001234 là số của tôi", "9" * 70])
async def test_a_name_that_cannot_be_shown_is_told(admin_desk: AdminDesk, name: str) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert (await send(browser, "/to", {"name": name})).status == 400


async def test_a_name_is_shown_as_text_and_never_as_mark_up(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        await send(browser, "/to", {"name": "<script>alert(1)</script>"})
        page = await browser.page("/to")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
