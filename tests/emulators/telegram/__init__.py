"""An emulator of the Telegram Bot API, for tests and benchmarks of a bot that runs in another process."""

from .arrivals import Arrival
from .chats import Message
from .emulator import TelegramEmulator
from .markup import Button
from .resident import Misuse
from .shares import Mishap, Shares
from .watch import Call
from .webhook import Delivery

__all__ = ["Arrival", "Button", "Call", "Delivery", "Message", "Mishap", "Misuse", "Shares", "TelegramEmulator"]
