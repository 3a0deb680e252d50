"""How fast a channel may send and who goes first, in a time that the tests set."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from heapq import heappop, heappush
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate import LOST_S, MARGIN_S, Bucket
from bot.storage.outbox import CAMPAIGNS, NOTICES, REPLIES

LIMIT = 30


class Time:
    """Passes only when a test says so. Whoever sleeps is woken at their moment, in order."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
        await woken.wait()

    async def forward(self, seconds: float) -> None:
        end = self.now + seconds
        await self._let_all_run()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _number, woken = heappop(self._sleepers)
            self.now = max(self.now, due)
            woken.set()
            await self._let_all_run()
        self.now = end

    async def _let_all_run(self) -> None:
        for _ in range(6):
            await asyncio.sleep(0)


class Platform:
    """Where the messages go: counts what comes in, and is as far away as ``way`` says, there and back in seconds."""

    def __init__(self, bucket: Bucket, time: Time) -> None:
        self.bucket, self.time = bucket, time
        self.way: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0)
        self.came: list[float] = []
        self.texts: list[str] = []
        self.waited: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, lane: int, text: str = "", address: str = "") -> asyncio.Task[None]:
        return self.run(self._send(lane, text, address))

    def run(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _send(self, lane: int, text: str, address: str) -> None:
        there, back = self.way()
        asked_at = self.time.now
        with await self.bucket.turn(lane, address):
            self.waited[text] = self.time.now - asked_at
            await self.time.sleep(there)
            self.came.append(self.time.now)
            self.texts.append(text)
            await self.time.sleep(back)

    async def end(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def most_in_a_second(self) -> int:
        return max(sum(moment <= other < moment + 1 - 1e-9 for other in self.came) for moment in self.came)


def far(there: float, back: float = 0.0, jitter: float = 0.0, seed: int = 1) -> Callable[[], tuple[float, float]]:
    draw = random.Random(seed)
    return lambda: (there + draw.random() * jitter, back + draw.random() * jitter)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def bucket(time: Time) -> Bucket:
    return Bucket(LIMIT, time, time.sleep)


@pytest.fixture
async def platform(bucket: Bucket, time: Time) -> AsyncIterator[Platform]:
    made = Platform(bucket, time)
    yield made
    await made.end()


# ---- the limit ----


async def test_without_a_limit_nobody_waits(time: Time) -> None:
    bucket = Bucket(None, time, time.sleep)
    for lane in (REPLIES, CAMPAIGNS) * 500:
        with await bucket.turn(lane, "an"):
            pass


async def test_after_a_rest_replies_go_at_once_up_to_the_limit_and_the_next_a_second_after_the_answer(
    platform: Platform, time: Time
) -> None:
    platform.way = far(0.1, 0.1)
    for _ in range(LIMIT + 1):
        platform.begin(REPLIES)
    await time.forward(0.2)
    assert len(platform.came) == LIMIT
    await time.forward(1.0)
    assert len(platform.came) == LIMIT
    await time.forward(MARGIN_S + 0.1)
    assert len(platform.came) == LIMIT + 1


WAYS = st.tuples(st.floats(0, 0.12), st.floats(0, 0.12))
ASKED = st.tuples(st.sampled_from([REPLIES, NOTICES, CAMPAIGNS]), st.floats(0, 0.3), WAYS)


@given(st.lists(ASKED, min_size=1, max_size=60), st.sampled_from([1, 3, 10]))
async def test_however_the_network_swings_no_second_at_the_platform_holds_more_than_the_limit(
    asked: list[tuple[int, float, tuple[float, float]]], limit: int
) -> None:
    time = Time()
    platform = Platform(Bucket(limit, time, time.sleep), time)
    ways = iter([way for _lane, _wait, way in asked])
    platform.way = lambda: next(ways)
    for lane, wait_s, _way in asked:
        platform.begin(lane)
        await time.forward(wait_s)
    await time.forward(120)
    assert len(platform.came) == len(asked)
    assert platform.most_in_a_second() <= limit


async def test_a_rate_below_one_a_second_is_one_message_in_a_longer_time(time: Time) -> None:
    platform = Platform(Bucket(5 / 60, time, time.sleep), time)
    for lane in (REPLIES, CAMPAIGNS, CAMPAIGNS):
        platform.begin(lane)
    await time.forward(40)
    assert [moment - 100 for moment in platform.came] == pytest.approx([0, 12, 24], abs=0.1)


async def test_an_answer_that_never_comes_holds_its_place_only_a_little_longer(platform: Platform, time: Time) -> None:
    platform.way = far(0.0, 3600)
    for _ in range(LIMIT + 1):
        platform.begin(REPLIES)
    await time.forward(1 + LOST_S - 0.01)
    assert len(platform.came) == LIMIT
    await time.forward(0.02)
    assert len(platform.came) == LIMIT + 1


async def test_who_gives_up_waiting_takes_nobodys_place(platform: Platform, time: Time) -> None:
    for _ in range(LIMIT):
        platform.begin(REPLIES)
    gives_up, stays = platform.begin(REPLIES, "gives up"), platform.begin(REPLIES, "stays")
    await time.forward(0.5)
    gives_up.cancel()
    await time.forward(0.6)
    assert stays.done()
    assert "gives up" not in platform.texts


# ---- who goes first ----


async def test_replies_go_before_notices_and_both_before_announcements_that_asked_earlier(
    platform: Platform, time: Time
) -> None:
    for _ in range(LIMIT):
        platform.begin(REPLIES)
    await time.forward(0.1)
    for lane, text in [(CAMPAIGNS, "c1"), (CAMPAIGNS, "c2"), (NOTICES, "n1"), (REPLIES, "r1"), (REPLIES, "r2")]:
        platform.begin(lane, text)
    await time.forward(2)
    assert platform.texts[LIMIT:] == ["r1", "r2", "n1", "c1", "c2"]


def announce(platform: Platform, people: int) -> None:
    for number in range(people):
        platform.begin(CAMPAIGNS, f"c{number}", f"chat {number}")


async def busy(platform: Platform, time: Time, seconds: int) -> None:
    """An announcement to a great many, while two residents a second get an answer."""
    announce(platform, (LIMIT + 1) * seconds)
    for number in range(2 * seconds):
        platform.begin(REPLIES, f"r{number}", f"resident {number}")
        await time.forward(0.5)


@pytest.mark.parametrize(
    "way", [far(0, 0), far(0.002, 0.002, 0.01), far(0.1, 0.1, 0.02)], ids=["here", "near", "far away"]
)
async def test_an_announcement_and_the_replies_together_come_to_95_of_100_of_the_limit_and_never_over_it(
    platform: Platform, time: Time, way: Callable[[], tuple[float, float]]
) -> None:
    platform.way = way
    await busy(platform, time, 30)
    late = [moment for moment in platform.came if moment >= 110]
    assert len(late) / (time.now - 110) >= 0.95 * LIMIT
    assert platform.most_in_a_second() <= LIMIT


async def test_while_an_announcement_runs_a_reply_waits_no_longer_than_for_one_message(
    platform: Platform, time: Time
) -> None:
    platform.way = far(0.002, 0.002, 0.01)
    await busy(platform, time, 30)
    assert max(platform.waited[text] for text in platform.waited if text[0] == "r") <= 1 / LIMIT + 0.025


async def test_after_a_rest_announcements_leave_a_place_for_a_reply(platform: Platform, time: Time) -> None:
    announce(platform, 2 * LIMIT)
    while len(platform.came) < LIMIT - 1:
        await time.forward(0.01)
    await time.forward(0.02)
    platform.begin(REPLIES, "reply")
    await time.forward(0)
    assert platform.waited["reply"] == 0


# ---- evenly, and not twice at once to the same person ----


def gaps(platform: Platform) -> list[float]:
    return [later - earlier for earlier, later in pairwise(platform.came)]


async def test_announcements_go_evenly_from_the_first_on(platform: Platform, time: Time) -> None:
    announce(platform, 5 * LIMIT)
    await time.forward(10)
    assert min(gaps(platform)) >= 0.9 / LIMIT - 1e-9
    assert max(gaps(platform)) <= 1.5 / LIMIT


async def test_a_moment_of_other_work_costs_no_more_than_itself_and_no_burst_follows(
    platform: Platform, time: Time
) -> None:
    announce(platform, 10 * LIMIT)
    await time.forward(3)
    time.now += 0.4
    await time.forward(4.6)
    assert len(platform.came) >= 7.6 * LIMIT / (1 + MARGIN_S) - 2
    assert min(gaps(platform)) >= 0.9 / LIMIT - 1e-9
    assert platform.most_in_a_second() <= LIMIT


async def test_an_alarm_that_always_rings_a_little_late_does_not_make_them_slow(time: Time) -> None:
    platform = Platform(Bucket(LIMIT, time, lambda seconds: time.sleep(seconds + 0.004)), time)
    announce(platform, 10 * LIMIT)
    await time.forward(9)
    assert len(platform.came) >= 0.95 * 9 * LIMIT
    assert platform.most_in_a_second() <= LIMIT
    await platform.end()


async def test_an_announcement_waits_a_second_after_any_other_message_to_the_same_person_and_holds_up_nobody(
    platform: Platform, time: Time
) -> None:
    platform.way = far(0.1, 0.1)
    platform.begin(REPLIES, "reply", "an")
    for text, address in (("c1", "an"), ("c2", "an"), ("c3", "binh")):
        platform.begin(CAMPAIGNS, text, address)
    await time.forward(1.1)
    assert platform.texts == ["reply", "c3"]
    await time.forward(0.3)
    assert platform.texts == ["reply", "c3", "c1"]
    await time.forward(1.2)
    assert platform.texts == ["reply", "c3", "c1", "c2"]


async def test_a_reply_to_somebody_who_just_got_an_announcement_goes_at_once(platform: Platform, time: Time) -> None:
    platform.begin(CAMPAIGNS, "c", "an")
    await time.forward(0.01)
    platform.begin(REPLIES, "r", "an")
    await time.forward(0.01)
    assert platform.texts == ["c", "r"]


# ---- a pause ----


@pytest.mark.parametrize("limit", [LIMIT, None])
async def test_a_pause_stops_announcements_and_nobody_else(time: Time, limit: float | None) -> None:
    bucket = Bucket(limit, time, time.sleep)
    platform = Platform(bucket, time)
    bucket.pause(5)
    bucket.pause(2)
    for lane, text in ((CAMPAIGNS, "c"), (NOTICES, "n"), (REPLIES, "r")):
        platform.begin(lane, text)
    await time.forward(4.9)
    assert sorted(platform.texts) == ["n", "r"]
    await time.forward(0.2)
    assert platform.texts[2:] == ["c"]


async def test_a_pause_holds_those_that_wait_already(platform: Platform, bucket: Bucket, time: Time) -> None:
    announce(platform, 3 * LIMIT)
    await time.forward(1)
    bucket.pause(7)
    before = len(platform.came)
    await time.forward(6.9)
    assert len(platform.came) == before
    await time.forward(10)
    assert len(platform.came) == 3 * LIMIT
