"""What is to be done with a message that did not get through."""

import pytest

from bot.core.errors import DeliveryError, NotHere
from bot.delivery.retry import LONGEST_S, MOST_ATTEMPTS, Decision, decide

LAST = MOST_ATTEMPTS - 1


@pytest.mark.parametrize(
    ("error", "attempts", "decision"),
    [
        (NotHere(), 0, Decision("park")),
        (NotHere(), 100, Decision("park")),
        (DeliveryError("blocked", unreachable=True), 0, Decision("unreachable")),
        (DeliveryError("blocked", unreachable=True, permanent=True), LAST, Decision("unreachable")),
        (DeliveryError("slow down", retry_after=7), 0, Decision("later", 7)),
        (DeliveryError("slow down", retry_after=7), 100, Decision("later", 7)),
        (DeliveryError("too long", permanent=True), 0, Decision("failed")),
        (DeliveryError("timeout"), 0, Decision("later", 1)),
        (DeliveryError("timeout"), 1, Decision("later", 2)),
        (DeliveryError("timeout"), 5, Decision("later", 32)),
        (DeliveryError("timeout"), LAST - 1, Decision("later", LONGEST_S)),
        (DeliveryError("timeout"), LAST, Decision("failed")),
    ],
    ids=lambda value: str(value.__dict__ if isinstance(value, DeliveryError) else value),
)
def test_the_decision(error: DeliveryError, attempts: int, decision: Decision) -> None:
    assert decide(error, attempts) == decision


def test_a_platform_in_trouble_is_tried_for_more_than_an_hour_with_growing_waits() -> None:
    waits = [decide(DeliveryError("timeout"), attempts).wait_s for attempts in range(LAST)]
    assert waits == sorted(waits)
    assert sum(waits) > 3600


def test_whoever_cannot_be_reached_is_not_tried_again_with_the_same_message() -> None:
    assert DeliveryError("blocked", unreachable=True).permanent
