"""From what the bot says to what the Zalo Bot Platform sends. Pure, so that a test can hold it against the limits.

There are no buttons, no editing and no files (§1.3 of the channel reference): every choice is a number to answer with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.markup import BOLD, split, utf16
from bot.core.messages import Choice, Spoken
from bot.core.phrases import Say
from bot.core.phrases import text as _

LONGEST_TEXT = 2000  # §1.2 sendMessage; counted as UTF-16 units, which is never less than Zalo counts
WRITTEN_OUT = 4  # more numbers than that are "1, 2 … 9"


@dataclass(frozen=True, slots=True)
class Part:
    """One message. Bold is given by its place: a text in Markdown has no way to write a star that is meant (§1.2)."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()  # (start, length) in UTF-16 units

    def body(self) -> dict[str, Any]:
        """As ``sendMessage`` takes it, but for the ``chat_id``."""
        styles = [{"start": start, "len": length, "st": ["b"]} for start, length in self.bold]
        return {"text": self.text, **({"text_styles": styles} if styles else {})}


@dataclass(frozen=True, slots=True)
class Rendered:
    """``numbered``: what the answers 1, 2, 3 … stand for, until the next message with choices."""

    parts: tuple[Part, ...]
    numbered: tuple[Choice, ...] = ()


def render(message: Spoken, say: Say) -> Rendered:
    """A choice that asks the telephone where it is is left out: a place cannot be sent here (§5), but typed."""
    numbered = tuple(choice for choice in message.choices if choice.action and not choice.wants)
    links = [f"{choice.label}: {choice.url}" for choice in message.choices if choice.url]
    choices = "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(numbered, 1))
    hint = say(_("Answer {numbers}, or type the words.", numbers=_numbers(len(numbered))), message.lang)
    whole = "\n\n".join(filter(None, [message.text, *links, choices, hint if numbered else ""]))
    document = message.document if message.document and message.document.is_text else None
    texts = [*(split(document.body, LONGEST_TEXT, utf16) if document else ()),
             *split(whole, LONGEST_TEXT, utf16)]  # fmt: skip
    return Rendered(tuple(map(_part, texts)), numbered)


def _numbers(count: int) -> str:
    if count <= WRITTEN_OUT:
        return ", ".join(map(str, range(1, count + 1)))
    return f"1, 2 … {count}"


def _part(text: str) -> Part:
    pieces = list(_pieces(text))
    return Part("".join(piece for piece, _bold in pieces), tuple(_places(pieces)))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text without its marks, and whether each piece was marked."""
    end = 0
    for found in BOLD.finditer(text):
        yield text[end : found.start()], False
        yield found[1], True
        end = found.end()
    yield text[end:], False


def _places(pieces: Sequence[tuple[str, bool]]) -> Iterator[tuple[int, int]]:
    start = 0
    for piece, bold in pieces:
        if bold:
            yield start, utf16(piece)
        start += utf16(piece)
