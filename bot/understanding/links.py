"""The links in a text, however they are written: without http, with spaces around the dots, in brackets, as "hxxp".

Every pattern looks at a letter once or a fixed number of times, so the time grows with the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote

from bot.core.clean import clean

_LABEL = r"[\w-]++"
_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|chấm|cham)\s?[\])}]\s?", re.IGNORECASE)
_SCHEME = re.compile(r"(?<!\w)(?:h(?:tt|xx)ps?|ftp) {0,2}: {0,2}[/\\]{2,3} {0,2}", re.IGNORECASE)
_GAP = r" {1,3}"
_SPREAD = re.compile(
    rf"(?<![\w.-]){_LABEL}{_GAP}\.{_GAP}{_LABEL}(?:{_GAP}\.{_GAP}{_LABEL}|{_GAP}-{_GAP}{_LABEL}(?={_GAP}\.))*+"
)
_HALF_SPREAD = re.compile(r"(?<=\w)(?:\. | \.)(?=(?:gov|com|net|org|vn)(?!\w))")
_URL = re.compile(r"https?://([^\s/?#\\<>\"“”]++)([^\s<>\"“”]*+)", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w.@-])(?:([\w.-]++)@)?({_LABEL}(?:\.{_LABEL})++)(:\d{{1,5}}(?!\d))?([/?#][^\s<>\"“”]*+)?")
_HOST = re.compile(r"[\w.-]+")
_NUMBERS = re.compile(r"(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """``host``: in small letters. ``before_at``: what stands before an "@" in it. ``path``: all that follows."""

    host: str
    path: str = ""
    before_at: str = ""

    @property
    def is_address(self) -> bool:
        """A number where a name should be, in any of the ways a browser takes."""
        return self.host.startswith("[") or _NUMBERS.fullmatch(self.host) is not None


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of a text, and its words without them; of a link only the host stays, on a line of its own."""

    links: tuple[Link, ...]
    words: str


Known = Callable[[list[str], bool], int]
"""How many of these labels, from the first, are a host known without http (``path``: something follows); 0: none."""


def find_links(text: str, known: Known) -> Linked:
    links: list[Link] = []

    def written_out(found: re.Match[str]) -> str:
        return _noted(links, _of_url(found[1], found[2]), found[0])

    def bare(found: re.Match[str]) -> str:
        return _noted(links, _of_bare(found, known), found[0])

    rest = _BARE.sub(bare, _URL.sub(written_out, straight(text)))
    links += [inner for link in links for inner in _led_on_to(link)]
    return Linked(tuple(links), "\n".join([rest, *(link.host for link in links)]))


def straight(text: str) -> str:
    """As it would be typed into a browser: links put together again, full-width and circled letters as plain ones."""
    text = _DOT.sub(".", unicodedata.normalize("NFKC", clean(text)).replace("。", "."))
    text = _SCHEME.sub("http://", text)
    return _HALF_SPREAD.sub(".", _SPREAD.sub(lambda found: found[0].replace(" ", ""), text))


def _noted(links: list[Link], link: Link | None, written: str) -> str:
    if not link:
        return written
    links.append(link)
    return " "


def _of_url(authority: str, path: str) -> Link | None:
    before_at, _, where = unquote(authority, errors="ignore").casefold().rpartition("@")
    if where.startswith("["):
        return Link(where.partition("]")[0] + "]", path, before_at)
    host = _HOST.match(where.strip("."))
    return Link(host[0].strip(".-_"), path, before_at) if host and host[0].strip(".-_") else None


def _led_on_to(link: Link) -> list[Link]:
    """Another link in its path: a well-known page may lead on to any."""
    inner = (_of_url(found[1], found[2]) for found in _URL.finditer(unquote(link.path, errors="ignore")))
    return [found for found in inner if found]


def _of_bare(found: re.Match[str], known: Known) -> Link | None:
    before_at, host, port, path = found.groups(default="")
    if _is_ip(host) and (port or path):
        return Link(host, path)
    labels = host.split(".")
    if before_at and not known(before_at.strip(".").split("."), False):  # an e-mail address
        return None
    count = known(labels, bool(path))
    return Link(".".join(labels[:count]).casefold(), path if count == len(labels) else "", before_at) if count else None


def _is_ip(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
