"""Announcements, for those who get them: asked once, stopped at once, and answered kindly however old they are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.core.campaigns import Got, Urgency
from bot.core.messages import Kind
from bot.core.phrases import text as _
from tests.announcing.residents import NEWS, URGENT, agree, announce, answers, recipients_of, said_to, stamp, states
from tests.fakes import actions, happen, inbound, make_app, press, say, start

AN, BINH = "An", "Bình"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with make_app(tmp_path) as made:
        for who in (AN, BINH):
            await start(made, who)
            await press(made, who, "place.pick:23941")
        yield made


# ---- no more of them ----


async def test_whoever_stops_gets_none_from_that_moment_on_though_it_is_being_sent(app: App) -> None:
    await agree(app, AN)
    ordinary, urgent = await announce(app, AN, BINH), await announce(app, AN, urgency=Urgency.URGENT)
    told = await press(app, AN, f"announce.stop:{ordinary}")
    assert await said_to(app, AN) == {NEWS: False}
    assert await states(app, ordinary) == ["opted_out", "waiting"]
    assert await states(app, urgent) == ["waiting"]
    assert {"announce.start", "announce.stop:0.urgent"} <= set(actions(told))


async def test_beneath_an_urgent_one_they_are_told_that_warnings_of_floods_will_not_come_either(app: App) -> None:
    ordinary, urgent = await announce(app, AN), await announce(app, AN, urgency=Urgency.URGENT)
    (told,) = await press(app, AN, f"announce.stop:{urgent}.urgent")
    plainly = _("{You} get no announcements. Warnings of storms and floods will not come either.")
    assert told.text == app.translator.speak(plainly, "vi")
    assert await said_to(app, AN) == {NEWS: False, URGENT: False}
    assert await states(app, ordinary) == await states(app, urgent) == ["opted_out"]
    assert "announce.start" in actions([told])


async def test_the_announcement_itself_stays_where_it_can_be_read(app: App) -> None:
    for action in ("announce.stop:1", "announce.come:1"):
        pressed = inbound(AN, Kind.PRESS, action=action, message_ref="7")
        assert [message.edit for message in await happen(app, pressed)] == [""]


async def test_what_was_sent_already_stays_sent(app: App) -> None:
    campaign = await announce(app, AN, got=Got.DELIVERED)
    await press(app, AN, f"announce.stop:{campaign}")
    assert await states(app, campaign) == ["delivered"]


async def test_getting_them_again_asks_in_the_words_of_the_consent_and_a_yes_brings_all_back(app: App) -> None:
    await press(app, AN, "announce.stop:1.urgent")
    (asked,) = await press(app, AN, "announce.start")
    assert app.world.content.consents.announcements.text.by_lang["vi"].split("}")[-1] in asked.text
    assert actions([asked]) == [f"consent.yes:{NEWS}.{stamp(app)}", f"consent.no:{NEWS}"]
    assert await said_to(app, AN) == {NEWS: False, URGENT: False}
    await press(app, AN, actions([asked])[0])
    assert await said_to(app, AN) == {NEWS: True, URGENT: True}


async def test_who_wants_to_be_warned_and_no_more_than_that_says_so(app: App) -> None:
    await agree(app, AN)
    ordinary, urgent = await announce(app, AN), await announce(app, AN, urgency=Urgency.URGENT)
    await press(app, AN, "announce.urgent")
    assert await said_to(app, AN) == {NEWS: False, URGENT: True}
    assert (await states(app, ordinary), await states(app, urgent)) == (["opted_out"], ["waiting"])


async def test_taking_back_the_consent_does_the_same(app: App) -> None:
    await agree(app, AN)
    campaign = await announce(app, AN)
    told = await press(app, AN, f"consent.no:{NEWS}")
    assert await said_to(app, AN) == {NEWS: False}
    assert await states(app, campaign) == ["opted_out"]
    assert "announce.stop:0.urgent" in actions(told)


async def test_a_no_to_something_else_stops_nothing(app: App) -> None:
    campaign = await announce(app, AN)
    await press(app, AN, "consent.no:interests")
    assert await states(app, campaign) == ["waiting"]


async def test_the_page_of_consents_says_that_even_warnings_are_stopped_and_offers_them(app: App) -> None:
    assert "announce.urgent" not in actions(await press(app, AN, "consent.page"))
    await press(app, AN, "announce.stop:1.urgent")
    assert "announce.urgent" in actions(await press(app, AN, "consent.page"))


async def test_whoever_erases_their_data_gets_no_more_and_nothing_leads_to_them(app: App) -> None:
    waiting, had = await announce(app, AN, BINH), await announce(app, AN, got=Got.DELIVERED)
    await press(app, AN, "erase.yes")
    rows = [*await recipients_of(app, waiting), *await recipients_of(app, had)]
    assert [(row["person_id"] is None, row["address"], row["state"]) for row in rows] == [
        (True, "", "opted_out"), (False, BINH, "waiting"), (True, "", "delivered"),
    ]  # fmt: skip


# ---- typed ----


@pytest.mark.parametrize(
    "typed",
    ["ngừng nhận thông báo", "NGUNG NHAN", "đừng gửi nữa", "dung gui tin nua", "stop tin", "tắt thông báo",
     "unsubscribe", "tôi không muốn nhận thông báo nữa"],
)  # fmt: skip
async def test_the_wish_is_understood_as_it_is_typed(app: App, typed: str) -> None:
    await agree(app, AN)
    campaign = await announce(app, AN)
    await say(app, AN, typed)
    assert await said_to(app, AN) == {NEWS: False}
    assert await states(app, campaign) == ["opted_out"]


@pytest.mark.parametrize("typed", ["dừng", "dừng lại đi", "thôi", "ngừng", "thôi đừng nhắn nữa"])
async def test_an_end_of_the_talk_is_no_end_of_announcements_but_that_is_offered(app: App, typed: str) -> None:
    assert "announce.stop:0" not in actions(await say(app, AN, typed))
    await agree(app, AN)
    assert "announce.stop:0" in actions(await say(app, AN, typed))
    assert await said_to(app, AN) == {NEWS: True}


async def test_in_the_middle_of_a_guide_it_ends_the_announcements_and_not_the_guide(app: App) -> None:
    await press(app, AN, "guide.open:kich-hoat")
    told = await say(app, AN, "ngừng nhận thông báo")
    assert "guide.here:kich-hoat.may" in actions(told)


# ---- answers ----


async def test_that_they_come_is_noted_once_and_can_be_taken_back(app: App) -> None:
    campaign = await announce(app, AN, got=Got.DELIVERED)
    noted = await press(app, AN, f"announce.come:{campaign}")
    await press(app, AN, f"announce.come:{campaign}")
    assert await answers(app, campaign) == ["come"]
    assert f"announce.not_come:{campaign}" in actions(noted)
    changed = await press(app, AN, f"announce.not_come:{campaign}")
    assert await answers(app, campaign) == []
    assert f"announce.come:{campaign}" in actions(changed)


@pytest.mark.parametrize("argument", ["", ":404", ":abc", ":99999999999999999999", ":1.2.3"])
@pytest.mark.parametrize("name", ["come", "not_come", "guide", "stop"])
async def test_one_that_nobody_knows_is_answered_kindly(app: App, name: str, argument: str) -> None:
    told = await press(app, AN, f"announce.{name}{argument}")
    assert told
    assert "menu" in actions(told)


async def test_whoever_did_not_get_it_is_not_counted(app: App) -> None:
    campaign = await announce(app, AN, got=Got.DELIVERED)
    for name in ("come", "guide"):
        await press(app, BINH, f"announce.{name}:{campaign}.kich-hoat")
    assert await answers(app, campaign) == []


async def test_the_guide_that_is_offered_opens_and_is_counted(app: App) -> None:
    campaign = await announce(app, AN, got=Got.DELIVERED)
    opened = await press(app, AN, f"announce.guide:{campaign}.kich-hoat")
    assert "guide.pick:kich-hoat.may.iphone" in actions(opened)
    assert await answers(app, campaign) == ["guide"]


async def test_whoever_is_in_the_middle_of_that_guide_stays_there(app: App) -> None:
    campaign = await announce(app, AN, got=Got.DELIVERED)
    await press(app, AN, "guide.open:kich-hoat")
    await press(app, AN, "guide.pick:kich-hoat.may.iphone")
    opened = await press(app, AN, f"announce.guide:{campaign}.kich-hoat")
    assert "guide.done:kich-hoat.app-store" in actions(opened)


# ---- asked for consent ----


async def helped(app: App, who: str, how: str = "yes") -> list[str]:
    return actions(await press(app, who, f"guide.rate:kich-hoat.{how}"))


async def test_whoever_was_helped_is_asked_once(app: App) -> None:
    assert await helped(app, AN) == ["menu", f"consent.yes:{NEWS}.{stamp(app)}", f"consent.no:{NEWS}"]
    assert await helped(app, AN) == ["menu"]


async def test_nobody_is_asked_at_the_first_hello_nor_when_it_did_not_help(app: App) -> None:
    hello = await start(app, "Chi")
    told = await press(app, "Chi", "place.pick:23941")
    assert not [action for action in actions([*hello, *told]) if NEWS in action]
    assert not [action for action in await helped(app, "Chi", "no") if NEWS in action]


@pytest.mark.parametrize("answer", [f"consent.no:{NEWS}", "announce.stop:1", "announce.stop:1.urgent"])
async def test_after_a_no_nobody_is_asked_again(app: App, answer: str) -> None:
    await press(app, AN, answer)
    assert await helped(app, AN) == ["menu"]


async def test_whoever_has_agreed_is_not_asked(app: App) -> None:
    await agree(app, AN)
    assert await helped(app, AN) == ["menu"]


async def test_whoever_agrees_without_a_commune_is_asked_for_it(app: App) -> None:
    await start(app, "Chi")
    assert "place.locate" in actions(await agree(app, "Chi"))
    assert "place.locate" not in actions(await agree(app, AN))


# ---- my data ----


async def test_my_data_tell_what_was_sent_and_what_was_stopped(app: App) -> None:
    for got in (Got.WAITING, Got.DELIVERED):
        await announce(app, AN, got=got)
    await press(app, AN, "announce.stop:1.urgent")
    (shown,) = await press(app, AN, "data.show")
    assert app.translator.speak(_("• Urgent warnings: stopped"), "vi") in shown.text
    assert shown.document is not None
    assert '"state": "delivered"' in shown.document.body
