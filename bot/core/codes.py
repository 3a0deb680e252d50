"""Codes that people read to each other: six letters and digits, none of which looks like another."""

from __future__ import annotations

import re
from collections.abc import Callable

LETTERS, DIGITS = "ACDEFHJKMNPQRTVWXY", "23456789"
LENGTH = 6

_MEANT = str.maketrans("BSZGU", "8526V")
"""What is not in a code, and what was read if somebody writes it."""
_NAMED = re.compile(
    r"(?:m[aã]|code)(?: (?:m[oờ]i|n[oố]i|s[oố]))?[ :.]{1,3}(\w(?:[ .-]?\w){5})[ .!]{0,3}", re.IGNORECASE
)
_ALONE = re.compile(r"(\w{6})[.!]?")
_WHOLE = re.compile(rf"(?=.*[{LETTERS}])(?=.*[{DIGITS}])(?!.*\d{{4}})[{LETTERS}{DIGITS}]{{{LENGTH}}}")
"""Never four digits in a row: those could be a secret, and would be masked before they are read."""


def new_code(choose: Callable[[str], str]) -> str:
    """``choose``: one letter out of many, such that nobody can guess which."""
    code = ""
    while not _WHOLE.fullmatch(code):
        code = "".join(choose(LETTERS + DIGITS) for _ in range(LENGTH))
    return code


def read_code(text: str) -> str:
    """The code, if the text is one; else "". Alone it must be one to the letter: "bhyt24" is something else."""
    if named := _NAMED.fullmatch(text.strip()):
        return as_code(named[1])
    alone = _ALONE.fullmatch(text.strip())
    code = alone[1].upper() if alone else ""
    return code if _WHOLE.fullmatch(code) else ""


def as_code(written: str) -> str:
    """As it was made, if it can be one; else ""."""
    code = re.sub(r"[ .-]", "", written).upper().translate(_MEANT)
    return code if _WHOLE.fullmatch(code) else ""
