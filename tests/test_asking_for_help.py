"""Asking for a person through the whole bot: what is asked, who is told, and where nobody is linked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Kind
from bot.core.phrases import Phrase
from bot.core.requests import State
from bot.core.roles import Post, Role
from tests.fakes import Clock, actions, inbound, make_app, press, recording, say, start
from tests.help_stage import (
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
    kept,
    last,
    open_stage,
    said,
    since,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with open_stage(tmp_path, clock) as stage:
        yield stage


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


# ---- asking ----


async def test_the_team_of_the_village_is_told_and_nobody_else(app: App) -> None:
    before = everything(app)
    await ask(app)
    assert set(since(app, before)) == {RESIDENT, LAN, NAM}


async def test_who_names_no_village_is_told_to_every_team_of_the_commune(app: App) -> None:
    before = everything(app)
    await ask(app, village="bỏ qua")
    assert set(since(app, before)) == {RESIDENT, LAN, NAM, TU}
    assert (await last(app)).team == 0


async def test_who_takes_it_sees_what_was_said(app: App) -> None:
    request = await ask(app, wish="mã không tới", when="evening")
    card = heard(app, LAN)
    assert "mã không tới" in card
    assert "thôn 2" in card
    assert request.code in card
    assert (request.wish, request.village, request.when, request.team) == ("mã không tới", "thôn 2", "evening", 1)


async def test_numbers_of_papers_are_masked_before_anybody_reads_them(app: App) -> None:
    await press(app, RESIDENT, "help.start")
    (warned, _asked) = await say(app, RESIDENT, "cấp lại thẻ căn cước số 064090001234 giúp")
    assert warned.text
    await say(app, RESIDENT, "thôn 2")
    await press(app, RESIDENT, "help.when:any")
    assert "064090001234" not in heard(app, LAN)
    assert "●" in (await last(app)).wish


async def test_what_is_meant_by_the_words_is_known_to_the_log(app: App) -> None:
    assert (await ask(app, wish="kích hoạt vneid")).guide == "kich-hoat"
    assert (await last(app)).wish == "kích hoạt vneid"


async def test_when_it_suits_may_be_said_in_words(app: App) -> None:
    await press(app, RESIDENT, "help.start")
    await say(app, RESIDENT, "mã không tới")
    await say(app, RESIDENT, "thôn 2")
    await say(app, RESIDENT, "sáng thứ bảy")
    assert (await last(app)).when == "sáng thứ bảy"


async def test_in_a_guide_what_for_is_known_and_the_guide_goes_on_after(app: App) -> None:
    await press(app, RESIDENT, "guide.here:kich-hoat.nhap-ma")
    await press(app, RESIDENT, "help.start")
    await say(app, RESIDENT, "thôn 2")
    sent = await press(app, RESIDENT, "help.when:any")
    assert "guide.here:kich-hoat.nhap-ma" in actions(sent)
    assert ((await last(app)).guide, (await last(app)).step) == ("kich-hoat", "nhap-ma")


async def test_a_village_is_pressed_and_its_button_means_it_for_ever(app: App) -> None:
    await press(app, RESIDENT, "help.start")
    offered = await say(app, RESIDENT, "mã không tới")
    (thon_2, thon_3, skip) = actions(offered)
    async with app.database.write() as connection:
        await connection.execute(sa.text('UPDATE teams SET villages = \'["làng mới", "thôn 3"]\' WHERE id = 2'))
    await press(app, RESIDENT, thon_3)
    await press(app, RESIDENT, "help.when:any")
    assert (await last(app)).village == "thôn 3"
    assert skip == "help.skip:village"
    assert thon_2 != thon_3


async def test_the_last_button_pressed_twice_asks_once(app: App) -> None:
    await ask(app)
    again = await press(app, RESIDENT, "help.when:any")
    assert len(await kept(app)) == 1
    assert (await last(app)).code in said(again)


async def test_an_old_button_of_the_questions_begins_them_anew(app: App) -> None:
    assert "help.skip:wish" in actions(await press(app, RESIDENT, "help.when:morning"))


async def test_menu_leaves_the_questions_and_nothing_is_asked_of_anybody(app: App) -> None:
    await press(app, RESIDENT, "help.start")
    await say(app, RESIDENT, "menu")
    assert await kept(app) == []


async def test_three_requests_may_wait_and_no_more(app: App) -> None:
    await ask(app)
    for _n in range(3):
        await press(app, RESIDENT, "help.more")
        await press(app, RESIDENT, "help.skip:wish")
        await press(app, RESIDENT, "help.skip:village")
        await press(app, RESIDENT, "help.when:any")
    assert len(await kept(app)) == 3


async def test_a_speaker_of_jrai_is_wished_for(app: App) -> None:
    await press(app, RESIDENT, "help.start:jra")
    await press(app, RESIDENT, "help.skip:wish")
    await press(app, RESIDENT, "help.skip:village")
    await press(app, RESIDENT, "help.when:any")
    assert (await last(app)).lang == "jra"
    assert "Jrai" in heard(app, LAN)


async def test_an_emergency_does_not_wait_for_answers(app: App) -> None:
    await press(app, RESIDENT, "help.urgent:kich-hoat")
    request = await last(app)
    assert request.urgent
    assert request.guide == "kich-hoat"
    assert "⚠️" in heard(app, LAN)


# ---- where ----


async def test_where_the_commune_is_not_known_it_is_asked_first(app: App) -> None:
    await start(app, "new")
    assert "help.locate" in actions(await press(app, "new", "help.start"))
    assert "help.skip:wish" in actions(await say(app, "new", "xã Chư Sê"))


async def test_a_commune_where_nobody_is_linked_gets_the_honest_words_and_keeps_nothing(app: App) -> None:
    await start(app, "new")
    await press(app, "new", "help.start")
    (answer,) = await say(app, "new", "xã Krong")
    assert "một cửa" in answer.text
    assert await kept(app) == []


async def test_who_does_not_tell_the_commune_gets_the_honest_words(app: App) -> None:
    await start(app, "new")
    await press(app, "new", "help.start")
    (answer,) = await press(app, "new", "help.place:0")
    assert "một cửa" in answer.text


async def test_a_position_will_do_in_place_of_the_name(app: App) -> None:
    await start(app, "new")
    await press(app, "new", "help.start")
    await app.take([inbound("new", Kind.LOCATION, location=(13.71, 108.08))])
    await app.settle()
    assert f"help.place:{HERE}" in actions(recording(app).to("new"))


async def test_where_there_is_only_an_administrator_they_are_told_and_nothing_is_promised(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        await join(app, HOA, Post(Role.COMMUNE_ADMIN, HERE))
        await start(app, RESIDENT)
        await press(app, RESIDENT, f"place.pick:{HERE}")
        honest, *_more = await press(app, RESIDENT, "help.start")
        assert "một cửa" in honest.text
        await press(app, RESIDENT, "help.skip:wish")
        await press(app, RESIDENT, "help.skip:village")
        await press(app, RESIDENT, "help.when:any")
        request = await last(app)
        assert request.code in heard(app, HOA)
        await press(app, HOA, f"request.take:{request.id}")
        assert (await last(app)).state is State.TAKEN
        assert "Hòa" in heard(app, RESIDENT)
