"""What people call the numbers that must not be kept, and what may look like one and is none.

In small letters without marks, as ``plainly`` makes them. These words are code and no content: whoever edits a guide
must not be able to open the door by a slip.
"""

from __future__ import annotations

import re

_ID = (
    r"c ?c ?c ?d|c ?m ?n ?d|cmtn?d?|chung minh(?: nhan dan| thu)?|can cuo[ct](?: cong dan)?|cang cuoc|dinh danh|"
    r"giay to|id card|id number|identity"
)
_CODE = r"o\.?t\.?p|code|ma (?:so|xac nhan|xac thuc|kich hoat|bao mat|dang nhap|pin|otp|vneid)"
_LOOSE_CODE = rf"{_CODE}|ma|xac nhan|xac thuc"
_STK = r"stk|so (?:tai khoan|tk|acc(?:ount)?)|account (?:number|no)"
_BANKS = (
    r"vietcombank|vcb|agribank|agri|bidv|vietinbank|vietin|mb ?bank|mb|techcombank|tcb|sacombank|acb|vp ?bank|tp ?bank|"
    r"lp ?bank|lien ?viet|hd ?bank|shb|vib|msb|scb|ocb|eximbank|sea ?bank|momo|zalopay|viettel ?(?:pay|money)|ngan hang"
)
_ACCOUNT = rf"{_STK}|{_BANKS}|tai khoan|tk|account|acc|chuyen khoan|ck"
_CARD = r"so the|the (?:atm|ngan hang|tin dung|visa|ghi no|master ?card)|visa|master ?card|napas|atm|card"
_PHONE = r"sdt|so dt|dt|dien thoai|phone|tel|so may|hotline|tong dai|goi|call|zalo|lien he|lh|fax"
_OTHER = (
    r"ho so|ma (?:xa|phuong|tinh|vung|vach|hang|lop|hs)|thue|mst|buu chinh|dia chi so|khach hang|don hang|van don|"
    r"hop dong|so nha|duong|quoc lo|tinh lo|ql|loi|error|phien ban|version|android|ios|thong tu|nghi dinh|quyet dinh|"
    r"cong van|nghi quyet|bien so|cong to|nam|nam sinh|sinh nam"
)
_BETWEEN = (
    r"la|so|cua|toi|tui|em|chau|minh|con|me|bac|ba|ong|no|thi|day|nay|do|ve|gui|nhan|duoc|moi|vua|xac|thuc|kich|hoat|"
    r"dang|nhap|vneid|cho|my|is|the|number|cu|khac|cap"
)
_PAST = rf"(?:[^\w●]{{0,4}}(?:{_BETWEEN})(?!\w)){{0,5}}[^\w●]{{0,4}}"
"""Words that do not part a name from its number."""


def _near(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z]){_PAST}$")


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_PAST}(?:{words})(?![a-z])")


NEAR_ID, NEAR_CODE, NEAR_LOOSE_CODE = _near(_ID), _near(_CODE), _near(_LOOSE_CODE)
NEAR_ACCOUNT, NEAR_CARD = _near(_ACCOUNT), _near(_CARD)
BEFORE_CODE, BEFORE_STK, BEFORE_BANK = _before(_LOOSE_CODE), _before(_STK), _before(_BANKS)
BEFORE_PHONE, BEFORE_OTHER = _before(_PHONE), _before(_OTHER)
BEFORE_LA = re.compile(r"(?<![a-z])la[^\w●]{0,3}$")
AFTER_ID, AFTER_STK, AFTER_ACCOUNT = _after(_ID), _after(_STK), _after(_ACCOUNT)
AFTER_CODE = re.compile(rf"[^\w●]{{0,4}}(?:o\.?t\.?p|code|(?:la|is)(?!\w){_PAST}(?:{_LOOSE_CODE}))(?![a-z])")
SAID_TO_BE_SECRET = _before(rf"{_ID}|{_STK}|{_BANKS}|{_CARD}|{_CODE}")

ANY_NAME = _near(rf"{_ID}|{_LOOSE_CODE}|{_ACCOUNT}|{_CARD}|mat ?khau|mk|pass ?(?:word|code)?|pin|sinh|vneid")
POLITE = frozenset({
    "da", "vang", "a", "ah", "ne", "nhe", "nha", "nhen", "hen", "ok", "oi", "chau", "em", "anh", "chi", "co", "chu",
    "bac", "ba", "ong", "con", "toi", "tui", "minh", "bo", "me", "cha", "vo", "chong", "cua", "day", "do", "la", "thi",
    "roi", "nay", "so", "xin", "gui", "ve", "may", "cho", "ban", "bot", "nhan", "duoc", "dung", "khong", "ko", "k",
    "phai", "my", "is", "the", "this", "here", "it",
})  # fmt: skip
"""Words that say nothing more when a secret has been sent."""
