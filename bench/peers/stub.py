"""What every contender shares: the pretended Telegram, the stop-watch and the conditions.

A comparison is only worth reading if nothing but the library differs. So the answers of the network, the loop that
feeds the turns, and the settings of logging and the garbage collector are here, once, and no contender has its own.
"""

import contextlib
import gc
import json
import logging
from array import array
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Self

TOKEN = "123456789:AAbenchbenchbenchbenchbenchbenchbenc"
BOT_JSON = '{"id":123456789,"is_bot":true,"first_name":"Tổ Số","username":"to_so_bot"}'
EPOCH = 1_760_000_000
_ME = f'{{"ok":true,"result":{BOT_JSON}}}'
_TRUE = '{"ok":true,"result":true}'


def first_message_id(chat_id: int) -> int:
    """The id of the first message the bot sends to a chat: known beforehand, so that presses can be written ahead."""
    return chat_id % 10_000_000 * 10 + 2


@dataclass(frozen=True, slots=True)
class Result:
    """One contender's run; the flushes are in `seconds`, but fall between turns and so not into the times per turn."""

    turns: int
    seconds: float
    turns_per_s: float
    p50_ms: float
    p99_ms: float
    finished: int
    flush_s: float = 0.0

    @classmethod
    def of(cls, spent: "array[float]", seconds: float, finished: int, flush_s: float = 0.0) -> Self:
        """Sum up the time each turn took (in seconds)."""
        ordered = sorted(spent)
        p50, p99 = (1000 * ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
        return cls(len(spent), seconds, len(spent) / seconds, p50, p99, finished, flush_s)

    def to_json(self) -> str:
        """One line, for the process that asked for the run."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The inverse of `to_json`."""
        return cls(**json.loads(line))


class Network:
    """Telegram's side, without the socket: a call's form fields go in, the body of the HTTP response comes out.

    The fields are those the library has already turned into text (`reply_markup` is JSON), which is what either
    library hands to its HTTP client. Encoding the form, the socket and TLS are left out for all alike.
    """

    def __init__(self) -> None:
        self.last: dict[int, str] = {}
        self.calls: dict[str, int] = {}
        self._sent: dict[int, int] = {}
        self._answers: dict[str, Callable[[Mapping[str, str]], str]] = {
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "answerCallbackQuery": lambda _: _TRUE,
            "getMe": lambda _: _ME,
        }

    def answer(self, method: str, fields: Mapping[str, str]) -> str:
        """The response's body; a method nobody should call is a KeyError rather than a polite answer."""
        self.calls[method] = self.calls.get(method, 0) + 1
        return self._answers[method](fields)

    def finished(self, final: str) -> int:
        """How many people's last message is the final one: the proof that the talks were really held."""
        return sum(text == final for text in self.last.values())

    def _send(self, fields: Mapping[str, str]) -> str:
        chat = int(fields["chat_id"])
        before = self._sent.get(chat, 0)
        self._sent[chat] = before + 1
        return self._message(chat, first_message_id(chat) + before, fields, "")

    def _edit(self, fields: Mapping[str, str]) -> str:
        return self._message(int(fields["chat_id"]), int(fields["message_id"]), fields, f'"edit_date":{EPOCH + 60},')

    def _message(self, chat: int, message: int, fields: Mapping[str, str], edited: str) -> str:
        text = self.last[chat] = fields["text"]
        markup = fields.get("reply_markup")
        keyboard = f',"reply_markup":{markup}' if markup else ""
        return (
            f'{{"ok":true,"result":{{"message_id":{message},"from":{BOT_JSON},'
            f'"chat":{{"id":{chat},"first_name":"Lan","type":"private"}},"date":{EPOCH},{edited}'
            f'"text":{json.dumps(text)}{keyboard}}}}}'
        )


@contextlib.contextmanager
def equal_conditions() -> Iterator[None]:
    """The same for all: no logging, and the garbage collector as Python sets it, beginning from a clean heap."""
    before = logging.root.manager.disable, gc.get_threshold()
    logging.disable(logging.CRITICAL)
    gc.set_threshold(700, 10, 10)
    gc.collect()
    try:
        yield
    finally:
        logging.disable(before[0])
        gc.set_threshold(*before[1])


async def timed(raws: Iterable[str], turn: Callable[[str], Awaitable[object]]) -> "array[float]":
    """Feed raw updates one after another and note how long each took, from its text to its last answer sent."""
    spent = array("d")
    for raw in raws:
        begun = perf_counter()
        await turn(raw)
        spent.append(perf_counter() - begun)
    return spent
