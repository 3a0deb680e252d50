"""Is what editors wrote fit to be shown? Every fault names the file, the field and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.content.check.consents import LONGEST_NOTICE, check_consents
from bot.content.check.fault import Fault
from bot.content.check.groups import check_emergencies, check_inquiries, check_menu
from bot.content.check.indicators import check_indicators
from bot.content.check.marks import marks
from bot.content.check.repeats import repeats
from bot.content.check.scam import check_scam
from bot.content.check.secrets import secrets
from bot.content.check.session_words import check_session_words
from bot.content.check.truth import check_contact, known, placeholders, source, unshown
from bot.content.check.ways import LONGEST_ACTION, ids, leads, ways
from bot.content.check.words import hard, languages, lengths
from bot.content.load import Content
from bot.content.model import Guide

__all__ = ["LONGEST_ACTION", "LONGEST_NOTICE", "Fault", "check_consents", "check_content", "check_guide"]


def check_content(content: Content, today: date) -> list[Fault]:
    """All faults of all files, in the order of the files."""
    faults = [*check_menu(content), *check_emergencies(content), *check_inquiries(content)]
    faults += check_consents(content.consents)
    faults += check_scam(content)
    faults += check_session_words(content)
    faults += check_indicators(content, today)
    for id_, contact in content.contacts.items():
        faults += check_contact(id_, contact)
    for guide in content.guides.values():
        if guide.status != "withdrawn":
            faults += check_guide(guide, content, today)
    return faults


def check_guide(guide: Guide, content: Content, today: date) -> Iterator[Fault]:
    checks = (
        ids(guide), leads(guide, content), ways(guide), placeholders(guide, content), known(guide, content),
        languages(guide), lengths(guide), hard(guide, content), marks(guide), repeats(guide, content), secrets(guide),
        source(guide, today), unshown(guide, content),
    )  # fmt: skip
    for found in checks:
        for field, reason, serious in found:
            yield Fault(f"guides/{guide.id}.yaml", field, reason, serious)
