"""Announcements written in the chat: step by step, looked at, and sent."""

from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.core.campaigns import Does, Group, Offer, Repeat, State, Urgency
from bot.core.clock import VIETNAM
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.storage import teams
from handlers.admin.announcement_message import HEADS
from tests.announcing.residents import states
from tests.announcing.stage import (
    AN,
    BINH,
    CHI,
    FAR,
    HERE,
    HOA,
    NIGHT,
    TEXT,
    XA,
    choice,
    find,
    newest,
    now,
    pass_on,
    submit,
    texts,
    told,
    words,
    write,
)
from tests.fakes import BEGIN, Clock, actions, press, recording, say
from tests.help_stage import person

CHANGED = _("Somebody has changed this announcement since. Please look at it again.")
ANSWERED = _("This was answered already, or is not asked any more.")
GONE = _("This announcement is no longer there.")


# ---- the way in ----


@pytest.mark.parametrize("typed", ["thông báo", "gui thong bao", "Gửi thông báo", "announce"])
async def test_an_administrator_types_the_word_and_sees_what_there_is(app: App, typed: str) -> None:
    assert find(await say(app, HOA, typed), "announcement.new") == "announcement.new"


async def test_the_way_in_stands_in_the_menu_and_with_the_teams(app: App) -> None:
    assert "announcement" in actions(await press(app, HOA, "menu"))
    assert "announcement" in actions(await press(app, HOA, "team.mine"))
    assert "announcement" not in actions(await press(app, AN, "menu"))


async def test_a_resident_who_types_the_word_is_asked_whether_they_want_them(app: App) -> None:
    assert choice(await say(app, CHI, "thông báo"), "consent.yes:announcements")


async def test_whoever_looks_after_several_places_says_in_whose_name_it_is(app: App) -> None:
    xa = await person(app, XA)
    async with app.database.write() as connection:
        await teams.give(connection, xa, Post(Role.PROVINCE_ADMIN), XA, BEGIN)
    offered = actions(await press(app, XA, "announcement.new"))
    assert offered[:2] == ["announcement.new:0", f"announcement.new:{FAR}"]
    assert (await write(app, XA, commune="0")).commune == ""


# ---- written step by step ----


async def test_what_is_typed_is_a_draft_for_the_own_commune_at_once(app: App) -> None:
    campaign = await write(app)
    assert (campaign.state, campaign.commune) == (State.DRAFT, HERE)
    assert campaign.draft.body.texts == {"vi": TEXT}
    assert campaign.draft.audience.chosen == Group(places=(HERE,))


async def test_every_part_can_be_changed_later_and_is_stored_at_once(app: App) -> None:
    campaign = await write(app)
    id_ = campaign.id
    await press(app, HOA, f"announcement.text:{id_}.en")
    await say(app, HOA, "A class on Saturday")
    await press(app, HOA, f"announcement.urgent:{id_}.important")
    await press(app, HOA, f"announcement.offer.come:{id_}")
    await press(app, HOA, f"announcement.offer.that:{id_}.kich-hoat")
    await press(app, HOA, f"announcement.offer.link:{id_}")
    await say(app, HOA, "Xem bản đồ: https://gialai.gov.vn/ban-do")
    await press(app, HOA, f"announcement.lasts:{id_}.24")
    draft = (await now(app, campaign)).draft
    assert draft.body.texts == {"vi": TEXT, "en": "A class on Saturday"}
    assert draft.body.offers == (
        Offer(Does.COME), Offer(Does.GUIDE, "kich-hoat"),
        Offer(Does.LINK, "https://gialai.gov.vn/ban-do", {"vi": "Xem bản đồ"}),
    )  # fmt: skip
    assert (draft.urgency, draft.timing.lasts_hours) == (Urgency.IMPORTANT, 24)


async def test_a_fourth_button_is_not_offered_and_one_can_be_taken_away(app: App) -> None:
    id_ = (await write(app)).id
    for action in (f"offer.come:{id_}", f"offer.that:{id_}.kich-hoat", f"offer.that:{id_}.phan-anh"):
        shown = await press(app, HOA, f"announcement.{action}")
    assert not choice(shown, "announcement.offer.")
    await press(app, HOA, f"announcement.unoffer:{id_}.kich-hoat")
    assert [offer.does for offer in (await newest(app)).draft.body.offers] == [Does.COME, Does.GUIDE]


async def test_a_guide_is_found_by_its_words(app: App) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.offer.guide:{id_}")
    assert choice(await say(app, HOA, "kích hoạt vneid"), f"announcement.offer.that:{id_}.kich-hoat")


@pytest.mark.parametrize("typed", ["bản đồ", "http://gialai.gov.vn", "Xem https://nowhere", f"{'x' * 50} https://a.vn"])
async def test_what_is_no_address_of_a_page_is_asked_for_again(app: App, typed: str) -> None:
    id_ = (await write(app)).id
    await press(app, HOA, f"announcement.offer.link:{id_}")
    await say(app, HOA, typed)
    assert (await newest(app)).draft.body.offers == ()


async def test_a_flood_that_is_announced_is_no_call_for_help(app: App) -> None:
    campaign = await write(app, text="cháy nhà rồi")
    assert campaign.draft.body.texts == {"vi": "cháy nhà rồi"}


async def test_a_secret_number_never_gets_into_an_announcement(app: App) -> None:
    await press(app, HOA, "announcement.new")
    shown = await say(app, HOA, "Mã OTP là 482915, bà con nhập vào")
    assert words(app, _("{Me} took a secret number out. Please type the announcement once more without it.")) in texts(
        shown
    )
    assert not await press(app, HOA, "announcement.show:1") or "482915" not in texts(shown)


