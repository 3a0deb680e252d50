"""How the benchmark of announcements sorts what the platform was asked."""

from __future__ import annotations

from dataclasses import replace

from bench.broadcasting.job import ADMIN, FIRST, OVER, REPLY, RESIDENTS, TEXT
from bench.broadcasting.platform import Log
from tests.emulators.telegram import Arrival, Call

NOWHERE: list[Call] = []


def came(chat: int, text: str, at: float) -> Arrival:
    return Arrival(at, chat, 1, text)


def test_the_announcement_is_known_among_what_the_bot_says() -> None:
    log = Log(NOWHERE, [came(FIRST, TEXT, 2.0), came(RESIDENTS[0], REPLY, 3.0)])
    log.read()
    assert log.sent == [(2.0, FIRST)]
    assert log.others == [(3.0, RESIDENTS[0])]
    assert log.told == 0


def test_of_the_calls_it_takes_when_updates_were_asked_for_and_what_was_too_fast() -> None:
    poll, slow_down = Call("getUpdates", {}, None, 1.0, 200), Call("sendMessage", {}, FIRST, 4.0, 429)
    log = Log([poll, slow_down, replace(slow_down, status=403)], [])
    log.read()
    assert log.polled == [1.0]
    assert log.refused == 1


def test_what_came_since_is_added_to_what_was_read() -> None:
    arrivals = [came(FIRST, TEXT, 1.0)]
    log = Log(NOWHERE, arrivals)
    log.read()
    arrivals += [came(FIRST, TEXT, 2.0), came(ADMIN, OVER, 3.0)]
    log.read()
    log.read()
    assert log.sent == [(1.0, FIRST), (2.0, FIRST)]
    assert log.told == 1
