"""Files that people send each other through the bot: what they are called, what a sound is, and what nobody is handed.

Nothing is opened or unpacked. What a file is, is seen from its first bytes; a name and a MIME type only make it worse.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

from bot.core.clean import clean
from bot.core.errors import DeliveryError
from bot.core.messages import Document, Kind, Original, encoded

BINARY = "application/octet-stream"
"""What every file is handed over as: a browser saves it, and shows nothing of it."""

LARGEST_VOICE = 2_000_000  # bytes that a page may send; two minutes are 500 KB
LONGEST_NAME, LONGEST_ENDING = 60, 12
NO_NAME, VOICE_NAME = "tep", "ghi-am"

OGG, WEBM, MP4, MP3, WAV, AAC = "audio/ogg", "audio/webm", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac"
RECORDED = frozenset({OGG, WEBM, MP4})
"""What browsers record."""
ENDINGS = {OGG: "ogg", WEBM: "webm", MP4: "m4a", MP3: "mp3", WAV: "wav", AAC: "aac"}

INSTALLS = frozenset({"apk", "apks", "apkm", "xapk", "aab", "ipa", "exe", "msi", "dmg", "deb", "rpm", "appx", "msix"})
"""Endings of what installs something. Nowhere in a name: it would only have to be cut at the end."""

RUNS = frozenset({
    "bat", "cmd", "com", "scr", "pif", "cpl", "dll", "lnk", "url", "reg", "inf", "ps1", "psm1", "vbs", "vbe", "js",
    "jse", "mjs", "wsf", "wsh", "hta", "sh", "bash", "py", "jar", "jnlp", "class", "dex", "so", "bin", "run", "app",
    "command", "desktop", "docm", "xlsm", "pptm", "dotm", "xltm",
    "htm", "html", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "swf", "chm",
    "zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "zst", "tar", "cab", "arj", "lzh", "iso", "img", "vhd",
})  # fmt: skip
"""Endings of what runs, packs other files, or is a page that can ask for passwords."""

_HARMFUL_MIME = re.compile(
    r"""(?x) .*android\.package-archive | text/html | application/xhtml\+xml | image/svg.* | (text|application)/xml |
    .*(zip|rar|7z|tar|x-xz|compressed|x-msdownload|x-msdos|x-ms-?install|x-msi|dosexec|executable|x-sh|x-bat
    |x-apple-diskimage|iso9660|java-archive|javascript|ecmascript|x-shockwave).*"""
)
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"dex\n", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF",
    b"\x28\xb5\x2f\xfd", b"xar!",
)  # fmt: skip
_PAGE = re.compile(rb"(?is)\s*(<!doctype\s+html|<html|<svg|<script|<head|<body|<\?xml.{0,2000}?<(svg|html))")
_SEEN = re.compile(rb"V_(VP8|VP9|AV1|MPEG|THEORA|MS)")
_PACKED, _OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
_IN_OFFICE, _IN_OPEN_DOCUMENT = "[Content_Types].xml", "mimetype"
_IN_APPS = re.compile(r"(?i)AndroidManifest\.xml|META-INF/MANIFEST\.MF|.*\.(dex|apk|exe|class|js|so)|.*vbaProject\.bin")
_OLD_OFFICE_ENDINGS = frozenset({"doc", "xls", "ppt"})


class Harmful(DeliveryError):
    """What nobody is handed: it could install or run something, or show a page that asks for passwords."""

    def __init__(self) -> None:
        super().__init__("a file that is not passed on", permanent=True)


# ---- names ----


def clean_name(name: str) -> str:
    """Without folders, without what controls or turns the letters around, at most ``LONGEST_NAME`` long."""
    bare = re.split(r"[/\\]", clean(name).replace("\n", " "))[-1]
    bare = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "", bare)).strip(" .")
    ending = PurePosixPath(bare).suffix
    if len(ending) > LONGEST_ENDING:
        ending = ""
    stem = bare.removesuffix(ending)[: LONGEST_NAME - len(ending)].strip(" .")
    return stem + ending


def is_harmful(name: str, mime: str) -> bool:
    """By what it calls itself."""
    parts = [part.strip() for part in unicodedata.normalize("NFKC", name).lower().split(".")[1:]]
    return bool(INSTALLS & set(parts) or RUNS & set(parts[-1:]) or _HARMFUL_MIME.fullmatch(mime.lower().strip()))


# ---- contents ----


def holds_harm(name: str, content: bytes) -> bool:
    """By what is in it. Of what is packed only the list of names is read."""
    ending = PurePosixPath(name.lower()).suffix.removeprefix(".")
    if content.startswith(_OLD_OFFICE):
        return ending not in _OLD_OFFICE_ENDINGS
    if content.startswith(_PACKED):
        return not _is_office(content)
    script = content.startswith(b"#!") and not content.startswith(b"#!AMR")
    return script or content.startswith(_PROGRAMS) or bool(_PAGE.match(content[:4096].removeprefix(b"\xef\xbb\xbf")))


def _is_office(content: bytes) -> bool:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    inside = _IN_OFFICE in names or names[:1] == [_IN_OPEN_DOCUMENT]
    return inside and not any(_IN_APPS.fullmatch(one) for one in names)


def sound_of(content: bytes) -> str:
    """The MIME type of a sound; empty for anything else, and for what has a picture to it."""
    head = content[:4096]
    if head.startswith(b"OggS"):
        return OGG if re.search(rb"OpusHead|\x01vorbis|Speex   |\x7fFLAC", head) and b"theora" not in head else ""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] and re.search(rb"A_OPUS|A_VORBIS", head) and not _SEEN.search(head) else ""
    if head[4:8] == b"ftyp":
        return MP4 if b"soun" in content and not re.search(rb"(?s)hdlr.{8}vide", content) else ""
    if head.startswith(b"RIFF"):
        return WAV if head[8:12] == b"WAVE" else ""
    if head.startswith(b"ID3") or re.match(rb"\xff[\xfb\xfa\xf3\xf2]", head):
        return MP3
    return AAC if re.match(rb"\xff[\xf1\xf9]", head) else ""


def recorded(content: bytes) -> bytes:
    """A voice note of a browser, as it came. Raises ValueError for anything else."""
    if sound_of(content) not in RECORDED:
        raise ValueError("no voice note")
    return content


def handed_over(sent: Original, content: bytes) -> Document:
    """What the other side gets of a voice note or a file. Raises ``Harmful``."""
    sound = sound_of(content) if sent.kind == Kind.VOICE else ""
    if sound:
        return encoded(f"{VOICE_NAME}.{ENDINGS[sound]}", sound, content)
    name = clean_name(sent.name) or NO_NAME
    if is_harmful(name, "") or holds_harm(name, content):
        raise Harmful
    return encoded(name, BINARY, content)
