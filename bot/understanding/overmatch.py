"""Does one guide take the sentences of another? Each way people ask is tried against all the other guides."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check import Fault
from bot.content.load import Content
from bot.understanding.meaning import Understanding


def check_overmatch(content: Content) -> Iterator[Fault]:
    """A way of asking must lead to its own guide, and not be one of the words that always work."""
    understanding = Understanding(content)
    for guide in content.published:
        for lang, asks in guide.asks.items():
            for ask in asks:
                meaning = understanding.meaning(ask)
                if meaning.kind not in {"guide", "guesses"}:
                    reason = f"“{ask}” is understood as “{meaning.kind}”: word it more fully, or take it out"
                elif meaning.guide != guide.id or meaning.kind == "guesses":
                    others = " or ".join(s.target for s in meaning.candidates if s.target != guide.id)
                    reason = f"“{ask}” could as well mean {others}: word it more fully, or take it out of one of them"
                else:
                    continue
                yield Fault(f"guides/{guide.id}.yaml", f"asks.{lang}", reason)
