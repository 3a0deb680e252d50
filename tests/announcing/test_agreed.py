"""Announcements that a second administrator has to agree to; and what is shown to those who have no business there."""

import pytest

from bot.app import App
from bot.core.campaigns import Campaign, State
from bot.core.phrases import text as _
from bot.storage.campaign_tables import campaign_writers, campaigns
from handlers import all_handlers
from tests.announcing.residents import states
from tests.announcing.stage import (
    AN,
    FAR,
    HOA,
    MAI,
    TEXT,
    TINH,
    XA,
    ask_for_agreement,
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
from tests.fakes import actions, press, recording, say

CHANGED = _("Somebody has changed this announcement since. Please look at it again.")
ANSWERED = _("This was answered already, or is not asked any more.")
GONE = _("This announcement is no longer there.")


# ---- agreed to ----


async def test_an_urgent_one_for_a_commune_waits_for_a_second_administrator(app: App) -> None:
    before = len(recording(app).sent)
    campaign = await ask_for_agreement(app)
    assert campaign.state is State.ASKED
    for who in (MAI, TINH):
        preview, asked = told(app, who, before)
        assert TEXT in preview.text
        assert words(app, _("*It is for {count} people*", count="3")) in asked.text
        assert find([asked], "announcement.agree") == f"announcement.agree:{campaign.id}.{campaign.version}"
    assert told(app, XA, before) == []
    await press(app, MAI, f"announcement.agree:{campaign.id}.{campaign.version}")
    await pass_on(app)
    assert sorted(await states(app, campaign.id)) == ["delivered"] * 3


async def test_nobody_agrees_to_what_they_wrote(app: App) -> None:
    campaign = await ask_for_agreement(app)
    await press(app, HOA, f"announcement.agree:{campaign.id}.{campaign.version}")
    assert (await now(app, campaign)).state is State.ASKED
    assert not choice(await press(app, HOA, f"announcement.show:{campaign.id}"), "announcement.agree")


async def test_the_first_answer_counts_and_the_second_is_told(app: App) -> None:
    campaign = await ask_for_agreement(app)
    this = f"{campaign.id}.{campaign.version}"
    await press(app, MAI, f"announcement.agree:{this}")
    for action in ("agree", "refuse"):
        assert words(app, ANSWERED) in texts(await press(app, TINH, f"announcement.{action}:{this}"))
    assert (await now(app, campaign)).state is State.PLANNED


async def test_a_change_needs_agreement_again_and_the_old_button_says_so(app: App) -> None:
    campaign = await ask_for_agreement(app)
    old = f"announcement.agree:{campaign.id}.{campaign.version}"
    await press(app, HOA, f"announcement.text:{campaign.id}.vi")
    await say(app, HOA, "Lũ về, chạy lên nhà rông.")
    assert words(app, ANSWERED) in texts(await press(app, MAI, old))
    await submit(app)
    assert words(app, CHANGED) in texts(await press(app, MAI, old))
    assert (await now(app, campaign)).state is State.ASKED


async def test_whoever_changes_it_is_one_of_its_writers_and_cannot_agree(app: App) -> None:
    campaign = await ask_for_agreement(app)
    await press(app, MAI, f"announcement.urgent:{campaign.id}.important")
    await press(app, MAI, f"announcement.urgent:{campaign.id}.urgent")
    await submit(app, MAI)
    fresh = await now(app, campaign)
    assert not choice(await press(app, MAI, f"announcement.show:{campaign.id}"), "announcement.agree")
    await press(app, MAI, f"announcement.agree:{campaign.id}.{fresh.version}")
    assert (await now(app, campaign)).state is State.ASKED


@pytest.mark.parametrize("typed", ["", "Chưa nói chạy đi đâu"])
async def test_who_does_not_agree_gives_a_reason_which_its_writers_are_told(app: App, typed: str) -> None:
    campaign = await ask_for_agreement(app)
    offered = await press(app, MAI, f"announcement.refuse:{campaign.id}.{campaign.version}")
    before = len(recording(app).sent)
    if typed:
        await say(app, MAI, typed)
    else:
        await press(app, MAI, find(offered, "announcement.refused"))
    reason = typed or words(app, _("The words are not clear yet"))
    assert reason in texts(told(app, HOA, before))
    assert (await now(app, campaign)).state is State.DRAFT


async def test_with_nobody_else_in_the_commune_the_province_is_asked(app: App) -> None:
    before = len(recording(app).sent)
    campaign = await write(app, XA)
    await press(app, XA, f"announcement.urgent:{campaign.id}.urgent")
    await press(app, AN, f"place.pick:{FAR}")
    await submit(app, XA)
    assert told(app, MAI, before) == []
    assert choice(told(app, TINH, before), f"announcement.agree:{campaign.id}")


# ---- who may ----


@pytest.mark.parametrize("who", [AN, XA])
async def test_what_is_not_theirs_is_as_if_it_were_not_there(app: App, who: str) -> None:
    campaign = await ask_for_agreement(app)
    names = [name for name in all_handlers().actions if name.startswith("announcement.")]
    for name in sorted(set(names) - {"announcement.new", "announcement.older"}):
        shown = texts(await press(app, who, f"{name}:{campaign.id}.{campaign.version}.r.resident"))
        assert "nhà rông" not in shown, name
    assert await now(app, campaign) == campaign


async def test_an_unknown_number_is_answered_kindly(app: App) -> None:
    for name in (name for name in all_handlers().actions if name.startswith("announcement.")):
        for argument in ("", ":0", ":999", ":x.y.z", ":999.1.r.resident"):
            assert await press(app, HOA, f"{name}{argument}"), name


async def test_every_button_fits_into_what_telegram_allows(app: App) -> None:
    await numbered(app, await write(app), 999_999_999)
    pages = ("show", "check", "words", "offers", "offer.guide", "urgency", "who", "without", "when", "repeat", "lasts",
             "until", "drop", "saved", "file", "places")  # fmt: skip
    traits = [f"trait:999999999.{side}.{key}" for side in "cw" for key in "rlhgsa"]
    shown = [await press(app, HOA, f"announcement.{page}") for page in (*(f"{p}:999999999" for p in pages), *traits)]
    assert max(len(action.encode()) for messages in shown for action in actions(messages)) <= 64


async def numbered(app: App, campaign: Campaign, id_: int) -> None:
    of_it = campaign_writers.c.campaign_id == campaign.id
    async with app.database.write() as connection:
        await connection.execute(campaign_writers.delete().where(of_it))
        await connection.execute(campaigns.update().where(campaigns.c.id == campaign.id).values(id=id_))


# ---- never stuck ----


@pytest.mark.parametrize(
    "question", ["text:1.vi", "places:1.c", "when:1", "keep:1", "offer.link:1", "until:1", "file:1"]
)
async def test_when_it_is_gone_what_is_typed_means_what_it_means_again(app: App, question: str) -> None:
    campaign = await write(app)
    await press(app, HOA, f"announcement.{question}")
    await press(app, MAI, f"announcement.drop.yes:{campaign.id}")
    await say(app, HOA, "xin chào")
    assert "announcement" in actions(await say(app, HOA, "xin chào"))


async def test_a_reason_that_comes_too_late_is_answered_once(app: App) -> None:
    campaign = await ask_for_agreement(app)
    await press(app, MAI, f"announcement.refuse:{campaign.id}.{campaign.version}")
    await press(app, TINH, f"announcement.agree:{campaign.id}.{campaign.version}")
    assert words(app, ANSWERED) in texts(await say(app, MAI, "chưa rõ"))
    assert words(app, ANSWERED) not in texts(await say(app, MAI, "xin chào"))
