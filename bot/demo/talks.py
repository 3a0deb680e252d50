"""What residents do with the guides: opened, gone through step by step, stuck, left or finished, rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.content.model import Guide, Step
from bot.core.events import (
    Event,
    GuideFinished,
    GuideOpened,
    GuideRated,
    PersonAsked,
    PlaceChosen,
    QuestionKept,
    QuestionNotUnderstood,
    StepDone,
    StuckReported,
    TalkStarted,
    TroubleNamed,
)
from bot.demo.cast import Cast, Someone
from bot.demo.plan import Plan, poisson
from bot.demo.season import USUAL
from bot.storage.periods import OPEN_QUESTION_DAYS

MOST_STEPS = 25
_NOT_UNDERSTOOD = (
    "làm sao coi số đỏ trên điện thoại", "đăng ký vay vốn hộ nghèo trên mạng", "con tôi thi lái xe rớt thì sao",
    "xin giấy xác nhận độc thân cho cháu đi làm xa", "tiền điện tháng này coi ở đâu", "máy bơm hỗ trợ đăng ký chỗ nào",
    "cách bán cà phê lên mạng", "nộp tiền học cho con bằng điện thoại", "giấy phép xây nhà nộp trên mạng được không",
    "đổi tên trên bìa đất", "hỏi lịch tiêm cho bò", "wifi thôn mật khẩu gì", "xe hết hạn đăng kiểm coi ở mô",
    "điện thoại bị vô nước", "sao không thấy lương hưu về", "đăng ký tàu cá trên mạng", "khai báo nuôi heo ở đâu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: Someone
    event: Event


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    at: datetime
    who: Someone
    text: str
    guide: str


class Talking:
    def __init__(self, plan: Plan, guides: Sequence[Guide]) -> None:
        self.plan, self.guides = plan, guides
        self.questions: list[KeptQuestion] = []
        self._chances = [USUAL.get(guide.service, 1) for guide in guides]
        self._hard = {guide.id: self._hardness(guide) for guide in guides}

    def events(self, cast: Cast) -> Iterator[Told]:
        for commune in cast.communes:
            dice = self.plan.dice("talks", commune.code)
            for who in commune.residents:
                yield from self._of(dice, who)

    def _hardness(self, guide: Guide) -> dict[str, float]:
        """Some steps stop more people than others, everywhere."""
        dice = self.plan.dice("hard", guide.id)
        return {step.id: dice.choice((0.02, 0.04, 0.04, 0.07, 0.22)) for step in guide.steps}

    def _of(self, dice: Random, who: Someone) -> Iterator[Told]:
        """They come once, or several times between their first day and their last."""
        yield Told(who.begin, who, TalkStarted())
        yield Told(who.begin + timedelta(seconds=20), who, PlaceChosen(who.commune, dice.choice(("typed", "pressed"))))
        yield from self._visit(dice, who, who.begin)
        if who.seen > who.begin:
            for _ in range(poisson(dice, 0.8)):
                yield from self._visit(dice, who, who.begin + (who.seen - who.begin) * dice.random())
            yield from self._visit(dice, who, who.seen)

    def _visit(self, dice: Random, who: Someone, at: datetime) -> Iterator[Told]:
        guide = dice.choices(self.guides, self._chances)[0]
        if dice.random() < 0.12:
            yield from self._not_understood(dice, who, at + timedelta(seconds=35))
        for event in self._through(dice, guide):
            at += timedelta(seconds=dice.randrange(20, 120))
            yield Told(at, who, event)

    def _not_understood(self, dice: Random, who: Someone, at: datetime) -> Iterator[Told]:
        yield Told(at, who, QuestionNotUnderstood())
        if dice.random() < 0.25:
            yield Told(at, who, QuestionKept())
            if at > self.plan.now - timedelta(days=OPEN_QUESTION_DAYS - 2):
                self.questions.append(KeptQuestion(at, who, dice.choice(_NOT_UNDERSTOOD), ""))

    def _through(self, dice: Random, guide: Guide) -> Iterator[Event]:
        yield GuideOpened(guide.id)
        step: Step | None = guide.first
        for _ in range(MOST_STEPS):
            if step is None:
                break
            stuck = dice.random() < self._hard[guide.id][step.id]
            if stuck:
                yield from self._stuck(dice, guide, step)
            if dice.random() < (0.5 if stuck else 0.05):
                return
            if not step.options:
                yield StepDone(guide.id, step.id)
            step = self._next(dice, guide, step)
        yield GuideFinished(guide.id)
        if dice.random() < 0.4:
            yield GuideRated(guide.id, dice.random() < 0.86)

    def _stuck(self, dice: Random, guide: Guide, step: Step) -> Iterator[Event]:
        yield StuckReported(guide.id, step.id)
        if step.troubles and dice.random() < 0.8:
            yield TroubleNamed(guide.id, step.id, dice.choice(step.troubles).id)
        if dice.random() < 0.2:
            yield PersonAsked(guide.id, step.id)

    def _next(self, dice: Random, guide: Guide, step: Step) -> Step | None:
        if step.options:
            return guide.step(dice.choice(step.options).go)
        return guide.after(step)
