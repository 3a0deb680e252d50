"""``log``: what a one-line note of a session says. Stores nothing."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime

import click

from bot.config import read_settings
from bot.content.load import read_content
from bot.core.clean import clean
from bot.core.clock import VIETNAM, utc_now
from bot.engine.turn import World
from bot.understanding.session_note import SessionNote, SessionNotes

NO_NOTE = "no session note"


@click.command("log")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each note; null for what is none.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the notes are written, if not today.")
def command(as_json: bool, on: datetime | None) -> None:
    """Read notes, one a line, and say what each says."""
    settings = read_settings()
    world = World.of(read_content(settings.content_dir), settings.cache_dir)
    notes = SessionNotes(world.content, world.understanding, world.places)
    for raw in sys.stdin.buffer:
        note = notes.read(clean(raw.decode("utf-8", "replace")), on.date() if on else today())
        click.echo(json.dumps(note and described(note), ensure_ascii=False) if as_json else told(note))
        sys.stdout.flush()


def today() -> date:
    return utc_now().astimezone(VIETNAM).date()


def described(note: SessionNote) -> dict[str, object]:
    return {
        "services": list(note.services),
        "people": note.people,
        "place": note.place,
        "date": note.date.isoformat(),
        "outcomes": {code: dict(outcomes) for code, outcomes in note.outcomes.items()},
    }


def told(note: SessionNote | None) -> str:
    if note is None:
        return NO_NOTE
    outcomes = [f"{code}.{outcome} {n}" for code, said in note.outcomes.items() for outcome, n in said.items()]
    return "  ".join(
        [note.date.isoformat(), f"{note.people:3}", ", ".join(note.services), note.place or "—", *outcomes]
    )
