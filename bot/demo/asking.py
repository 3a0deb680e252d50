"""Residents who ask for a person, and what becomes of it: most are helped within a day or two, some wait too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.content.model import Guide
from bot.core.clock import VIETNAM
from bot.core.codes import new_code
from bot.core.requests import Request, State, Suits
from bot.core.waiting_clock import Alarm, WaitingClock
from bot.demo.cast import Cast, Commune, Crew, Someone
from bot.demo.names import is_highland
from bot.demo.plan import Plan, daytime, moment, poisson
from bot.storage.periods import REQUEST_WORDS_DAYS

A_YEAR = 26.0
"""Requests of a usual commune."""
_WISHES = (
    "Nhờ chỉ cài VNeID cho bà", "Máy báo sai thông tin hoài", "Không nhận được mã", "Nhờ xem giùm hồ sơ tới đâu rồi",
    "Tôi không biết chữ nhiều, nhờ chỉ tận nơi", "Nhờ tích hợp thẻ bảo hiểm", "Nhờ chỉ nộp thuế trên điện thoại",
    "Mất mật khẩu không vô được", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helped:
    """``by`` None: nobody took it. ``first_taken``: the first time."""

    request: Request
    who: Someone
    commune: Commune
    crew: Crew
    service: str
    by: Someone | None = None
    first_taken: datetime | None = None


class Asking:
    def __init__(self, plan: Plan, guides: Sequence[Guide], clock: WaitingClock) -> None:
        self.plan, self.guides, self.clock = plan, guides, clock
        self._codes: set[str] = set()

    def requests(self, cast: Cast) -> Iterator[Helped]:
        """Numbered as they came in."""
        in_order = sorted(self._all(cast), key=lambda one: one.request.asked_at)
        for number, one in enumerate(in_order, start=1):
            yield replace(one, request=replace(one.request, id=number))

    def _all(self, cast: Cast) -> Iterator[Helped]:
        for commune in cast.communes:
            dice = self.plan.dice("requests", commune.code)
            mean = A_YEAR * self.plan.scale * self.plan.days / 365 * commune.zeal
            for _ in range(max(poisson(dice, mean), 1)):
                yield self._one(dice, commune)
            if dice.random() < 0.35:
                yield self._one(dice, commune, within=40)

    def _one(self, dice: Random, commune: Commune, within: int = 0) -> Helped:
        """``within``: so many hours before the end, and nobody may have taken it yet."""
        asked_at = self._asked_at(dice, within)
        fresh = [one for one in commune.residents if one.begin <= asked_at] or list(commune.residents)
        who, crew, guide = dice.choice(fresh), dice.choice(commune.crews), dice.choice(self.guides)
        request = self._request(dice, commune, crew, who, guide, asked_at)
        if within and dice.random() < 0.6:
            return Helped(self._waiting(request), who, commune, crew, guide.service)
        return self._what_became(dice, Helped(request, who, commune, crew, guide.service))

    def _asked_at(self, dice: Random, within: int) -> datetime:
        if within:
            return self.plan.now - timedelta(minutes=dice.randrange(10, within * 60))
        day = dice.randrange(self.plan.days)
        asked_at = moment(self.plan.first + timedelta(days=day), daytime(dice, 6, 21))
        return min(asked_at, self.plan.now - timedelta(minutes=5))

    def _request(
        self, dice: Random, commune: Commune, crew: Crew, who: Someone, guide: Guide, asked_at: datetime
    ) -> Request:
        far = is_highland(commune.unit)
        lang = dice.choices(("", "jra", "bdq"), (86, 9, 5) if far else (100, 0, 0))[0]
        return Request(
            0, self._code(dice), who.id, commune.code, dice.choice(crew.villages), guide.id,
            dice.choice(guide.steps).id, dice.choice(_WISHES), dice.choice(tuple(Suits)), "", lang,
            dice.random() < 0.02, State.OPEN, crew.id, asked_at, asked_at,
        )  # fmt: skip

    def _code(self, dice: Random) -> str:
        while (code := new_code(dice.choice)) in self._codes:
            pass
        self._codes.add(code)
        return code

    def _what_became(self, dice: Random, help_: Helped) -> Helped:
        request, now = help_.request, self.plan.now
        wait = timedelta(minutes=dice.lognormvariate(4.1, 1.2) / help_.commune.haste)
        taken_at = request.asked_at + wait if request.urgent else self.clock.later(request.asked_at, wait)
        there = help_.crew.helpers(request.asked_at.astimezone(VIETNAM).date())
        if dice.random() < 0.06:
            return self._cancelled(request, min(request.asked_at + wait * 2, now), help_)
        if taken_at >= now or not there:
            return replace(help_, request=self._waiting(request))
        by = dice.choice(there)
        taken = replace(request, state=State.TAKEN, taken_by=by.id, taken_at=taken_at, alarm=Alarm.SILENT)
        closed_at = self.clock.later(taken_at, timedelta(minutes=dice.lognormvariate(5.6, 1.0)))
        if closed_at >= now:
            return replace(help_, request=taken, by=by, first_taken=taken_at)
        closed = replace(taken, state=State.CLOSED, closed_at=closed_at, satisfied=self._rating(dice))
        return replace(help_, request=self._kept_until_now(closed), by=by, first_taken=taken_at)

    def _rating(self, dice: Random) -> bool | None:
        return dice.choices((True, False, None), (62, 5, 33))[0]

    def _cancelled(self, request: Request, at: datetime, help_: Helped) -> Helped:
        over = replace(request, state=State.CANCELLED, closed_at=at, alarm=Alarm.SILENT)
        return replace(help_, request=self._kept_until_now(over))

    def _waiting(self, request: Request) -> Request:
        """All alarms up to now have rung."""
        alarm = Alarm.TEAM
        while (rings := self.clock.rings_at(alarm, request.asked_at, urgent=request.urgent)) and rings <= self.plan.now:
            alarm = alarm.following
        return replace(request, alarm=alarm, alarm_at=rings)

    def _kept_until_now(self, request: Request) -> Request:
        """Of what ended long ago neither the words are kept nor who asked."""
        if request.closed_at and request.closed_at < self.plan.now - timedelta(days=REQUEST_WORDS_DAYS - 1):
            return replace(request, person=None, wish="", when="")
        return request
