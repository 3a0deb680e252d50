"""Who gets into the notebook: by a link, once and soon; and who is asked before anything is written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.core.roles import Role
from bot.storage.notebook_tables import notebook_links, notebook_sessions
from bot.storage.tables import people
from bot.web.notebook.api import API, LARGEST
from bot.web.notebook.pages import PAGE
from tests.fakes import actions, press
from tests.web.notebook_desk import Desk, open_desk

DAY_S = 86400


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_a_link_lets_one_browser_in_and_no_second(desk: Desk) -> None:
    secret = await desk.link(await desk.member("An"))
    async with desk.browser() as first, desk.browser() as second:
        assert (await first.sign_in(secret)).status == 303
        assert (await first.me())["teams"][0]["me"] == "An"
        assert (await second.sign_in(secret)).status == 410
        assert (await second.me())["who"] == ""


async def test_looking_at_a_link_does_not_use_it_up(desk: Desk) -> None:
    secret = await desk.link(await desk.member("An"))
    async with desk.browser() as browser:
        for _ in range(3):
            assert (await browser.client.get(f"{PAGE}?v={secret}")).status == 200
        assert (await browser.sign_in(secret)).status == 303


async def test_a_link_is_void_after_a_quarter_of_an_hour_and_when_a_newer_one_was_made(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser() as browser:
        old = await desk.link(person)
        newer = await desk.link(person)
        assert (await browser.client.get(f"{PAGE}?v={old}")).status == 410
        desk.clock.forward(seconds=15 * 60)
        assert (await browser.client.get(f"{PAGE}?v={newer}")).status == 410
        assert (await browser.sign_in(newer)).status == 410


async def test_another_site_cannot_sign_anybody_in(desk: Desk) -> None:
    secret = await desk.link(await desk.member("An"))
    async with desk.browser() as browser:
        assert (await browser.sign_in(secret, Origin="https://evil.example")).status == 403
        assert (await browser.sign_in(secret)).status == 303


async def test_neither_link_nor_cookie_stands_in_the_database(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as browser:
        secret = await desk.link(person)
        cookies = {cookie.value for cookie in browser.client.session.cookie_jar}
        async with desk.app.database.read() as connection:
            rows = [
                *await connection.execute(sa.select(notebook_links)),
                *await connection.execute(sa.select(notebook_sessions)),
            ]
        assert len(rows) == 2
        assert not [row for row in rows if any(one in str(row) for one in (secret, *cookies))]


async def test_a_browser_that_was_not_used_for_sixty_days_has_to_be_let_in_anew(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        for _ in range(2):
            desk.clock.forward(seconds=50 * DAY_S)
            assert (await browser.me())["who"]
        desk.clock.forward(seconds=61 * DAY_S)
        assert (await browser.me())["who"] == ""
        assert (await browser.post({"entries": [browser.new()]})).status == 401


async def test_whoever_uses_the_notebook_alone_has_not_left(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as browser:
        desk.clock.forward(seconds=30 * DAY_S)
        await browser.me()
    async with desk.app.database.read() as connection:
        seen = (await connection.execute(sa.select(people.c.seen_at).where(people.c.id == person))).scalar_one()
    assert seen == desk.clock()


@pytest.mark.parametrize("outside", ["https://toso.example", "http://toso.example"])
async def test_the_cookie_goes_over_https_alone_where_the_browser_sees_https(desk: Desk, outside: str) -> None:
    desk.app.settings.public_url = outside
    secret = await desk.link(await desk.member("An"))
    async with desk.browser() as browser:
        answer = await browser.sign_in(secret, Host="toso.example", Origin=outside)
        assert answer.status == 303
        assert ("Secure" in answer.headers["Set-Cookie"]) == outside.startswith("https")


async def test_signing_out_on_the_page_or_in_the_chat_ends_it(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as one, desk.browser(person) as other:
        own = {"Origin": str(one.client.make_url("")).rstrip("/"), "X-Toso-Notebook": "-"}
        assert (await one.client.post(f"{API}/sign-out")).status == 403
        assert (await one.client.post(f"{API}/sign-out", headers=own)).status == 200
        assert (await one.me())["who"] == ""
        assert (await other.me())["who"]
        await press(desk.app, "An", "notebook.close")
        assert (await other.me())["who"] == ""


async def test_whoever_erases_their_data_is_signed_out(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as browser:
        async with desk.app.database.write() as connection:
            await connection.execute(sa.text("DELETE FROM people WHERE id = :id"), {"id": person})
        assert (await browser.me())["who"] == ""


# ---- the link in the chat ----


async def test_the_chat_offers_the_notebook_to_members_alone(desk: Desk) -> None:
    await desk.member("An")
    assert "notebook.open" in actions(await press(desk.app, "An", "team.mine"))
    assert "notebook.open" not in actions(await press(desk.app, "Khách", "team.mine"))
    refused = await press(desk.app, "Khách", "notebook.open")
    assert not [choice.url for message in refused for choice in message.choices if choice.url]


async def test_where_there_is_no_address_the_chat_says_how(desk: Desk) -> None:
    await desk.member("An")
    told = await press(desk.app, "An", "notebook.open")
    assert not [choice.url for message in told for choice in message.choices if choice.url]


# ---- who may write ----


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": ""}, 403),
        ({"X-Toso-Notebook": ""}, 403),
        ({"X-Toso-Notebook": "0123456789abcdef"}, 409),
    ],
    ids=["another site", "no site", "no script of ours", "entries of somebody else"],
)
async def test_only_our_own_page_may_write_and_only_its_members_entries(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        assert (await browser.post({"entries": [browser.new()]}, **headers)).status == status
    assert await desk.kept() == []


async def test_without_signing_in_nothing_is_told_and_nothing_written(desk: Desk) -> None:
    async with desk.browser() as browser:
        assert (await browser.post({"entries": [browser.new()]})).status == 401
        assert (await browser.client.get(f"{API}/sessions")).status == 401
    assert await desk.kept() == []


@pytest.mark.parametrize(
    "body", [[], {}, {"entries": []}, {"entries": [{}] * 51}, {"entries": [{"key": "1"}]}, {"entries": "x"}]
)
async def test_what_is_no_list_of_entries_is_refused(desk: Desk, body: object) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        assert (await browser.post(body)).status == 400


async def test_what_is_too_large_is_refused(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        assert (await browser.post({"entries": ["x" * LARGEST]})).status == 413


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER])
async def test_nobody_logs_for_a_team_that_is_not_theirs(desk: Desk, role: Role) -> None:
    other = await desk.another_team()
    async with desk.browser(await desk.member("An", role)) as browser:
        assert await browser.states(browser.new(team=other), browser.new(team=404)) == ["fault", "fault"]
    assert await desk.kept() == []


# ---- the page itself ----


async def test_the_page_runs_no_script_but_its_own_and_is_shown_in_no_other(desk: Desk) -> None:
    async with desk.browser() as browser:
        answer = await browser.client.get(PAGE)
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'none'" in policy
    assert "style=" not in text


async def test_the_worker_names_only_files_that_are_there(desk: Desk) -> None:
    async with desk.browser() as browser:
        worker = await browser.client.get(f"{PAGE}/worker.js")
        assert worker.headers["Service-Worker-Allowed"] == PAGE
        assert (await worker.text()).startswith("const KEPT = ")


async def test_the_guides_are_sent_again_only_when_they_changed(desk: Desk) -> None:
    async with desk.browser() as browser:
        first = await browser.client.get(f"{API}/guides")
        told = await first.json()
        again = await browser.client.get(f"{API}/guides", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status == 304
        assert {guide["id"] for guide in told["guides"]} == {"kich-hoat", "phan-anh"}
        english = await (await browser.client.get(f"{API}/guides?lang=en")).json()
        assert english["services"]["pakn"][0] == "Report"
