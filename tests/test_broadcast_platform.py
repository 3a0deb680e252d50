"""How the benchmark of announcements sorts what the platform was asked."""

from __future__ import annotations

from bench.broadcasting.job import ADMIN, FIRST, OVER, REPLY, RESIDENTS, TEXT
from bench.broadcasting.platform import Log
from tests.emulators.telegram import Call


def sent(chat: int, text: str, at: float, status: int = 200) -> Call:
    return Call("sendMessage", {"chat_id": chat, "text": text}, chat, at, status)


def test_the_announcement_is_known_among_what_the_bot_says() -> None:
    calls = [
        Call("getUpdates", {}, None, 1.0, 200),
        sent(FIRST, TEXT, 2.0),
        sent(RESIDENTS[0], REPLY, 3.0),
        sent(FIRST + 1, TEXT, 4.0, 429),
        sent(FIRST + 2, TEXT, 5.0, 403),
    ]
    log = Log(calls)
    log.read()
    assert log.sent == [(2.0, FIRST)]
    assert log.others == [(3.0, RESIDENTS[0])]
    assert log.polled == [1.0]
    assert (log.refused, log.told) == (1, 0)


def test_what_came_since_is_added_to_what_was_read() -> None:
    calls = [sent(FIRST, TEXT, 1.0)]
    log = Log(calls)
    log.read()
    calls += [sent(FIRST, TEXT, 2.0), sent(ADMIN, OVER, 3.0)]
    log.read()
    log.read()
    assert log.sent == [(1.0, FIRST), (2.0, FIRST)]
    assert log.told == 1


def test_an_answer_that_got_lost_was_a_message_all_the_same() -> None:
    log = Log([sent(FIRST, TEXT, 1.0, 0)])
    log.read()
    assert log.sent == [(1.0, FIRST)]
