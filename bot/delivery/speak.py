"""From a message of the outbox to what a channel is given: in the person's words, with its page drawn and its picture
or file fetched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.core.errors import DeliveryError, where
from bot.core.exports import Asked
from bot.core.files import Harmful
from bot.core.messages import Choice, Document, Kind, Original, Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sheet import Sheet
from bot.i18n import Translator
from bot.storage.outbox import Outgoing

Draw = Callable[[Sheet, Callable[[Phrase], str]], Document]
"""Makes a picture of a page. It takes a moment of computing, and runs beside everything else."""

Show = Callable[[Original], Awaitable[Document]]
"""Gets what somebody sent: a picture, made small, or a voice note or file as it is. Raises ``DeliveryError``."""

Enclose = Callable[[Asked], Awaitable[Document | None]]
"""Makes a file of a report. None: the person may not see it any more."""

MOST_ATTEMPTS = 6
"""To get a picture or a file, a minute of trouble; then its message goes without it, for others wait behind it."""
NOT_THERE = _("(The picture could not be fetched or is no longer there. Please ask for it once more.)")
FILE_NOT_THERE = _("(What was sent could not be fetched or is no longer there. Please ask for it once more.)")
STOPPED = _("({Me} stopped this file: something is hidden in it that could install or run. Do not ask for it again.)")
NOT_MADE = _("(The file could not be made just now. Please ask for it once more.)")

log = logging.getLogger(__name__)


class Speaker:
    def __init__(
        self, translator: Translator, draw: Draw | None, show: Show | None, enclose: Enclose | None = None
    ) -> None:  # fmt: skip
        self._translator, self._draw, self._show, self._enclose = translator, draw, show, enclose

    async def spoken(self, out: Outgoing) -> Spoken:
        """Raises ``DeliveryError`` while it has to wait for its picture or file."""
        spoken = self._in_words(out)
        if out.reply.sheet and self._draw:
            drawn = await asyncio.to_thread(self._draw, out.reply.sheet, lambda phrase: self._say(out, phrase))
            return replace(spoken, document=drawn)
        if out.reply.shows and self._show:
            return await self._with_sent(out, spoken, self._show(out.reply.shows))
        if out.reply.encloses and self._enclose:
            return await self._with_file(out, spoken, self._enclose(replace(out.reply.encloses, lang=out.lang)))
        return spoken

    def _say(self, out: Outgoing, phrase: Phrase) -> str:
        return self._translator.speak(phrase, out.lang, out.called)

    def _in_words(self, out: Outgoing) -> Spoken:
        reply = out.reply
        choices = tuple(Choice(self._say(out, b.label), b.action, b.url, b.wants) for b in reply.buttons)
        return Spoken(out.id, self._say(out, reply.text), choices, reply.edit, reply.forgets, out.lang, reply.removes,
                      reply.document, reply.copy_of)  # fmt: skip

    async def _with_sent(self, out: Outgoing, spoken: Spoken, coming: Awaitable[Document]) -> Spoken:
        try:
            return replace(spoken, document=await coming)
        except DeliveryError as error:
            if not error.permanent and out.attempts + 1 < MOST_ATTEMPTS:
                raise
            return replace(spoken, text=f"{spoken.text}\n\n{self._say(out, why_not(out.reply.shows, error))}")

    async def _with_file(self, out: Outgoing, spoken: Spoken, coming: Awaitable[Document | None]) -> Spoken:
        try:
            made = await coming
        except Exception as error:
            if out.attempts + 1 < MOST_ATTEMPTS:
                raise DeliveryError(f"its file was not made: {type(error).__name__}") from error
            log.error("The file of message %d could not be made: %s", out.id, where(error))
            made = None
        if made:
            return replace(spoken, document=made)
        return replace(spoken, text=f"{spoken.text}\n\n{self._say(out, NOT_MADE)}")


def why_not(sent: Original | None, error: DeliveryError) -> Phrase:
    if isinstance(error, Harmful):
        return STOPPED
    return NOT_THERE if sent and sent.kind == Kind.PHOTO else FILE_NOT_THERE
