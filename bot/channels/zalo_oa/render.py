"""From what the bot says to what a Zalo Official Account sends. Pure, so that a test can hold it against the limits.

The sections named here are those of the channel reference; what its sources do not agree on is in ``Shape``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.core.markup import plain, split, utf16
from bot.core.messages import Choice, Spoken
from bot.core.phrases import Say
from bot.core.phrases import text as _

LONGEST_TEXT = 2000  # §2.3; counted as UTF-16 units, which is never less than Zalo counts
MOST_BUTTONS = 5  # §2.3; a sixth is refused with -201 (§2.7)
LONGEST_PAYLOAD = 1000  # §2.3
PRESSED = "#"
"""Stands before the action in a button's payload: a press comes back as typed text that equals the payload (§2.3)."""

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the sources tell differently (§2.3, §6.3). ``typed``: the template of the buttons is named.

    ``longest_title``: 100 characters in the documentation; one client cuts at 20.
    """

    typed: bool = False
    longest_title: int = 100


DOCUMENTED = Shape()


def render(message: Spoken, say: Say, shape: Shape = DOCUMENTED) -> list[Body]:
    """The ``message`` of each call, in order. More than five choices are shown as several messages of buttons.

    A choice that asks the telephone where it is has no button here, and is left out: the place can be typed.
    """
    choices = [choice for choice in message.choices if not choice.wants and not is_line(choice)]
    numbered = any(len(choice.label) > shape.longest_title for choice in choices)
    parts = [*_document(message), *split(_text(message, choices if numbered else ()), LONGEST_TEXT, utf16)]
    first, *more = pages(choices) or [[]]
    titles = _titles(choices, shape, numbered=numbered)
    return [
        *({"text": part} for part in parts[:-1]),
        _body(parts[-1], first, titles, shape),
        *(_body(say(_("More choices:"), message.lang), page, titles, shape) for page in more),
    ]


def is_line(choice: Choice) -> bool:
    """A link that is not https has no button: such a button is refused with -201 (§4.4)."""
    return bool(choice.url) and not choice.url.startswith("https://")


def pages(choices: Sequence[Choice]) -> list[Sequence[Choice]]:
    """As few as five a page allow, and as even as can be: no button stands alone under a message."""
    count = -(-len(choices) // MOST_BUTTONS)
    ends = [len(choices) * n // count for n in range(count + 1)] if count else [0]
    return [choices[start:end] for start, end in pairwise(ends)]


def _text(message: Spoken, numbered: Sequence[Choice]) -> str:
    links = [f"{choice.label}: {choice.url}" for choice in message.choices if is_line(choice)]
    full = [f"{number}. {choice.label}" for number, choice in enumerate(numbered, 1)]
    return unicodedata.normalize("NFC", "\n\n".join(filter(None, [plain(message.text), *links, "\n".join(full)])))


def _document(message: Spoken) -> list[str]:
    """An account can send pdf, doc and csv only (§2.5): the file is read out instead, if it has words; what matters in
    a picture is in the message as well."""
    document = message.document
    return split(document.body, LONGEST_TEXT, utf16) if document and document.is_text else []


def _titles(choices: Sequence[Choice], shape: Shape, *, numbered: bool) -> dict[Choice, str]:
    """What stands on each button; where one would be cut, all have the number under which the text has them in full."""
    if not numbered:
        return {choice: choice.label for choice in choices}
    return {choice: _cut(f"{n}. {choice.label}", shape.longest_title) for n, choice in enumerate(choices, 1)}


def _cut(title: str, longest: int) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"


def _body(text: str, choices: Sequence[Choice], titles: dict[Choice, str], shape: Shape) -> Body:
    if not choices:
        return {"text": text}
    payload: Body = {"template_type": "button"} if shape.typed else {}
    payload["buttons"] = [{"title": titles[choice], **_leads(choice)} for choice in choices]
    return {"text": text, "attachment": {"type": "template", "payload": payload}}


def _leads(choice: Choice) -> Body:
    if choice.url:
        return {"type": "oa.open.url", "payload": {"url": choice.url}}
    if utf16(payload := PRESSED + choice.action) > LONGEST_PAYLOAD:
        raise ValueError(f"the action {choice.action[:40]}… is too long for Zalo: shorten the ids in it")
    return {"type": "oa.query.hide", "payload": payload}
