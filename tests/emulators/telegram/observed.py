"""What a test may look at, and wait for."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from .arrivals import Arrivals
from .chats import Message
from .shares import Mishap
from .watch import Call
from .webhook import Delivery
from .world import World

T = TypeVar("T")
PATIENCE = 5.0


class Observed:
    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def calls(self) -> list[Call]:
        return self.world.watch.calls

    def calls_to(self, method: str, chat_id: int | None = None) -> list[Call]:
        return [call for call in self.calls if call.method == method and chat_id in (None, call.chat_id)]

    def chat(self, chat_id: int) -> list[Message]:
        """Every message as it stands now, oldest first; deleted ones are gone."""
        chat = self.world.chats.seen(chat_id)
        return list(chat.messages.values()) if chat else []

    def last(self, chat_id: int) -> Message:
        """The newest message of the bot; LookupError while there is none."""
        chat = self.world.chats.seen(chat_id)
        message = chat.newest(from_bot=True) if chat else None
        if message is None:
            raise LookupError(f"the bot has not written to chat {chat_id}")
        return message

    def content(self, file_id: str) -> bytes:
        """Of a file that anybody has sent; KeyError when there is none of that name."""
        found = self.world.files.get(file_id)
        if found is None:
            raise KeyError(file_id)
        return found.content

    def menu(self, chat_id: int) -> dict[str, str]:
        """The commands this resident is shown, with their descriptions."""
        language = self.world.chats.of(chat_id).resident.language_code or ""
        return {entry["command"]: entry["description"] for entry in self.world.profile.menu(chat_id, language)}

    @property
    def arrivals(self) -> Arrivals:
        """What reached whom, when and how often."""
        return self.world.arrivals

    @property
    def mishaps(self) -> Counter[tuple[int, Mishap]]:
        """By chat, how often a message to it met with what, since trouble was ordered for a share of them."""
        return self.world.chance.met

    @property
    def unanswered(self) -> frozenset[str]:
        """Ids of the presses the bot has not answered: their buttons still show that something is going on."""
        return frozenset(self.world.callbacks.unanswered)

    @property
    def pending(self) -> int:
        """Updates the bot has not confirmed."""
        return len(self.world.updates)

    @property
    def polling(self) -> bool:
        """Whether a getUpdates waits for something to come."""
        return self.world.updates.polled

    @property
    def deliveries(self) -> list[Delivery]:
        return self.world.webhook.deliveries

    async def wait_for(
        self,
        predicate: Callable[[], T | None],
        timeout: float = PATIENCE,  # noqa: ASYNC109
        chat_id: int | None = None,
    ) -> T:
        """What the predicate gives once it is true. It is asked after each call, confirmed update and delivery, or,
        with `chat_id`, after the calls about that chat alone, which keeps thousands of waiting residents cheap."""
        return await self.world.watch.until(predicate, timeout, chat_id)

    async def reply(self, chat_id: int, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """What the bot has sent or edited last since the resident's newest act; waits for it."""
        return await self.wait_for(lambda: self._latest(chat_id), timeout, chat_id)

    async def next_call(self, method: str, chat_id: int | None = None, timeout: float = PATIENCE) -> Call:  # noqa: ASYNC109
        """The first such call from now on."""
        seen = len(self.calls)

        def newer() -> Call | None:
            fresh = self.calls[seen:]
            return next((call for call in fresh if call.method == method and chat_id in (None, call.chat_id)), None)

        return await self.wait_for(newer, timeout, chat_id)

    def _latest(self, chat_id: int) -> Message | None:
        chat = self.world.chats.seen(chat_id)
        return chat.messages.get(chat.latest) if chat and chat.latest is not None else None
