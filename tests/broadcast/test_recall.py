"""What was sent is taken back, or put right where that cannot be."""

from dataclasses import replace

import pytest

from bot.core.campaign_figures import Progress
from bot.core.campaigns import Campaign, Got, Recall, State
from bot.core.errors import DeliveryError, NotHere
from tests.broadcast.stage import CALL, WEB, Stage

TOO_OLD = DeliveryError("message can't be deleted for everyone", permanent=True)
RIGHT = {"vi": "Lớp học dời sang chủ nhật"}


async def sent(stage: Stage, *addresses: str) -> Campaign:
    for address in addresses:
        await stage.person(address)
    campaign = await stage.planned()
    await stage.goes()
    return await stage.found(campaign)


async def recalled(stage: Stage, campaign: Campaign, correction: dict[str, str] = RIGHT) -> Progress:
    await stage.port(lambda port: port.recall(campaign.author, campaign, correction))
    await stage.goes()
    found: Progress = await stage.port(lambda port: port.progress(campaign.id))
    return found


async def test_who_had_it_loses_it_and_is_told_nothing_more(stage: Stage) -> None:
    campaign = await sent(stage, "lan", "nam")
    progress = await recalled(stage, campaign)
    assert sorted(stage.telegram.taken_back) == [("lan", "0"), ("nam", "1")]
    assert progress.recalls == {Recall.GONE: 2}
    assert len(stage.telegram.sent) == 2
    ended = await stage.found(campaign)
    assert (ended.state, ended.recalled_at is not None) == (State.CANCELLED, True)


@pytest.mark.parametrize(
    ("correction", "recall", "texts"),
    [(RIGHT, Recall.CORRECTED, ["Lớp học ở nhà rông, 8 giờ thứ bảy", "Đính chính: Lớp học dời sang chủ nhật"]),
     ({}, Recall.FAILED, ["Lớp học ở nhà rông, 8 giờ thứ bảy"])],
)  # fmt: skip
async def test_where_it_cannot_be_taken_back_the_right_words_are_said(
    stage: Stage, correction: dict[str, str], recall: Recall, texts: list[str]
) -> None:
    campaign = await sent(stage, "lan")
    stage.telegram.fail("lan", TOO_OLD)
    progress = await recalled(stage, campaign, correction)
    assert progress.recalls == {recall: 1}
    assert stage.telegram.texts("lan") == texts


async def test_in_trouble_it_is_tried_again(stage: Stage) -> None:
    campaign = await sent(stage, "lan")
    stage.telegram.fail("lan", DeliveryError("502"), DeliveryError("slow down", retry_after=3))
    await recalled(stage, campaign)
    await stage.after(1)
    await stage.after(3)
    assert stage.telegram.taken_back == [("lan", "0")]


async def test_whoever_waits_for_it_does_not_get_it(stage: Stage) -> None:
    for n in range(40):
        await stage.person(f"a{n}")
    campaign = await stage.planned()
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    running = await stage.found(campaign)
    await recalled(stage, running)
    await stage.goes()
    progress = await stage.port(lambda port: port.progress(campaign.id))
    assert progress.got(Got.CANCELLED) == 8
    assert progress.recalls == {Recall.GONE: 32}
    assert len(stage.telegram.taken_back) == 32


async def test_on_a_page_that_is_closed_it_goes_when_it_is_opened(stage: Stage) -> None:
    await stage.person("lan", channel=WEB)
    stage.here = {"lan"}
    campaign = await stage.planned()
    await stage.goes()
    stage.here = set()
    stage.web.fail("lan", NotHere())
    await recalled(stage, await stage.found(campaign))
    assert not stage.web.taken_back
    stage.here = {"lan"}
    await stage.goes()
    assert [address for address, _ in stage.web.taken_back] == ["lan"]


async def test_killed_in_the_middle_it_goes_on(stage: Stage) -> None:
    campaign = await sent(stage, "lan")
    stage.telegram.hold("lan")
    await stage.port(lambda port: port.recall(campaign.author, campaign, RIGHT))
    await stage.broadcasting.look()
    stage.telegram.release("lan")
    stage.restarted()
    await stage.goes()
    assert stage.telegram.taken_back == [("lan", "0")]


async def test_it_is_recalled_once(stage: Stage) -> None:
    campaign = await sent(stage, "lan")
    assert await stage.port(lambda port: port.recall(campaign.author, campaign, RIGHT))
    assert await stage.port(lambda port: port.recall(campaign.author, campaign, RIGHT)) is None
    draft = await stage.written(replace(CALL), by=campaign.author or 0)
    assert await stage.port(lambda port: port.recall(draft.author, draft, RIGHT)) is None
