"""``flow``: a guide as a picture, for whoever writes or checks it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.config import read_settings
from bot.content.flow.chart import Charts
from bot.content.flow.svg import draw
from bot.content.flow.text import write
from bot.content.load import Content, read_content
from bot.content.model import Guide
from bot.core.errors import OperatorError
from bot.core.talk import SPOKEN
from bot.i18n import Translator


@click.command("flow")
@click.argument("guide", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="The file; without GUIDE the folder for all of them.")
@click.option("--text", is_flag=True, help="In letters, for the terminal.")
@click.option("--lang", type=click.Choice(SPOKEN), default=SPOKEN[0], help="The language of the words in it.")
def command(guide: str | None, out: Path | None, text: bool, lang: str) -> None:
    """Draw GUIDE as an SVG picture: its steps, where each answer leads, what can go wrong."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    charts = Charts(content, Translator.read(settings.locales_dir).speak, lang)
    if not (guide or out):
        raise OperatorError("Name a guide, or give with --out a folder for the pictures of all of them.")
    for id_ in [guide] if guide else content.guides:
        chart = charts.of(_guide(content, id_))
        picture = write(chart) if text else draw(chart)
        _save(picture, out if guide else folder_file(out, id_, text=text))


def _guide(content: Content, id_: str) -> Guide:
    if id_ not in content.guides:
        raise OperatorError(f"There is no guide “{id_}”: it would be {content.folder}/guides/{id_}.yaml")
    return content.guides[id_]


def folder_file(folder: Path | None, id_: str, *, text: bool) -> Path:
    return (folder or Path()) / f"{id_}.{'txt' if text else 'svg'}"


def _save(picture: str, file: Path | None) -> None:
    if not file:
        click.echo(picture, nl=False)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture, "utf-8")
    except OSError as error:
        raise OperatorError(f"The picture cannot be written to {file}: {error.strerror}.") from error
