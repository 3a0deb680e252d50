"""Logging a session by buttons, through the whole bot: few taps, once, and by whoever may."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.config import ROOT
from bot.content.load import read_content
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.sessions import NOT_DONE, Evidence, Work
from tests.fakes import Clock, actions, press, say
from tests.log_stage import (
    FAR,
    GONE,
    HERE,
    LEADER,
    MEMBER,
    NOT_ALLOWED,
    OTHER,
    RESIDENT,
    STRANGER,
    TODAY,
    find,
    forms,
    give,
    log,
    number_of,
    said,
    two_teams,
    usual,
    words,
)

LONGEST = 64  # bytes of an action, as Telegram takes them


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with two_teams(tmp_path, clock) as made:
        yield made


# ---- the usual case ----


async def test_the_usual_case_takes_six_taps(app: App) -> None:
    shown, taps = await say(app, MEMBER, "menu"), 0
    for wanted in ("log.new", "log.what", "log.end", "log.many", "log.at", "log.save"):
        shown = await press(app, MEMBER, find(shown, wanted).action)
        taps += 1
    (kept,) = await log(app)
    assert taps <= 6
    assert kept.session.works == (Work("vneid", "activated", 1, Evidence.SEEN),)
    assert (kept.session.team, kept.session.commune, kept.session.held_on) == (1, HERE, TODAY)
    assert kept.session.members == (kept.entered_by,) == (await number_of(app, MEMBER),)


async def test_what_they_logged_last_comes_first(app: App) -> None:
    shown = await press(app, MEMBER, "log.new")
    assert find(shown, "log.what").action.endswith(".vneid")
    shown = await press(app, MEMBER, find(shown, "log.what").action.replace(".vneid", ".pakn"))
    shown = await press(app, MEMBER, find(shown, "log.end").action)
    shown = await press(app, MEMBER, find(shown, "log.many").action)
    (card,) = await say(app, MEMBER, "làng Krái")
    await press(app, MEMBER, find([card], "log.save").action)
    shown = await press(app, MEMBER, "log.new")
    assert find(shown, "log.what").action.endswith(".pakn")
    shown = await press(app, MEMBER, "log.ask:2.village")
    assert shown[0].choices[0].label == "làng Krái"
    assert (await log(app))[0].session.village == "làng Krái"


async def test_a_service_can_be_typed(app: App) -> None:
    await press(app, MEMBER, "log.new")
    assert find(await say(app, MEMBER, "cài vneid vào máy"), "log.end").action.startswith("log.end:1.vneid.")


async def test_every_service_can_be_reached(app: App) -> None:
    groups = await press(app, MEMBER, find(await press(app, MEMBER, "log.new"), "log.groups").action)
    reached = [await press(app, MEMBER, action) for action in actions(groups)]
    services = {
        action.split(".")[-1] for shown in reached for action in actions(shown) if action.startswith("log.what")
    }
    assert services == set(app.world.content.services)


async def test_another_answer_before_anybody_is_counted_takes_the_place_of_the_first(app: App) -> None:
    shown = await press(app, MEMBER, find(await press(app, MEMBER, "log.new"), "log.what").action)
    await press(app, MEMBER, find(shown, "log.end").action)
    await press(app, MEMBER, f"log.end:1.vneid.{NOT_DONE}")
    await press(app, MEMBER, "log.many:1.2")
    await press(app, MEMBER, "log.at:1.none")
    await press(app, MEMBER, "log.save:1")
    assert (await log(app))[0].session.works == (Work("vneid", NOT_DONE, 2),)


async def test_a_member_of_two_teams_says_for_which(app: App) -> None:
    await give(app, MEMBER, Post(Role.MEMBER, HERE, 2))
    asked = await press(app, MEMBER, "log.new")
    assert actions(asked) == ["log.new:1", "log.new:2"]
    assert find(await press(app, MEMBER, "log.new:2"), "log.what").action.startswith("log.what:1.")


async def test_who_is_in_no_team_is_told_so(app: App) -> None:
    only = words(app, _("Only members of a team keep a log. If {you} have a code of a team, just type it here."))
    assert said(await say(app, RESIDENT, "ghi sổ")) == only
    assert said(await say(app, RESIDENT, "sổ của tôi")) == only
    assert "log.new" not in actions(await say(app, RESIDENT, "menu"))


# ---- once ----


async def test_a_second_tap_on_save_changes_nothing(app: App) -> None:
    card = await usual(app)
    await press(app, MEMBER, find(card, "log.save").action)
    again = await press(app, MEMBER, find(card, "log.save").action)
    assert said(again) == words(app, _("This session is in the log already."))
    assert len(await log(app)) == 1


async def test_what_looks_like_the_same_help_is_asked_about_first(app: App, clock: Clock) -> None:
    await press(app, MEMBER, find(await usual(app), "log.save").action)
    clock.forward(seconds=3600)
    card = await usual(app, OTHER, people=2)
    asked = await press(app, OTHER, find(card, "log.save").action)
    assert said(asked) == words(app, _("Is this the session logged at {time}?", time="15:00"))
    assert len(await log(app)) == 1
    await press(app, OTHER, find(asked, "log.drop").action)
    assert len(await log(app)) == 1
    asked = await press(app, OTHER, find(await usual(app, OTHER), "log.save").action)
    await press(app, OTHER, find(asked, "log.anyway").action)
    assert [kept.session.works[0].evidence for kept in await log(app)] == [Evidence.SEEN] * 2


async def test_dropped_is_not_logged(app: App) -> None:
    card = await usual(app)
    await press(app, MEMBER, find(card, "log.drop").action)
    assert said(await press(app, MEMBER, find(card, "log.save").action)) == words(app, GONE)
    assert await log(app) == []


# ---- for ever, and by whoever may ----

OF_A_FORM = [
    "log.card:1", "log.edit:1", "log.more:1", "log.works:1", "log.helpers:1", "log.groups:1", "log.group:1.giay-to",
    "log.what:1.vneid", "log.end:1.vneid.activated", "log.many:1.2", "log.at:1.none", "log.ask:1.people",
    "log.set:1.women.1", "log.work:1.00000000", "log.of:1.00000000.had", "log.put:1.00000000.had.no",
    "log.without:1.00000000", "log.with:1.1.1", "log.save:1", "log.save:1.E2", "log.anyway:1", "log.drop:1",
]  # fmt: skip


async def test_a_form_is_for_nobody_but_whose_it_is(app: App) -> None:
    await usual(app)
    before = await forms(app)
    for action in OF_A_FORM:
        for who in (RESIDENT, OTHER, LEADER, STRANGER, FAR):
            assert said(await press(app, who, action)) == words(app, GONE)
    assert await forms(app) == before
    assert await log(app) == []


async def test_who_is_in_the_team_no_more_logs_nothing_for_it(app: App) -> None:
    await usual(app)
    before = await forms(app)
    await press(app, MEMBER, "leave.yes:1")
    for action in OF_A_FORM:
        assert said(await press(app, MEMBER, action)) == words(app, NOT_ALLOWED)
    assert await forms(app) == before
    assert await log(app) == []


async def test_for_another_team_nobody_logs_nor_reads(app: App) -> None:
    refused = {words(app, NOT_ALLOWED), words(app, _("This team is no longer there."))}
    for action in ("log.new:1", "log.new:2", "log.new:99", "team.book:1", "team.book_list:1.2026-11.0"):
        for who in (RESIDENT, FAR):
            assert said(await press(app, who, action)) in refused
    assert await forms(app) == []


async def test_an_odd_button_is_answered_kindly(app: App) -> None:
    names = sorted({action.partition(":")[0] for action in OF_A_FORM})
    for end in ("", ":", ":x", ":99", ":1.x", ":1.x.y", ":1..", ":1.people.x", ":1.vneid.x"):
        await usual(app)
        for name in names:
            shown = await press(app, MEMBER, f"{name}{end}")
            assert shown
            assert not any("(Mã" in message.text for message in shown)


def test_no_action_is_too_long_for_a_button_however_many_forms_there_were() -> None:
    services = read_content(ROOT / "content").services
    ends = [f"{code}.{named}" for code, service in services.items() for named in (*service.outcomes, NOT_DONE)]
    named = [f"outcome.{end.partition('.')[2]}" for end in ends]
    longest = [*(f"log.end:999999999.{end}" for end in ends), *(f"log.put:999999999.0a1b2c3d.{what}" for what in named)]
    assert max(map(len, longest)) <= LONGEST
