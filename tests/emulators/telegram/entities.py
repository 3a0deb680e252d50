"""From what a bot sends as text to what Telegram keeps: plain text with entities, trimmed, within a limit."""

import re

from .markup_language import Element, read_html, utf16_length
from .reading import Params
from .refusal import JsonObject, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_UNPARSED_BYTES = 1 << 15
KIND_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}

_LINK = re.compile(r"(?:https?://|tg://|mailto:|tel:)\S+|[^\s/]+\.\S+", re.IGNORECASE)
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_])")

Formatted = tuple[str, list[JsonObject]]


def message_text(params: Params) -> Formatted:
    """The text of a message to send or to put in place of another, or why it cannot be."""
    source = params.text("text")
    if not source:
        raise bad_request("message text is empty")
    text, entities = _formatted(source, params, "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def caption(params: Params) -> Formatted:
    text, entities = _formatted(params.text("caption"), params, "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def entities_of_resident(text: str) -> list[JsonObject]:
    """What Telegram marks in a text somebody typed; only commands, the one kind a bot is started with."""
    command = _COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []


def _formatted(source: str, params: Params, entities_name: str) -> Formatted:
    if _bytes(source) > MAX_UNPARSED_BYTES:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if mode in {"", "none"}:
        return _trimmed(source, params.objects(entities_name))
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    text, elements = read_html(source)
    return _trimmed(text, _entities(elements))


def _bytes(source: str) -> int:
    """Half a surrogate pair, which JSON can carry, is no text."""
    try:
        return len(source.encode())
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _trimmed(text: str, entities: list[JsonObject]) -> Formatted:
    """Telegram drops white space at the end, and at the start as far as the first entity."""
    kept = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(kept))
    start = next((at for at, letter in enumerate(kept) if at >= first or letter not in " \n"), len(kept))
    end = utf16_length(kept)
    moved = [_moved(entity, start, end) for entity in entities if entity["offset"] < end]
    return kept[start:], moved


def _moved(entity: JsonObject, start: int, end: int) -> JsonObject:
    length = min(entity["length"], end - entity["offset"])
    return entity | {"offset": entity["offset"] - start, "length": length}


def _entities(elements: list[Element]) -> list[JsonObject]:
    code_in_pre = {_place(element) for element in elements if element.tag == "pre"}
    found = [
        _placed(element, kind)
        for element in elements
        if not (element.tag == "code" and _place(element) in code_in_pre) and (kind := _kind(element, elements))
    ]
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _place(element: Element) -> tuple[int, int]:
    return element.offset, element.length


def _placed(element: Element, kind: JsonObject) -> JsonObject:
    return {"offset": element.offset, "length": element.length} | kind


def _kind(element: Element, elements: list[Element]) -> JsonObject | None:
    """The entity without its place; none for a link that leads nowhere."""
    match element.tag:
        case "a":
            return _link(element.attributes.get("href") or element.text)
        case "pre":
            return {"type": "pre"} | _language(element, elements)
        case "code":
            return {"type": "code"}
        case "blockquote":
            expandable = "expandable" in element.attributes
            return {"type": "expandable_blockquote" if expandable else "blockquote"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": _emoji_id(element.attributes.get("emoji-id", ""))}
    return {"type": KIND_OF_TAG[element.tag]} if element.tag in KIND_OF_TAG else None


def _link(url: str) -> JsonObject | None:
    return {"type": "text_link", "url": url} if _LINK.fullmatch(url) else None


def _language(pre: Element, elements: list[Element]) -> JsonObject:
    """`<pre><code class="language-x">` is one entity with a language, not two entities."""
    for element in elements:
        name = element.attributes.get("class", "")
        if element.tag == "code" and _place(element) == _place(pre) and name.startswith("language-"):
            return {"language": name.removeprefix("language-")}
    return {}


def _emoji_id(value: str) -> str:
    if not value.isdecimal() or int(value) == 0:
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return value
