"""Whom an announcement is for, where each is written to, and what is said of it before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.campaign_figures import Estimate
from bot.core.campaigns import Audience, Draft, Group, Reach, Urgency, Why
from bot.core.events import GuideOpened
from bot.storage.tables import addresses, events
from tests.broadcast.stage import CALL, COMMUNE, OTHER_COMMUNE, WEB, Stage

ALL = Draft(CALL.body)
URGENT = replace(ALL, urgency=Urgency.URGENT)


def to(**chosen: object) -> Draft:
    return replace(ALL, audience=Audience(Group(**chosen)))  # type: ignore[arg-type]


async def estimate(stage: Stage, draft: Draft) -> Estimate:
    campaign = await stage.written(draft, by=await stage.person("writer", agreed=None, place="none"))
    found: Estimate = await stage.port(lambda port: port.estimate(campaign, stage.terms))
    return found


# ---- who agreed ----


async def test_only_who_agreed_to_the_words_it_has_now_is_chosen(stage: Stage) -> None:
    yes, old = await stage.person("yes"), await stage.person("old", agreed=None)
    await stage.person("no", agreed=False)
    await stage.person("never asked", agreed=None)
    await stage.answers(old, given=True, version="2020-01-01-words")
    changed = await stage.person("changed their mind")
    await stage.answers(changed, given=False)
    assert yes
    assert await stage.chosen(ALL) == ["yes"]


async def test_what_is_urgent_goes_to_all_but_who_stopped_even_that(stage: Stage) -> None:
    await stage.person("yes")
    await stage.person("no", agreed=False)
    stopped = await stage.person("stopped")
    await stage.answers(stopped, given=False, purpose="urgent")
    back = await stage.person("back again")
    await stage.answers(back, given=False, purpose="urgent")
    await stage.answers(back, given=True, purpose="urgent")
    assert await stage.chosen(replace(URGENT, audience=Audience(Group(places=(COMMUNE,))))) == [
        "back again",
        "no",
        "yes",
    ]


# ---- who they are ----


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"places": (COMMUNE,)}, ["here", "leader", "village"]),
        ({"places": (f"{COMMUNE}/Làng Krái",)}, ["village"]),
        ({"places": (f"{COMMUNE}/làng krái",)}, ["village"]),
        ({"places": (f"{COMMUNE}/Làng Krái", OTHER_COMMUNE)}, ["there", "village"]),
        ({"roles": ("leader",)}, ["leader"]),
        ({"langs": ("en",)}, ["there"]),
        ({"channels": (WEB,)}, ["there"]),
        ({"seen_days": 30}, ["leader", "there", "village"]),
        ({"places": (COMMUNE,), "langs": ("en",)}, []),
    ],
)
async def test_those_are_chosen_who_fit_all_that_is_named(
    stage: Stage, chosen: dict[str, object], found: list[str]
) -> None:
    await stage.person("here", seen_days=60)
    await stage.person("village", village="Làng Krái")
    await stage.person("leader", role="leader")
    await stage.person("there", place=OTHER_COMMUNE, lang="en", channel=WEB)
    assert await stage.chosen(to(**chosen)) == found


async def test_whoever_is_named_to_be_left_out_is_left_out(stage: Stage) -> None:
    await stage.person("here")
    await stage.person("member", role="member")
    without = replace(ALL, audience=Audience(Group(), Group(roles=("member", "leader"))))
    assert await stage.chosen(without) == ["here"]


async def test_the_guides_they_opened_count_only_for_who_let_us_look(stage: Stage) -> None:
    for address, lets in (("lets", True), ("does not", None)):
        person = await stage.person(address)
        await opens(stage, person, "vneid-kich-hoat")
        if lets:
            await stage.answers(person, given=True, purpose="interests")
    other = await stage.person("another guide")
    await stage.answers(other, given=True, purpose="interests")
    await opens(stage, other, "phan-anh")
    assert await stage.chosen(to(guides=("vneid-kich-hoat", "bhxh"))) == ["lets"]


async def opens(stage: Stage, person: int, guide: str) -> None:
    row = {"at": stage.clock(), "type": "GuideOpened", "person_id": person, "channel": "telegram", "place": COMMUNE,
           "data": GuideOpened(guide).data()}  # fmt: skip
    async with stage.database.write() as connection:
        await connection.execute(events.insert().values(row))


async def test_those_who_answered_an_earlier_one(stage: Stage) -> None:
    coming, _ = await stage.person("coming"), await stage.person("silent")
    first = await stage.planned(ALL)
    await stage.goes()
    assert await stage.port(lambda port: port.answer(coming, first.id, "come"))
    assert not await stage.port(lambda port: port.answer(coming, first.id, "come"))
    assert await stage.chosen(to(answered=(first.id,))) == ["coming"]


async def test_who_never_got_it_cannot_answer_it(stage: Stage) -> None:
    stranger = await stage.person("stranger", agreed=None)
    campaign = await stage.planned(ALL)
    await stage.goes()
    assert not await stage.port(lambda port: port.answer(stranger, campaign.id, "come"))


# ---- where they are written to ----


async def test_one_person_is_one_recipient_where_they_wrote_last(stage: Stage) -> None:
    await stage.person("old phone", "new phone")
    async with stage.database.write() as connection:
        newer = stage.clock() - timedelta(minutes=5)
        change = addresses.update().where(addresses.c.address == "new phone").values(seen_at=newer)
        await connection.execute(change)
    assert await stage.chosen(ALL) == ["new phone"]


async def test_a_channel_that_reaches_them_at_once_comes_before_a_page_they_may_open(stage: Stage) -> None:
    person = await stage.person("telegram", seen_days=30)
    await _also(stage, person, "page", WEB)
    assert await stage.chosen(ALL) == ["telegram"]
    await stage.blocks("telegram")
    assert await stage.chosen(ALL) == ["page"]
    assert await stage.chosen(to(channels=(WEB,))) == ["page"]


async def _also(stage: Stage, person: int, address: str, channel: str) -> None:
    row = {"channel": channel, "address": address, "person_id": person, "reachable": True, "seen_at": stage.clock()}
    async with stage.database.write() as connection:
        await connection.execute(addresses.insert().values(row))


async def test_before_it_is_sent_it_is_said_how_many_are_reached_how_and_why_not(stage: Stage) -> None:
    await stage.person("now")
    await stage.person("page", channel=WEB)
    await stage.person("blocked")
    await stage.blocks("blocked")
    await stage.person("zalo", channel="zalo_oa")
    await stage.person()
    await stage.person("no", agreed=False)
    await stage.person("never asked", agreed=None)
    found = await estimate(stage, to(places=(COMMUNE,)))
    assert found.by == {
        ("telegram", Reach.NOW): 1, (WEB, Reach.RETURN): 1, ("telegram", Reach.NOT): 1, ("zalo_oa", Reach.NOT): 1,
        ("", Reach.NOT): 1,
    }  # fmt: skip
    assert found.why == {Why.BLOCKED: 1, Why.NO_CHANNEL: 1, Why.NOWHERE: 1}
    assert (found.total, found.declined) == (5, 2)


@pytest.mark.parametrize(
    ("days", "reach", "why"),
    [(1.9, Reach.NOW, {}), (2.1, Reach.BILLED, {Why.BILLED: 1}), (6.9, Reach.BILLED, {Why.BILLED: 1}),
     (7.1, Reach.NOT, {Why.WINDOW: 1})],
)  # fmt: skip
async def test_on_zalo_it_depends_on_when_they_last_wrote(
    stage: Stage, days: float, reach: Reach, why: dict[Why, int]
) -> None:
    await stage.person("zalo", channel="zalo_oa", seen_days=days)
    campaign = await stage.written(ALL, by=await stage.person("writer", agreed=None))
    terms = replace(stage.terms, channels=("telegram", "zalo_oa"))
    found = await stage.port(lambda port: port.estimate(campaign, terms))
    assert (found.by, found.why) == ({("zalo_oa", reach): 1}, why)


async def test_what_was_counted_before_is_what_is_frozen(stage: Stage) -> None:
    for n in range(30):
        await stage.person(f"a{n}", agreed=n % 3 != 0, channel=WEB if n % 2 else "telegram")
    campaign = await stage.planned(ALL)
    found = await stage.port(lambda port: port.estimate(campaign, stage.terms))
    await stage.goes()
    progress = await stage.port(lambda port: port.progress(campaign.id))
    assert progress.total == found.total == 20
