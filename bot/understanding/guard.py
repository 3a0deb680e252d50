"""Numbers and words that must not be kept: ID numbers, one-time codes, cards, accounts, passwords.

People are told not to send them, and send them all the same. What is found is masked before anything is stored or
logged. Each pattern looks at a text once and none can try a long stretch of it twice, so the time grows with the length
of the text, whatever stands in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.understanding.numbers import LONG, MASK, Number, numbers, plainly
from bot.understanding.passwords import passwords
from bot.understanding.secret_words import (
    AFTER_ACCOUNT,
    AFTER_CODE,
    AFTER_ID,
    AFTER_STK,
    ANY_NAME,
    BEFORE_BANK,
    BEFORE_CODE,
    BEFORE_LA,
    BEFORE_OTHER,
    BEFORE_PHONE,
    BEFORE_STK,
    NEAR_ACCOUNT,
    NEAR_CARD,
    NEAR_CODE,
    NEAR_ID,
    NEAR_LOOSE_CODE,
    POLITE,
    SAID_TO_BE_SECRET,
)

ID, OTP, CARD, ACCOUNT, PASSWORD = "id_number", "otp", "card_number", "account_number", "password"

_BUT = re.compile(r"(?<!\w)m[àÀ](?!\w)", re.IGNORECASE)  # without its mark it would be "mã", a code
_HINT = re.compile(r"\d|khau|mk|pass|pwd?|pin")
_PUBLIC = re.compile(r"1[89]00\d{4}|1022|1414|5656|8888")  # lines that everybody may call
_YEAR = re.compile(r"(?:19|20)\d\d")
_CARD_OF_VIETNAM = "9704"
_WORDS = re.compile(r"[^\W_]+|●+")

Found = tuple[int, int, str]
"""(start, end, kind)"""


@dataclass(frozen=True, slots=True)
class Guarded:
    """The text with a mask in place of each secret, and the kinds found."""

    text: str
    kinds: tuple[str, ...] = ()


def guard(text: str) -> Guarded:
    """Mask what must not be kept. What is masked already stays as it is."""
    text = unicodedata.normalize("NFC", text)
    plain = plainly(text)
    if not _HINT.search(plain):
        return Guarded(text)
    found = sorted((start, end, PASSWORD) for start, end in passwords(text, plain))
    found = sorted([*found, *_numbers(_without(text, found, lambda length: "●" * length))])
    return Guarded(_without(text, found, lambda _length: MASK), tuple(dict.fromkeys(kind for _, _, kind in found)))


def said_beside(text: str) -> str:
    """What a masked text says without the secrets and their names; "" when that is no more than polite words."""
    plain = ANY_NAME.sub(lambda name: "●" * len(name[0]), plainly(text))
    rest = "".join(" " if hidden == "●" else letter for letter, hidden in zip(text, plain, strict=True))
    return "" if POLITE.issuperset(_WORDS.findall(plainly(rest))) else " ".join(rest.split())


def _without(text: str, found: list[Found], by: Callable[[int], str]) -> str:
    parts, last = [], 0
    for start, end, _kind in found:
        if start >= last:
            parts += [text[last:start], by(end - start)]
        last = max(last, end)
    return "".join([*parts, text[last:]])


def _numbers(text: str) -> Iterator[Found]:
    plain = plainly(_BUT.sub("··", text))
    found = numbers(plain, lambda before: SAID_TO_BE_SECRET.search(before) is not None)
    alone = len(found) == 1 and _is_alone(plain, found[0])
    for number in found:
        if kind := _of_long(number) if len(number.digits) >= LONG else _of_short(number, alone=alone):
            yield number.start, number.end, kind


def _is_alone(plain: str, number: Number) -> bool:
    return POLITE.issuperset(_WORDS.findall(f"{plain[: number.start]} {plain[number.end :]}"))


# ---- nine digits and more ------------------------------------------------------------------------------------------


def _of_long(number: Number) -> str | None:
    """A whole number of twelve digits or more is never kept; a shorter one is judged by the words around it."""
    if named := _of_named(number):
        return named
    if max(number.sizes) >= 12 or (len(number.digits) >= 12 and _is_even(number) and not _is_glued(number)):
        return ID
    nine = number.sizes in {(9,), (3, 3, 3)} and not number.is_money
    return ID if nine and not _is_glued(number) and not BEFORE_PHONE.search(number.before) else None


def _of_named(number: Number) -> str | None:
    """What it is by what it is called, or by its check digit."""
    length, has_stk = len(number.digits), bool(BEFORE_STK.search(number.before) or AFTER_STK.match(number.after))
    if number.is_phone:  # many accounts are opened under the telephone number
        return ACCOUNT if has_stk else None
    if not has_stk and _is_card(number):
        return CARD
    if not has_stk and length <= 14 and (NEAR_ID.search(number.before) or AFTER_ID.match(number.after)):
        return ID
    at_a_bank = has_stk or BEFORE_BANK.search(number.before)
    is_vneid = length == 12 and number.digits.startswith("0") and not at_a_bank  # whose account is the ID number
    return ACCOUNT if length <= 19 and not is_vneid and _is_account(number) else None


def _is_card(number: Number) -> bool:
    length, digits = len(number.digits), number.digits
    if not 12 <= length <= 19 or not _is_even(number):
        return False
    looks = length > 12 and (luhn(digits) or digits.startswith(_CARD_OF_VIETNAM))
    return looks or number.sizes == (4, 4, 4, 4) or NEAR_CARD.search(number.before) is not None


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others, as on every bank card."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def _is_even(number: Number) -> bool:
    """Written as one number is, not as a list of small ones."""
    return min(number.sizes) >= 3 or len(set(number.sizes)) == 1 or number.digits.startswith("0")


# ---- shorter ones --------------------------------------------------------------------------------------------------


def _of_short(number: Number, *, alone: bool) -> str | None:
    if _PUBLIC.fullmatch(number.digits):
        return None
    if _is_code(number, alone=alone):
        return OTP
    return ACCOUNT if len(number.digits) >= 6 and not _is_glued(number) and _is_account(number) else None


def _is_code(number: Number, *, alone: bool) -> bool:
    """Beside its name it is one whatever it looks like; farther away it must not look like something else."""
    if (alone and number.sizes == (6,)) or (
        BEFORE_CODE.search(number.before) and not BEFORE_OTHER.search(number.before)
    ):
        return True
    if _is_glued(number) or number.is_money or BEFORE_OTHER.search(number.before) or _YEAR.fullmatch(number.digits):
        return False
    if NEAR_CODE.search(number.before) or AFTER_CODE.match(number.after):
        return True
    around = NEAR_LOOSE_CODE.search(number.before) or NEAR_CODE.search(number.after)
    return len(number.digits) == 6 and bool(alone or around or BEFORE_LA.search(number.before))


def _is_account(number: Number) -> bool:
    if BEFORE_STK.search(number.before):
        return True
    if number.is_money or BEFORE_PHONE.search(number.before) or BEFORE_OTHER.search(number.before):
        return False
    return bool(NEAR_ACCOUNT.search(number.before) or AFTER_ACCOUNT.match(number.after))


def _is_glued(number: Number) -> bool:
    """Part of something longer, like H1825."""
    return number.before[-1:].isalpha() or number.after[:1].isalpha()
