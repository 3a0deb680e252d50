"""The words of session notes: each names one service, and only outcomes that may be recorded for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.content.check.fault import Fault
from bot.content.load import SESSION_WORDS, Content


def check_session_words(content: Content) -> Iterator[Fault]:
    named: dict[str, list[str]] = defaultdict(list)
    for code, words in content.session_words.services.items():
        for phrase in dict.fromkeys((*words.words, *words.weak)):
            named[phrase.casefold()].append(code)
        service = content.services.get(code)
        if service is None:
            yield Fault(SESSION_WORDS, f"services.{code}", "is not a code of services.yaml")
            continue
        for outcome in sorted(set(words.outcomes) - service.outcomes.keys()):
            yield Fault(
                SESSION_WORDS, f"services.{code}", f"“{outcome}” is no outcome of this service in services.yaml"
            )
    for phrase, codes in named.items():
        if len(codes) > 1:
            yield Fault(
                SESSION_WORDS, f"services.{codes[1]}.words", f"“{phrase}” names {codes[0]} too: leave it with one"
            )
