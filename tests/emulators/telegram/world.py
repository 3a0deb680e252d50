"""Everything one emulated bot has: its chats, its queue, its limits. Methods read and change it; nothing is global."""

from collections.abc import Callable

from . import shapes
from .arrivals import Arrivals
from .callbacks import Callbacks
from .chats import Chats, Message
from .faults import Faults
from .files import Files
from .latency import Latency
from .profile import Profile
from .rates import Rates
from .refusal import JsonObject
from .shares import Chance
from .updates import Update, Updates
from .watch import Watch
from .webhook import Webhook


class World:
    def __init__(self, token: str, clock: Callable[[], float], rates: Rates, first_update_id: int) -> None:
        self.token = token
        self.clock = clock
        self.rates = rates
        self.bot = shapes.bot_user(token)
        self.chats = Chats(clock)
        self.files = Files()
        self.faults = Faults()
        self.chance = Chance()
        self.latency = Latency()
        self.arrivals = Arrivals()
        self.profile = Profile()
        self.callbacks = Callbacks(clock)
        self.watch = Watch()
        self.updates = Updates(first_update_id, self.watch.changed)
        self.webhook = Webhook(self.updates, clock, self.watch.changed)

    def push(self, body: JsonObject, lane: int, update_id: int | None = None) -> int:
        """Queues an update under the next id and hands it to the webhook, if one is set."""
        number = self.updates.reserve(update_id)
        update = Update(number, {"update_id": number} | body, lane)
        if self.updates.add(update):
            self.webhook.offer(update)
        return number

    def shape(self, message: Message) -> JsonObject:
        return shapes.message_shape(message, self.chats.of(message.chat_id).resident, self.bot)
