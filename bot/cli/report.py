"""``report``: what the teams did in a time, at a place."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from bot.cli.questions import run
from bot.config import Settings, read_settings
from bot.content.load import Content, read_content
from bot.core.clock import VIETNAM, utc_now
from bot.core.errors import Answerable, OperatorError
from bot.core.phrases import Phrase
from bot.i18n import Translator
from bot.reports.names import HEADINGS, Names, written
from bot.reports.period import read_period
from bot.reports.plain import Say, lines, to_json
from bot.reports.report import Report
from bot.reports.reporting import Reports
from bot.reports.terminal import table
from bot.reports.where import read_place
from bot.storage.database import Database
from bot.understanding.places import Places

Writer = Callable[[Report, Names, Say], bytes]


@click.command("report")
@click.option("--month", "time", required=True, help="“2026-10”; also “tháng 10”, “quý 4/2026”, “2026-W45”, “2026”.")
@click.option("--place", default="", help="Code or name of a commune; nothing: the province.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; nothing: the terminal.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def command(time: str, place: str, form: str, out: Path | None, lang: str) -> None:
    """Report what the teams did. Counts of fewer than five residents are withheld, as in all that leaves a team."""
    settings = read_settings()
    content = read_content(settings.content_dir)
    say: Say = partial(Translator.read(settings.locales_dir).speak, lang=lang)
    try:
        report = make(settings, content, time, place)
    except Answerable as error:
        raise OperatorError(say(error.words)) from error
    body = WRITERS[form](report, Names(content), say)
    if out:
        out.write_bytes(body)
        click.echo(f"{out}: {len(body):,} bytes")
    else:
        sys.stdout.buffer.write(body)


def make(settings: Settings, content: Content, time: str, place: str) -> Report:
    """Raises ``Answerable`` for a time or place that cannot be."""
    period = read_period(time, utc_now().astimezone(VIETNAM).date())
    where = read_place(place, Places(content.places))
    communes = {code: unit.name for code, unit in content.places.units.items()}

    async def report(database: Database) -> Report:
        return await Reports(database, communes, utc_now, settings.waiting_clock).report(period, where)

    return run(report, settings)


def _as_json(report: Report, names: Names, say: Say) -> bytes:
    return (json.dumps(to_json(report, names, say), ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(report: Report, names: Names, say: Say) -> bytes:
    """With the mark by which spreadsheets know that it is UTF-8."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["part", "code", "of", "figure", "heading", "value"])
    for one in lines(report, names):
        heading: Phrase = HEADINGS.get(one.figure, one.figure)
        rows.writerow([one.part, one.code, say(one.of), one.figure, say(heading), written(one.value)])
    return file.getvalue().encode("utf-8-sig")


def _as_table(report: Report, names: Names, say: Say) -> bytes:
    return table(report, names, say).encode()


WRITERS: Mapping[str, Writer] = {"table": _as_table, "json": _as_json, "csv": _as_csv}
