"""Members and requests through the whole bot: exactly one has it, and it never ends in silence."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.requests import State
from bot.core.roles import Post, Role
from tests.fakes import Clock, actions, inbound, press, say
from tests.help_stage import (
    FAR,
    FAR_ADMIN,
    HERE,
    HOA,
    LAN,
    NAM,
    RESIDENT,
    TU,
    ask,
    everything,
    heard,
    join,
    last,
    open_stage,
    person,
    said,
    since,
    since_each,
)

NOT_ALLOWED = _("{You} cannot do this here. The team leader or the commune's administrator can; ask them.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with open_stage(tmp_path, clock) as stage:
        yield stage


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


# ---- taking ----


async def test_fifty_members_tap_at_once_and_exactly_one_has_it(app: App) -> None:
    members = [f"member {n}" for n in range(50)]
    for who in members:
        await join(app, who, Post(Role.MEMBER, HERE, 1))
    request = await ask(app)
    before = everything(app)
    taps = [inbound(who, Kind.PRESS, action=f"request.take:{request.id}") for who in members]
    await asyncio.gather(*(app.take([tap]) for tap in taps))
    await app.settle()
    told = since(app, before)
    taken = await last(app)
    winners = [who for who in members if words(app, _("{You} have it now. Thank {you}!")) in told[who]]
    assert [await person(app, who) for who in winners] == [taken.taken_by]
    others = words(app, _("{name} was quicker.", name=winners[0]))
    assert [who for who in members if others in told[who]] == [who for who in members if who not in winners]


async def test_a_second_tap_of_the_same_member_changes_nothing(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    again = await press(app, LAN, f"request.take:{request.id}")
    assert f"request.done:{request.id}" in actions(again)
    async with app.database.read() as connection:
        acts = await connection.execute(sa.text("SELECT count(*) FROM audit WHERE act = 'request.taken'"))
        assert acts.scalar_one() == 1


@pytest.mark.parametrize("who", [FAR, FAR_ADMIN, RESIDENT, TU])
@pytest.mark.parametrize("act", ["open", "take", "decline", "done", "hand", "back"])
async def test_who_is_not_of_the_team_neither_sees_it_nor_touches_it(app: App, who: str, act: str) -> None:
    request = await ask(app)
    (answer,) = await press(app, who, f"request.{act}:{request.id}")
    assert answer.text == words(app, NOT_ALLOWED)
    assert await last(app) == request


async def test_the_province_sees_it_and_leaves_it_to_the_team(app: App) -> None:
    await join(app, "province", Post(Role.PROVINCE_ADMIN))
    request = await ask(app)
    assert actions(await press(app, "province", f"request.open:{request.id}")) == ["requests"]
    for act in ("take", "decline"):
        (answer,) = await press(app, "province", f"request.{act}:{request.id}")
        assert answer.text == words(app, NOT_ALLOWED)


async def test_a_member_opens_it_by_its_code_too(app: App) -> None:
    request = await ask(app)
    assert f"request.take:{request.id}" in actions(await say(app, LAN, f"mã {request.code}"))
    assert actions(await say(app, TU, f"mã {request.code}")) == ["menu"]


async def test_the_list_shows_what_is_theirs_and_nothing_of_another_commune(app: App) -> None:
    request = await ask(app)
    for who in (LAN, NAM, HOA):
        assert f"request.open:{request.id}" in actions(await press(app, who, "requests"))
        assert f"request.open:{request.id}" in actions(await say(app, who, "yêu cầu của bà con"))
    for who in (TU, FAR, FAR_ADMIN, RESIDENT):
        assert f"request.open:{request.id}" not in actions(await press(app, who, "requests"))


async def test_the_telephone_number_is_seen_by_who_took_it_and_by_nobody_else(app: App) -> None:
    request = await ask(app)
    await agree_to_be_called(app, request.code)
    await say(app, RESIDENT, "+84 905 111 222")
    assert (await last(app)).phone == "0905111222"
    assert "0905111222" not in said(await press(app, NAM, f"request.open:{request.id}"))
    await press(app, LAN, f"request.take:{request.id}")
    assert "0905111222" in heard(app, LAN)
    assert "0905111222" not in said(await press(app, NAM, f"request.open:{request.id}"))
    await press(app, LAN, f"request.done:{request.id}")
    assert (await last(app)).phone == ""


async def agree_to_be_called(app: App, code: str) -> None:
    await press(app, RESIDENT, f"help.call_yes:{code}.{app.world.content.consents.purposes['phone'].stamp}")


async def test_no_costs_nothing_and_takes_a_number_back(app: App) -> None:
    request = await ask(app)
    await agree_to_be_called(app, request.code)
    await say(app, RESIDENT, "0905111222")
    await press(app, RESIDENT, "consent.no:phone")
    assert (await last(app)).phone == ""
    assert (await last(app)).state is State.OPEN


async def test_what_is_no_number_is_asked_again_and_other_words_are_heeded(app: App) -> None:
    request = await ask(app)
    await agree_to_be_called(app, request.code)
    assert f"help.call_no:{request.code}" in actions(await say(app, RESIDENT, "09051112"))
    await say(app, RESIDENT, "menu")
    assert (await last(app)).phone == ""


async def test_a_number_given_later_reaches_who_has_it(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    await press(app, RESIDENT, f"help.call_ask:{request.code}")
    await agree_to_be_called(app, request.code)
    await say(app, RESIDENT, "0905111222")
    assert "0905111222" in heard(app, LAN)


async def test_old_words_of_the_consent_agree_to_nothing(app: App) -> None:
    request = await ask(app)
    await press(app, RESIDENT, f"help.call_yes:{request.code}.2026-01-01-000000")
    await say(app, RESIDENT, "0905111222")
    assert (await last(app)).phone == ""


# ---- not taking ----


async def test_when_all_have_said_no_the_leader_and_the_commune_hear_of_it_once(app: App) -> None:
    request = await ask(app)
    before = everything(app)
    await press(app, NAM, f"request.decline:{request.id}")
    assert HOA not in since(app, before)
    for _n in range(2):
        await press(app, LAN, f"request.decline:{request.id}")
    told = [who for who, text in since_each(app, before) if words(app, ALL_SAID_NO) in text]
    assert sorted(told) == sorted([NAM, HOA])
    await press(app, NAM, f"request.take:{request.id}")
    assert (await last(app)).state is State.TAKEN


ALL_SAID_NO = _("Everybody in the team says that they cannot take this request.")


async def test_what_is_given_back_is_open_again_for_the_others_and_the_resident_knows(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    before = everything(app)
    await press(app, LAN, f"request.back:{request.id}")
    assert set(since(app, before)) == {LAN, NAM, RESIDENT}
    again = await last(app)
    assert (again.state, again.taken_by, again.team) == (State.OPEN, None, 1)
    assert again.alarm_at is not None


async def test_what_is_handed_over_is_the_others_and_the_resident_knows(app: App) -> None:
    request = await ask(app)
    await press(app, LAN, f"request.take:{request.id}")
    offered = await press(app, LAN, f"request.hand:{request.id}")
    give = next(action for action in actions(offered) if action.startswith("request.give"))
    await press(app, LAN, give)
    assert (await last(app)).taken_by == await person(app, NAM)
    assert request.code in heard(app, NAM)
    assert NAM in heard(app, RESIDENT)
    (late,) = await press(app, LAN, f"request.done:{request.id}")
    assert (await last(app)).state is State.TAKEN
    assert NAM in late.text


async def test_what_somebody_had_who_left_the_team_or_erased_their_data_is_open_again(app: App) -> None:
    request = await ask(app)
    for leave in ("leave.yes:1", "erase.yes"):
        await join(app, f"who does {leave}", Post(Role.MEMBER, HERE, 1))
        await press(app, f"who does {leave}", f"request.take:{request.id}")
        assert (await last(app)).state is State.TAKEN
        before = everything(app)
        await press(app, f"who does {leave}", leave)
        assert (await last(app)).state is State.OPEN
        assert request.code in since(app, before)[RESIDENT]
