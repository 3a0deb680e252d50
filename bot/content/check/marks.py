"""The same signs everywhere: “ ” around what stands on the screen, ``*bold*``, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.check.fault import Found
from bot.content.check.texts import texts
from bot.content.model import Guide
from bot.core.markup import plain

_DIALLED = re.compile(r"\*\d[\d*]*#")  # *101#
_HALF_BOLD = re.compile(r"\*\w|\w\*")  # but a form's “ * ” may be named
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3]")
_MARKUP = re.compile(r"\*\*|__|`|~~|</?[a-z]+[^>]*>|\]\(|^#+ |^[-•] |(?<!\w)_[^_\s][^_]*_(?!\w)", re.MULTILINE)
_QUOTES = re.compile("[\"«»„‟‹›]|(?<!\\w)['‘’]|['‘’](?!\\w)")


def marks(guide: Guide) -> Found:
    for field, text in texts(guide):
        for lang, written in text.by_lang.items():
            for reason in odd_marks(written):
                yield f"{field}.{lang}", reason, True


def odd_marks(written: str) -> Iterator[str]:
    unbold = _DIALLED.sub("", plain(written))
    if found := _EMOJI.search(unbold):
        yield f"“{found[0]}” looks different on every telephone: say it in words"
    if found := _MARKUP.search(written):
        yield f"“{found[0]}” would stand there as it is: the only mark-up is *bold*"
    elif _HALF_BOLD.search(unbold):
        yield "a “*” beside a word would stand there as it is: *bold* begins and ends with one"
    if found := _QUOTES.search(written):
        yield f"“{found[0]}”: quote only what stands on the screen, in “ ”"
    elif written.count("“") != written.count("”"):
        yield "a “ without its ”, or the other way round"