async def test_somebodys_mobile_number_is_pointed_out_before_all_have_it(app: App) -> None:
    id_ = (await write(app, text="Cần giúp thì gọi 0912 345 678")).id
    warning = _("⚠️ There is a mobile number in it. Send it only if it is an office's, not somebody's own.")
    assert words(app, warning) in texts(await press(app, HOA, f"announcement.check:{id_}"))


async def test_a_draft_is_thrown_away_only_after_a_second_press(app: App) -> None:
    campaign = await write(app)
    yes = find(await press(app, HOA, f"announcement.drop:{campaign.id}"), "announcement.drop.yes")
    await press(app, HOA, yes)
    assert words(app, GONE) in texts(await press(app, HOA, f"announcement.show:{campaign.id}"))


# ---- when ----


async def test_a_time_is_typed_and_said_to_come_in_the_morning_if_it_is_at_night(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.when:{campaign.id}")
    shown = await say(app, HOA, "22h tối mai")
    assert "08:00 25/11/2026" in texts(shown)
    at = (await now(app, campaign)).draft.timing.at
    assert at is not None
    assert at.astimezone(VIETNAM).hour == 22


async def test_a_time_that_is_over_is_not_taken(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.at:{campaign.id}.20251123-0800")
    await press(app, HOA, f"announcement.at:{campaign.id}.nonsense")
    assert (await now(app, campaign)).draft.timing.at is None


async def test_it_repeats_only_from_a_first_time_on_and_always_with_an_end(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.repeat:{campaign.id}.weekly")
    assert (await now(app, campaign)).draft.timing.repeat is Repeat.NEVER
    await press(app, HOA, f"announcement.at:{campaign.id}.20261128-0800")
    await press(app, HOA, f"announcement.repeat:{campaign.id}.weekly")
    assert (await now(app, campaign)).draft.timing.until is not None
    await press(app, HOA, f"announcement.until:{campaign.id}")
    await say(app, HOA, "31/12")
    timing = (await now(app, campaign)).draft.timing
    assert (timing.repeat, str(timing.until)) == (Repeat.WEEKLY, "2026-12-31")
    await press(app, HOA, f"announcement.at:{campaign.id}.now")
    assert (await now(app, campaign)).draft.timing.repeat is Repeat.NEVER


# ---- looked at and sent ----


async def test_before_sending_it_is_shown_as_they_get_it_with_how_many_they_are(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.offer.come:{campaign.id}")
    preview, figures = await press(app, HOA, f"announcement.check:{campaign.id}")
    assert TEXT in preview.text
    assert words(app, _(HEADS[Urgency.ORDINARY].msgid, place="xã Chư Sê")) in preview.text
    assert words(app, _("*It is for {count} people*", count="2")) in figures.text
    assert words(app, _("• Not agreed, so not sent: {count}", count="1")) in figures.text
    assert "announce.come" not in str(actions([preview]))


async def test_a_trial_goes_to_its_writer_alone(app: App) -> None:
    campaign, before = await write(app), len(recording(app).sent)
    shown = await press(app, HOA, f"announcement.trial:{campaign.id}")
    assert TEXT in shown[0].text
    assert {who for who, _message in recording(app).sent[before:]} == {HOA}
    assert (await now(app, campaign)).state is State.DRAFT


async def test_it_reaches_each_who_agreed_once_with_its_buttons(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.offer.come:{campaign.id}")
    await submit(app)
    before = len(recording(app).sent)
    await pass_on(app)
    for who in (AN, BINH):
        (message,) = told(app, who, before)
        assert TEXT in message.text
        assert actions([message]) == [f"announce.come:{campaign.id}", f"announce.stop:{campaign.id}"]
    assert told(app, CHI, before) == []
    (done,) = told(app, HOA, before)
    assert find([done], "announcement.show") == f"announcement.show:{campaign.id}"


async def test_whoever_speaks_another_language_is_told_that_it_is_in_vietnamese(app: App) -> None:
    await press(app, AN, "language.english")
    await say(app, AN, "english")
    await write(app)
    await submit(app)
    before = len(recording(app).sent)
    await pass_on(app)
    assert "Vietnamese only" in texts(told(app, AN, before))
    assert "Vietnamese only" not in texts(told(app, BINH, before))


async def test_at_night_it_waits_for_the_morning_and_says_so(app: App, clock: Clock) -> None:
    clock.now = NIGHT
    campaign = await write(app)
    assert "08:00 24/11/2026" in texts(await press(app, HOA, f"announcement.check:{campaign.id}"))
    await submit(app)
    await pass_on(app)
    assert await states(app, campaign.id) == []
    clock.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    await pass_on(app)
    assert await states(app, campaign.id) == ["delivered", "delivered"]


async def test_a_button_beneath_an_older_version_sends_nothing(app: App) -> None:
    campaign = await write(app)
    send = find(await press(app, HOA, f"announcement.check:{campaign.id}"), "announcement.send")
    await press(app, HOA, f"announcement.urgent:{campaign.id}.important")
    assert words(app, CHANGED) in texts(await press(app, HOA, send))
    assert (await now(app, campaign)).state is State.DRAFT


async def test_what_nobody_would_get_is_not_sent(app: App) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.places:{campaign.id}.c")
    await say(app, HOA, "làng Không Ai")
    assert not choice(await press(app, HOA, f"announcement.check:{campaign.id}"), "announcement.send")
    await press(app, HOA, f"announcement.send:{campaign.id}.{(await now(app, campaign)).version}")
    assert (await now(app, campaign)).state is State.DRAFT
