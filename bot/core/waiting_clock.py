"""How long somebody who asked for a person waits, and who is told next. Nights do not count, unless it is urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.core.clock import VIETNAM


class Alarm(StrEnum):
    """What rings next for a request that nobody has taken: the team is reminded, then its leader is told, then the
    commune. ``SILENT``: all have been told."""

    TEAM = "team"
    LEADER = "leader"
    COMMUNE = "commune"
    SILENT = ""

    @property
    def following(self) -> Alarm:
        return _FOLLOWING[self]


_FOLLOWING = dict(zip(Alarm, [*list(Alarm)[1:], Alarm.SILENT], strict=True))


@dataclass(frozen=True, slots=True)
class WaitingClock:
    """How long after it was asked each alarm rings. The clock runs from ``opens`` to ``closes``, in hours of the day in
    Vietnam."""

    team: timedelta = timedelta(hours=2)
    leader: timedelta = timedelta(hours=8)
    commune: timedelta = timedelta(hours=24)
    opens: int = 7
    closes: int = 21

    def rings_at(self, alarm: Alarm, since: datetime, *, urgent: bool = False) -> datetime | None:
        """When the alarm rings for what waits since then. None: it is ``SILENT``."""
        if alarm is Alarm.SILENT:
            return None
        wait = {Alarm.TEAM: self.team, Alarm.LEADER: self.leader, Alarm.COMMUNE: self.commune}[alarm]
        return since + wait if urgent else self.later(since, wait)

    def runs(self, now: datetime, *, urgent: bool = False) -> bool:
        """Whether it may ring now: nobody is woken for what can wait, even if it is overdue."""
        return urgent or self.opens <= now.astimezone(VIETNAM).hour < self.closes

    def later(self, since: datetime, wait: timedelta) -> datetime:
        """The moment by which ``wait`` has passed, nights not counted. It never falls into a night."""
        begin = self._awake(since.astimezone(VIETNAM))
        days, rest = divmod(wait, timedelta(hours=self.closes - self.opens))
        left = self._end_of(begin) - begin
        moment = begin + timedelta(days=days)
        if rest >= left:
            moment = self._begin_of(moment + timedelta(days=1)) + (rest - left)
        else:
            moment += rest
        return moment.astimezone(since.tzinfo)

    def _awake(self, moment: datetime) -> datetime:
        """The same moment, or in a night the one when it ends."""
        if moment < self._begin_of(moment):
            return self._begin_of(moment)
        return moment if moment < self._end_of(moment) else self._begin_of(moment + timedelta(days=1))

    def _begin_of(self, day: datetime) -> datetime:
        return datetime.combine(day, time(self.opens), VIETNAM)

    def _end_of(self, day: datetime) -> datetime:
        return datetime.combine(day, time(), VIETNAM) + timedelta(hours=self.closes)


USUAL = WaitingClock()
