"""Sending what waits: in order to each person, at least once, and nobody held up by another."""

import asyncio

import pytest
import sqlalchemy as sa
from typing_extensions import override

from bot.core.errors import DeliveryError, NotHere
from bot.core.messages import Button, Reply
from bot.core.phrases import Words
from bot.delivery.rate import Bucket, Slot
from bot.delivery.retry import LONGEST_S, MOST_ATTEMPTS
from bot.i18n import Translator
from bot.storage.outbox import CAMPAIGNS, NOTICES, REPLIES
from tests.databases import refusing
from tests.delivery.conftest import Post
from tests.fakes import CHANNEL

TIMEOUT = DeliveryError("timeout")
BLOCKED = DeliveryError("bot was blocked by the user", unreachable=True)


def slow_down(seconds: float) -> DeliveryError:
    return DeliveryError("slow down", retry_after=seconds)


async def test_what_was_said_is_sent_once_and_gone(post: Post) -> None:
    await post.says("an", "1", "2")
    await post.says("ba", "1")
    await post.drain()
    await post.drain()
    assert post.channel.texts("an") == ["1", "2"]
    assert post.channel.texts("ba") == ["1"]
    assert await post.states() == []


async def test_it_is_said_in_the_language_and_with_the_address_of_the_person(post: Post) -> None:
    names = {"vi.bac": {"You": "Bác"}, "en.": {"You": "You"}}
    words = Words({"vi": "{You} ơi", "en": "{You} there"})
    reply = Reply(words, (Button(words, "menu"),), edit="7", forgets=True)
    post.delivery = post.restarted(Translator({}, names))
    await post.says("an", reply, lang="vi", called="bac")
    await post.says("ba", reply, lang="en", called="bac")
    await post.drain()
    (an,), (ba,) = post.channel.to("an"), post.channel.to("ba")
    assert an.text == an.choices[0].label == "Bác ơi"
    assert ba.text == ba.choices[0].label == "You there"
    assert (an.edit, an.forgets, an.lang, an.choices[0].action) == ("7", True, "vi", "menu")


async def test_the_numbers_of_the_messages_increase_for_each_person_even_after_all_were_sent(post: Post) -> None:
    for round_ in range(3):
        await post.says("an", *(f"{round_}.{number}" for number in range(4)))
        await post.says("ba", "between")
        await post.drain()
    ids = [message.id for message in post.channel.to("an")]
    assert ids == sorted(set(ids))
    assert len(ids) == 12


# ---- what did not get through --------------------------------------------------------------------------------------


async def test_after_a_failure_the_rest_waits_and_then_comes_in_order(post: Post) -> None:
    post.channel.fail("an", TIMEOUT)
    await post.says("an", "1", "2", "3")
    await post.drain()
    assert post.channel.sent == []
    await post.says("an", "4")
    await post.drain()
    assert post.channel.tried == ["an"]
    await post.after(1)
    assert post.channel.texts("an") == ["1", "2", "3", "4"]


async def test_a_failure_in_the_middle_keeps_the_order_too(post: Post) -> None:
    await post.says("an", "1")
    await post.drain()
    post.channel.fail("an", TIMEOUT, TIMEOUT)
    await post.says("an", "2", "3")
    await post.drain()
    await post.after(1)
    await post.after(2)
    assert post.channel.texts("an") == ["1", "2", "3"]


async def test_nobody_waits_for_anybody_elses_trouble(post: Post) -> None:
    post.channel.fail("an", slow_down(3600))
    await post.says("an", "1")
    await post.says("ba", "1", "2")
    await post.drain()
    assert post.channel.texts("ba") == ["1", "2"]


async def test_a_slow_person_holds_up_nobody(post: Post) -> None:
    post.channel.hold("an")
    post.channel.hold("ba")
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    await post.says("ba", "1")
    await post.begin()
    await post.channel.until_reached("ba")
    post.channel.release("ba")
    post.channel.release("an")
    await post.drain()
    assert (post.channel.texts("an"), post.channel.texts("ba")) == (["1"], ["1"])


async def test_when_the_platform_says_how_long_to_wait_it_is_not_tried_before(post: Post) -> None:
    post.channel.fail("an", slow_down(30))
    await post.says("an", "1")
    await post.drain()
    await post.after(29)
    assert post.channel.tried == ["an"]
    await post.after(1)
    assert post.channel.texts("an") == ["1"]


