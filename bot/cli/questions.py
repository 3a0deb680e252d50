"""``questions``: what people asked that the bot could not place. An editor attaches each to a guide, or lets it be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from bot.config import Settings, read_settings
from bot.content.load import Ask, read_content
from bot.core.errors import OperatorError
from bot.storage import questions
from bot.storage.database import Database
from bot.storage.questions import ATTACHED, IGNORED, Question
from bot.teaching import teach

T = TypeVar("T")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@click.group("questions")
def command() -> None:
    """Questions that were not understood, kept with consent. Attach each to a guide, or ignore it."""


@command.command("list")
def list_() -> None:
    """Those nobody has dealt with, the oldest first."""
    waiting = run(lambda database: read(database))
    for question in waiting:
        asked = question.asked_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        click.echo(f"{question.id:>5}  {asked}  {question.lang}  {question.guide or '—':<24}  {question.text}")
    click.echo(f"{len(waiting)} questions wait. Attach one: python -m bot questions attach NUMBER GUIDE")


@command.command("attach")
@click.argument("number", type=int)
@click.argument("guide")
@click.option("--as", "wording", default="", help="Word it differently: shorter, without what is beside the point.")
def attach(number: int, guide: str, wording: str) -> None:
    """From the next reading of the content on, question NUMBER leads to GUIDE. A running bot notices by itself."""
    settings = read_settings()
    question = find(run(read), number)
    ask = Ask(guide, question.lang, wording or question.text)
    teach(read_content(settings.content_dir), ask, settings.cache_dir)
    run(lambda database: settle(database, number, ATTACHED, guide))
    click.echo(f"“{ask.sentence}” leads to {guide} from now on.")


@command.command("ignore")
@click.argument("number", type=int)
def ignore(number: int) -> None:
    """Question NUMBER is not ours to answer."""
    find(run(read), number)
    run(lambda database: settle(database, number, IGNORED, ""))
    click.echo(f"Question {number} is ignored.")


def find(waiting: list[Question], number: int) -> Question:
    for question in waiting:
        if question.id == number:
            return question
    raise OperatorError(f"No question {number} waits. See: python -m bot questions list")


async def read(database: Database) -> list[Question]:
    async with database.read() as connection:
        return await questions.waiting(connection)


async def settle(database: Database, number: int, state: str, guide: str) -> None:
    async with database.write() as connection:
        await questions.settle(connection, number, state, guide, datetime.now(UTC))


def run(act: Callable[[Database], Awaitable[T]], settings: Settings | None = None) -> T:
    async def with_database() -> T:
        database = Database((settings or read_settings()).url)
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(with_database())
