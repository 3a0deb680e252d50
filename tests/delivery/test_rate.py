"""How fast a channel may send, in a time that a test sets."""

import pytest

from bot.delivery.rate import Bucket


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Seconds:
    return Seconds()


def test_without_a_limit_nobody_waits(time: Seconds) -> None:
    bucket = Bucket(None, time)
    assert [bucket.wait_s() for _ in range(1000)] == [0.0] * 1000


def test_one_seconds_worth_goes_at_once_and_the_rest_at_the_rate(time: Seconds) -> None:
    bucket = Bucket(4, time)
    assert [bucket.wait_s() for _ in range(8)] == [0, 0, 0, 0, 0.25, 0.5, 0.75, 1.0]


def test_time_that_passes_gives_places_back(time: Seconds) -> None:
    bucket = Bucket(4, time)
    for _ in range(4):
        bucket.wait_s()
    time.now += 0.5
    assert [bucket.wait_s() for _ in range(3)] == [0, 0, 0.25]


def test_a_long_rest_saves_up_no_more_than_one_seconds_worth(time: Seconds) -> None:
    bucket = Bucket(4, time)
    time.now += 3600
    assert [bucket.wait_s() for _ in range(5)] == [0, 0, 0, 0, 0.25]


@pytest.mark.parametrize("per_second", [1, 5, 30])
def test_in_no_second_more_is_sent_than_twice_the_rate_and_over_many_seconds_the_rate(
    time: Seconds, per_second: int
) -> None:
    bucket = Bucket(per_second, time)
    moments = sorted(time.now + bucket.wait_s() for _ in range(per_second * 20))
    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= 2 * per_second
    assert moments[-1] - moments[0] == pytest.approx(19)
