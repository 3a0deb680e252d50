"""What Telegram calls the files that were sent of late: the file of an announcement is uploaded once, not for each."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Any

from bot.core.messages import Document

MOST = 16


class Uploads:
    """By what is in them; the file itself is not kept."""

    def __init__(self) -> None:
        self._ids: OrderedDict[bytes, str] = OrderedDict()

    def of(self, way: str, document: Document) -> str:
        """Its id, or "". ``way``: as a "photo", "voice" or "document"."""
        return self._ids.get(_key(way, document), "")

    def keep(self, way: str, document: Document, sent: Any) -> None:
        """``sent``: the message with it, as Telegram answers."""
        media = sent.get(way)
        largest = media[-1] if isinstance(media, list) and media else media
        if isinstance(largest, dict) and (file_id := largest.get("file_id")):
            self._ids[_key(way, document)] = file_id
            while len(self._ids) > MOST:
                self._ids.popitem(last=False)

    def forget(self, way: str, document: Document) -> None:
        self._ids.pop(_key(way, document), None)


def _key(way: str, document: Document) -> bytes:
    return hashlib.sha256("\0".join((way, document.name, document.mime, document.body)).encode()).digest()
