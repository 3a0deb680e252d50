"""“My log” through the whole bot: what it adds up to, and sessions seen, corrected and withdrawn by whoever may."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.phrases import text as _
from bot.core.sessions import Evidence
from bot.storage.session_tables import session_changes
from tests.fakes import Clock, actions, press, say
from tests.log_stage import (
    ADMIN,
    FAR,
    LEADER,
    MEMBER,
    NOT_ALLOWED,
    OTHER,
    RESIDENT,
    STRANGER,
    find,
    forms,
    log,
    said,
    two_teams,
    usual,
    words,
)  # fmt: skip

MONTH_S = 9 * 24 * 3600  # from 23 November into December
ONLY_NOW = _("Whoever logged it can change it until the end of the month. After that the team leader can; ask them.")
CHANGES = ("session.edit:1", "session.withdraw:1", "session.withdraw_yes:1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """Lan has logged a session with three people."""
    async with two_teams(tmp_path, clock) as made:
        await press(made, MEMBER, find(await usual(made), "log.save").action)
        yield made


# ---- what it adds up to ----


async def test_my_log_shows_today_the_month_services_confirmations_and_thanks(app: App) -> None:
    shown = said(await say(app, MEMBER, "sổ của tôi"))
    three = words(app, _("{sessions} sessions, {people} people", sessions="1", people="3"))
    assert words(app, _("Today: {sum}", sum=three)) in shown
    assert words(app, _("• {service}: {count}", service="VNeID", count="3")) in shown
    none_of_three = words(app, _("{confirmed} of {all} people ({percent}%)", confirmed="0", all="3", percent="0"))
    assert words(app, _("Confirmed by residents: {share}", share=none_of_three)) in shown
    assert words(app, _("Thanks received: {count}", count="0")) in shown


async def test_where_nothing_is_logged_there_is_a_dash_and_no_nought(app: App, clock: Clock) -> None:
    shown = said(await press(app, OTHER, "book"))
    assert words(app, _("Today: {sum}", sum="—")) in shown
    assert words(app, _("Confirmed by residents: {share}", share="—")) in shown
    clock.forward(seconds=24 * 3600)
    assert words(app, _("Today: {sum}", sum="—")) in said(await press(app, MEMBER, "book"))


async def test_who_has_no_phone_is_in_no_share(app: App) -> None:
    await press(app, MEMBER, "session.edit:1")
    await press(app, MEMBER, "log.set:2.phoneless.3")
    await press(app, MEMBER, "log.save:2")
    assert words(app, _("Confirmed by residents: {share}", share="—")) in said(await press(app, MEMBER, "book"))


async def test_an_earlier_month_is_a_tap_away(app: App, clock: Clock) -> None:
    clock.forward(seconds=MONTH_S)
    shown = await press(app, MEMBER, "book")
    assert not any(action.startswith("book.list") for action in actions(shown))
    before = await press(app, MEMBER, find(shown, "book:2026-11").action)
    assert "session.show:1" in actions(await press(app, MEMBER, find(before, "book.list").action))


async def test_a_long_list_comes_in_pages(app: App) -> None:
    for _n in range(7):
        asked = await press(app, MEMBER, find(await usual(app), "log.save").action)
        await press(app, MEMBER, find(asked, "log.anyway").action)
    first = actions(await press(app, MEMBER, "book.list:2026-11.0"))
    second = actions(await press(app, MEMBER, "book.list:2026-11.1"))
    shown = [action for action in first + second if action.startswith("session.show")]
    assert len(shown) == len(set(shown)) == 8


async def test_the_leader_sees_the_log_of_the_team(app: App) -> None:
    shown = await press(app, LEADER, find(await say(app, LEADER, "tổ của tôi"), "team.book").action)
    assert "session.show:1" in actions(await press(app, LEADER, find(shown, "team.book_list").action))
    assert said(await press(app, MEMBER, "team.book:1")) == words(app, NOT_ALLOWED)


# ---- corrected and withdrawn ----


async def test_who_logged_it_corrects_it_within_the_month_with_a_trace(app: App) -> None:
    fields = await press(app, MEMBER, "session.edit:1")
    assert [kept.session.people for kept in await log(app)] == [3]
    await press(app, MEMBER, find(fields, "log.ask").action)
    await press(app, MEMBER, "log.many:2.4")
    await press(app, MEMBER, "log.at:2.none")
    (done,) = await press(app, MEMBER, "log.save:2")
    assert done.text == words(app, _("Corrected in the log."))
    (kept,) = await log(app)
    assert (kept.session.people, kept.version, kept.session.works[0].people) == (4, 2, 4)
    async with app.database.read() as connection:
        before = (await connection.execute(sa.select(session_changes.c.before))).scalars().all()
    assert [body["people"] for body in before] == [3]


async def test_withdrawn_counts_no_more(app: App) -> None:
    asked = await press(app, MEMBER, "session.withdraw:1")
    assert not (await log(app))[0].withdrawn
    await press(app, MEMBER, find(asked, "session.withdraw_yes").action)
    assert (await log(app))[0].withdrawn
    assert words(app, _("Today: {sum}", sum="—")) in said(await press(app, MEMBER, "book"))
    gone = words(app, _("This session is no longer in the log."))
    assert said(await press(app, MEMBER, "session.withdraw_yes:1")) == gone
    assert said(await press(app, MEMBER, "session.edit:1")) == gone


@pytest.mark.parametrize("action", CHANGES)
async def test_once_the_month_is_over_only_the_leader_changes_it(app: App, clock: Clock, action: str) -> None:
    clock.forward(seconds=MONTH_S)
    assert said(await press(app, MEMBER, action)) == words(app, ONLY_NOW)
    assert await forms(app) == []
    shown = await press(app, MEMBER, "session.show:1")
    assert not any(offered.startswith(CHANGES) for offered in actions(shown))
    assert said(await press(app, LEADER, action)) != words(app, ONLY_NOW)


async def test_a_form_of_correction_begun_in_time_is_not_saved_after_it(app: App, clock: Clock) -> None:
    await press(app, MEMBER, "session.edit:1")
    clock.forward(seconds=MONTH_S)
    assert said(await press(app, MEMBER, "log.save:2")) == words(app, ONLY_NOW)
    assert (await log(app))[0].version == 1


@pytest.mark.parametrize("action", CHANGES)
async def test_nobody_else_changes_it(app: App, action: str) -> None:
    for who in (RESIDENT, OTHER, STRANGER, ADMIN, FAR):
        assert said(await press(app, who, action)) == words(app, ONLY_NOW)
    assert await forms(app) == []
    assert [(kept.version, kept.withdrawn) for kept in await log(app)] == [(1, False)]


async def test_it_is_seen_by_its_helpers_its_leader_and_its_commune_only(app: App) -> None:
    for who in (MEMBER, LEADER, ADMIN):
        assert words(app, _("*In the log*")) in said(await press(app, who, "session.show:1"))
    for who in (RESIDENT, OTHER, STRANGER, FAR):
        assert said(await press(app, who, "session.show:1")) == words(app, NOT_ALLOWED)


async def test_who_logged_it_is_told_when_the_leader_corrects_or_withdraws_it(app: App, clock: Clock) -> None:
    clock.forward(seconds=MONTH_S)
    await press(app, LEADER, "session.edit:1")
    _done, told = await press(app, LEADER, "log.save:2")
    assert actions([told]) == ["session.show:1"]
    _done, told = await press(app, LEADER, "session.withdraw_yes:1")
    assert (await log(app))[0].withdrawn
    assert actions([told]) == ["session.show:1"]


async def test_of_two_corrections_at_once_the_second_is_told_of_the_first(app: App) -> None:
    await press(app, MEMBER, "session.edit:1")
    await press(app, LEADER, "session.edit:1")
    await press(app, LEADER, "log.set:3.women.2")
    await press(app, LEADER, "log.save:3")
    again = words(app, _("Somebody has just changed this session. Please look at it again."))
    assert said(await press(app, MEMBER, "log.save:2")) == again
    (kept,) = await log(app)
    assert (kept.session.women, kept.version) == (2, 2)
    assert kept.session.works[0].evidence is Evidence.SEEN
