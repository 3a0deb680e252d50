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


def test_a_tenth_of_a_second_goes_at_once_and_the_rest_at_the_rate(time: Seconds) -> None:
    bucket = Bucket(20, time)
    assert [bucket.wait_s() for _ in range(6)] == pytest.approx([0, 0, 0.05, 0.1, 0.15, 0.2])


def test_time_that_passes_gives_places_back(time: Seconds) -> None:
    bucket = Bucket(20, time)
    for _ in range(2):
        bucket.wait_s()
    time.now += 0.1
    assert [bucket.wait_s() for _ in range(3)] == pytest.approx([0, 0, 0.05])


def test_a_long_rest_saves_up_no_more_than_a_tenth_of_a_second(time: Seconds) -> None:
    bucket = Bucket(20, time)
    time.now += 3600
    assert [bucket.wait_s() for _ in range(3)] == pytest.approx([0, 0, 0.05])


@pytest.mark.parametrize("per_second", [1, 5, 30])
def test_in_no_second_much_more_is_sent_than_the_rate(time: Seconds, per_second: int) -> None:
    bucket = Bucket(per_second, time)
    moments = sorted(time.now + bucket.wait_s() for _ in range(per_second * 20))
    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= 1.1 * per_second + 1
    assert moments[-1] - moments[0] == pytest.approx(20, abs=1)
