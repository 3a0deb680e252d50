"""Every field of a session is reached from its card, and can be pressed or typed."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from bot.app import App
from bot.core.sessions import NOT_DONE, Evidence, Had, KeptSession, Work
from bot.storage.session_tables import session_drafts
from tests.fakes import Clock, actions, press, say
from tests.log_stage import MEMBER, OTHER, TODAY, find, log, number_of, two_teams, usual


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    async with two_teams(tmp_path, clock) as made:
        yield made


# ---- every field ----


async def save(app: App) -> KeptSession:
    await press(app, MEMBER, "log.save:1")
    (kept,) = await log(app)
    return kept


async def test_the_card_leads_to_every_field(app: App) -> None:
    await usual(app)
    page = await press(app, MEMBER, "log.edit:1")
    more = await press(app, MEMBER, find(page, "log.more").action)
    asked = {action.split(".")[-1] for action in [*actions(page), *actions(more)] if action.startswith("log.ask")}
    assert asked == {"people", "village", "day", "elders", "women", "phoneless", "started", "minutes", "difficulty"}
    assert {"log.works:1", "log.helpers:1"} <= {*actions(page), *actions(more)}


async def test_a_number_to_answer_with_means_itself(app: App) -> None:
    """Where there are no buttons, the nth choice is taken by typing n."""
    await usual(app, people=4)
    for field in ("people", "elders", "women", "phoneless", "village", "day", "started", "minutes"):
        (asked,) = await press(app, MEMBER, f"log.ask:1.{field}")
        numbers = {n: choice.label for n, choice in enumerate(asked.choices, 1) if choice.label.isdecimal()}
        assert all(label == str(n) for n, label in numbers.items()), field


async def test_a_question_whose_form_is_gone_takes_nothing_for_an_answer(app: App) -> None:
    await usual(app)
    await press(app, MEMBER, "log.ask:1.difficulty")
    async with app.database.write() as connection:
        await connection.execute(session_drafts.delete())
    assert "guide.pick:kich-hoat.may.android" in actions(await say(app, MEMBER, "kích hoạt vneid"))


async def test_every_field_is_set_by_a_button(app: App) -> None:
    await usual(app, people=5)
    for pressed in ("elders.3", "women.2", "phoneless.1", "started.0930", "minutes.45", "day.2026-11-20"):
        await press(app, MEMBER, f"log.set:1.{pressed}")
    session = (await save(app)).session
    assert (session.elders, session.women, session.phoneless, session.people) == (3, 2, 1, 5)
    assert (session.started, session.minutes, session.held_on) == (time(9, 30), 45, date(2026, 11, 20))


TYPED = [
    ("people", "cả lớp 25 người", {"people": 25}),
    ("people", "hai mươi lăm", {"people": 25}),
    ("village", "nhà rông làng Krái", {"village": "nhà rông làng Krái"}),
    ("day", "20/11", {"held_on": date(2026, 11, 20)}),
    ("elders", "2", {"elders": 2}),
    ("women", "không", {"women": 0}),
    ("phoneless", "ba", {"phoneless": 3}),
    ("started", "9h15", {"started": time(9, 15)}),
    ("started", "2 rưỡi chiều", {"started": time(14, 30)}),
    ("minutes", "1 tiếng rưỡi", {"minutes": 90}),
    ("difficulty", "điện thoại cũ không có NFC", {"difficulty": "điện thoại cũ không có NFC"}),
    ("difficulty", "gọi 0905 123 456 không được", {"difficulty": "gọi ●●●● không được"}),
]


@pytest.mark.parametrize(("field", "typed", "wanted"), TYPED)
async def test_every_field_can_be_typed(app: App, field: str, typed: str, wanted: dict[str, object]) -> None:
    await usual(app)
    await press(app, MEMBER, f"log.ask:1.{field}")
    await say(app, MEMBER, typed)
    session = (await save(app)).session
    assert {name: getattr(session, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("field", "typed"), [("people", "đông lắm"), ("people", "900"), ("elders", "9"), ("started", "25h"), ("day", "abc")]
)
async def test_what_cannot_be_read_is_asked_again(app: App, field: str, typed: str) -> None:
    await usual(app)
    asked = await press(app, MEMBER, f"log.ask:1.{field}")
    assert (await say(app, MEMBER, typed))[-1].text == asked[-1].text
    kept = await save(app)
    assert (kept.session.people, kept.session.elders, kept.session.started, kept.session.held_on) == (
        3,
        None,
        None,
        TODAY,
    )


async def test_a_number_that_is_nobodys_business_is_masked_and_said_to_be(app: App) -> None:
    await usual(app)
    await press(app, MEMBER, "log.ask:1.difficulty")
    told = await say(app, MEMBER, "cccd 064012345678 bị mờ")
    assert len(told) == 2
    assert "0640" not in (await save(app)).session.difficulty


async def test_a_question_is_no_place(app: App) -> None:
    await usual(app)
    await press(app, MEMBER, "log.ask:1.village")
    assert "guide.pick:kich-hoat.may.android" in actions(await say(app, MEMBER, "kích hoạt vneid"))


# ---- several services, each with how it ended ----


async def works_of(app: App) -> list[str]:
    """The actions that lead to each work of the form."""
    return [action for action in actions(await press(app, MEMBER, "log.works:1")) if action.startswith("log.work:")]


async def test_each_service_has_its_own_end_people_evidence_and_before(app: App) -> None:
    await usual(app, people=5)
    await press(app, MEMBER, "log.end:1.pakn.sent")
    for what, value in (("people", "2"), ("evidence", "E1"), ("had", "no"), ("outcome", NOT_DONE)):
        marked = (await works_of(app))[1].partition(".")[2].partition(".")[2]
        await press(app, MEMBER, f"log.put:1.{marked}.{what}.{value}")
    assert (await save(app)).session.works == (
        Work("vneid", "activated", 5),
        Work("pakn", NOT_DONE, 2, Evidence.TOLD, Had.NO),
    )


async def test_a_work_can_be_taken_out_but_not_the_last(app: App) -> None:
    await usual(app)
    await press(app, MEMBER, "log.end:1.pakn.sent")
    for _time in range(2):
        await press(app, MEMBER, (await works_of(app))[0].replace("log.work:", "log.without:"))
    assert [work.service for work in (await save(app)).session.works] == ["pakn"]


async def test_a_button_of_a_work_that_was_changed_since_means_no_other(app: App) -> None:
    await usual(app)
    (old,) = await works_of(app)
    put = old.replace("log.work:", "log.put:")
    await press(app, MEMBER, f"{put}.had.no")
    await press(app, MEMBER, f"{put}.had.yes")
    assert (await save(app)).session.works[0].had_before is Had.NO


async def test_those_who_helped_too_are_named_and_see_it_as_theirs(app: App) -> None:
    await usual(app)
    helpers = await press(app, MEMBER, "log.helpers:1")
    for _time in range(2):
        await press(app, MEMBER, find(helpers, "log.with:1.2.1").action)
    kept = await save(app)
    assert set(kept.session.members) == {await number_of(app, MEMBER), await number_of(app, OTHER)}
    assert f"session.show:{kept.id}" in actions(await press(app, OTHER, "book.list:2026-11.0"))
