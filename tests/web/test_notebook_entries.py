"""What becomes of the entries that the notebook sends: each counts once, and none is lost without a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.roles import Role
from bot.storage import sessions, teams
from bot.storage.tables import events
from bot.web.notebook.api import API
from tests.real_app import real_content
from tests.web.notebook_desk import Desk, new_key, open_desk
from tests.web.notebook_page import Page


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_an_entry_is_kept_once_however_often_it_comes(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        entry = browser.new()
        [first] = await browser.send(entry)
        [second] = await browser.send(entry)
    assert first == second
    assert first["state"] == "saved"
    assert [(row.key, row.people) for row in await desk.kept()] == [(entry["key"], 2)]
    async with desk.app.database.read() as connection:
        counted = await connection.execute(sa.select(events.c.channel).where(events.c.type == "SessionLogged"))
        assert counted.scalars().all() == ["notebook"]


async def test_one_entry_that_cannot_be_kept_costs_no_other(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        entries = [
            browser.new(),
            browser.new(people=0),
            browser.new(held_on="2026-11-24"),
            browser.new(held_on="2026-01-01"),
            browser.new(works=[["nope", "", 1, "E0", "unknown"]]),
            browser.new(works=[]),
            browser.new(elders=9),
            browser.new(name="Nguyễn Văn A"),
            {"key": new_key(), "session": "x"},
            browser.new(held_on="2026-11-22"),
        ]
        answers = await browser.send(*entries)
    assert [answer["state"] for answer in answers] == ["saved", *["fault"] * 8, "saved"]
    assert all(answer["words"] for answer in answers[1:9])
    assert len(await desk.kept()) == 2


async def test_what_may_be_a_double_is_asked_about_and_kept_when_it_is_none(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser, desk.browser(await desk.member("Ba")) as other:
        assert await browser.states(browser.new()) == ["saved"]
        twin = other.new(people=3)
        [answer] = await other.send(twin)
        assert answer["state"] == "alike"
        assert answer["kept"]["session"]["people"] == 2
        assert len(await desk.kept()) == 1
        assert await other.states(twin | {"sure": True}) == ["saved"]
    assert len(await desk.kept()) == 2


async def test_secrets_are_masked_and_the_page_is_told(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        [answer] = await browser.send(browser.new(difficulty="cccd 064123456789 bị mờ"))
    assert answer["masked"]
    assert "064123456789" not in str(answer)
    assert "064123456789" not in str(await desk.kept())


async def test_who_is_named_is_masked_and_somebodys_house_is_no_place(desk: Desk) -> None:
    world = desk.app.world
    words = real_content().session_words  # the small content of the tests knows no forms of address
    desk.app.world = replace(world, content=replace(world.content, session_words=words))
    async with desk.browser(await desk.member("An")) as browser:
        [answer] = await browser.send(browser.new(difficulty="gọi cô Hoa không được", village="nhà ông Sáu ở thôn 2"))
    assert answer["masked"]
    kept = answer["kept"]["session"]
    assert (kept["difficulty"], kept["village"]) == ("gọi cô ●●●● không được", "thôn 2")


async def test_others_who_helped_are_named_by_their_posts_alone(desk: Desk) -> None:
    an, ba = await desk.member("An"), await desk.member("Ba")
    async with desk.browser(an) as browser, desk.browser(ba) as other:
        [[post, name]] = (await browser.me())["teams"][0]["members"]
        assert name == "Ba"
        await browser.send(browser.new(members=[post, 404]))
        log = (await (await other.client.get(f"{API}/sessions")).json())["sessions"]
        assert [one["session"]["people"] for one in log] == [2]
        assert log[0]["may"] is False


async def test_who_left_the_team_logs_nothing_more_and_is_told_what_was_kept_before(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as browser:
        sent = browser.new()
        await browser.send(sent)
        async with desk.app.database.write() as connection:
            for post in await teams.held_by(connection, person):
                await teams.end(connection, post, desk.clock())
        assert await browser.states(sent, browser.new(village="làng Krái")) == ["saved", "fault"]
        assert (await browser.me())["teams"] == []
    assert len(await desk.kept()) == 1


# ---- whatever the network does ----

Step = tuple[str, int]
DEEDS = ["log", "log", "send", "send in vain", "edit", "delete"]
_members = count(1)


@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2)), max_size=15))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_edited_deleted_or_sent_in_vain_each_session_counts_once(
    desk: Desk, doing: list[Step]
) -> None:
    person = await desk.member(f"member {next(_members)}")
    async with desk.browser(person) as browser:
        page = Page(browser)
        for what, number in doing:
            await page.do(what, number)
        await page.send_all()
    kept = [(row.key, row.people) for row in await desk.kept() if row.person_id == person and not row.withdrawn_at]
    assert sorted(kept) == sorted(page.right.items())


# ---- corrections ----


async def test_a_correction_is_made_once_and_one_of_an_older_version_is_a_conflict(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        [saved] = await browser.send(browser.new())
        change = browser.new(people=5) | {"of": saved["kept"]["id"], "version": 1}
        first, second = [await browser.send(change) for _ in range(2)]
        assert [first[0]["state"], second[0]["state"]] == ["saved", "saved"]
        [late] = await browser.send(browser.new(people=7) | {"of": saved["kept"]["id"], "version": 1})
        assert (late["state"], late["kept"]["session"]["people"], late["kept"]["version"]) == ("conflict", 5, 2)
        mine = browser.new(people=7) | {"of": saved["kept"]["id"], "version": 2}
        assert await browser.states(mine) == ["saved"]
    assert [(row.people, row.version) for row in await desk.kept()] == [(7, 3)]


async def test_an_entry_that_was_edited_after_its_answer_was_lost_becomes_what_it_is_now(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        entry = browser.new()
        await browser.send(entry)
        again = entry | {"session": entry["session"] | {"people": 4}, "edited": True}
        assert await browser.states(again) == ["saved"]
        assert await browser.states(again) == ["saved"]
    assert [row.people for row in await desk.kept()] == [4]


async def test_what_is_deleted_after_its_answer_was_lost_counts_no_more(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        entry = browser.new()
        await browser.send(entry)
        gone = {"key": entry["key"], "drop": True}
        assert await browser.states(gone, {"key": new_key(), "drop": True}) == ["saved", "saved"]
        assert await browser.states(gone) == ["saved"]
        assert (await (await browser.client.get(f"{API}/sessions")).json())["sessions"] == []
    assert [row.withdrawn_at is not None for row in await desk.kept()] == [True]


async def test_a_withdrawn_session_cannot_be_corrected(desk: Desk) -> None:
    async with desk.browser(await desk.member("An")) as browser:
        [saved] = await browser.send(browser.new())
        assert await browser.states({"key": new_key(), "of": saved["kept"]["id"], "drop": True}) == ["saved"]
        [late] = await browser.send(browser.new(people=5) | {"of": saved["kept"]["id"], "version": 1})
        assert late["state"] == "conflict"
        assert late["kept"]["withdrawn"]


async def test_a_correction_keeps_what_the_page_does_not_know(desk: Desk) -> None:
    person = await desk.member("An")
    async with desk.browser(person) as browser:
        [saved] = await browser.send(browser.new())
        async with desk.app.database.write() as connection:
            kept = await sessions.find(connection, saved["kept"]["id"])
            assert kept
            closing = replace(kept.session, request=12)
            await sessions.correct(connection, person, kept.id, closing, 1, desk.clock())
        await browser.send(browser.new(people=5) | {"of": saved["kept"]["id"], "version": 2})
    [row] = await desk.kept()
    assert (row.request, row.people, row.key) == (12, 5, saved["key"])


async def test_after_the_month_only_the_leader_corrects(desk: Desk) -> None:
    member, leader = await desk.member("An"), await desk.member("Chỉ", Role.LEADER)
    async with desk.browser(member) as browser, desk.browser(leader) as head:
        [saved] = await browser.send(browser.new())
        desk.clock.forward(seconds=20 * 86400)
        change = browser.new(people=5) | {"of": saved["kept"]["id"], "version": 1}
        assert await browser.states(change) == ["fault"]
        assert await head.states(change | {"key": new_key()}) == ["saved"]


async def test_nobody_of_another_team_sees_or_changes_a_session(desk: Desk) -> None:
    stranger = await desk.member("Lạ", Role.LEADER, await desk.another_team())
    async with desk.browser(await desk.member("An")) as browser, desk.browser(stranger) as other:
        entry = browser.new()
        [saved] = await browser.send(entry)
        tries = [
            other.new(people=9) | {"of": saved["kept"]["id"], "version": 1},
            {"key": new_key(), "of": saved["kept"]["id"], "drop": True},
            {"key": entry["key"], "drop": True},
            entry,
            entry | {"edited": True},
        ]
        answers = await other.send(*tries)
        assert [(answer["state"], answer["kept"]) for answer in answers] == [("fault", None)] * 5
        assert (await (await other.client.get(f"{API}/sessions")).json())["sessions"] == []
    assert [(row.people, row.withdrawn_at) for row in await desk.kept()] == [(2, None)]
