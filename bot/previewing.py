"""A message as each channel will show it, for whoever looks at it before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from html import unescape
from itertools import pairwise
from typing import Any

from bot.channels.webchat.render import render as render_web
from bot.channels.zalo_bot.render import Part
from bot.channels.zalo_bot.render import render as render_zalo_bot
from bot.channels.zalo_oa.render import render as render_zalo_oa
from bot.core.markup import BOLD
from bot.core.messages import Choice, Document, Reply, Spoken
from bot.core.phrases import Say
from bot.web.admin.announcing import Bubble, Pieces, Screen

TELEGRAM = "telegram"
_TAGGED = re.compile(r"<b>(.*?)</b>", re.DOTALL)


def screens(reply: Reply, lang: str, running: Collection[str], say: Say) -> list[Screen]:
    """Of the channels that run here, and of those that may come. What renders for Telegram is loaded where it runs."""
    choices = tuple(Choice(say(one.label, lang), one.action, one.url, one.wants) for one in reply.buttons)
    message = Spoken(0, say(reply.text, lang), choices, lang=lang, document=reply.document)
    shown = {name: draw for name, draw in SCREENS.items() if name in running or name != TELEGRAM}
    return [Screen(name, draw(message, say), name in running) for name, draw in shown.items()]


def _on_web(message: Spoken, _say: Say) -> list[Bubble]:
    frame = render_web(message)
    rows = [[button["label"] for button in row] for row in frame["buttons"]]
    return [_bubble(_cut(frame["text"], BOLD), rows, message.document)]


def _on_telegram(message: Spoken, _say: Say) -> list[Bubble]:
    from bot.channels.telegram.render import render

    return [
        _bubble([(unescape(text), bold) for text, bold in _cut(one.html, _TAGGED)], _keys(one.markup), one.document)
        for one in render(message)
    ]


def _keys(markup: str | None) -> list[list[str]]:
    written: Mapping[str, Any] = json.loads(markup or "{}")
    return [[key["text"] for key in row] for row in written.get("inline_keyboard", [])]


def _on_zalo_oa(message: Spoken, say: Say) -> list[Bubble]:
    return [Bubble([(body["text"], False)], _titles(body)) for body in render_zalo_oa(message, say)]


def _titles(body: Mapping[str, Any]) -> list[list[str]]:
    return [[button["title"]] for button in body.get("attachment", {}).get("payload", {}).get("buttons", [])]


def _on_zalo_bot(message: Spoken, say: Say) -> list[Bubble]:
    return [Bubble(_styled(part)) for part in render_zalo_bot(message, say).parts]


def _styled(part: Part) -> Pieces:
    """Its places are counted in UTF-16 units."""
    units = part.text.encode("utf-16-le")
    ends = [0, *(at for start, length in part.bold for at in (start, start + length)), len(units) // 2]
    cut = [units[2 * a : 2 * b].decode("utf-16-le") for a, b in pairwise(ends)]
    return [(text, bool(n % 2)) for n, text in enumerate(cut) if text]


def _cut(text: str, bold: re.Pattern[str]) -> list[tuple[str, bool]]:
    return [piece for piece in _pieces(text, bold) if piece[0]]


def _pieces(text: str, bold: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in bold.finditer(text):
        yield text[end : found.start()], False
        yield found[1], True
        end = found.end()
    yield text[end:], False


def _bubble(pieces: Pieces, rows: Sequence[Sequence[str]], document: Document | None) -> Bubble:
    return Bubble(pieces, rows, document.name if document else "", bool(document and document.is_picture))


SCREENS: Mapping[str, Callable[[Spoken, Say], list[Bubble]]] = {
    "webchat": _on_web, TELEGRAM: _on_telegram, "zalo_oa": _on_zalo_oa, "zalo_bot": _on_zalo_bot,
}  # fmt: skip
