"""Everything the page knows by heart: services with their results, and every guide. Small, for it is loaded once over a
weak network and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.content.load import Content
from bot.content.model import Guide, Step
from bot.core.phrases import Phrase, Say
from bot.core.sessions import NOT_DONE


@dataclass(frozen=True, slots=True)
class Book:
    body: bytes
    etag: str


@dataclass
class Books:
    """One for each language, made anew when the content is another."""

    content: Callable[[], Content]
    say: Say
    _of: Content | None = None
    _made: dict[str, Book] = field(default_factory=dict)

    def book(self, lang: str) -> Book:
        content = self.content()
        if content is not self._of:
            self._of, self._made = content, {}
        if lang not in self._made:
            body = orjson.dumps(_contents(content, lambda phrase: self.say(phrase, lang)))
            self._made[lang] = Book(body, f'"{hashlib.sha256(body).hexdigest()[:16]}"')
        return self._made[lang]


Speak = Callable[[Phrase], str]


def _contents(content: Content, speak: Speak) -> dict[str, Any]:
    services = {
        code: [speak(service.title), {name: speak(title) for name, title in service.outcomes.items()}]
        for code, service in content.services.items()
    }
    groups = [[speak(group.title), group.services] for group in content.menu.values()]
    return {"services": services, "groups": groups, "not_done": NOT_DONE,
            "guides": [_guide(content, guide, speak) for guide in content.published]}  # fmt: skip


def _guide(content: Content, guide: Guide, speak: Speak) -> dict[str, Any]:
    said = {name: getattr(guide, name) for name in ("fee", "papers", "where", "takes", "who", "in_person")}
    return _without_empty({
        "id": guide.id, "service": guide.service, "title": speak(guide.title),
        "intro": [speak(notice.text) for notice in guide.intro if content.holds(notice.when)],
        "steps": [_step(content, step, speak) for step in guide.steps],
        "ending": speak(guide.ending), "warn": speak(guide.warning or ""),
        "answers": {name: speak(words) for name, words in said.items() if words},
        "sources": [source.name for source in guide.sources[:2]], "checked": guide.checked_on.strftime("%d/%m/%Y"),
    })  # fmt: skip


def _step(content: Content, step: Step, speak: Speak) -> dict[str, Any]:
    contacts = [content.contacts[id_] for id_ in step.contacts if id_ in content.contacts]
    return _without_empty({
        "id": step.id, "do": speak(step.do), "warn": speak(step.warn or ""), "go": step.go,
        "contacts": [[speak(one.name), one.value] for one in contacts if one.usable],
        "options": [[speak(option.label), option.go] for option in step.options],
        "troubles": [[speak(t.sign), speak(t.fix), *([t.then] if t.then else [])] for t in step.troubles],
    })  # fmt: skip


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if inner}
