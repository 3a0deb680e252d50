"""What gives a scam away, and which pages belong to whom: the shape of ``scam.yaml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator

from bot.content.model import ContactId, Id, LocalText, Model, Phrases

Seen = Literal[
    "look-alike", "at-sign", "file", "stranger", "bank-link", "address", "hosted", "shortener", "odd-ending",
    "garbled", "foreign", "premium", "mobile", "invite",
]  # fmt: skip
SEEN: frozenset[str] = frozenset(get_args(Seen))
"""Signs that are found in the links and numbers themselves."""

SHORTEST_NAME = 5  # letters: a shorter one stands in other words by chance

Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=60)]
Page = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9-]+)?$", max_length=60)]
"""A domain, or the part of it below one path: ``zalo.me/g``."""
Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,12}$")]
Line = Annotated[str, StringConstraints(pattern=r"^\d{3,11}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", min_length=SHORTEST_NAME)]


class Sign(Model):
    says: LocalText
    words: Phrases = Field(default={}, description="what gives it away; “*” stands for up to three words")
    unless: Phrases = Field(default={}, description="beside these words in the message it does not count")
    with_link: bool = Field(default=False, description="its words count only beside a link to a strange page")
    beside: bool = Field(default=False, description="it counts only beside another, or in a very short text")


class Owner(Model):
    """Whose pages end in this. ``contact``: said only while that contact may be shown."""

    owner: LocalText
    names: tuple[Name, ...] = Field(default=(), description="in another page's name these words imitate it")
    whole_ending: bool = Field(default=False, description="not a page itself: whatever ends in it is theirs")
    contact: ContactId | None = None


class Links(Model):
    known: tuple[Page, ...] = Field(description="large public sites: nothing is said for or against them")
    shorteners: tuple[Page, ...]
    invitations: tuple[Page, ...]
    free_pages: tuple[Page, ...]
    downloads: tuple[Page, ...]
    files: tuple[Ending, ...] = Field(description="endings of files that install something")
    endings: tuple[Ending, ...] = Field(description="by which a page is known without http in front of it")
    odd_endings: tuple[Ending, ...] = Field(description="likewise, and a sign by itself")

    @property
    def listed(self) -> Iterator[str]:
        yield from (*self.known, *self.shorteners, *self.invitations, *self.free_pages, *self.downloads)


class Posing(Model):
    offices: Phrases
    banks: Phrases


class Denials(Model):
    """Words that turn a sign into a warning of it. Matched as they are written, marks and all."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    but: tuple[str, ...] = Field(description="beside one of these a “không” denies nothing")


class Scam(Model):
    """The signs stand in the order of their weight."""

    signs: Mapping[Id, Sign]
    official: Mapping[Domain, Owner]
    links: Links
    numbers: tuple[Line, ...] = Field(description="lines that are not called strange")
    posing: Posing
    denials: Denials

    @field_validator("signs")
    @classmethod
    def _each_sign_can_be_found(cls, signs: Mapping[str, Sign]) -> Mapping[str, Sign]:
        for id_ in sorted(SEEN - signs.keys()):
            raise ValueError(f"“{id_}” is missing: it is found in links and numbers, and needs words to be told in")
        for id_, sign in signs.items():
            if not sign.words and id_ not in SEEN:
                raise ValueError(f"“{id_}” is never found: write its words")
        return signs

    @field_validator("signs")
    @classmethod
    def _each_phrase_means_one_thing(cls, signs: Mapping[str, Sign]) -> Mapping[str, Sign]:
        counted = Counter(phrase for sign in signs.values() for phrase in _written(sign.words))
        for phrase, count in counted.items():
            if count > 1:
                raise ValueError(f"“{phrase}” stands twice: leave it with one sign")
            if phrase.startswith("*") or phrase.endswith("*") or len(phrase) < 4:
                raise ValueError(f"“{phrase}” would be found everywhere: write whole words at both ends")
        return signs

    @model_validator(mode="after")
    def _nothing_official_is_strange(self) -> Scam:
        for page in self.links.listed:
            if page.partition("/")[0] in self.official:
                raise ValueError(f"“{page}” is listed among the links, but is official: leave it in one place")
        return self


def _written(phrases: Phrases) -> Iterator[str]:
    yield from (phrase.casefold() for written in phrases.values() for phrase in written)
