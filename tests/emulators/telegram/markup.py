"""Keyboards: what Telegram accepts under a message, and what a resident can press."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .reading import Params
from .refusal import JsonObject, bad_request

MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8
MAX_CALLBACK_BYTES = 64
OTHER_ACTIONS = frozenset(
    {
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


class Button(NamedTuple):
    """`action` is the callback data or the URL; a button of a reply keyboard has none."""

    label: str
    action: str | None


def reply_markup(params: Params) -> JsonObject | None:
    """The markup as Telegram keeps it, or nothing when it was left out or has no button."""
    markup = params.values.get("reply_markup")
    if markup in (None, "", {}):
        return None
    if not isinstance(markup, dict) or not any(kind in markup for kind in KINDS):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return markup | {"keyboard": _rows(markup["keyboard"], _key, "keyboard")}
    return markup


def inline_only(params: Params) -> JsonObject | None:
    """An edit may set an inline keyboard and nothing else."""
    markup = reply_markup(params)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def rows(markup: JsonObject | None) -> list[list[JsonObject]]:
    """The rows of buttons of a markup that was accepted."""
    kept: list[list[JsonObject]] = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return kept


def _inline(value: Any) -> JsonObject | None:
    kept = _rows(value, _inline_button, "inline keyboard")
    if sum(map(len, kept)) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_IN_ROW for row in kept):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _rows(value: Any, read: Callable[[Any], JsonObject], what: str) -> list[list[JsonObject]]:
    """Buttons with an empty label and rows without a button are left out without a word, as Telegram does."""
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f"{what} must be an Array of Arrays of buttons")
    kept = [[key for button in row if (key := read(button))["text"]] for row in value]
    return [row for row in kept if row]


def _key(value: Any) -> JsonObject:
    if isinstance(value, str):
        return {"text": value}
    return _with_text(value, "keyboard button")


def _inline_button(value: Any) -> JsonObject:
    button = _with_text(value, "inline keyboard button")
    if "callback_data" in button:
        _check_callback(str(button["callback_data"]))
    elif "url" in button:
        _check_url(str(button["url"]))
    elif not OTHER_ACTIONS & button.keys():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def _with_text(value: Any, what: str) -> JsonObject:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    return value


def _check_callback(data: str) -> None:
    if not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    """A host without a dot, `localhost` for one, is no address a resident's phone could open."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg" or (parts.scheme in {"http", "https"} and "." in (parts.hostname or "")):
        return
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
