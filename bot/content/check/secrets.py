"""The bot never asks for what a swindler would ask for."""

from __future__ import annotations

import re

from bot.content.check.fault import Found
from bot.content.check.texts import sentences, texts
from bot.content.model import Guide

_SECRET = {
    "vi": r"otp|mật khẩu|passcode|mã (?:pin|xác thực|xác nhận)|số (?:thẻ|căn cước|định danh|cccd|cmnd|tài khoản)",
    "en": r"otp|password|passcode|pin|(?:id|card|account) number|verification code",
}
_GIVE = {
    "vi": r"gửi|nhắn|đọc|cho|gõ|nhập|đưa|viết|báo|chụp",
    "en": r"send|tell|give|type|write|enter|read",
}
_HERE = {
    "vi": r"(?:vào|ở|tại|qua|lên) đây|cho \{me\}|cho (?:cháu|em|bot|trợ lý)|trong khung chat",
    "en": r"here|(?:to|tell|give|send) (?:me|us)|to \{me\}|in this chat|into the chat",
}
_NOT = {"vi": r"đừng|không|chớ|chẳng|cấm", "en": r"not|never|don['’]t|nobody|no one"}


def secrets(guide: Guide) -> Found:
    for field, text in texts(guide):
        for lang, written in text.by_lang.items():
            if lang in _SECRET and any(asks_for_secret(sentence, lang) for sentence in sentences(written)):
                yield f"{field}.{lang}", "asks for a code, a password or the number of a paper here: never do", True


def asks_for_secret(sentence: str, lang: str) -> bool:
    """In one sentence: a secret, to be given, here, and no “do not”."""
    return all(_holds(signs[lang], sentence) for signs in (_SECRET, _GIVE, _HERE)) and not _holds(_NOT[lang], sentence)


def _holds(pattern: str, sentence: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", sentence, re.IGNORECASE) is not None
