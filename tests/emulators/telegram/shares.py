"""Trouble for a share of all messages, drawn by a seed.

What becomes of the first, second, third ... message to a chat is settled by the seed, the chat and that number alone.
So a test knows it beforehand, in whatever order a bot sends.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from random import Random

from .faults import Fault, failure
from .refusal import blocked

RETRY_AFTER = 1


class Mishap(StrEnum):
    NONE = "none"
    BLOCKED = "blocked"  # 403, for this chat for good
    BUSY = "busy"  # 429
    BROKEN = "broken"  # 500
    LOST = "lost"  # it arrives, and the line breaks before the answer
    LATE = "late"  # it arrives, and the answer takes `late_s`


@dataclass(frozen=True)
class Shares:
    """Each from 0 to 1: `blocked` of all chats, the others of all messages to the rest of them."""

    seed: int = 0
    blocked: float = 0.0
    busy: float = 0.0
    broken: float = 0.0
    lost: float = 0.0
    late: float = 0.0
    late_s: float = 15.0

    def of(self, chat_id: int, number: int) -> Mishap:
        """What becomes of the message of this number to this chat, the first being 0."""
        if Random(f"{self.seed}:{chat_id}").random() < self.blocked:
            return Mishap.BLOCKED
        drawn = Random(f"{self.seed}:{chat_id}:{number}").random()
        for mishap in (Mishap.BUSY, Mishap.BROKEN, Mishap.LOST, Mishap.LATE):
            drawn -= getattr(self, mishap)
            if drawn < 0:
                return mishap
        return Mishap.NONE

    def fault(self, mishap: Mishap, method: str, chat_id: int) -> Fault | None:
        match mishap:
            case Mishap.BLOCKED:
                return Fault(method, chat_id, 1, answer=blocked().answer())
            case Mishap.BUSY:
                return Fault(method, chat_id, 1, answer=failure(HTTPStatus.TOO_MANY_REQUESTS, None, RETRY_AFTER, None))
            case Mishap.BROKEN:
                return Fault(method, chat_id, 1, answer=failure(HTTPStatus.INTERNAL_SERVER_ERROR, None, None, None))
            case Mishap.LOST:
                return Fault(method, chat_id, 1, drop=True)
            case Mishap.LATE:
                return Fault(method, chat_id, 1, after=self.late_s)
        return None


SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVoice", "copyMessage"})


class Chance:
    """Draws for each message that a bot sends. `met`: how often each chat met with what, until now."""

    def __init__(self) -> None:
        self.shares = Shares()
        self.met: Counter[tuple[int, Mishap]] = Counter()
        self._sent: Counter[int] = Counter()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        if method not in SENDING or chat_id is None or self.shares == Shares():
            return None
        mishap = self.shares.of(chat_id, self._sent[chat_id])
        self._sent[chat_id] += 1
        self.met[chat_id, mishap] += 1
        return self.shares.fault(mishap, method, chat_id)