async def test_a_fault_in_a_channel_is_logged_and_tried_again_like_any_other_failure(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.channel.fail("an", ZeroDivisionError("a fault of ours"))
    await post.says("an", "1")
    await post.drain()
    assert "ZeroDivisionError" in caplog.text
    assert await post.states() == ["an: waiting"]
    await post.after(1)
    assert post.channel.texts("an") == ["1"]


async def test_a_message_that_can_never_be_sent_is_given_up_and_the_next_one_goes(post: Post) -> None:
    post.channel.fail("an", DeliveryError("message is too long", permanent=True))
    await post.says("an", "1", "2")
    await post.drain()
    assert post.channel.texts("an") == ["2"]
    assert await post.states() == ["an: failed"]
    (row,) = await post.rows("SELECT reason FROM outbox")
    assert row["reason"] == "message is too long"


async def test_a_message_is_given_up_after_the_last_attempt(post: Post) -> None:
    post.channel.fail("an", *[TIMEOUT] * (MOST_ATTEMPTS + 5))
    await post.says("an", "1")
    for _ in range(MOST_ATTEMPTS + 5):
        await post.after(LONGEST_S)
    assert post.channel.tried == ["an"] * MOST_ATTEMPTS
    assert await post.states() == ["an: failed"]


async def test_waiting_because_the_platform_asked_for_it_is_no_attempt(post: Post) -> None:
    """A busy evening full of "slow down" must not use up the patience for one broken connection."""
    post.channel.fail("an", *[slow_down(10)] * MOST_ATTEMPTS, TIMEOUT)
    await post.says("an", "1")
    for _ in range(MOST_ATTEMPTS + 2):
        await post.after(10)
    assert await post.states() == []
    assert post.channel.texts("an") == ["1"]


# ---- who cannot be reached -----------------------------------------------------------------------------------------


async def test_whoever_cannot_be_reached_is_marked_and_their_messages_are_dropped(post: Post) -> None:
    await post.knows("an", "ba")
    post.channel.fail("an", BLOCKED)
    await post.says("an", "1", "2")
    await post.says("ba", "1")
    await post.drain()
    assert post.channel.tried.count("an") == 1
    assert await post.states() == []
    marked = await post.rows("SELECT address, reachable FROM addresses ORDER BY address")
    assert [(row["address"], bool(row["reachable"])) for row in marked] == [("an", False), ("ba", True)]


async def test_what_is_said_to_them_later_is_tried_again(post: Post) -> None:
    """They wrote, so they can be reached; see also tests/test_turning.py."""
    await post.knows("an")
    post.channel.fail("an", BLOCKED)
    await post.says("an", "1")
    await post.drain()
    await post.says("an", "2")
    await post.drain()
    assert post.channel.texts("an") == ["2"]


# ---- who is not here -----------------------------------------------------------------------------------------------


async def test_what_is_said_to_somebody_who_is_not_here_waits_until_they_arrive(post: Post) -> None:
    post.channel.fail("an", NotHere())
    await post.says("an", "1", "2")
    await post.drain()
    await post.after(86_400)
    assert post.channel.tried == ["an"]
    assert await post.states() == ["an: parked", "an: waiting"]
    await post.delivery.arrived(CHANNEL, "an")
    await post.drain()
    assert post.channel.texts("an") == ["1", "2"]


async def test_waiting_for_somebody_is_no_attempt(post: Post) -> None:
    post.channel.fail("an", *[NotHere()] * (MOST_ATTEMPTS + 3))
    await post.says("an", "1")
    for _ in range(MOST_ATTEMPTS + 4):
        await post.drain()
        await post.delivery.arrived(CHANNEL, "an")
    await post.drain()
    assert post.channel.texts("an") == ["1"]


async def test_arriving_frees_nobody_else(post: Post) -> None:
    post.channel.fail("an", NotHere())
    await post.says("an", "1")
    await post.drain()
    await post.delivery.arrived(CHANNEL, "ba")
    await post.drain()
    assert await post.states() == ["an: parked"]


async def test_arriving_while_a_sending_is_failing_is_not_lost(post: Post) -> None:
    """The page comes back while the sending that found nobody is still under way."""
    post.channel.hold("an")
    post.channel.fail("an", NotHere())
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    await post.delivery.arrived(CHANNEL, "an")
    post.channel.release("an")
    await post.drain()
    assert post.channel.texts("an") == ["1"]


async def test_arriving_after_the_failure_and_before_it_is_written_is_not_lost(post: Post) -> None:
    post.channel.fail("an", NotHere())
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_tried("an")
    await post.delivery.arrived(CHANNEL, "an")
    await post.drain()
    assert post.channel.texts("an") == ["1"]


async def test_having_arrived_once_does_not_keep_a_message_going_round_for_ever(post: Post) -> None:
    await post.delivery.arrived(CHANNEL, "an")
    post.channel.fail("an", NotHere(), NotHere())
    await post.says("an", "1")
    await post.drain()
    assert await post.states() == ["an: parked"]
    assert len(post.channel.tried) <= 2


# ---- order, whatever happens -----------------------------------------------------------------------------------------


async def test_what_is_said_while_an_earlier_message_is_being_sent_comes_after_it(post: Post) -> None:
    post.channel.hold("an")
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    await post.says("an", "2")
    await post.says("an", "3")
    post.channel.release("an")
    await post.drain()
    assert post.channel.texts("an") == ["1", "2", "3"]


async def test_what_is_said_while_an_earlier_message_is_failing_comes_after_it(post: Post) -> None:
    post.channel.hold("an")
    post.channel.fail("an", TIMEOUT)
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    await post.says("an", "2")
    post.channel.release("an")
    await post.drain()
    await post.says("an", "3")
    await post.drain()
    assert post.channel.texts("an") == []
    await post.after(1)
    assert post.channel.texts("an") == ["1", "2", "3"]


async def test_what_is_said_while_the_outbox_is_being_read_is_not_overtaken(post: Post) -> None:
    """While 1 is being sent, 2 is handed over in the middle of a look into the outbox; then 3 is said."""
    post.offers = True
    post.channel.hold("an")
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    second = await post.stores("an", "2")
    looking = asyncio.create_task(post.begin())
    await asyncio.sleep(0)  # it waits for the database now
    post.delivery.offer(second)
    await looking
    await post.begin()
    await post.says("an", "3")
    post.channel.release("an")
    await post.drain()
    await post.after(1)
    assert post.channel.texts("an") == ["1", "2", "3"]


# ---- crashes -------------------------------------------------------------------------------------------------------


async def test_a_crash_between_sending_and_writing_it_down_sends_it_again_under_the_same_number(post: Post) -> None:
    await post.says("an", "1", "2")
    await post.begin()
    await post.channel.until_sent("an", 2)
    await post.restarted().drain()  # the first one never wrote what became of them
    assert post.channel.texts("an") == ["1", "2", "1", "2"]
    first, second, again, and_again = (message.id for message in post.channel.to("an"))
    assert (first, second) == (again, and_again)
    assert await post.states() == []


async def test_stopping_writes_down_what_was_being_sent(post: Post) -> None:
    post.channel.hold("an")
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    finishing = asyncio.create_task(post.delivery.finish())
    await asyncio.sleep(0)
    assert not finishing.done()
    post.channel.release("an")
    await finishing
    assert await post.states() == []
    await post.restarted().drain()
    assert post.channel.texts("an") == ["1"]


async def test_what_was_offered_and_not_begun_when_it_stopped_is_sent_after_the_restart(post: Post) -> None:
    post.channel.hold("an")
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_reached("an")
    await post.says("an", "2")
    post.channel.release("an")
    await post.delivery.finish()
    await post.delivery.finish()
    await post.restarted().drain()
    assert post.channel.texts("an") == ["1", "2"]


async def test_a_message_that_is_being_sent_is_not_begun_a_second_time(post: Post) -> None:
    post.channel.hold("an")
    await post.says("an", "1")
    for _ in range(5):
        await post.begin()
    await post.channel.until_reached("an")
    post.channel.release("an")
    await post.drain()
    assert post.channel.texts("an") == ["1"]


async def test_what_became_of_a_message_is_not_forgotten_when_it_cannot_be_written_at_first(post: Post) -> None:
    await post.says("an", "1")
    await post.begin()
    await post.channel.until_sent("an", 1)
    async with refusing(post.database, "DELETE", "outbox"):
        with pytest.raises(sa.exc.DBAPIError):
            await post.drain()
    await post.drain()
    assert post.channel.texts("an") == ["1"]
    assert await post.states() == []


# ---- lanes ---------------------------------------------------------------------------------------------------------


async def test_replies_are_begun_before_campaigns_whatever_the_address_is_called(post: Post) -> None:
    """The one that is begun first takes the first place in the channel's rate."""
    await post.plans("an", "campaign", lane=CAMPAIGNS)
    await post.plans("ba", "campaign", lane=CAMPAIGNS)
    await post.plans("chi", "reply", lane=REPLIES)
    await post.drain()
    assert post.channel.tried[0] == "chi"


class Queue(Bucket):
    """Lets everybody go at once, and keeps who asked, in which lane."""

    def __init__(self) -> None:
        super().__init__(None, lambda: 0.0)
        self.asked: list[tuple[int, str]] = []

    @override
    async def turn(self, lane: int, address: str = "") -> Slot:
        self.asked.append((lane, address))
        return await super().turn(lane, address)


async def test_each_waits_for_its_turn_in_its_own_lane(post: Post) -> None:
    queue = post.delivery.buckets[CHANNEL] = Queue()
    await post.plans("an", "notice", lane=NOTICES)
    await post.says("ba", "reply")
    await post.drain()
    assert sorted(queue.asked) == [(REPLIES, "ba"), (NOTICES, "an")]


async def test_a_campaign_for_later_does_not_hold_up_a_reply_to_the_same_person(post: Post) -> None:
    await post.plans("an", "campaign", lane=CAMPAIGNS, in_s=3600)
    await post.says("an", "reply")
    await post.drain()
    assert post.channel.texts("an") == ["reply"]
    await post.after(3600)
    assert post.channel.texts("an") == ["reply", "campaign"]


# ---- the end -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moments", range(0, 60, 3))
async def test_told_to_stop_at_any_moment_it_ends_and_leaves_the_database_free(post: Post, moments: int) -> None:
    await post.drain()
    running = asyncio.create_task(post.delivery.run())
    await asyncio.sleep(0)  # it has nothing to do, and rests
    await post.says("an", "a", "b")
    post.delivery.wake()
    for _moment in range(moments):
        await asyncio.sleep(0.0003)
    post.delivery.stop()
    ended, _running = await asyncio.wait([running], timeout=5)
    assert ended
    await post.delivery.finish()
    async with asyncio.timeout(5), post.database.write() as connection:
        await connection.execute(sa.text("SELECT 1"))
