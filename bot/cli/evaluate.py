"""``evaluate``: how good the understanding is on a file of sentences whose meaning is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.ask import kind
from bot.config import read_settings
from bot.content.load import read_content
from bot.core.clean import clean
from bot.engine.turn import World
from bot.understanding.judge import Ask, Judged, figures, judge, read_labelled


@click.command("evaluate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the same figures.")
@click.option("--errors", is_flag=True, help="Also every sentence that was taken for something else.")
def command(file: Path, as_json: bool, errors: bool) -> None:
    """Judge the understanding on FILE, a CSV with the columns text, kind, service."""
    settings = read_settings()
    world = World.of(read_content(settings.content_dir), settings.cache_dir)
    judged = list(judge(read_labelled(file), ask_of(world)))
    found = figures(judged)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else table(found))
    if errors:
        click.echo(wrong(judged))


def ask_of(world: World) -> Ask:
    def ask(text: str) -> tuple[str, tuple[str, ...]]:
        meaning = world.meaning(clean(text))
        return kind(meaning), tuple(world.content.guides[scored.target].service for scored in meaning.candidates)

    return ask


def table(found: dict[str, Any]) -> str:
    head = [f"{name.replace('_', ' '):<32}{value if name.startswith('ms_') else shown(value):>10}"
            for name, value in found.items() if not isinstance(value, dict | list)]  # fmt: skip
    labels = [f"{label:<20}{row['sentences']:>10}{shown(row['precision']):>12}{shown(row['recall']):>10}"
              for label, row in found["by_label"].items()]  # fmt: skip
    mixed = [f"{right:<20} taken for {got:<20}{n:>5}" for right, got, n in found["confusions"]]
    return "\n".join([*head, "", f"{'':<20}{'sentences':>10}{'precision':>12}{'recall':>10}", *labels, "", *mixed])


def shown(value: float | int | None) -> str:
    """Shares are given as floats, counts as ints; milliseconds are put into words before."""
    return "—" if value is None else f"{value:.1%}" if isinstance(value, float) else str(value)


def wrong(judged: Sequence[Judged]) -> str:
    return "\n".join(f"{j.right} → {j.got}: {j.wanted.text}" for j in judged if j.right != j.got)
