"""Passwords that are plainly said: after "mật khẩu … là", right beside the word, or before "… là mật khẩu"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SHORTEST = 4  # characters
NO_SYLLABLE = 7  # letters; the words of Vietnamese, written without marks, are shorter

_WORD = r"(?<![a-z])(?P<word>mat ?khau|mk|pass ?(?:wor[dk]|code)?|pwd?|(?:ma ?)?pin)(?![a-z])"
_SAID = re.compile(_WORD + r"(?:\s{1,3}\w{1,12}){0,5}?(?P<is>\s{1,3}(?:la|is)(?!\w)\s{0,2}[:=]?|\s{0,2}[:=])\s{0,3}")
_BESIDE = re.compile(_WORD + r"\s{1,3}")
_BEFORE = re.compile(r"\s{1,3}(?:la|is)\s{1,3}(?:my\s{1,3})?" + _WORD)
_TOKEN = re.compile(r"[!-+\--:<-~\uff01-\uff5e]{4,200}")
_OPENING, _CLOSING = "\"'“‘«([", "\"'”’»)].?…:"
_ENDS = re.compile(r"[^\w\s]{0,3}\s{0,3}(?:(?:nhe|nha|nhen|hen|a|do|day|roi|ok)\s{0,3})?(?:$|[\n,;.])")
_SIGNS = re.compile(r"[@#$%^&*!_+=~]|[a-z][A-Z]|[A-Za-z][^A-Za-z]{0,40}\d|\d[^\d]{0,40}[A-Za-z]")
_NO_SECRETS = frozenset({
    "vneid", "vssid", "etax", "otp", "sms", "cccd", "cmnd", "zalo", "facebook", "gmail", "iphone", "wifi", "incorrect",
    "correct", "forgotten", "expired", "invalid", "required", "missing", "blocked", "password", "passcode",
})  # fmt: skip

Span = tuple[int, int]


def passwords(text: str, plain: str) -> Iterator[Span]:
    """Where in the text they stand. ``plain``: the same text, letter for letter, small and without marks."""
    for found in _SAID.finditer(plain):
        span = _token(text, found.end())
        if span and (_has_signs(text, span, found["word"]) or _is_last(plain, span, found)):
            yield span
    for found in _BESIDE.finditer(plain):
        span = _token(text, found.end())
        if span and _has_signs(text, span, found["word"]) and _is_no_name(text, span, found["word"]):
            yield span
    for found in _BEFORE.finditer(plain):
        span = _token(text, 1 + max(plain.rfind(space, 0, found.start()) for space in " \n"))
        if span and _has_signs(text, span, found["word"]):
            yield span


def _token(text: str, start: int) -> Span | None:
    """The word there, if it could be a password: those are typed without marks."""
    while text[start : start + 1] and text[start] in _OPENING:
        start += 1
    found = _TOKEN.match(text, start)
    following = text[found.end() : found.end() + 1] if found else ""
    if not found or following.isalpha() or following == "●":
        return None
    word = found[0].rstrip(_CLOSING)
    known = word.casefold() in _NO_SECRETS or word.casefold().startswith("http")
    return None if len(word) < SHORTEST or known else (start, start + len(word))


def _has_signs(text: str, span: Span, word: str) -> bool:
    """Digits, or letters mixed with what no word has. "Pin" is the battery too: only a number is its code."""
    said = unicodedata.normalize("NFKC", text[slice(*span)])
    return said.isdecimal() or ("pin" not in word and _SIGNS.search(said) is not None)


def _is_last(plain: str, span: Span, found: re.Match[str]) -> bool:
    """A single long word that ends the sentence. "mk" is "mình" too: there the colon must be written."""
    said, is_colon = plain[slice(*span)], found["is"].strip()[-1:] in ":="
    told = "pin" not in found["word"] and (found["word"] != "mk" or is_colon)
    return told and said.isalpha() and len(said) >= NO_SYLLABLE and _ENDS.match(plain, span[1]) is not None


def _is_no_name(text: str, span: Span, word: str) -> bool:
    """Beside the word without "là": what is too short for a password is a name or a count."""
    length = span[1] - span[0]
    return length == 6 if word == "pin" else length >= 6 or text[slice(*span)].isdecimal()
