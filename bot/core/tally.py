"""What a list of sessions adds up to: help given, in counts that can be defended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.sessions import KeptSession


@dataclass(frozen=True, slots=True)
class Tally:
    """``people``: helped, somebody who came twice twice. ``by_service``: likewise, the service with most first.
    ``confirmed`` of ``confirmable``: who has no phone cannot confirm, and is in neither."""

    sessions: int
    people: int
    by_service: Mapping[str, int]
    confirmed: int
    confirmable: int
    thanks: int

    @property
    def percent(self) -> int | None:
        """None: there was nobody who could confirm, which is not nought."""
        return round(100 * self.confirmed / self.confirmable) if self.confirmable else None


def tally(kept: Iterable[KeptSession]) -> Tally:
    counted = [one for one in kept if not one.withdrawn]
    by_service: dict[str, int] = {}
    for one in counted:
        for service, people in people_by_service(one).items():
            by_service[service] = by_service.get(service, 0) + people
    most_first = dict(sorted(by_service.items(), key=lambda entry: -entry[1]))
    confirmed = sum(min(one.confirmed, confirmable(one)) for one in counted)
    return Tally(
        len(counted), sum(one.session.people for one in counted), most_first, confirmed,
        sum(map(confirmable, counted)), sum(one.thanks for one in counted),
    )  # fmt: skip


def confirmable(kept: KeptSession) -> int:
    return max(kept.session.people - kept.session.phoneless, 0)


def people_by_service(kept: KeptSession) -> dict[str, int]:
    """Two results of one service may be of the same person: never more than were there."""
    found: dict[str, int] = {}
    for work in kept.session.works:
        found[work.service] = min(found.get(work.service, 0) + work.people, kept.session.people)
    return found
