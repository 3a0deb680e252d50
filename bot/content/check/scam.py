"""The signs of a scam: each is told in few plain words, and no page is said to be somebody's whose page it is not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.fault import Fault
from bot.content.check.marks import odd_marks
from bot.content.check.words import unfit
from bot.content.load import ADDRESS_NAMES, PLACEHOLDER, Content
from bot.core.phrases import Words

FILE = "scam.yaml"
_A_VERDICT = ("an toàn", "safe")


def check_scam(content: Content) -> Iterator[Fault]:
    for id_, sign in content.scam.signs.items():
        for reason in _unfit(sign.says):
            yield Fault(FILE, f"signs.{id_}.says", reason)
    for domain, owner in content.scam.official.items():
        for reason in unfit(owner.owner, label=True):
            yield Fault(FILE, f"official.{domain}.owner", reason)
        if owner.contact and owner.contact not in content.contacts:
            yield Fault(FILE, f"official.{domain}.contact", f"“{owner.contact}” is not in contacts.yaml")


def _unfit(text: Words) -> Iterator[str]:
    yield from unfit(text)
    for written in text.by_lang.values():
        yield from odd_marks(written)
        yield from (f"knows no {{{name}}}" for name in PLACEHOLDER.findall(written) if name not in ADDRESS_NAMES)
        yield from (f"says “{word}”: nothing is vouched for here" for word in _A_VERDICT if word in written.casefold())
