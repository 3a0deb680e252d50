"""``report``: what the teams did in a time, at a place."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from bot.cli.questions import run
from bot.config import Settings, read_settings
from bot.content.load import Content, read_content
from bot.core.clock import VIETNAM, utc_now
from bot.core.errors import Answerable, OperatorError
from bot.core.exports import Form
from bot.i18n import Translator
from bot.reports.filing import Filing, Wanted
from bot.reports.names import Names
from bot.reports.period import Period, read_period
from bot.reports.plain import Say, to_json
from bot.reports.report import Place, Report
from bot.reports.reporting import Reports
from bot.reports.terminal import table
from bot.reports.where import read_place
from bot.storage.database import Database
from bot.understanding.places import Places

Writer = Callable[[Report, Names, Say], bytes]
SHOWN = ("table", "json")
FORMS = [*SHOWN, *map(str, Form)]


@click.command("report")
@click.option("--month", "time", required=True, help="“2026-10”; also “tháng 10”, “quý 4/2026”, “2026-W45”, “2026”.")
@click.option("--place", default="", help="Code or name of a commune; nothing: the province.")
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--sessions", is_flag=True, help="Session by session as well (in CSV: those alone).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; nothing: the terminal.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def command(time: str, place: str, form: str, sessions: bool, out: Path | None, lang: str) -> None:
    """Report what the teams did. Counts of fewer than five residents are withheld, as in all that leaves a team."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    translator = Translator.read(settings.locales_dir)
    say: Say = partial(translator.speak, lang=lang)
    try:
        period, where = read(content, time, place)
    except Answerable as error:
        raise OperatorError(say(error.words)) from error
    if form in SHOWN:
        body = WRITERS[form](shown(settings, content, period, where), Names(content), say)
    else:
        wanted = Wanted(Form(form), period, where, lang, sessions)
        body = filed(settings, content, translator, wanted)
    if out:
        out.write_bytes(body)
        click.echo(f"{out}: {len(body):,} bytes")
    elif form in (Form.XLSX, Form.PNG) and sys.stdout.isatty():
        raise OperatorError(f"A terminal cannot show {form}: name a file with --out.")
    else:
        sys.stdout.buffer.write(body)


def read(content: Content, time: str, place: str) -> tuple[Period, Place]:
    """Raises ``Answerable`` for a time or place that cannot be."""
    return read_period(time, utc_now().astimezone(VIETNAM).date()), read_place(place, Places(content.places))


def shown(settings: Settings, content: Content, period: Period, place: Place) -> Report:
    async def report(database: Database) -> Report:
        return await reports(database, content).report(period, place)

    return run(report, settings)


def filed(settings: Settings, content: Content, translator: Translator, wanted: Wanted) -> bytes:
    async def make(database: Database) -> bytes:
        made = reports(database, content)
        filing = Filing(database, lambda: made, lambda: content, translator.speak)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / wanted.name
            await filing.make(wanted, path)
            return await asyncio.to_thread(path.read_bytes)

    return run(make, settings)


def reports(database: Database, content: Content) -> Reports:
    communes = {code: unit.name for code, unit in content.places.units.items()}
    return Reports(database, communes, utc_now)


def _as_json(report: Report, names: Names, say: Say) -> bytes:
    return (json.dumps(to_json(report, names, say), ensure_ascii=False, indent=1) + "\n").encode()


def _as_table(report: Report, names: Names, say: Say) -> bytes:
    return table(report, names, say).encode()


WRITERS: Mapping[str, Writer] = {"table": _as_table, "json": _as_json}
