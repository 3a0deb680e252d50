"""The words of team members' one-line session notes: the shape of ``session_words.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from bot.content.model import Model

Said = tuple[str, ...]
"""Vietnamese words or phrases. Marks may be missing in a note, so they are written here."""
Weekday = Annotated[int, Field(ge=0, le=6)]
DaysAgo = Annotated[int, Field(ge=0, le=31)]


class ServiceWords(Model):
    words: Said = Field(description="name the service")
    weak: Said = Field(default=(), description="name it only where nothing else does")
    deeds: Mapping[str, Said] = Field(default={}, description="what was done, by outcome: counts once it is said done")
    results: Mapping[str, Said] = Field(default={}, description="say by themselves how it ended, by outcome")
    held: Mapping[str, Said] = Field(default={}, description="say that it took place at all, for everybody; by outcome")
    done: str = Field(default="", description="the outcome that a plain “xong” means")
    told_of: bool = Field(default=False, description="also happens without the team: counts only where it helped")

    @property
    def outcomes(self) -> Iterator[str]:
        yield from (*self.deeds, *self.results, *self.held)
        if self.done:
            yield self.done


class EndingWords(Model):
    done: Said = ()
    can: Said = Field(default=(), description="after these “được” says that it is done")
    not_done: Said = ()
    rest: Said = ()
    all: Said = ()


class PeopleWords(Model):
    counted: Said = Field(default=(), description="after a number: people, one each")
    homes: Said = Field(default=(), description="likewise, where no single people are counted")
    doubled: Said = Field(default=(), description="after a number: two people each")
    pairs: Said = Field(default=(), description="two people, even without a number")
    kin: Said = Field(default=(), description="before a name: one person")
    companions: Said = Field(default=(), description="after “và” or “với”: one more")
    roles: Said = Field(default=(), description="in place of a name: somebody of the team or the office")
    selves: Said = Field(default=(), description="the writer")
    things: Said = Field(default=(), description="a number of these counts no people")
    items: Said = Field(default=(), description="nor does a number of these, but so many may have been done")
    one_each: Said = Field(default=(), description="a number of these is one of people where nobody else is counted")
    lead: Said = Field(default=(), description="may stand before a number")
    several: Said = Field(default=(), description="more than one, nobody knows how many")
    each: Said = Field(default=(), description="before a number: times what was counted before")


class PlaceWords(Model):
    named: Said = Field(default=(), description="places with a name or a number after them")
    standing: Said = Field(default=(), description="places by themselves too")
    before: Said = Field(default=(), description="may stand before a place")
    not_after: Said = Field(default=(), description="after these a building is somebody's work, or an errand")
    never_in_names: Said = Field(default=(), description="no part of a name when written small")


class DayWords(Model):
    ago: Mapping[DaysAgo, Said] = Field(default={}, description="by how many days ago")
    weekdays: Mapping[Weekday, Said] = Field(default={}, description="by weekday, 0 is Monday")
    last_week: Said = ()
    past: Said = Field(default=(), description="beside a weekday: not today")
    counted: Said = Field(default=(), description="after a number: so many days ago")
    not_after: Said = Field(default=(), description="a day named after these is not that of the session")


class NoteSigns(Model):
    helping: Said = Field(default=(), description="somebody helped")
    holding: Said = Field(default=(), description="there was something that is help: a class, a round of the houses")
    teaching: Said = Field(default=(), description="somebody showed or told: nothing is done by that")
    coming_for_help: Said = Field(default=(), description="somebody came for help")
    asking: Said = Field(default=(), description="a question: no note")
    asking_first: Said = Field(default=(), description="at the beginning: no note")
    asking_last: Said = Field(default=(), description="at the end: no note")
    wanting: Said = Field(default=(), description="whoever writes wants help: no note")
    wishing: Said = Field(default=(), description="likewise, where nobody is said to have helped")
    first_person: Said = Field(default=(), description="of the writer: where nobody helped, it was not the helper")
    hearsay: Said = Field(default=(), description="heard or read: no note")
    coming: Said = Field(default=(), description="still to come: no note")


class SessionWords(Model):
    short: Mapping[str, str] = Field(default={}, description="short forms, and the word each stands for")
    ignored: Said = Field(default=(), description="names no service, though a part of it does")
    services: Mapping[str, ServiceWords] = Field(default={}, description="by service code")
    endings: EndingWords = EndingWords()
    people: PeopleWords = PeopleWords()
    places: PlaceWords = PlaceWords()
    days: DayWords = DayWords()
    signs: NoteSigns = NoteSigns()
