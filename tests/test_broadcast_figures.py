"""What the benchmark of announcements makes of what the platform saw, on a case small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.broadcasting.figures import LIMIT, Facts, Kill, figures, share

CHOSEN = range(1, 5)
ANNA, BINH = 101, 102
KILL = Kill(at=10.0, again_at=11.0, in_flight=1)
FACTS = Facts(
    sent=[(1.0, 1), (2.0, 2), (14.0, 2), (15.0, 3), (16.0, 4)],
    others=[(1.3, ANNA), (15.5, ANNA), (15.6, BINH)],
    asked=[(1.0, ANNA), (10.5, BINH), (15.0, ANNA)],
    polled=[0.5, 1.1, 12.0, 13.0],
)


def test_who_never_got_it_is_lost_and_who_got_it_twice_is_doubled() -> None:
    assert (found := figures(FACTS, CHOSEN, KILL)).lost == 0
    assert found.doubled == 1
    assert figures(replace(FACTS, sent=FACTS.sent[:3]), CHOSEN, KILL).lost == 2


def test_a_third_copy_doubles_nobody_else() -> None:
    thrice = replace(FACTS, sent=[*FACTS.sent, (16.5, 2)])
    assert figures(thrice, CHOSEN, KILL).doubled == 1


def test_a_reply_takes_from_the_question_to_the_first_message_after_it() -> None:
    found = figures(FACTS, CHOSEN, KILL)
    assert found.reply_p50_s == found.reply_p99_s == pytest.approx(0.5)
    assert found.replies == 2


def test_waiting_for_the_restart_is_no_reply() -> None:
    """Bình wrote while nothing ran."""
    found = figures(FACTS, CHOSEN, KILL)
    assert (found.cut, found.unanswered) == (1, 0)
    assert found.restart_s == pytest.approx(1.0)


def test_whose_answer_the_kill_took_away_is_unanswered_but_no_slow_reply() -> None:
    lost = replace(FACTS, others=FACTS.others[1:], asked=[(9.9, BINH), (15.0, ANNA)])
    found = figures(replace(lost, others=[(15.5, ANNA)]), CHOSEN, KILL)
    assert (found.cut, found.unanswered, found.replies) == (1, 1, 1)
    assert found.reply_p99_s == pytest.approx(0.5)


def test_who_waits_in_vain_with_the_program_running_has_waited_to_the_end() -> None:
    silent = replace(FACTS, others=FACTS.others[:1], asked=[(1.0, ANNA), (15.0, BINH)])
    found = figures(silent, CHOSEN, KILL)
    assert found.unanswered == 1
    assert found.reply_p99_s == pytest.approx(16.0 - 15.0)


def test_the_rate_is_of_the_time_in_which_it_was_sent_without_the_restart() -> None:
    found = figures(FACTS, CHOSEN, KILL)
    assert found.sending_s == pytest.approx(1.0 + 2.0)
    assert found.broadcast_of_limit == pytest.approx(5 / 3.0 / LIMIT)
    assert found.rate_of_limit == pytest.approx(8 / 3.0 / LIMIT)


def test_what_arrives_just_after_the_kill_belongs_to_the_time_before_it() -> None:
    """Else the time of the restart would count as one of sending."""
    found = figures(replace(FACTS, sent=[*FACTS.sent[:2], (10.1, 3), *FACTS.sent[2:]]), CHOSEN, KILL)
    assert found.sending_s == pytest.approx(9.1 + 2.0)


def test_a_share_is_the_value_that_so_many_do_not_exceed() -> None:
    assert share([float(n) for n in range(200)], 0.99) == 198
    assert share([3.0, 1.0], 0.5) == 3.0
    assert share([7.0], 0.99) == 7.0
    assert share([], 0.99) == 0.0
