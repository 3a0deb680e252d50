"""``preview``: a guide as each channel will show it, every step, every trouble, the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import click

from bot.channels.telegram.render import render as render_telegram
from bot.channels.webchat.render import render as render_web
from bot.channels.zalo_bot.render import render as render_zalo_bot
from bot.channels.zalo_oa.render import MOST_BUTTONS
from bot.channels.zalo_oa.render import render as render_zalo_oa
from bot.cli.rehearse import Rehearsal, Scene
from bot.config import read_settings
from bot.content.load import read_content
from bot.core.errors import OperatorError
from bot.core.messages import Spoken
from bot.core.phrases import Say
from bot.core.talk import SPOKEN
from bot.engine.turn import World
from bot.i18n import Translator
from handlers import all_handlers


class Shown(NamedTuple):
    """One message on the screen: its text as it is sent, and the rows of its buttons."""

    text: str
    keyboard: Sequence[Sequence[str]] = ()


@click.command("preview")
@click.argument("guide")
@click.option("--channel", type=click.Choice(["web", "telegram", "zalo_oa", "zalo_bot"]), default="web")
@click.option("--lang", type=click.Choice(SPOKEN), default=SPOKEN[0], help="The language of the resident.")
def command(guide: str, channel: str, lang: str) -> None:
    """Show GUIDE, published or not, as it will stand on the screen."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    if guide not in content.guides:
        raise OperatorError(f"There is no guide “{guide}”: it would be {settings.content_dir}/guides/{guide}.yaml")
    say = Translator.read(settings.locales_dir).speak
    world = World.of(content, settings.cache_dir)
    scenes = asyncio.run(Rehearsal(world, all_handlers(), say, lang).play(content.guides[guide]))
    click.echo(f"{guide} on {channel}: {RULES[channel]}")
    for scene in scenes:
        click.echo("\n".join(drawn(scene, channel, say)))


def drawn(scene: Scene, channel: str, say: Say) -> Iterator[str]:
    yield f"\n──── {scene.title} " + "─" * max(0, 60 - len(scene.title))
    for position, message in enumerate(scene.said):
        yield from [""] if position else []
        shown = SCREENS[channel](message, say)
        for n, one in enumerate(shown):
            yield from ["  ·"] if n else []
            yield from (f"  {line}" for line in one.text.split("\n"))
            yield from ("  " + " ".join(f"[ {label} ]" for label in row) for row in one.keyboard)
        yield from (f"  ({note})" for note in changed(message, channel, shown))


def changed(message: Spoken, channel: str, shown: Sequence[Shown]) -> Iterator[str]:
    """What was cut or numbered, compared with a channel that can show everything."""
    count = len(message.choices)
    keyboards = sum(bool(one.keyboard) for one in shown)
    if len(shown) > max(1, keyboards):
        yield f"cut into {len(shown)} messages: the text is too long for one"
    if keyboards > 1:
        yield f"{count} choices in {keyboards} messages: a message takes {MOST_BUTTONS} buttons"
    if channel == "zalo_bot" and count:
        yield f"{count} choices as numbers: this channel has no buttons"
    if channel.startswith("zalo") and (unshown := [choice.label for choice in message.choices if choice.wants]):
        yield f"left out, for the telephone cannot be asked where it is: {', '.join(unshown)}"


# ---- the channels --------------------------------------------------------------------------------------------------


def on_web(message: Spoken, _say: Say) -> list[Shown]:
    frame = render_web(message)
    return [Shown(frame["text"], [[button["label"] for button in row] for row in frame["buttons"]])]


def on_telegram(message: Spoken, _say: Say) -> list[Shown]:
    return [Shown(one.html, _keys(one.markup)) for one in render_telegram(message)]


def _keys(markup: str | None) -> list[list[str]]:
    written: dict[str, Any] = json.loads(markup or "{}")
    rows = written.get("inline_keyboard") or written.get("keyboard") or []
    return [[key["text"] for key in row] for row in rows]


def on_zalo_oa(message: Spoken, say: Say) -> list[Shown]:
    return [Shown(body["text"], _titles(body)) for body in render_zalo_oa(message, say)]


def _titles(body: dict[str, Any]) -> list[list[str]]:
    return [[button["title"]] for button in body.get("attachment", {}).get("payload", {}).get("buttons", [])]


def on_zalo_bot(message: Spoken, say: Say) -> list[Shown]:
    return [Shown(part.text) for part in render_zalo_bot(message, say).parts]


SCREENS: dict[str, Callable[[Spoken, Say], list[Shown]]] = {
    "web": on_web, "telegram": on_telegram, "zalo_oa": on_zalo_oa, "zalo_bot": on_zalo_bot,
}  # fmt: skip

RULES = {
    "web": "*bold*, any number of buttons",
    "telegram": "HTML, 4,096 characters a message, 100 buttons",
    "zalo_oa": "plain text, 2,000 characters a message, 5 buttons",
    "zalo_bot": "bold sent beside the text, 2,000 characters a message, numbers instead of buttons",
}
