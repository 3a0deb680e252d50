"""Who gets into the admin site: by a link, once and soon; and how that ends."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.storage import admin, teams
from bot.storage.admin_tables import admin_links, admin_sessions
from bot.web.admin.section import ROOT
from bot.web.admin.way_in import COOKIE, SECURE_COOKIE, kind_of
from tests.fakes import actions, press
from tests.web.admin_desk import HERE, AdminDesk

HOUR_S = 3600
MINE = "/phien-dang-nhap"


async def test_a_link_lets_one_browser_in_and_no_second(admin_desk: AdminDesk) -> None:
    secret = await admin_desk.link(await admin_desk.leader(name="Chị Lan"))
    async with admin_desk.browser() as first, admin_desk.browser() as second:
        assert (await first.sign_in(secret)).status == 303
        assert "Chị Lan" in await first.page(MINE)
        assert (await second.sign_in(secret)).status == 410
        assert (await second.get(MINE)).status == 401


async def test_looking_at_a_link_does_not_use_it_up(admin_desk: AdminDesk) -> None:
    secret = await admin_desk.link(await admin_desk.leader())
    async with admin_desk.browser() as browser:
        for _time in range(3):
            assert (await browser.get(f"/vao?v={secret}")).status == 200
        assert (await browser.sign_in(secret)).status == 303


async def test_a_link_is_void_after_a_quarter_of_an_hour_and_when_a_newer_one_was_made(admin_desk: AdminDesk) -> None:
    person = await admin_desk.leader()
    async with admin_desk.browser() as browser:
        old, newer = await admin_desk.link(person), await admin_desk.link(person)
        assert (await browser.get(f"/vao?v={old}")).status == 410
        admin_desk.clock.forward(seconds=15 * 60)
        assert (await browser.sign_in(newer)).status == 410


async def test_another_site_cannot_sign_anybody_in(admin_desk: AdminDesk) -> None:
    secret = await admin_desk.link(await admin_desk.leader())
    async with admin_desk.browser() as browser:
        assert (await browser.sign_in(secret, Origin="https://evil.example")).status == 410
        assert (await browser.sign_in(secret)).status == 303


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MEMBER])
async def test_whoever_looks_after_nothing_is_not_let_in(admin_desk: AdminDesk, role: Role) -> None:
    posts = (Post(role, HERE, admin_desk.team.id),) if role is Role.MEMBER else ()
    secret = await admin_desk.link(await admin_desk.person(*posts))
    async with admin_desk.browser() as browser:
        assert (await browser.sign_in(secret)).status == 410


async def test_the_first_administrator_gives_their_name_and_there_is_no_second_first(admin_desk: AdminDesk) -> None:
    secret = await admin_desk.link(None)
    async with admin_desk.browser() as browser:
        assert 'name="ten"' in await browser.page(f"/vao?v={secret}")
        assert (await browser.sign_in(secret)).status == 422
        assert (await browser.sign_in(secret, name="  Anh \u202e Nam  ")).status == 303
        assert "Anh Nam" in await browser.page(MINE)
    late = await admin_desk.link(None)
    async with admin_desk.browser() as browser:
        assert (await browser.sign_in(late, name="Kẻ lạ")).status == 410
    async with admin_desk.app.database.read() as connection:
        assert [one.name for one in await teams.of_the_province(connection)] == ["Anh Nam"]


async def test_signing_in_gives_a_new_cookie_and_ends_the_one_before(admin_desk: AdminDesk) -> None:
    """A cookie that somebody else planted, or knows, is not the one that becomes theirs."""
    person = await admin_desk.leader()
    async with admin_desk.browser(person) as browser:
        before = browser.cookies[COOKIE].value
        await browser.sign_in(await admin_desk.link(person))
        assert browser.cookies[COOKIE].value != before
        async with admin_desk.app.database.read() as connection:
            assert len((await connection.execute(sa.select(admin_sessions))).all()) == 1
    async with admin_desk.browser() as other:
        answer = await other.client.get(f"{ROOT}{MINE}", headers={"Cookie": f"{COOKIE}={before}"})
        assert answer.status == 401


async def test_neither_link_nor_cookie_nor_token_stands_in_the_database(admin_desk: AdminDesk) -> None:
    person = await admin_desk.leader()
    async with admin_desk.browser(person) as browser:
        secrets = {await admin_desk.link(person), browser.cookies[COOKIE].value, await browser.token()}
        async with admin_desk.app.database.read() as connection:
            rows = [
                *await connection.execute(sa.select(admin_links)),
                *await connection.execute(sa.select(admin_sessions)),
            ]
    assert len(rows) == 2
    assert not [row for row in rows if any(secret in str(row) for secret in secrets)]


async def test_a_browser_left_alone_for_half_a_day_is_signed_out(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        admin_desk.clock.forward(seconds=11 * HOUR_S)
        assert (await browser.get(MINE)).status == 200
        admin_desk.clock.forward(seconds=12 * HOUR_S)
        assert (await browser.get(MINE)).status == 401


async def test_however_much_it_is_used_it_ends_after_a_week(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        for _time in range(int(admin.LONGEST.total_seconds() // (8 * HOUR_S)) - 1):
            admin_desk.clock.forward(seconds=8 * HOUR_S)
            assert (await browser.get(MINE)).status == 200
        admin_desk.clock.forward(seconds=8 * HOUR_S)
        assert (await browser.get(MINE)).status == 401


async def test_whoever_loses_their_post_is_signed_out_at_once(admin_desk: AdminDesk) -> None:
    person = await admin_desk.leader()
    async with admin_desk.browser(person) as browser:
        assert (await browser.get(MINE)).status == 200
        await admin_desk.end_posts(person)
        assert (await browser.get(MINE)).status == 401


async def test_somebody_sees_their_browsers_and_ends_one_or_all(admin_desk: AdminDesk) -> None:
    person = await admin_desk.leader()
    async with admin_desk.browser(person) as first, admin_desk.browser(person) as second:
        shown = await first.page(MINE)
        assert shown.count("Chrome, Android</") + shown.count("Chrome, Android <") == 2
        async with admin_desk.app.database.read() as connection:
            ids = (
                (await connection.execute(sa.select(admin_sessions.c.id).order_by(admin_sessions.c.id))).scalars().all()
            )
        assert (await first.post(f"/phien-dang-nhap/{ids[1]}/dang-xuat")).status == 303
        assert (await second.get(MINE)).status == 401
        assert (await first.post("/phien-dang-nhap/tat-ca")).status == 200
        assert (await first.get(MINE)).status == 401


async def test_nobody_ends_the_browser_of_somebody_else(admin_desk: AdminDesk) -> None:
    admin_person, leader = await admin_desk.province_admin(), await admin_desk.leader()
    async with admin_desk.browser(admin_person) as mine, admin_desk.browser(leader) as theirs:
        async with admin_desk.app.database.read() as connection:
            latest = (await connection.execute(sa.select(sa.func.max(admin_sessions.c.id)))).scalar_one()
        assert (await mine.post(f"{MINE}/{latest}/dang-xuat")).status == 404
        assert (await theirs.get(MINE)).status == 200


@pytest.mark.parametrize("outside", ["https://toso.example", "http://toso.example"])
async def test_over_https_the_cookie_belongs_to_this_host_alone(admin_desk: AdminDesk, outside: str) -> None:
    admin_desk.app.settings.public_url = outside
    host = outside.partition("://")[2]
    secret = await admin_desk.link(await admin_desk.leader())
    async with admin_desk.browser() as browser:
        answer = await browser.sign_in(secret, Host=host, Origin=outside)
        [header] = answer.headers.getall("Set-Cookie")
    secure = outside.startswith("https")
    assert header.startswith(f"{SECURE_COOKIE if secure else COOKIE}=")
    assert ("Secure" in header, "Path=/;" in header) == (secure, secure)
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


async def test_the_chat_gives_the_link_to_whoever_looks_after_something(admin_desk: AdminDesk) -> None:
    app = admin_desk.app
    app.turns.site = replace(app.turns.site, url="https://toso.example")
    await press(app, "An", "menu")
    async with app.database.write() as connection:
        person = (
            await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = 'An'"))
        ).scalar_one()
        await teams.give(connection, person, Post(Role.LEADER, HERE, admin_desk.team.id), "An", admin_desk.clock())
    assert "site.open" in actions(await press(app, "An", "team.mine"))
    [link] = [one for one in (await press(app, "An", "site.open"))[-1].choices if one.url]
    async with admin_desk.browser() as browser:
        assert (await browser.sign_in(parse_qs(urlsplit(link.url).query)["v"][0])).status == 303
        assert (await browser.get(MINE)).status == 200
        await press(app, "An", "site.close")
        assert (await browser.get(MINE)).status == 401


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_of_a_browser_its_kind_is_kept_and_no_more(agent: str, kind: str) -> None:
    assert kind_of(agent) == kind


async def test_without_a_slash_or_with_one_it_is_the_same_site(admin_desk: AdminDesk) -> None:
    async with admin_desk.browser() as browser:
        answer = await browser.get("/?lang=en")
        assert (answer.status, answer.headers["Location"]) == (301, f"{ROOT}?lang=en")


async def test_in_the_chat_the_link_is_for_those_who_look_after_something_and_need_an_address(
    admin_desk: AdminDesk,
) -> None:
    app = admin_desk.app
    told = await press(app, "Dân", "site.open")
    assert app.say(_("The admin site is for team leaders and administrators."), "vi") in told[-1].text
    async with app.database.write() as connection:
        person = (
            await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = 'Dân'"))
        ).scalar_one()
        await teams.give(connection, person, Post(Role.COMMUNE_ADMIN, HERE), "Dân", admin_desk.clock())
    assert not [one for one in (await press(app, "Dân", "site.open"))[-1].choices if one.url]
