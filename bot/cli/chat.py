"""``chat``: the full way of a message, in the terminal."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path

import click

from bot.app import App, with_console
from bot.channels.console.parse import CHANNEL, BadLine
from bot.channels.console.render import render, render_json
from bot.cli import trial
from bot.cli.logs import set_up_logs
from bot.cli.record import Recorder
from bot.config import read_settings
from bot.core.errors import OperatorError
from bot.core.events import Event
from bot.core.messages import Spoken
from bot.storage.inbox import Waiting


@click.command("chat")
@click.option("--as", "name", default="me", help="Whose talk it is; each name has its own, kept between calls.")
@click.option("--role", type=click.Choice(list(trial.ROLES)), help="Try this role, in a team made for trying.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON in, a line of JSON out.")
@click.option("--record", type=click.Path(path_type=Path), help="Write the talk as a transcript for the tests.")
def command(name: str, role: str | None, as_json: bool, record: Path | None) -> None:
    """Talk in the terminal. Type a number or a label to press a button; Ctrl-D ends."""
    set_up_logs("WARNING")
    asyncio.run(talk(name, role, as_json=as_json, record=record))


async def talk(name: str, role: str | None, *, as_json: bool, record: Path | None) -> None:
    app = App(read_settings())
    recorder = Recorder()
    seat = Seat(app, name, recorder)
    await app.open()
    if role:
        somewhere = next(iter(app.world.places.units))
        await trial.give(app.database, name, trial.ROLES[role], somewhere, app.clock())
    try:
        await (seat.in_json() if as_json else seat.by_hand())
    finally:
        await app.close()
    if record:
        _write(record, recorder.transcript())


def _write(path: Path, transcript: str) -> None:
    try:
        path.write_text(transcript, encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"The transcript cannot be written to {path}: {error.strerror}.") from error
    click.echo(f"Written to {path}", err=True)


class Seat:
    """One person at the terminal."""

    def __init__(self, app: App, name: str, recorder: Recorder) -> None:
        self._app, self._name, self._recorder = app, name, recorder
        self._console = with_console(app)
        self._screen = self._console.screen(name)
        self._events: list[Event] = []
        app.turns.on_turn = self._note

    def _note(self, waiting: Waiting, events: Sequence[Event]) -> None:
        if (waiting.inbound.channel, waiting.inbound.address) == (CHANNEL, self._name):
            self._recorder.heard(waiting.inbound)
            self._events += events

    async def by_hand(self) -> None:
        await self._show(self._console.typed(self._name, "/start"))
        for line in _lines("\n> " if sys.stdin.isatty() else ""):
            await self._show(self._console.typed(self._name, line))

    async def in_json(self) -> None:
        for line in _lines():
            try:
                said, events = await self._turn(self._console.json(self._name, line))
            except BadLine as error:
                _print({"error": str(error)})
                continue
            _print({"replies": list(map(render_json, said)), "events": [{"type": e.type, **e.data()} for e in events]})

    async def _show(self, typing: Awaitable[None]) -> None:
        """A turn's messages are numbered through: a number means one choice only."""
        said, _ = await self._turn(typing)
        first = 1
        for message in said:
            click.echo(f"\n{render(message, first)}")
            first += len(message.choices)

    async def _turn(self, typing: Awaitable[None]) -> tuple[list[Spoken], list[Event]]:
        await self._app.arrived(CHANNEL, self._name)
        await typing
        await self._app.settle()
        events, self._events = self._events, []
        said = self._screen.take()
        self._recorder.answered(said, events)
        return said, events


def _lines(prompt: str = "") -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 come as replacement signs."""
    while True:
        click.echo(prompt, nl=False)
        raw = sys.stdin.buffer.readline()
        if not raw:
            return
        if line := raw.decode("utf-8", "replace").strip("\r\n"):
            yield line


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()
