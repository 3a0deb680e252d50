"""How far an announcement is, told in the chat; paused, stopped, recalled; and its channel stopped by the province."""

import pytest

from bot.app import App
from bot.core.campaigns import Campaign, State
from bot.core.errors import DeliveryError
from bot.core.messages import Kind, Spoken
from bot.core.phrases import text as _
from tests.announcing.residents import states
from tests.announcing.stage import (
    AN,
    BINH,
    CHI,
    HOA,
    MAI,
    TINH,
    choice,
    find,
    now,
    pass_on,
    submit,
    texts,
    told,
    words,
    write,
)
from tests.fakes import CHANNEL, actions, happen, inbound, press, recording, say

GOT = _("• got it: *{count}*")


async def sent(app: App, *, come: bool = False) -> Campaign:
    """One that An and Bình have got, unless something was in the way."""
    campaign = await write(app)
    if come:
        await press(app, HOA, f"announcement.offer.come:{campaign.id}")
    await submit(app)
    await pass_on(app)
    return await now(app, campaign)


async def begun(app: App) -> Campaign:
    """One that is being sent, and has reached nobody: the channel is stopped."""
    await press(app, TINH, f"announcement.lane:{CHANNEL}")
    await say(app, TINH, "Zalo đang lỗi")
    return await sent(app)


async def show(app: App, campaign: Campaign, who: str = HOA) -> list[Spoken]:
    return await press(app, who, f"announcement.show:{campaign.id}")


# ---- how far ----


async def test_the_card_says_who_got_it_who_did_not_and_why(app: App) -> None:
    recording(app).fail(BINH, DeliveryError("blocked by the user", unreachable=True))
    card = texts(await show(app, await sent(app)))
    assert words(app, _(GOT.msgid, count="1")) in card
    assert words(app, _("• {what}: {count}", what=_("not reachable"), count="1")) in card
    assert words(app, _("blocked the bot")) in card
    assert "▰▰▰▰▰▰▰▰▰▰ 100" in card


async def test_it_is_told_to_its_writer_when_it_is_done(app: App) -> None:
    recording(app).fail(BINH, DeliveryError("blocked by the user", unreachable=True))
    before = len(recording(app).sent)
    await sent(app)
    assert words(app, _("Not reached: {count}. Open it to see why.", count="1")) in texts(told(app, HOA, before))


async def test_answers_are_counted(app: App) -> None:
    campaign = await sent(app, come=True)
    await press(app, AN, f"announce.come:{campaign.id}")
    assert words(app, _("• will come: *{count}*", count="1")) in texts(await show(app, campaign))


async def test_looking_again_changes_the_card_in_its_place(app: App) -> None:
    campaign = await begun(app)
    again = inbound(HOA, Kind.PRESS, action=f"announcement.show:{campaign.id}", message_ref="7")
    (card,) = await happen(app, again)
    assert card.edit == "7"
    assert find([card], "announcement.show") == f"announcement.show:{campaign.id}"


async def test_the_list_shows_what_is_being_sent_with_its_bar(app: App) -> None:
    await begun(app)
    assert "▱▱▱▱▱▱▱▱▱▱ 0/2" in texts(await say(app, MAI, "thông báo"))


# ---- what may be done ----


async def test_it_is_paused_and_goes_on(app: App) -> None:
    campaign = await begun(app)
    await press(app, MAI, f"announcement.pause:{campaign.id}")
    await press(app, TINH, f"announcement.free:{CHANNEL}")
    await pass_on(app)
    assert await states(app, campaign.id) == ["waiting", "waiting"]
    await press(app, HOA, find(await show(app, campaign), "announcement.go_on"))
    await pass_on(app)
    assert await states(app, campaign.id) == ["delivered", "delivered"]


async def test_it_is_stopped_only_after_a_second_press(app: App) -> None:
    campaign = await begun(app)
    await press(app, HOA, find(await press(app, HOA, f"announcement.cancel:{campaign.id}"), "announcement.cancel.yes"))
    assert await states(app, campaign.id) == ["cancelled", "cancelled"]
    assert (await now(app, campaign)).state is State.CANCELLED


async def test_whoever_missed_it_gets_it_once_more(app: App) -> None:
    recording(app).fail(BINH, DeliveryError("broken", permanent=True))
    campaign = await sent(app)
    assert sorted(await states(app, campaign.id)) == ["delivered", "failed"]
    await press(app, HOA, find(await show(app, campaign), "announcement.resend"))
    before = len(recording(app).sent)
    await pass_on(app)
    assert (len(told(app, BINH, before)), told(app, AN, before)) == (1, [])


async def test_what_has_begun_cannot_be_changed(app: App) -> None:
    campaign = await sent(app)
    await press(app, HOA, f"announcement.text:{campaign.id}.vi")
    await press(app, HOA, f"announcement.urgent:{campaign.id}.urgent")
    await press(app, HOA, f"announcement.drop.yes:{campaign.id}")
    assert (await now(app, campaign)).draft == campaign.draft


# ---- recalled ----


async def test_it_is_recalled_with_the_right_words_where_it_cannot_be_taken_back(app: App) -> None:
    campaign = await sent(app)
    await press(app, HOA, f"announcement.recall:{campaign.id}")
    shown = await say(app, HOA, "Lớp học dời sang chủ nhật.")
    recording(app).fail(BINH, DeliveryError("too old", permanent=True))
    await press(app, HOA, find(shown, "announcement.recall.yes"))
    before = len(recording(app).sent)
    await pass_on(app)
    assert [who for who, _ref in recording(app).taken_back] == [AN]
    assert "Lớp học dời sang chủ nhật." in texts(told(app, BINH, before))
    assert told(app, CHI, before) == []
    assert "announcement.recall" not in str(actions(await show(app, campaign)))


async def test_it_is_recalled_without_other_words(app: App) -> None:
    campaign = await sent(app)
    sure = find(await press(app, HOA, f"announcement.recall:{campaign.id}"), "announcement.recall.sure")
    await press(app, HOA, find(await press(app, HOA, sure), "announcement.recall.bare"))
    await pass_on(app)
    assert len(recording(app).taken_back) == 2


async def test_an_old_button_to_recall_asks_for_the_words_again(app: App) -> None:
    campaign = await sent(app)
    shown = await press(app, HOA, f"announcement.recall.yes:{campaign.id}")
    assert choice(shown, "announcement.recall.sure")
    assert not (await now(app, campaign)).recalled_at


# ---- the channels ----


async def test_the_province_stops_a_channel_with_a_reason_that_others_see(app: App) -> None:
    campaign = await begun(app)
    assert await states(app, campaign.id) == ["waiting", "waiting"]
    stopped = words(app, _("The province has stopped: {channels}.", channels=CHANNEL))
    assert stopped in texts(await show(app, campaign))
    assert "Zalo đang lỗi" in texts(await press(app, TINH, "announcement.lanes"))


@pytest.mark.parametrize(
    "action", ["announcement.lanes", f"announcement.lane:{CHANNEL}", f"announcement.free:{CHANNEL}"]
)
async def test_a_commune_stops_and_frees_no_channel(app: App, action: str) -> None:
    campaign = await begun(app)
    shown = await press(app, HOA, f"announcement.{action}")
    assert "Zalo đang lỗi" not in texts(shown)
    await say(app, HOA, "vì tôi muốn")
    await pass_on(app)
    assert await states(app, campaign.id) == ["waiting", "waiting"]
