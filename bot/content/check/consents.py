"""What people agree to, and what they are told about their data."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.fault import Fault
from bot.content.check.words import too_much
from bot.content.consents import Consents
from bot.content.load import ADDRESS_NAMES, PLACEHOLDER
from bot.core.phrases import Words
from bot.core.talk import SPOKEN

LONGEST_NOTICE = 120  # words


def check_consents(consents: Consents) -> Iterator[Fault]:
    """Everybody can read what they agree to, and knows who answers for their data."""
    texts = {f"{id_}.{part}": text for id_, purpose in consents.purposes.items()
             for part, text in (("title", purpose.title), ("text", purpose.text))}  # fmt: skip
    for field, text in {"notice": consents.notice, **texts}.items():
        for reason in _unfit(text, field):
            yield Fault("consents.yaml", field, reason)
    if not consents.controller:
        reason = "names nobody: write who answers for the data, as agreed in writing; until then it is “the operator”"
        yield Fault("consents.yaml", "controller", reason, serious=False)


def _unfit(text: Words, field: str) -> Iterator[str]:
    yield from (f"the text in “{lang}” is missing" for lang in SPOKEN if lang not in text.by_lang)
    for written in text.by_lang.values():
        known = ADDRESS_NAMES | ({"controller"} if field == "notice" else frozenset())
        yield from (f"knows no {{{name}}}" for name in PLACEHOLDER.findall(written) if name not in known)
        if field != "notice":
            yield from too_much(written, label=field.endswith("title"))
        elif len(written.split()) > LONGEST_NOTICE:
            yield f"{len(written.split())} words: a notice takes at most {LONGEST_NOTICE}"
