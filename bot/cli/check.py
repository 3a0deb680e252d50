"""``check``: is everything that people write fit to run? One line a fault; exit 1 if any is serious."""

from __future__ import annotations

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from bot.config import Settings, read_settings
from bot.content.check import Fault, check_content
from bot.content.load import read_content
from bot.core.errors import ContentFaults
from bot.i18n import Translator
from bot.i18n_check import check_catalogues
from bot.understanding.meaning import Understanding
from bot.understanding.overmatch import check_overmatch


@click.command("check")
def command() -> None:
    """Check content, catalogues and settings. Exit 1 and one line per fault."""
    settings = read_settings()
    faults = all_faults(settings)
    for fault in faults:
        click.echo(str(fault))
    serious = sum(fault.serious for fault in faults)
    click.echo(f"{serious} faults, {len(faults) - serious} warnings in {settings.content_dir}")
    sys.exit(1 if serious else 0)


def all_faults(settings: Settings) -> list[Fault]:
    Translator.read(settings.locales_dir)
    try:
        content = read_content(settings.content_dir)
    except ContentFaults as error:
        return [Fault(str(fault.file), fault.field or "file", fault.reason) for fault in error.faults]
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    known = Understanding(content, settings.cache_dir)
    return [*check_content(content, today), *check_overmatch(content, known), *check_catalogues(settings.locales_dir)]
