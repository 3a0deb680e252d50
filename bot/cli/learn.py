"""``learn``: make ready what the understanding learns from the content, so that the next start finds it."""

from __future__ import annotations

import time

import click

from bot.config import read_settings
from bot.content.load import read_content
from bot.understanding.meaning import Understanding


@click.command("learn")
def command() -> None:
    """Learn from the sentences of the content. ``run`` does this by itself, and then needs some seconds longer."""
    settings = read_settings()
    began = time.perf_counter()
    Understanding(read_content(settings.content_dir), settings.cache_dir)
    click.echo(f"What people mean is learned ({time.perf_counter() - began:.1f} s).")
