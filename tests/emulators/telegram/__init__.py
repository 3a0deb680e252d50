"""An emulator of the Telegram Bot API, for tests and benchmarks of a bot that runs in another process."""

from .chats import Message
from .emulator import TelegramEmulator
from .markup import Button
from .resident import Misuse
from .watch import Call
from .webhook import Delivery

__all__ = ["Button", "Call", "Delivery", "Message", "Misuse", "TelegramEmulator"]
