"""Attaching questions to guides while the bot runs: each is held against every other sentence first, which takes some
seconds, so it is done beside everything else. What was not learned when the bot stops simply waits again."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.config import Settings
from bot.content.load import Ask, read_content
from bot.core.clock import Clock
from bot.core.errors import Answerable, ContentFaults, where
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.storage import questions
from bot.storage.database import Database
from bot.storage.questions import ATTACHED
from bot.teaching import teach

SHOWN = 3  # sentences named in one answer; there may be many
_QUOTED = re.compile("“(.+?)”")
FAILED: Phrase = _("It could not be learned, and whoever runs Tổ Số can see why. Please try again.")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lesson:
    """Question ``id`` is to lead to a guide. ``refused``: why it does not, "" while it is being learned."""

    id: int
    ask: Ask
    by: int
    refused: Phrase = ""


class Attaching:
    """``learn`` raises ``Answerable`` for what may not be learned."""

    def __init__(self, database: Database, learn: Callable[[Ask], None], clock: Clock) -> None:
        self._database, self._learn_it, self._clock = database, learn, clock
        self._one_at_a_time = asyncio.Lock()
        self._lessons: dict[int, Lesson] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def lesson(self, question: int) -> Lesson | None:
        """None: it is not being learned, and was not refused."""
        return self._lessons.get(question)

    def is_learning(self, question: int) -> bool:
        lesson = self.lesson(question)
        return bool(lesson and not lesson.refused)

    def begin(self, question: int, ask: Ask, by: int) -> None:
        lesson = self._lessons[question] = Lesson(question, ask, by)
        task = asyncio.create_task(self._learn(lesson))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Returns when all is learned."""
        await asyncio.gather(*self._tasks)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _learn(self, lesson: Lesson) -> None:
        try:
            async with self._one_at_a_time:
                await asyncio.to_thread(self._learn_it, lesson.ask)
                await self._settle(lesson)
            del self._lessons[lesson.id]
        except Answerable as refused:
            lesson.refused = refused.words
        except Exception as error:
            log.error("A question was not attached: %s", where(error))
            lesson.refused = FAILED

    async def _settle(self, lesson: Lesson) -> None:
        async with self._database.write() as connection:
            await questions.settle(
                connection, lesson.id, ATTACHED, lesson.ask.guide, self._clock(), by=lesson.by
            )  # fmt: skip


def learn(settings: Settings, ask: Ask) -> None:
    """By what stands in the folder now: another question may just have been attached. Raises ``Answerable``."""
    try:
        content = read_content(settings.content_dir)
    except ContentFaults:
        raise Answerable(_("The content has a fault, so nothing can be added to it. Please tell an editor.")) from None
    try:
        teach(content, ask, settings.cache_dir)
    except ContentFaults as error:
        raise Answerable(_clash((fault.reason for fault in error.faults), ask.sentence)) from None
    except OSError:
        raise Answerable(_("The content cannot be written to. Please tell whoever runs Tổ Số.")) from None


def _clash(reasons: Iterable[str], wording: str) -> Phrase:
    """Which sentences would lead elsewhere than they should."""
    led_astray = list(dict.fromkeys(found[1] for reason in reasons if (found := _QUOTED.search(reason))))
    if not led_astray or wording in led_astray:
        return _("With this wording the bot would still understand something else. Word it more fully, or choose "
                 "another guide.")  # fmt: skip
    named = ", ".join(f"“{one}”" for one in led_astray[:SHOWN])
    return _("This wording would lead others astray: {sentences}. Word it more fully, or choose another guide.",
             sentences=named)  # fmt: skip
