"""What a bot says about itself: its command menus and descriptions, each by language."""

import re
from dataclasses import dataclass, field

from .reading import Params
from .refusal import JsonObject, bad_request

MAX_COMMANDS = 100
MAX_NAME = 32
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)

Scope = tuple[str, int | None, int | None]

_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_NAME = re.compile(r"[a-z0-9_]+")


@dataclass
class Profile:
    commands: dict[tuple[Scope, str], list[JsonObject]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def menu(self, chat_id: int, language_code: str) -> list[JsonObject]:
        """The menu a resident sees: the narrowest scope first, in each their language before no language."""
        scopes: list[Scope] = [("chat", chat_id, None), ("all_private_chats", None, None), ("default", None, None)]
        places = ((scope, language) for scope in scopes for language in (language_code, ""))
        return next((self.commands[place] for place in places if place in self.commands), [])


def place(params: Params) -> tuple[Scope, str]:
    """The scope and language a menu is kept under."""
    return _scope(params.values.get("scope") or {"type": "default"}), language(params)


def language(params: Params) -> str:
    """Two letters or none: Telegram has no menu for a language it has no two-letter code for."""
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def commands(params: Params) -> list[JsonObject]:
    given = params.objects("commands")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(command) for command in given]


def description(params: Params, name: str, limit: int) -> str:
    text = params.text(name)
    if len(text) > limit:
        raise bad_request(f"{name} is too long")
    return text


def _scope(value: object) -> Scope:
    if not isinstance(value, dict) or value.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    kind, chat_id, user_id = value["type"], value.get("chat_id"), value.get("user_id")
    if kind.startswith("chat") and chat_id is None:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    return kind, None if chat_id is None else int(chat_id), None if user_id is None else int(user_id)


def _command(value: JsonObject) -> JsonObject:
    name = str(value.get("command", "")).strip().removeprefix("/")
    _check_name(name)
    text = str(value.get("description", "")).strip()
    if not text:
        raise bad_request("command description must be non-empty")
    if len(text) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    return {"command": name, "description": text}


def _check_name(name: str) -> None:
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > MAX_NAME:
        raise bad_request(f"command length must not exceed {MAX_NAME}")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
