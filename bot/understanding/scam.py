"""What gives a message away as a scam, and whose pages its links lead to. It never finds that a message is genuine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.model import Phrases
from bot.content.scam import Scam
from bot.understanding.domains import Domains, is_listed, readable
from bot.understanding.links import Link, Linked, find_links
from bot.understanding.wordings import Wordings

FEW_WORDS = 6  # in so short a text a number or a link is what is asked about
MANY = 2  # words spelt oddly; a single one is a slip or a name
MOST_SITES = 3
LONGEST_SHOWN = 40  # characters of a page's name
LONG_NUMBER = 10  # digits after "00"; what is shorter is an account
CLEAR = 2  # signs in the words that make a text a message to be checked, even without a link

_OFFICE, _BANK, _UNLESS = "office", "bank", "unless:"

_PHONE = re.compile(
    r"(?<![\w.,/])(\+ ?\(?|00)?(\d(?:[ .)\-]{0,2}\d){6,13})(?!\w|\s?(?:đ|d|vnd|đồng|dong)(?!\w))", re.IGNORECASE
)
_GARBLED = re.compile(r"(?<![^\W\d])[^\W\d_]++[01!|][^\W\d_]+(?!\w)")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MOBILE = re.compile(r"(?:0|84)[35789]\d{8}")
_PREMIUM = re.compile(r"1900\d{4,6}")
_HOME = "84"


@dataclass(frozen=True, slots=True)
class Site:
    """A page that a link leads to. ``official``: the name in ``scam.yaml`` that it is, or is below; ``imitates``: the
    one that it only looks like."""

    shown: str
    official: str = ""
    imitates: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The ids of the signs, the weightiest first."""

    signs: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()


class ScamCheck:
    """Built once for a content; holds nothing of any text."""

    def __init__(self, scam: Scam) -> None:
        self._scam = scam
        self._domains = Domains(scam.official, scam.links)
        self._wordings = Wordings(_wordings(scam), scam.denials)
        self._file = re.compile(rf"[\w)\]-]\.(?:{'|'.join(scam.links.files)})(?![\w.-])", re.IGNORECASE)

    def signs(self, text: str) -> Findings:
        linked = self._linked(text)
        return Findings(self._signs(linked), self._sites(linked))

    def _signs(self, linked: Linked) -> tuple[str, ...]:
        said = self._wordings.found(linked.words)
        seen = {*self._of_words(said, linked), *self._of_links(said, linked), *self._of_numbers(said, linked)}
        if len({word.casefold() for word in _GARBLED.findall(linked.words)}) >= MANY:
            seen.add("garbled")
        clear = any(not self._scam.signs[id_].beside for id_ in seen) or len(linked.words.split()) <= FEW_WORDS
        return tuple(id_ for id_, sign in self._scam.signs.items() if id_ in seen and (clear or not sign.beside))

    def has_strange_link(self, text: str) -> bool:
        """A link to a page that is neither official nor known to everybody."""
        return self._is_strange(self._linked(text))

    def looks_forwarded(self, text: str) -> bool:
        """A message of somebody else's rather than a question of one's own: with a link, or with several signs."""
        linked = self._linked(text)
        return bool(linked.links) or len(self._signs(linked)) >= CLEAR

    def _linked(self, text: str) -> Linked:
        return find_links(text, self._domains.known_host)

    # ---- words ----

    def _of_words(self, said: set[str], linked: Linked) -> Iterator[str]:
        strange = self._is_strange(linked)
        for id_, sign in self._scam.signs.items():
            if id_ in said and f"{_UNLESS}{id_}" not in said and (strange or not sign.with_link):
                yield id_

    # ---- links ----

    def _of_links(self, said: set[str], linked: Linked) -> Iterator[str]:
        if self._file.search(linked.words):
            yield "file"
        for link in linked.links:
            yield from self._of_form(link)
            if not self._is_familiar(link):
                yield from self._of_stranger(link, said)

    def _is_strange(self, linked: Linked) -> bool:
        return any(not self._is_familiar(link) for link in linked.links)

    def _is_familiar(self, link: Link) -> bool:
        return bool(self._domains.official(link.host)) or is_listed(link, self._scam.links.known)

    def _of_form(self, link: Link) -> Iterator[str]:
        listed = self._scam.links
        if link.before_at:
            yield "at-sign"
        if link.is_address:
            yield "address"
        if self._file.search(link.path) or is_listed(link, listed.downloads):
            yield "file"
        if is_listed(link, listed.shorteners):
            yield "shortener"
        if is_listed(link, listed.invitations):
            yield "invite"

    def _of_stranger(self, link: Link, said: set[str]) -> Iterator[str]:
        if is_listed(link, self._scam.links.free_pages) or self._domains.is_hosted(link.host):
            yield "hosted"
        if link.host.rpartition(".")[2] in self._scam.links.odd_endings:
            yield "odd-ending"
        if self._domains.imitated(link.host) is not None:
            yield "look-alike"
        elif _OFFICE in said:
            yield "stranger"
        elif _BANK in said:
            yield "bank-link"

    def _sites(self, linked: Linked) -> tuple[Site, ...]:
        """Of the sites that anybody may use, nothing is to be said."""
        strangers = [link for link in linked.links if not is_listed(link, self._scam.links.listed)]
        return tuple(dict.fromkeys(map(self._site, strangers)))[:MOST_SITES]

    def _site(self, link: Link) -> Site:
        official = self._domains.official(link.host)
        posing = "" if official else self._domains.imitated(link.before_at) or self._domains.imitated(link.host) or ""
        shown = link.host if link.is_address else readable(self._domains.owned(link.host))
        return Site(shown if len(shown) <= LONGEST_SHOWN else f"…{shown[-LONGEST_SHOWN:]}", official, posing)

    # ---- numbers ----

    def _of_numbers(self, said: set[str], linked: Linked) -> Iterator[str]:
        for found in _PHONE.finditer(linked.words):
            abroad, digits = found[1], re.sub(r"\D", "", found[2])
            if _AMOUNT.fullmatch(found[2]) or digits in self._scam.numbers:
                continue
            if abroad and not digits.startswith(_HOME) and (abroad != "00" or len(digits) >= LONG_NUMBER):
                yield "foreign"
            elif _PREMIUM.fullmatch(digits):
                yield "premium"
            elif _MOBILE.fullmatch(digits) and _OFFICE in said:
                yield "mobile"


def _wordings(scam: Scam) -> Mapping[str, list[str]]:
    """All phrases of all languages, by what they mean."""
    meant = {id_: _all(sign.words) for id_, sign in scam.signs.items()}
    unless = {f"{_UNLESS}{id_}": _all(sign.unless) for id_, sign in scam.signs.items()}
    return {**meant, **unless, _OFFICE: _all(scam.posing.offices), _BANK: _all(scam.posing.banks)}


def _all(phrases: Phrases) -> list[str]:
    return [phrase for written in phrases.values() for phrase in written]
