"""Sending: each chosen person gets it once, through any crash, and it is known who did not."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.campaigns import Body, Draft, Got, State, Timing, Urgency
from bot.core.errors import DeliveryError, NotHere
from tests.broadcast.stage import CALL, NIGHT, WEB, Stage

URGENT = replace(CALL, urgency=Urgency.URGENT)
BLOCKED = DeliveryError("Forbidden: bot was blocked by the user", unreachable=True)


async def test_everybody_who_was_chosen_gets_it_once(stage: Stage) -> None:
    await stage.people(70)
    campaign = await stage.planned()
    await stage.goes()
    assert sorted(address for address, _ in stage.telegram.sent) == sorted(f"a{n}" for n in range(70))
    assert await stage.counts(campaign) == {Got.DELIVERED: 70}
    assert (await stage.found(campaign)).state is State.DONE


async def test_what_the_platform_has_not_answered_is_not_delivered(stage: Stage) -> None:
    await stage.people(1)
    campaign = await stage.planned()
    stage.telegram.hold("a0")
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    await stage.telegram.until_reached("a0")
    assert await stage.counts(campaign) == {Got.SENDING: 1}
    stage.telegram.release("a0")
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 1}


async def test_killed_in_the_middle_nobody_is_lost_and_only_those_in_flight_may_get_it_twice(stage: Stage) -> None:
    await stage.people(100)
    campaign = await stage.planned()
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    in_flight = set(stage.lanes["telegram"]._tasks)
    await asyncio.wait(in_flight)  # they are sent, and nothing of it is written down
    before = {address for address, _ in stage.telegram.sent}
    assert len(before) == 32

    stage.restarted()
    await stage.goes()
    sent = [address for address, _ in stage.telegram.sent]
    assert set(sent) == {f"a{n}" for n in range(100)}
    assert {address for address in sent if sent.count(address) > 1} == before
    progress = await stage.port(lambda port: port.progress(campaign.id))
    assert progress.got(Got.DELIVERED) == 100
    assert progress.doubtful == 32


async def test_killed_while_it_is_frozen_it_is_frozen_anew_and_nobody_stands_there_twice(stage: Stage) -> None:
    await stage.people(20)
    campaign = await stage.planned()
    await stage.broadcasting._freeze(campaign)
    stage.restarted()
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 20}
    assert len(stage.telegram.sent) == 20


async def test_it_is_tried_again_after_growing_waits_and_given_up_at_last(stage: Stage) -> None:
    await stage.people(1)
    campaign = await stage.planned(replace(CALL, timing=Timing(lasts_hours=100)))
    stage.telegram.fail("a0", *[DeliveryError("500")] * 3)
    await stage.goes()
    assert await stage.states(campaign) == {"a0": "waiting"}
    for wait in (1, 2, 4):
        await stage.after(wait)
    assert await stage.states(campaign) == {"a0": "delivered"}
    assert stage.telegram.tried.count("a0") == 4


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (BLOCKED, "unreachable", "blocked"),
        (
            DeliveryError("Bad Request: message is too long", permanent=True),
            "failed",
            "Bad Request: message is too long",
        ),
    ],
)
async def test_what_can_never_work_is_not_tried_again_and_it_is_said_why(
    stage: Stage, error: DeliveryError, state: str, reason: str
) -> None:
    await stage.people(2)
    campaign = await stage.planned()
    stage.telegram.fail("a0", error)
    await stage.goes()
    assert await stage.states(campaign) == {"a0": state, "a1": "delivered"}
    progress = await stage.port(lambda port: port.progress(campaign.id))
    assert progress.reasons == {(Got(state), reason): 1}
    assert stage.telegram.tried.count("a0") == 1


async def test_who_blocked_the_bot_is_written_to_by_nobody_any_more(stage: Stage) -> None:
    await stage.people(1)
    await stage.planned()
    stage.telegram.fail("a0", BLOCKED)
    await stage.goes()
    again = await stage.planned(by=1)
    await stage.goes()
    assert await stage.states(again) == {"a0": "unreachable"}
    assert stage.telegram.tried == ["a0"]


async def test_when_the_platform_asks_to_wait_it_counts_as_no_failure(stage: Stage) -> None:
    await stage.people(1)
    campaign = await stage.planned()
    stage.telegram.fail("a0", *[DeliveryError("slow down", retry_after=3)] * 30)
    for _ in range(31):
        await stage.after(3)
    assert await stage.states(campaign) == {"a0": "delivered"}
    assert (await stage.found(campaign)).state is State.DONE


async def test_too_many_failures_in_a_row_pause_it_and_whoever_wrote_it_is_told(stage: Stage) -> None:
    await stage.people(40)
    campaign = await stage.planned()
    for n in range(40):
        stage.telegram.fail(f"a{n}", *[DeliveryError("502")] * 20)
    await stage.goes()
    paused = await stage.found(campaign)
    assert (paused.state, paused.paused_why) == (State.PAUSED, "502")
    assert stage.told == [(campaign.id, "paused")]
    assert await stage.notices() == [f"{campaign.id} paused"]


# ---- stopped, ended, taken up again ----


async def test_paused_nothing_goes_and_then_it_goes_on_where_it_was(stage: Stage) -> None:
    await stage.people(50)
    campaign = await stage.planned()
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    running = await stage.found(campaign)
    paused = await stage.port(lambda port: port.pause(1, running))
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 32, Got.WAITING: 18}
    await stage.port(lambda port: port.go_on(1, paused))
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 50}
    assert len(stage.telegram.sent) == 50


async def test_cancelled_whoever_has_not_got_it_does_not_get_it(stage: Stage) -> None:
    await stage.people(50)
    campaign = await stage.planned()
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    running = await stage.found(campaign)
    await stage.port(lambda port: port.cancel(1, running))
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 32, Got.CANCELLED: 18}


async def test_what_holds_no_longer_is_not_sent(stage: Stage) -> None:
    await stage.people(2)
    campaign = await stage.planned(replace(URGENT, timing=Timing(lasts_hours=2)))
    stage.telegram.fail("a0", *[DeliveryError("500")] * 40)
    await stage.goes()
    await stage.after(2 * 3600)
    assert await stage.states(campaign) == {"a0": "expired", "a1": "delivered"}
    assert (await stage.found(campaign)).state is State.DONE


async def test_who_stops_it_does_not_get_the_one_that_is_in_progress_either(stage: Stage) -> None:
    people = await stage.people(50)
    campaign = await stage.planned()
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    await stage.answers(people[49], given=False)
    await stage.port(lambda port: port.stop_for(people[49], urgent=False))
    await stage.goes()
    assert await stage.counts(campaign) == {Got.DELIVERED: 49, Got.OPTED_OUT: 1}


async def test_who_stops_it_between_two_tries_does_not_get_the_second(stage: Stage) -> None:
    (person,) = await stage.people(1)
    campaign = await stage.planned()
    stage.telegram.hold("a0")
    stage.telegram.fail("a0", DeliveryError("500"))
    await stage.broadcasting.look()
    await stage.lanes["telegram"].step()
    await stage.telegram.until_reached("a0")
    await stage.answers(person, given=False)
    await stage.port(lambda port: port.stop_for(person, urgent=False))
    stage.telegram.release("a0")
    await stage.goes()
    assert await stage.states(campaign) == {"a0": "opted_out"}


async def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(stage: Stage) -> None:
    stage.clock.now = NIGHT
    await stage.people(1)
    calm, urgent = await stage.planned(), await stage.planned(URGENT, by=1)
    await stage.goes()
    assert (await stage.found(urgent)).state is State.DONE
    assert (await stage.found(calm)).state is State.PLANNED
    await stage.after(9.5 * 3600)
    assert (await stage.found(calm)).state is State.DONE


async def test_what_was_begun_in_the_evening_rests_at_night(stage: Stage) -> None:
    await stage.people(1)
    campaign = await stage.planned(replace(CALL, timing=Timing(lasts_hours=100)))
    stage.telegram.fail("a0", DeliveryError("500", retry_after=9 * 3600))
    await stage.goes()
    await stage.after(9.5 * 3600)  # half past nine in the evening
    assert await stage.states(campaign) == {"a0": "waiting"}
    await stage.after(11 * 3600)
    assert await stage.states(campaign) == {"a0": "delivered"}


async def test_once_more_to_those_who_were_not_reached_and_to_no_others(stage: Stage) -> None:
    first, second, third = await stage.people(3)
    campaign = await stage.planned()
    stage.telegram.fail("a0", BLOCKED)
    stage.telegram.fail("a1", DeliveryError("no", permanent=True))
    await stage.goes()
    await stage.answers(second, given=False)
    async with stage.database.write() as connection:
        from bot.storage.people import set_reachable

        await set_reachable(connection, [("telegram", "a0")], reachable=True)
    done = await stage.found(campaign)
    assert await stage.port(lambda port: port.resend(first, done, stage.terms)) == 1
    await stage.goes()
    assert await stage.states(campaign) == {"a0": "delivered", "a1": "failed", "a2": "delivered"}
    assert len(stage.telegram.to("a2")) == 1
    assert third


# ---- those who come to the page ----


async def test_who_is_not_on_the_page_gets_it_when_they_open_it(stage: Stage) -> None:
    await stage.person("lan", channel=WEB)
    await stage.person("nam", channel=WEB)
    stage.here = {"nam"}
    campaign = await stage.planned()
    await stage.goes()
    assert await stage.states(campaign) == {"lan": "waiting", "nam": "delivered"}
    stage.here = {"lan"}
    await stage.goes()
    assert [address for address, _ in stage.web.sent] == ["nam", "lan"]
    assert (await stage.found(campaign)).state is State.DONE


async def test_who_goes_away_while_it_comes_gets_it_under_the_same_number_later(stage: Stage) -> None:
    """So that a page that had it after all shows it once."""
    await stage.person("lan", channel=WEB)
    stage.here = {"lan"}
    tried: list[int] = []
    send = stage.web.send

    async def noting(address: str, message: object) -> str:
        tried.append(message.id)  # type: ignore[attr-defined]
        return await send(address, message)  # type: ignore[arg-type]

    stage.web.send = noting  # type: ignore[method-assign]
    stage.web.fail("lan", NotHere())
    campaign = await stage.planned()
    await stage.goes()
    await stage.goes()
    assert await stage.states(campaign) == {"lan": "delivered"}
    assert len(tried) == 2
    assert len(set(tried)) == 1


# ---- the switch ----


async def test_on_a_channel_that_was_stopped_nothing_goes_until_it_is_freed(stage: Stage) -> None:
    (person,) = await stage.people(1)
    campaign = await stage.planned()
    await stage.port(lambda port: port.stop_channel(person, "telegram", "tin giả"))
    await stage.goes()
    assert await stage.states(campaign) == {"a0": "waiting"}
    [stop] = await stage.port(lambda port: port.stops())
    assert (stop.channel, stop.reason, stop.by) == ("telegram", "tin giả", person)
    await stage.port(lambda port: port.free_channel(person, "telegram"))
    await stage.goes()
    assert await stage.states(campaign) == {"a0": "delivered"}


async def test_the_most_urgent_goes_first(stage: Stage) -> None:
    await stage.people(1)
    await stage.planned(replace(CALL, body=Body({"vi": "lớp học"})), by=1)
    await stage.planned(replace(URGENT, body=Body({"vi": "lũ về"})), by=1)
    await stage.goes()
    assert stage.telegram.texts("a0") == ["lũ về", "lớp học"]


async def test_a_draft_that_waits_for_its_time_begins_then(stage: Stage) -> None:
    await stage.people(1)
    tomorrow = stage.clock() + timedelta(days=1)
    campaign = await stage.planned(Draft(CALL.body, CALL.audience, Timing(at=tomorrow)))
    await stage.goes()
    assert (await stage.found(campaign)).state is State.PLANNED
    await stage.after(86400)
    assert (await stage.found(campaign)).state is State.DONE
