"""``ask``: what a sentence is understood as. Stores nothing."""

from __future__ import annotations

import json
import sys

import click

from bot.config import read_settings
from bot.content.load import Content, read_content
from bot.core.clean import clean
from bot.engine.turn import World
from bot.understanding.match import Scored
from bot.understanding.weigh import Meaning

SPOKEN_OF = frozenset({"guide", "human", "greeting", "thanks", "stop", "menu", "emergency", "unknown"})
"""The kinds this command tells apart; the other words that always work are shown as ``menu``."""


@click.command("ask")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each sentence.")
def command(as_json: bool) -> None:
    """Read sentences, one a line, and say what each is understood as."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    world = World.of(content, settings.cache_dir)
    for raw in sys.stdin.buffer:
        text = clean(raw.decode("utf-8", "replace"))
        meaning = world.meaning(text)
        click.echo(
            json.dumps(described(text, meaning, content), ensure_ascii=False) if as_json else told(text, meaning)
        )
        sys.stdout.flush()


def described(text: str, meaning: Meaning, content: Content) -> dict[str, object]:
    guide = content.guide(meaning.guide)
    return {
        "text": text,
        "kind": kind(meaning),
        "guide": guide.id if guide else None,
        "service": guide.service if guide else None,
        "score": round(meaning.score, 3),
        "candidates": [candidate(scored, content) for scored in meaning.candidates],
    }


def candidate(scored: Scored, content: Content) -> dict[str, object]:
    return {"guide": scored.target, "service": content.guides[scored.target].service, "score": round(scored.score, 3)}


def kind(meaning: Meaning) -> str:
    """Guesses are offered with the likeliest first: to a program that is a guide."""
    if meaning.kind == "guesses":
        return "guide"
    if meaning.kind == "inquiry":  # about what was talked of before, and here nothing was
        return "unknown"
    if meaning.kind == "quiet":  # an end of announcements, not of the talk
        return "stop"
    return meaning.kind if meaning.kind in SPOKEN_OF else "menu"


def told(text: str, meaning: Meaning) -> str:
    return f"{meaning.score:4.2f}  {meaning.kind:<10} {meaning.guide:<24} {text}"
