"""The sessions of help that teams log, with what was confirmed, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.core.clock import VIETNAM
from bot.core.sessions import NOT_DONE, NOTHING_TO_SEE, Evidence, Had, KeptSession, Session, Work
from bot.demo.asking import Helped
from bot.demo.cast import Cast, Commune, Crew, Someone
from bot.demo.names import is_highland, typed
from bot.demo.plan import Month, Plan, daytime, moment, poisson, some
from bot.demo.season import BUSY, busy, weights

A_MONTH = 8.0
"""Sessions of a usual team in a usual month."""
CLASS = "bdhvs"
LIKE_IT = 0.4  # of the confirmations so many come with thanks

_DIFFICULTIES = (
    "Mạng yếu, tải ứng dụng lâu.", "Máy cũ, hết bộ nhớ.", "Bà con quên mật khẩu.", "SIM chưa chính chủ.",
    "Máy không có NFC.", "Cổng báo lỗi, hẹn làm lại.", "Chưa có thẻ căn cước mới.", "Bà con ngại, sợ bị lừa.",
    "Phải ra công an xã làm mức 2.", "Mất điện, hẹn hôm sau.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Logged:
    """``before``: as it stood until it was corrected. ``ended_at``: when it was corrected or withdrawn."""

    kept: KeptSession
    by: Someone
    before: Session | None = None
    ended_at: datetime | None = None


class Logging:
    """``outcomes``: the services, each with the codes of its outcomes."""

    def __init__(self, plan: Plan, outcomes: Mapping[str, Sequence[str]]) -> None:
        self.plan, self.outcomes = plan, outcomes
        self._services = list(outcomes)

    def sessions(self, cast: Cast, helped: Iterable[Helped]) -> Iterator[Logged]:
        """Numbered as they came in; those too that closing a request wrote down."""
        closing = (logged for one in helped if (logged := self._of_request(one)))
        in_order = sorted([*self._all(cast), *closing], key=lambda one: one.kept.entered_at)
        for number, one in enumerate(in_order, start=1):
            session = replace(one.kept.session, key=f"demo.{number}")
            yield replace(one, kept=replace(one.kept, id=number, session=session))

    def _all(self, cast: Cast) -> Iterator[Logged]:
        for commune in cast.communes:
            for month in self.plan.months():
                if commune.reports(month.first):
                    yield from self._of_month(commune, month)

    def _of_request(self, help_: Helped) -> Logged | None:
        """What closing a request writes down: one person, of whom it is known what they wanted."""
        request, by = help_.request, help_.by
        day = request.closed_at.astimezone(VIETNAM).date() if request.closed_at else None
        if not by or not request.closed_at or not day or not help_.commune.reports(day):
            return None
        dice = self.plan.dice("helped", request.id)
        session = Session(
            "", request.team, request.commune, day,
            (self._result(dice, help_.crew, help_.service, 1),), 1, request.village, members=(by.id,),
            request=request.id,
        )  # fmt: skip
        return Logged(KeptSession(0, session, by.id, request.closed_at), by)

    def _of_month(self, commune: Commune, month: Month) -> Iterator[Logged]:
        dice = self.plan.dice("log", commune.code, month.first)
        chances = weights(self._services, commune.unit, month.first.month)
        days = [busy(month.day(number)) for number in range(month.days)]
        for crew in commune.crews:
            mean = A_MONTH * commune.zeal * crew.zeal * BUSY[month.first.month] * self.plan.scale * month.days / 30
            for number in dice.choices(range(month.days), days, k=poisson(dice, min(mean, 90))):
                if logged := self._one(dice, commune, crew, month.day(number), chances):
                    yield logged

    def _one(
        self, dice: Random, commune: Commune, crew: Crew, day: date, chances: Sequence[float]
    ) -> Logged | None:  # fmt: skip
        """None: it would be logged after the end, or nobody was there."""
        there = crew.helpers(day)
        started = daytime(dice)
        people, minutes = self._size(dice)
        entered_at = moment(day, started) + timedelta(minutes=minutes + dice.randrange(5, 300))
        if not there or entered_at > self.plan.now:
            return None
        helpers = dice.sample(there, min(len(there), 1 + (people > 6) + (dice.random() < 0.15)))
        session = Session(
            "", crew.id, commune.code, day, self._works(dice, crew, people, chances), people,
            typed(dice, dice.choice(crew.villages)) if dice.random() < 0.93 else "",
            started if dice.random() < 0.8 else None, minutes if dice.random() < 0.7 else None,
            *_counted(dice, people, commune),
            difficulty=dice.choice(_DIFFICULTIES) if dice.random() < 0.08 else "",
            members=tuple(sorted(one.id for one in helpers)),
        )  # fmt: skip
        return self._later(dice, commune, KeptSession(0, session, helpers[0].id, entered_at), helpers[0])

    def _size(self, dice: Random) -> tuple[int, int]:
        """How many people, and how many minutes it took."""
        few, group, class_ = (1, 3), (4, 12), (15, 45)
        low, high = dice.choices((few, group, class_), (74, 22, 4))[0]
        people = dice.randint(low, high)
        return people, min(10 + 5 * dice.randint(1, 4) + people * 5, 180)

    def _works(self, dice: Random, crew: Crew, people: int, chances: Sequence[float]) -> tuple[Work, ...]:
        kinds = 1 + (dice.random() < 0.22)
        chosen = dict.fromkeys(dice.choices(self._services, chances, k=kinds))
        if people > 14 and CLASS in self.outcomes:
            chosen = {CLASS: None}
        works = [work for service in chosen for work in self._results(dice, crew, service, people)]
        return tuple({(w.service, w.outcome, w.evidence, w.had_before): w for w in works}.values())

    def _results(self, dice: Random, crew: Crew, service: str, people: int) -> Iterator[Work]:
        """Of a few people all, of more of them some come to no end yet."""
        missed = some(dice, people, 0.1) if people > 1 else int(dice.random() < 0.08)
        if missed < people:
            yield self._result(dice, crew, service, people - missed)
        if missed:
            yield Work(service, NOT_DONE, missed)

    def _result(self, dice: Random, crew: Crew, service: str, people: int) -> Work:
        codes = self.outcomes[service]
        outcome = dice.choices(codes, [1 / (at + 1) for at in range(len(codes))])[0] if codes else ""
        if outcome in NOTHING_TO_SEE:
            return Work(service, outcome, people)
        seen = dice.random() < crew.care
        evidence = Evidence.SEEN if seen else dice.choice((Evidence.TOLD, Evidence.TOLD, Evidence.GUIDED))
        return Work(service, outcome, people, evidence, dice.choices(tuple(Had), (18, 60, 22))[0])

    def _later(self, dice: Random, commune: Commune, kept: KeptSession, by: Someone) -> Logged:
        """What becomes of it: most are left as they are, and some are confirmed."""
        session, fate = kept.session, dice.random()
        at = min(kept.entered_at + timedelta(hours=dice.randrange(1, 30)), self.plan.now)
        if fate < 0.01:
            return Logged(replace(kept, withdrawn=True, version=2), by, session, at)
        if fate < 0.025 and session.people < 12:
            before = replace(session, people=session.people + 1)
            return Logged(replace(kept, version=2), by, before, at)
        able = session.people - session.phoneless
        if dice.random() < 0.38 and able > 0:
            confirmed = min(max(some(dice, able, 0.55), 1), len(commune.residents))
            return Logged(replace(kept, confirmed=confirmed, thanks=some(dice, confirmed, LIKE_IT)), by)
        return Logged(kept, by)


def _counted(dice: Random, people: int, commune: Commune) -> tuple[int | None, int | None, int]:
    """Of 60 and more, women, and without a telephone; the first two where somebody counted them."""
    far = is_highland(commune.unit)
    elders = some(dice, people, 0.42) if dice.random() < 0.72 else None
    women = some(dice, people, 0.54) if dice.random() < 0.66 else None
    return elders, women, some(dice, people, 0.2 if far else 0.09)
