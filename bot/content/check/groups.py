"""The files beside the guides: the menu, the services, the emergencies, the short questions."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.fault import Fault
from bot.content.check.marks import odd_marks
from bot.content.check.words import unfit
from bot.content.load import Content
from bot.content.model import Emergency
from bot.core.phrases import Words

ASKED = frozenset({"fee", "where", "papers", "takes", "who"})
"""What a guide has a short answer to; ``Guide.answers`` holds the same."""


def check_menu(content: Content) -> Iterator[Fault]:
    """Every service stands in exactly one group, and nothing else does."""
    homes: dict[str, list[str]] = {code: [] for code in content.services}
    for id_, group in content.menu.items():
        yield from _text("menu.yaml", f"{id_}.title", group.title, label=True)
        for code in group.services:
            if code not in homes:
                yield Fault("menu.yaml", id_, f"“{code}” is not in services.yaml")
            homes.setdefault(code, []).append(id_)
    for code, groups in homes.items():
        if not groups:
            yield Fault("menu.yaml", code, "stands in no group: nobody finds this service in the menu")
        elif len(groups) > 1:
            yield Fault("menu.yaml", code, f"stands in {' and '.join(groups)}: leave it in one")
    for code, service in content.services.items():
        yield from _text("services.yaml", f"{code}.title", service.title, label=True)


def check_emergencies(content: Content) -> Iterator[Fault]:
    for id_, emergency in content.emergencies.items():
        if emergency.guide and not content.guide(emergency.guide):
            yield Fault("emergencies.yaml", f"{id_}.guide", f"“{emergency.guide}” is no published guide")
        for contact in emergency.contacts:
            if contact not in content.contacts:
                yield Fault("emergencies.yaml", f"{id_}.contacts", f"“{contact}” is not in contacts.yaml")
        for field, text in _said(emergency):
            yield from _text("emergencies.yaml", f"{id_}.{field}", text)


def _said(emergency: Emergency) -> Iterator[tuple[str, Words]]:
    yield "opening", emergency.opening
    yield from ((f"does.{n}", line) for n, line in enumerate(emergency.does))


def check_inquiries(content: Content) -> Iterator[Fault]:
    for id_ in sorted(content.inquiries.keys() - ASKED):
        yield Fault("inquiries.yaml", id_, f"no guide answers that: the questions are {', '.join(sorted(ASKED))}")
    for id_ in sorted(ASKED - content.inquiries.keys()):
        yield Fault("inquiries.yaml", id_, "is missing: write how people ask it")


def _text(file: str, field: str, text: Words, *, label: bool = False) -> Iterator[Fault]:
    reasons = [*unfit(text, label=label), *(mark for written in text.by_lang.values() for mark in odd_marks(written))]
    yield from (Fault(file, field, reason) for reason in reasons)
