"""The door to the inbox: whatever comes in at the same moment is stored in one transaction, then acknowledged.

What must not be kept is masked here, before it is stored anywhere.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.core.channel import Taken, Unreadable
from bot.core.clock import Clock
from bot.core.errors import OperatorError
from bot.core.messages import Inbound
from bot.storage import inbox
from bot.storage.database import Database
from bot.understanding.guard import guard

ACTION = re.compile(r"[a-z_.]*(?::[\w.-]*)?", re.ASCII)
"""The form of an action that we put on a button ourselves."""

Group = list[tuple[Sequence[Taken], asyncio.Future[None]]]


class Intake:
    """``on_stored`` is called after each commit."""

    def __init__(self, database: Database, clock: Clock, on_stored: Callable[[], None]) -> None:
        self._database, self._clock, self._on_stored = database, clock, on_stored
        self._waiting: Group = []
        self._writer: asyncio.Task[None] | None = None

    async def take(self, taken: Sequence[Taken]) -> None:
        """When this returns it is on disk. Raises ``OperatorError`` when it cannot be stored now."""
        stored = asyncio.get_running_loop().create_future()
        without = [guarded(item) if isinstance(item, Inbound) else _guarded_aside(item) for item in taken]
        self._waiting.append((without, stored))
        if not self._writer or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        await stored

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            if not await self._write(group):
                for one in group:  # one that cannot be stored must not take the others with it
                    await self._write([one], alone=True)
            self._on_stored()

    async def _write(self, group: Group, *, alone: bool = False) -> bool:
        try:
            async with self._database.append() as connection:
                await inbox.put(connection, [item for taken, _ in group for item in taken], self._clock())
        except Exception as error:
            if alone or len(group) == 1 or isinstance(error, OperatorError):  # no use in trying each by itself
                _settle(group, error)
                return True
            return False
        _settle(group, None)
        return True


def _settle(group: Group, error: Exception | None) -> None:
    for _taken, stored in group:
        if stored.done():  # whoever waited has gone away
            continue
        stored.set_exception(error) if error else stored.set_result(None)


def guarded(inbound: Inbound) -> Inbound:
    """Without the secrets that stand in its words, or where a page put words in place of a button's action. The name of
    a file is no word of theirs: it is masked, and nothing is said about it."""
    if inbound.file_name:
        inbound = replace(inbound, file_name=guard(inbound.file_name).text)
    text, action = guard(inbound.text), guard("" if ACTION.fullmatch(inbound.action) else inbound.action)
    kinds = tuple(dict.fromkeys(text.kinds + action.kinds))
    if not kinds:
        return inbound
    return replace(inbound, text=text.text, action=action.text or inbound.action, masked=kinds)


def _guarded_aside(item: Unreadable) -> Unreadable:
    return replace(item, raw=_guarded_raw(item.raw), reason=guard(item.reason).text)


def _guarded_raw(raw: str) -> str:
    """Word by word where it is JSON, so that it can still be read as such."""
    try:
        return json.dumps(_guarded_value(json.loads(raw)))
    except (ValueError, RecursionError):
        return guard(raw).text


def _guarded_value(value: Any, name: str = "") -> Any:
    """Ids stay: by them it is found again when the person is erased."""
    if isinstance(value, dict):
        return {key: _guarded_value(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_guarded_value(inner, name) for inner in value]
    return guard(value).text if isinstance(value, str) and not name.endswith("id") else value
