"""A picture or file that goes with an announcement: what it is, is seen from what is in it; its name only names it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from bot.core.campaigns import LARGEST_FILE
from bot.core.errors import Answerable
from bot.core.files import LONGEST_NAME, clean_name, holds_harm
from bot.core.messages import JPEG, Document, encoded
from bot.core.phrases import Phrase
from bot.core.phrases import text as _

Shrink = Callable[[bytes], bytes]
"""A picture made small, as JPEG. Raises ValueError for what is no picture."""

LARGEST_PICTURE = 12_000_000
"""Bytes, before it is made small: as a telephone takes it."""
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
ENDINGS: Mapping[str, str] = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", JPEG: ".jpg"}
NO_NAME = "thong-bao"
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")

UNKNOWN: Phrase = _("This is no picture, PDF, Word or Excel file. Please choose another.")
TOO_LARGE: Phrase = _("This file is larger than 2 MB. Please choose a smaller one.")


def as_announced(name: str, content: bytes, shrink: Shrink) -> Document:
    """Raises ``Answerable`` in words for what does not go along."""
    if content.startswith(_PICTURES):
        content, mime = _small(content, shrink), JPEG
    else:
        mime = _kind(name, content)
    if not mime:
        raise Answerable(UNKNOWN)
    if len(content) > LARGEST_FILE:
        raise Answerable(TOO_LARGE)
    return encoded(_named(name, ENDINGS[mime]), mime, content)


def _small(content: bytes, shrink: Shrink) -> bytes:
    try:
        return shrink(content)
    except ValueError:
        raise Answerable(UNKNOWN) from None


def _kind(name: str, content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK") and not holds_harm(name, content):
        return _of_office(content)
    return ""


def _of_office(content: bytes) -> str:
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return next((mime for part, mime in _PARTS.items() if part in names), "")


def _named(name: str, ending: str) -> str:
    stem = PurePosixPath(clean_name(name)).stem.strip(" .")[: LONGEST_NAME - len(ending)]
    return (stem or NO_NAME) + ending
