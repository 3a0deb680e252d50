"""``rollup``: is the daily roll-up what the log says? And making it again."""

from __future__ import annotations

import click

from bot.cli.questions import run
from bot.core.errors import OperatorError
from bot.storage import rollup


@click.command("rollup")
@click.option("--rebuild", is_flag=True, help="Make it again from the log, a month at a time; the bot may go on.")
def command(rebuild: bool) -> None:
    """Hold the daily roll-up, of which reports are made, against the log. Exit code 1 where they differ."""
    if rebuild:
        days = run(rollup.rebuild)
        click.echo(f"Made again from the log: {days} days.")
    wrong = run(rollup.wrong_days)
    if wrong:
        shown = ", ".join(day.isoformat() for day in wrong[:10])
        raise OperatorError(
            f"The roll-up differs from the log on {len(wrong)} days ({shown}{' …' if len(wrong) > 10 else ''}). "
            "Run: python -m bot rollup --rebuild"
        )
    click.echo("The roll-up is what the log says.")
