"""Teaching the bot from a page: in a thread, for it is held against every other sentence first; told in plain words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from bot.content.load import Ask, read_content
from bot.core.errors import Answerable, ContentFaults
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.teaching import teach
from bot.web.admin.office import Office

SHOWN = 3  # sentences named in one answer; there may be many
_QUOTED = re.compile("“(.+?)”")


async def learn(office: Office, guide: str, lang: str, wording: str) -> None:
    """Raises ``Answerable`` when it would do harm, or cannot be written down."""
    folder = office.world().content.folder
    async with office.teaching:
        await asyncio.to_thread(_learn, folder, Ask(guide, lang, wording), office.learned)


def _learn(folder: Path, ask: Ask, learned: Path | None) -> None:
    """By what stands in the folder now: another question may just have been attached."""
    try:
        content = read_content(folder)
    except ContentFaults:
        raise Answerable(
            _("The content has a fault, so nothing can be added to it. Please tell an editor.")
        ) from None
    if not content.guide(ask.guide):
        raise Answerable(_("This guide is not shown to residents, so nothing can lead to it."))
    try:
        teach(content, ask, learned)
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
