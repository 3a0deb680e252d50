"""Writing a talk down as a transcript, the form in which the tests play it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from bot.core.events import Event
from bot.core.messages import Inbound, Kind, Spoken


class Recorder:
    def __init__(self) -> None:
        self._talk: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []

    def heard(self, inbound: Inbound) -> None:
        match inbound.kind:
            case Kind.SAY:
                self._talk.append({"user": inbound.text})
            case Kind.PRESS:
                self._talk.append({"press": inbound.text or inbound.action})
            case Kind.START:
                self._talk.append({"start": inbound.text})
            case Kind.LOCATION:
                self._talk.append({"location": list(inbound.location or ())})
            case other:
                self._talk.append({"send": other.value})

    def answered(self, said: Sequence[Spoken], events: Sequence[Event]) -> None:
        for message in said:
            labels = [choice.label for choice in message.choices]
            file = {"document": message.document.name} if message.document else {}
            self._talk.append({"bot": message.text} | file | ({"buttons": labels} if labels else {}))
        self._events += [{event.type: event.data()} for event in events]

    def transcript(self) -> str:
        body = {"about": "…", "talk": self._talk, "events": self._events}
        return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=120)
