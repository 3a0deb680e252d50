"""When an announcement may go, who has to agree to it, how long it holds, and when it comes again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.core.campaigns import Audience, Campaign, Draft, Repeat, Timing, Urgency
from bot.core.clock import VIETNAM
from bot.core.roles import Standing

APPROVE = "announcement.approve"
WRITE = "announcement.write"
SEE = "announcement.see"
OPENS, CLOSES = 8, 20
"""The hours of the day in which people are written to, unless it is urgent."""
USUAL_HOURS: Mapping[Urgency, int] = {Urgency.ORDINARY: 72, Urgency.IMPORTANT: 48, Urgency.URGENT: 12}
"""How long it holds if nobody says: an old flood warning is not sent the day after."""


# ---- who has to agree ----


def needs_approval(draft: Draft, people: int, over: int) -> bool:
    """``over``: the number of people up to which one administrator is enough."""
    return people > over or (draft.urgency is Urgency.URGENT and covers_a_commune(draft.audience))


def covers_a_commune(audience: Audience) -> bool:
    """Nothing narrower than a commune is named as the place."""
    places = audience.chosen.places
    return not places or any("/" not in place for place in places)


def may_approve(campaign: Campaign, person: int, standing: Standing) -> bool:
    """The same place or a higher one, and nobody who wrote in it."""
    return person not in campaign.writers and standing.may(APPROVE, commune=campaign.commune)


def fits(audience: Audience, commune: str) -> bool:
    """Whether whoever writes in the name of this commune may choose these; "" is the province, which may all."""
    places = audience.chosen.places
    return not commune or (bool(places) and all(place.partition("/")[0] == commune for place in places))


# ---- when ----


def may_go(urgency: Urgency, now: datetime) -> bool:
    return urgency is Urgency.URGENT or OPENS <= now.astimezone(VIETNAM).hour < CLOSES


def begins_at(draft: Draft, now: datetime) -> datetime:
    """When it is to begin: at its time, now if that is past or not named, in the morning if it would be at night."""
    wanted = max(draft.timing.at or now, now)
    return wanted if may_go(draft.urgency, wanted) else morning_after(wanted)


def morning_after(moment: datetime) -> datetime:
    """The next time that people may be written to."""
    local = moment.astimezone(VIETNAM)
    day = local.date() if local.hour < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, time(OPENS), VIETNAM).astimezone(moment.tzinfo)


def expires_at(draft: Draft, start: datetime) -> datetime:
    return start + timedelta(hours=draft.timing.lasts_hours or USUAL_HOURS[draft.urgency])


# ---- again ----


def next_time(timing: Timing, after: datetime, zone: tzinfo = VIETNAM) -> datetime | None:
    """The first repetition later than ``after``; None: that was the last. The hour stays that of the wall clock; a day
    that a month does not have is its last."""
    if timing.repeat is Repeat.NEVER or timing.at is None:
        return None
    first, number = timing.at.astimezone(zone), 1
    while (moment := _moment(first, timing.repeat, number)) <= after:
        number += 1
    if timing.until and moment.astimezone(zone).date() > timing.until:
        return None
    return moment.astimezone(after.tzinfo)


def _moment(first: datetime, repeat: Repeat, number: int) -> datetime:
    return datetime.combine(_day(first.date(), repeat, number), first.time(), first.tzinfo)


def _day(first: date, repeat: Repeat, number: int) -> date:
    match repeat:
        case Repeat.WEEKLY:
            return first + timedelta(weeks=number)
        case Repeat.MONTHLY:
            year, month = divmod(first.month - 1 + number, 12)
            last = monthrange(first.year + year, month + 1)[1]
            return date(first.year + year, month + 1, min(first.day, last))
        case _:
            return first + timedelta(days=number)


def repeated(draft: Draft, at: datetime) -> Draft:
    """One of several: what is sent this time, and only once."""
    return replace(draft, timing=replace(draft.timing, at=at, repeat=Repeat.NEVER, until=None))
