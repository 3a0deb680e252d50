"""The command line: one module a command. A module is imported only when its command is called."""

from __future__ import annotations

import importlib
import sys

import click
from typing_extensions import override

from bot.core.errors import TosoError

COMMANDS = {
    "run": "Start the bot on all configured channels.",
    "chat": "Talk in the terminal.",
    "ask": "Say what each sentence is understood as.",
    "log": "Say what each one-line note of a session says.",
    "evaluate": "Judge the understanding on a file of sentences whose meaning is known.",
    "learn": "Make ready what is learned from the content, for a quick start.",
    "check": "Check content, catalogues and settings.",
    "schema": "Write what editors' programs need to complete while typing.",
    "flow": "Draw a guide as a picture.",
    "preview": "Show a guide as each channel will.",
    "invite": "A code, link and QR code for a member, leader or administrator.",
    "signin": "A link that signs somebody in on the admin site.",
    "report": "What the teams did in a time, at a place.",
    "token": "Tokens by which other programs read reports.",
    "rollup": "Hold the daily roll-up against the log, or make it again.",
    "questions": "Questions that were not understood: list them, attach them to guides.",
    "doctor": "Is the bot fit to serve people, and what has a person still to check?",
    "demo": "Fill a database of its own with invented data, to look at.",
    "migrate": "Bring the database to the newest shape.",
    "retention": "Remove what is past its time.",
}


class Commands(click.Group):
    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bot.cli.{cmd_name}").command
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def toso() -> None:
    """Tổ Số: a chatbot for community digital technology teams."""


def main() -> None:
    """Whatever can go wrong for the operator is one plain message, not a trace."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        toso(prog_name="python -m bot")
    except TosoError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
