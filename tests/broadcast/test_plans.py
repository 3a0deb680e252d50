"""From a draft to the moment it begins: who has to agree, what an edit undoes, what comes again."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.campaigns import Body, Draft, Repeat, State, Timing
from bot.storage import campaigns
from tests.broadcast.stage import CALL, Stage

WORDS = Draft(Body({"vi": "Lớp học dời sang chủ nhật"}), CALL.audience)


async def asked(stage: Stage) -> tuple[int, int]:
    campaign = await stage.written()
    await stage.submits(campaign, needs_approval=True)
    return campaign.id, await stage.person("second", agreed=None, place="none")


async def test_what_was_agreed_to_goes(stage: Stage) -> None:
    await stage.people(1)
    id_, second = await asked(stage)
    campaign = await stage.port(lambda port: port.find(id_))
    await stage.goes()
    assert not stage.telegram.sent
    await stage.port(lambda port: port.approve(second, campaign))
    await stage.goes()
    assert len(stage.telegram.sent) == 1


async def test_only_one_of_two_who_agree_at_once_does(stage: Stage) -> None:
    id_, second = await asked(stage)
    campaign = await stage.port(lambda port: port.find(id_))
    assert await stage.port(lambda port: port.approve(second, campaign))
    assert await stage.port(lambda port: port.approve(second, campaign)) is None


async def test_an_edit_after_it_was_agreed_to_needs_approval_again(stage: Stage) -> None:
    await stage.people(1)
    id_, second = await asked(stage)
    campaign = await stage.port(lambda port: port.find(id_))
    approved = await stage.port(lambda port: port.approve(second, campaign))
    edited = await stage.port(lambda port: port.edit(second, approved, WORDS))
    assert (edited.state, edited.is_approved, edited.version) == (State.DRAFT, False, 2)
    assert set(edited.writers) == {campaign.author, second}
    await stage.goes()
    assert not stage.telegram.sent


async def test_who_saw_an_older_version_does_not_agree_to_the_newer_one(stage: Stage) -> None:
    id_, second = await asked(stage)
    seen = await stage.port(lambda port: port.find(id_))
    edited = await stage.port(lambda port: port.edit(seen.author, seen, WORDS))
    await stage.submits(edited, needs_approval=True)
    assert await stage.port(lambda port: port.approve(second, seen)) is None
    assert (await stage.found(edited)).state is State.ASKED


async def test_two_who_edit_the_same_draft_do_not_overwrite_each_other(stage: Stage) -> None:
    campaign = await stage.written()
    assert await stage.port(lambda port: port.edit(campaign.author, campaign, WORDS))
    assert await stage.port(lambda port: port.edit(campaign.author, campaign, CALL)) is None


async def test_what_is_being_sent_is_not_edited(stage: Stage) -> None:
    await stage.person("page", channel="webchat")
    campaign = await stage.planned()
    await stage.goes()
    sending = await stage.found(campaign)
    assert sending.state is State.SENDING
    assert await stage.port(lambda port: port.edit(sending.author, sending, WORDS)) is None


async def test_an_audience_that_has_grown_needs_a_second_administrator_after_all(stage: Stage) -> None:
    stage.over = 2
    stage.restarted()
    tomorrow = stage.clock() + timedelta(days=1)
    campaign = await stage.planned(replace(CALL, timing=Timing(at=tomorrow)))
    await stage.people(3)
    await stage.after(86400)
    assert (await stage.found(campaign)).state is State.ASKED
    assert stage.told == [(campaign.id, "asked")]
    assert not stage.telegram.sent


async def test_refused_it_is_a_draft_again_and_the_audit_says_why(stage: Stage) -> None:
    id_, second = await asked(stage)
    campaign = await stage.port(lambda port: port.find(id_))
    refused = await stage.port(lambda port: port.refuse(second, campaign, "sai ngày"))
    assert refused.state is State.DRAFT
    assert await audited(stage) == ["announcement.made", "announcement.asked", "announcement.refused"]


async def audited(stage: Stage) -> list[str]:
    from bot.storage.team_tables import audit

    async with stage.database.read() as connection:
        return [row.act for row in await connection.execute(audit.select().order_by(audit.c.id))]


# ---- again ----


async def test_what_repeats_is_sent_each_time_to_those_who_are_there_then(stage: Stage) -> None:
    await stage.person("first")
    at = datetime.fromisoformat("2026-11-26T09:00:00+07:00")
    weekly = replace(CALL, timing=Timing(at, Repeat.WEEKLY, at.date() + timedelta(days=14)))
    series = await stage.planned(weekly)
    await stage.after(21 * 3600)
    assert [address for address, _ in stage.telegram.sent] == ["first"]
    await stage.person("second")
    await stage.after(7 * 86400)
    await stage.after(7 * 86400)
    await stage.after(7 * 86400)
    sent = [address for address, _ in stage.telegram.sent]
    assert sent == ["first", "first", "second", "first", "second"]
    assert (await stage.found(series)).state is State.DONE
    times = await stage.port(lambda port: port.listed(None))
    assert [(one.series, one.state) for one in times if one.series] == [(series.id, State.DONE)] * 3


async def test_after_a_long_standstill_what_repeats_is_sent_once_and_not_for_every_time_missed(stage: Stage) -> None:
    await stage.people(1)
    at = datetime.fromisoformat("2026-11-26T09:00:00+07:00")
    await stage.planned(replace(CALL, timing=Timing(at, Repeat.DAILY)))
    await stage.after(10 * 86400)
    assert len(stage.telegram.sent) == 1


async def test_cancelled_no_more_of_it_come(stage: Stage) -> None:
    await stage.people(1)
    at = datetime.fromisoformat("2026-11-26T09:00:00+07:00")
    series = await stage.planned(replace(CALL, timing=Timing(at, Repeat.DAILY)))
    await stage.after(21 * 3600)
    again = await stage.found(series)
    await stage.port(lambda port: port.cancel(1, again))
    await stage.after(86400)
    assert len(stage.telegram.sent) == 1


async def test_a_draft_is_thrown_away_and_what_is_on_its_way_is_not(stage: Stage) -> None:
    draft = await stage.written()
    assert await stage.port(lambda port: port.drop(draft.author, draft))
    planned = await stage.planned(by=draft.author or 0)
    assert not await stage.port(lambda port: port.drop(1, planned))
    async with stage.database.read() as connection:
        assert await campaigns.find(connection, draft.id) is None
