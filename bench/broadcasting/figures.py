"""From what the platform saw to the figures."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

LIMIT = 30
"""Messages a second that Telegram takes from one bot."""

Seen: TypeAlias = tuple[float, int]
"""When, in seconds, and in which chat."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All in the order of time. ``sent``: the announcement, each time the platform took it; ``others``: every other
    message it took; ``asked``: what residents wrote; ``polled``: when the program asked for updates; ``refused``: how
    often it was told to slow down."""

    sent: Sequence[Seen]
    others: Sequence[Seen]
    asked: Sequence[Seen]
    polled: Sequence[float]
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Kill:
    """``in_flight``: how many were being sent at that moment, which is the most that may come twice. ``again_at``: when
    the program was started again; what was on its way had arrived by then."""

    at: float
    again_at: float
    in_flight: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``unanswered``: residents who never got an answer. ``cut``: who wrote while no program ran, or whose answer the
    kill delayed or took away: their waiting tells of the restart, and is not in that of the replies. Whoever else is
    unanswered counts as having waited until the end."""

    recipients: int
    lost: int
    doubled: int
    in_flight: int
    reply_p99_s: float
    rate_of_limit: float
    broadcast_of_limit: float
    reply_p50_s: float
    replies: int
    unanswered: int
    cut: int
    restart_s: float
    sending_s: float
    refused: int


def figures(facts: Facts, chosen: Collection[int], kill: Kill) -> Figures:
    got = Counter(chat for _, chat in facts.sent)
    replies = waits(facts, kill)
    spans = sending(facts.sent, kill)
    seconds = sum(end - begin for begin, end in spans)
    broadcast, others = within(facts.sent, spans), within(facts.others, spans)
    return Figures(
        recipients=len(chosen),
        lost=sum(not got[chat] for chat in chosen),
        doubled=sum(times > 1 for times in got.values()),
        in_flight=kill.in_flight,
        reply_p99_s=share(replies.waited, 0.99),
        rate_of_limit=(broadcast + others) / seconds / LIMIT if seconds else 0.0,
        broadcast_of_limit=broadcast / seconds / LIMIT if seconds else 0.0,
        reply_p50_s=share(replies.waited, 0.5),
        replies=len(replies.waited),
        unanswered=replies.unanswered,
        cut=replies.cut,
        restart_s=back(facts, kill) - kill.again_at,
        sending_s=seconds,
        refused=facts.refused,
    )


# ---- replies ----


@dataclass(frozen=True, slots=True)
class Replies:
    """``waited``: seconds, of all but the cut."""

    waited: Sequence[float]
    unanswered: int
    cut: int


def waits(facts: Facts, kill: Kill) -> Replies:
    """Each resident's message has its answer in the first that comes into the chat after it."""
    chats = by_chat(facts.others)
    came_back, end = back(facts, kill), last(facts)
    pairs = [(asked, first_after(chats[chat], asked)) for asked, chat in facts.asked]
    counted = [(asked, answer) for asked, answer in pairs if asked >= came_back or (answer and answer <= kill.at)]
    waited = [(answer or end) - asked for asked, answer in counted]
    return Replies(waited, sum(answer is None for _, answer in pairs), len(pairs) - len(counted))


def by_chat(seen: Sequence[Seen]) -> defaultdict[int, list[float]]:
    times: defaultdict[int, list[float]] = defaultdict(list)
    for at, chat in seen:
        times[chat].append(at)
    return times


def first_after(times: Sequence[float], moment: float) -> float | None:
    place = bisect_left(times, moment)
    return times[place] if place < len(times) else None


def back(facts: Facts, kill: Kill) -> float:
    """When the program that was started again asked for updates; the end, if it never did."""
    return next((at for at in facts.polled if at > kill.again_at), last(facts))


def last(facts: Facts) -> float:
    return max((seen[-1][0] for seen in (facts.sent, facts.others, facts.asked) if seen), default=0.0)


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


# ---- rate ----


def sending(sent: Sequence[Seen], kill: Kill) -> list[tuple[float, float]]:
    """From the first to the last, before the kill and after it: the time in between is that of the restart."""
    times = [at for at, _ in sent]
    halves = ([at for at in times if at < kill.again_at], [at for at in times if at >= kill.again_at])
    return [(half[0], half[-1]) for half in halves if half]


def within(seen: Sequence[Seen], spans: Sequence[tuple[float, float]]) -> int:
    return sum(any(begin <= at <= end for begin, end in spans) for at, _ in seen)
