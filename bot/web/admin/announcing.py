"""What the pages of announcements are handed by those who put the bot together: their words, and how they look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.announced_files import Shrink
from bot.core.campaign_figures import Terms
from bot.core.campaigns import Campaign
from bot.core.messages import Document, Reply
from bot.core.phrases import Phrase

Pieces = Sequence[tuple[str, bool]]
"""(text, whether it is bold), one after the other."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as a channel shows it. ``rows``: its buttons. ``file``: the name of what comes with it."""

    pieces: Pieces
    rows: Sequence[Sequence[str]] = ()
    file: str = ""
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """``runs``: the channel is one of those that run here."""

    channel: str
    bubbles: Sequence[Bubble]
    runs: bool = True


@dataclass(frozen=True)
class Announcing:
    """``compose``: the message as its recipients get it; ``sample``: the same, with buttons that count for nobody.
    ``caution``: what is to be looked at twice. ``screens``: a message in a language, on every channel."""

    terms: Callable[[], Terms]
    compose: Callable[[Campaign, Document | None], Reply]
    sample: Callable[[Reply, Campaign], Reply]
    title: Callable[[Campaign], str]
    caution: Callable[[Campaign], Phrase | None]
    screens: Callable[[Reply, str], Sequence[Screen]]
    shrink: Shrink
