"""What is stated is so, as far as a program can tell: facts, sources, dates, contacts."""

from __future__ import annotations

from datetime import date, timedelta

from bot.content.check.fault import Fault, Found
from bot.content.check.texts import strings
from bot.content.load import ADDRESS_NAMES, PLACEHOLDER, Content
from bot.content.model import Contact, Guide

STALE_AFTER = timedelta(days=182)
OPEN_QUESTIONS_STALE_AFTER = timedelta(days=90)


def placeholders(guide: Guide, content: Content) -> Found:
    """Each fact is used and each ``{name}`` is known."""
    written = content.raw[guide.id]
    facts = set(written.get("facts") or {})
    used = {name for field, text in strings(written) for name in PLACEHOLDER.findall(text) if field}
    for fact in sorted(facts - used):
        yield f"facts.{fact}", "is stated but never used: use {" + fact + "} in a text, or take it out", True
    for field, text in strings(written):
        known_here = ADDRESS_NAMES if field.startswith("facts.") else facts | ADDRESS_NAMES | set(content.contacts)
        for name in PLACEHOLDER.findall(text):
            if name not in known_here:
                yield field, "{" + name + "} is not a fact of this guide: write it under “facts”", True


def known(guide: Guide, content: Content) -> Found:
    """The service, its outcomes and the contacts exist."""
    service = content.services.get(guide.service)
    if not service:
        yield "service", f"“{guide.service}” is not in services.yaml", True
    for code in guide.outcomes:
        if service and code not in service.outcomes:
            yield "outcomes", f"“{code}” is not an outcome of “{guide.service}” in services.yaml", True
    named = [(f"steps.{s.id}.contacts", id_) for s in guide.steps for id_ in s.contacts]
    named += [("intro", notice.when.contact) for notice in guide.intro if notice.when]
    for field, id_ in named:
        if id_ not in content.contacts:
            yield field, f"“{id_}” is not in contacts.yaml", True


def source(guide: Guide, today: date) -> Found:
    """Published only with a source, and looked at again after half a year; sooner where something is still open."""
    if guide.status == "published" and not guide.sources:
        yield "sources", "a published guide needs at least one source with its checked_on date", True
    age = today - guide.checked_on
    if age < timedelta():
        yield "checked_on", f"{guide.checked_on} is in the future", True
    elif is_stale(guide, today):
        yield "checked_on", f"last checked on {guide.checked_on}: check it against its sources again", False
    if guide.status == "published" and has_old_questions(guide, today):
        yield "to_verify", f"{len(guide.to_verify)} open since {guide.checked_on}: ask, then take them out", False


def is_stale(guide: Guide, today: date) -> bool:
    return today - guide.checked_on > STALE_AFTER


def has_old_questions(guide: Guide, today: date) -> bool:
    return bool(guide.to_verify) and today - guide.checked_on > OPEN_QUESTIONS_STALE_AFTER


def unshown(guide: Guide, content: Content) -> Found:
    """A contact nobody has verified is not stated as a fact, by name or by number."""
    only_if_open = {f"intro.{n}.": notice.when.contact for n, notice in enumerate(guide.intro)
                    if notice.when and notice.when.open}  # fmt: skip
    for field, text in strings(content.raw[guide.id]):
        for id_, contact in content.contacts.items():
            stated = "{" + id_ + "}" in text or bool(contact.value and len(contact.value) > 3 and contact.value in text)
            safe = contact.usable or any(field.startswith(where) and id_ == of for where, of in only_if_open.items())
            if stated and not safe:
                yield field, f"states the contact “{id_}”, {_why_not(contact)}: use “contacts:” instead", True


def _why_not(contact: Contact) -> str:
    if not contact.value:
        return "which has no value yet"
    return "which has stopped" if contact.state == "stopped" else "which nobody has verified"


def check_contact(id_: str, contact: Contact) -> list[Fault]:
    """Whoever stands for it says when, and there is something to show."""
    reasons = []
    if contact.state == "open" and not contact.value and (contact.emergency or contact.verified_at or contact.source):
        reasons.append("is to be shown, but there is nothing to show: write its value")
    if bool(contact.verified_by) != bool(contact.verified_at):
        reasons.append("needs both, who verified it and when: verified_by and verified_at")
    return [Fault("contacts.yaml", id_, reason) for reason in reasons]
