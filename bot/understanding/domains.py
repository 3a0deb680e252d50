"""Whose page a link leads to, by the public suffix list that comes with its package; and whether it imitates one.

``gov.vn`` is a public suffix: ``dichvucong.gov.vn`` is registered below it, ``dichvucong.gov.vn.xyz.com`` is xyz.com.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from publicsuffixlist import PublicSuffixList
from rapidfuzz.distance import Levenshtein

from bot.content.scam import Links, Owner
from bot.understanding.fold import unmarked
from bot.understanding.links import Link

STATE = "gov.vn"
LONG_NAME = 10  # letters: two slips in it still leave it recognizable

_ANCHORS = frozenset({"www", "gov", "com", "net", "org", "edu", "vn"})
_APART = re.compile(r"[._-]+")
_STATE_ENDING = re.compile(r"(?:^|[._-])gov(?:[._-]?vn)?(?=$|[._-])")
_LONGEST_LABEL = 63

_LOOKS_LIKE = str.maketrans(
    "абвсԁеёһіїјкӏмноπρрѕтυսхуѵԝζαεηικνοτχγωոօցհıɩɑɡʋłøđ" + "03457",
    "abbcdeehiijklmhonppstuuxyvwzaenikvotxywnoghiiagvlod" + "oeast",
)
"""Letters of other alphabets, and digits, that look like one of ours."""
_ONE_IS = ("i", "l")
_ALIKE = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _suffixes_of_registries() -> PublicSuffixList:
    """Without those of sites that give everybody a page: pages.dev, blogspot.com ..."""
    return PublicSuffixList(only_icann=True)


class Domains:
    def __init__(self, official: Mapping[str, Owner], links: Links) -> None:
        self._official = official
        self._names = [(name, domain) for domain, owner in official.items() for name in owner.names]
        self._endings = frozenset((*links.endings, *(ending for ending in links.odd_endings if len(ending) > 2)))
        self._listed = frozenset(page.partition("/")[0] for page in links.listed) | official.keys()
        self._suffixes, self._of_registries = _suffixes(), _suffixes_of_registries()

    # ---- finding ----

    def known_host(self, labels: list[str], has_path: bool) -> int:
        """How many of the labels are a host known without http, the most that can be; 0: none."""
        small = [label.casefold() for label in labels]
        anchor = next((at for at, label in enumerate(small) if label in _ANCHORS), len(small))
        for count in range(len(labels), 1, -1):
            if small[count - 1] in self._endings or self._is_listed(small[max(0, count - 3) : count]):
                return count
            stands_out = (has_path and count == len(labels)) or (count > 2 and anchor < count - 1)
            if stands_out and self._is_ending(labels[count - 1]):
                return count
        return len(labels) if small[0] == "www" and len(labels) > 2 else 0

    def _is_listed(self, labels: list[str]) -> bool:
        return any(".".join(labels[at:]) in self._listed for at in range(len(labels) - 1))

    def _is_ending(self, label: str) -> bool:
        """A capital letter begins a sentence: "… vneid.gov.vn.Cam on"."""
        return label.islower() and self._suffixes.is_public(label, accept_unknown=False)

    # ---- whose ----

    def official(self, host: str) -> str:
        """The official name that the host is, or is below; the nearest one. "" if none."""
        return max((domain for domain in self._official if _is_under(host, domain)), key=len, default="")

    def is_hosted(self, host: str) -> bool:
        """One of the many pages of a site that gives a page to everybody."""
        owned = self._suffixes.privatesuffix(host)
        return owned is not None and owned != self._of_registries.privatesuffix(host)

    def owned(self, host: str) -> str:
        """The part of the name that somebody registered: what a page is really called."""
        return self._suffixes.privatesuffix(host) or host

    # ---- imitation ----

    def imitated(self, host: str) -> str | None:
        """The official name that this one, which is none, looks like; "" if no certain one; None if it does not."""
        shown = readable(host)
        suffix = self._suffixes.publicsuffix(shown) or ""
        fronts = list(_skeletons(shown.removesuffix(suffix).strip(".")))
        if named := next((domain for name, domain in self._names if any(_holds(front, name) for front in fronts)), ""):
            return named
        if any(_STATE_ENDING.search(front) for front in fronts):
            return STATE
        return "" if any(map(_is_mixed, shown.split("."))) else None


def is_listed(link: Link, pages: Iterable[str]) -> bool:
    for page in pages:
        domain, _, path = page.partition("/")
        below = link.path.casefold().strip("/").startswith(path)
        if _is_under(link.host, domain) and below:
            return True
    return False


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def readable(host: str) -> str:
    """With the letters that a browser would show for "xn--…"."""
    return ".".join(map(_decoded, host.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _LONGEST_LABEL:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except (ValueError, OverflowError):
        return label


def _skeletons(name: str) -> Iterator[str]:
    """In plain letters, each as what it looks like."""
    plain = unmarked(name).translate(_LOOKS_LIKE)
    yield from (plain.replace("1", one) for one in _ONE_IS)


def _holds(front: str, name: str) -> bool:
    """The name as it is, its parts joined, or with a slip in it."""
    slips = 2 if len(name) >= LONG_NAME else 1
    parts = [part for part in _APART.split(front) if abs(len(part) - len(name)) <= slips]
    return name in _APART.sub("", front) or any(Levenshtein.distance(part, name) <= slips for part in parts)


def _is_mixed(label: str) -> bool:
    """Our letters and those of another alphabet in one word."""
    alphabets = {unicodedata.name(letter, "?").partition(" ")[0] for letter in label if letter.isalpha()}
    return "LATIN" in alphabets and bool(alphabets & _ALIKE)
