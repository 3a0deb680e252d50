"""A member's note in one line, through the whole bot: on a card, saved by one tap, and only by whoever may."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Kind, Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.sessions import NOT_DONE, Draft, Evidence, Fault, KeptSession, Work, faults
from bot.storage import sessions
from bot.storage.retention import retain
from bot.storage.session_tables import session_drafts
from bot.storage.session_tables import sessions as table
from bot.storage.turns import TurnPorts
from bot.understanding.session_note import SessionNote
from handlers.team.log_line import works_of
from tests.fakes import Clock, actions, happen, inbound, press, say, start
from tests.real_app import give, make_team, number_of, open_real_app

HERE, ELSEWHERE = "23941", "23638"
LAN, NAM, TU, HOA, RESIDENT = "Lan", "Nam", "Tú", "Hoa", "resident"
NOTE = "hôm nay chỉ 3 cô chú cài vneid mức 2 ở thôn 2, 1 người chưa xong"
TODAY = date(2026, 11, 23)
LEFT_OUT = _("Names and numbers of people are left out: the log only counts.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """Lan and her leader Nam are in team 1, Tú in teams 1 and 2; Hoa is the commune's administrator."""
    async with open_real_app(tmp_path, clock) as opened:
        for who in (LAN, NAM, TU, HOA, RESIDENT):
            await start(opened, who)
            await press(opened, who, f"place.pick:{HERE}")
        teams = [await make_team(opened, HERE, name) for name in ("Tổ thôn 2", "Tổ Krái")]
        await give(opened, LAN, Post(Role.MEMBER, HERE, teams[0]))
        await give(opened, NAM, Post(Role.LEADER, HERE, teams[0]))
        for team in teams:
            await give(opened, TU, Post(Role.MEMBER, HERE, team))
        await give(opened, HOA, Post(Role.COMMUNE_ADMIN, HERE))
        yield opened


async def log(app: App) -> list[KeptSession]:
    async with app.database.read() as connection:
        return await sessions.load(connection, sa.select(table).order_by(table.c.id))


async def draft(app: App, who: str, id_: int = 1) -> Draft | None:
    person = await number_of(app, who)
    async with app.database.read() as connection:
        return await TurnPorts(connection, app.clock()).drafts.find(person, id_)


async def drafts(app: App) -> int:
    async with app.database.read() as connection:
        return int((await connection.execute(sa.select(sa.func.count()).select_from(session_drafts))).scalar_one())


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


def said(messages: list[Spoken]) -> str:
    return "\n".join(message.text for message in messages)


# ---- from the line to the log ----


async def test_one_line_and_one_tap_and_it_is_in_the_log(app: App) -> None:
    card = await say(app, LAN, NOTE)
    assert "log.save:1.E2" in actions(card)
    await press(app, LAN, "log.save:1.E2")
    (kept,) = await log(app)
    session, lan = kept.session, await number_of(app, LAN)
    assert (session.key, session.team, session.commune) == ("draft.1", 1, HERE)
    assert (session.held_on, session.people, session.village) == (TODAY, 3, "thôn 2")
    assert session.works == (Work("vneid", "activated_l2", 2, Evidence.SEEN), Work("vneid", NOT_DONE, 1))
    assert (kept.entered_by, session.members) == (lan, (lan,))
    assert await drafts(app) == 0


async def test_the_second_tap_says_that_it_is_there_already(app: App) -> None:
    await say(app, LAN, NOTE)
    await happen(app, *(inbound(LAN, Kind.PRESS, action="log.save:1") for _again in range(3)))
    for late in ("log.save:1.E2", "log.drop:1", "log.anyway:1", "note.team:1.2", "note.log:1"):
        assert said(await press(app, LAN, late)) == words(app, _("This session is in the log already."))
    assert len(await log(app)) == 1


async def test_a_draft_waits_until_it_is_old_and_then_its_buttons_say_so(app: App, clock: Clock) -> None:
    await say(app, LAN, NOTE)
    clock.forward(seconds=29 * 86400)
    await retain(app.database, clock())
    assert await draft(app, LAN)
    clock.forward(seconds=2 * 86400)
    await retain(app.database, clock())
    assert said(await press(app, LAN, "log.save:1")) == words(
        app, _("This form is no longer there. Please start a new one.")
    )


async def test_the_day_of_the_card_stays_the_day_it_says(app: App, clock: Clock) -> None:
    await say(app, LAN, NOTE)
    clock.forward(seconds=86400)
    await press(app, LAN, "log.save:1")
    assert [kept.session.held_on for kept in await log(app)] == [TODAY]


async def test_several_services_are_kept_each_with_what_came_of_it(app: App) -> None:
    await say(app, LAN, "hôm qua hướng dẫn 2 vợ chồng mở tài khoản ngân hàng với cài vneid ở làng Krái")
    found = await draft(app, LAN)
    assert found is not None
    assert set(found.session.services) == {"ttkdtm", "vneid"}
    assert {work.people for work in found.session.works} == {2}


async def test_whatever_is_read_can_be_saved(app: App) -> None:
    """No card without a way on: what the reader makes of a note holds."""
    outcomes = {code: service.outcomes for code, service in app.world.content.services.items()}
    for line in (NOTE, "cả lớp 25 người học kỹ năng số ở nhà rông, sáng nay", "thứ 7 giúp bà Năm tích hợp bhyt, xong"):
        note = app.world.notes.read(line, TODAY)
        assert note is not None
        works = works_of(note)
        await say(app, LAN, line)
        found = await draft(app, LAN, await _last(app))
        assert found is not None
        assert found.session.works == works
        assert faults(found.session, outcomes, TODAY) == []


async def _last(app: App) -> int:
    async with app.database.read() as connection:
        return int((await connection.execute(sa.select(sa.func.max(session_drafts.c.id)))).scalar_one())


async def test_without_a_service_it_is_asked_for(app: App) -> None:
    replies = await say(app, LAN, "sáng nay hỗ trợ 4 cô chú ở thôn 5")
    assert said(replies) == words(app, _("What did {you} help with?"))
    found = await draft(app, LAN)
    assert found is not None
    assert Fault.NO_WORK in faults(found.session, {}, TODAY)


async def test_whoever_asks_for_their_data_is_told_of_what_they_logged(app: App) -> None:
    await say(app, LAN, NOTE)
    await press(app, LAN, "log.save:1")
    told = words(app, _("• Sessions of help {you} logged: {count}", count="1"))
    assert told in said(await say(app, LAN, "dữ liệu của tôi"))
    assert told not in said(await say(app, NAM, "dữ liệu của tôi"))


# ---- a note, a question, an answer ----


@pytest.mark.parametrize(
    "question",
    ["làm sao cài vneid", "cách mở tài khoản ngân hàng", "cho hỏi đăng ký tạm trú cần giấy tờ gì", "tạm trú"],
)
async def test_what_a_member_asks_is_answered_as_for_anybody(app: App, question: str) -> None:
    as_resident = said(await say(app, RESIDENT, question))
    assert said(await say(app, LAN, question)) == as_resident
    assert await drafts(app) == 0


async def test_what_may_be_either_is_answered_and_may_be_logged_all_the_same(app: App) -> None:
    question = "dạy xài điện thoại thông minh cho bà con"
    as_resident = await say(app, RESIDENT, question)
    replies = await say(app, LAN, question)
    assert [reply.text for reply in replies[:-1]] == [reply.text for reply in as_resident]
    assert actions(replies[-1:])[0] == "note.log:1"
    assert "log.save:1" in said_actions(await press(app, LAN, "note.log:1"))


def said_actions(messages: list[Spoken]) -> str:
    return " ".join(actions(messages))


async def test_in_the_middle_of_a_guide_a_note_is_a_note(app: App) -> None:
    await say(app, LAN, "làm sao cài vneid")
    assert "log.save:1" in said_actions(await say(app, LAN, NOTE))


async def test_what_was_asked_for_in_words_goes_first(app: App) -> None:
    await press(app, NAM, "villages:1")
    await say(app, NAM, "thôn 2, làng Krái")
    await press(app, NAM, "villages:1")
    await say(app, NAM, "hôm nay chỉ 3 cô chú cài vneid")
    assert await drafts(app) == 0


async def test_in_the_group_of_the_team_a_line_is_no_note(app: App) -> None:
    await happen(app, inbound(LAN, text=NOTE, group="-100"))
    assert await drafts(app) == 0


# ---- who may ----


async def test_a_residents_text_is_never_taken_for_a_note(app: App) -> None:
    assert "log." not in said_actions(await say(app, RESIDENT, NOTE))
    assert await drafts(app) == 0


async def test_nor_that_of_somebody_without_a_team_of_their_own(app: App) -> None:
    assert "log." not in said_actions(await say(app, HOA, NOTE))
    assert await drafts(app) == 0


async def test_who_left_the_team_saves_nothing_any_more(app: App) -> None:
    await say(app, LAN, NOTE)
    await press(app, LAN, "leave.yes:1")
    assert "log." not in said_actions(await say(app, LAN, NOTE))
    await press(app, LAN, "log.save:1")
    assert await log(app) == []


async def test_nobody_touches_the_card_of_another(app: App) -> None:
    await say(app, LAN, NOTE)
    for who in (NAM, TU, HOA, RESIDENT):
        for action in ("log.save:1", "log.anyway:1", "log.drop:1", "note.team:1.1", "note.log:1"):
            await press(app, who, action)
    assert await log(app) == []
    assert await draft(app, LAN)


# ---- two teams ----


async def test_who_is_in_two_teams_is_asked_which(app: App) -> None:
    asked = await say(app, TU, NOTE)
    assert actions(asked) == ["note.team:1.1", "note.team:1.2", "log.drop:1"]
    assert "log.save:1" in said_actions(await press(app, TU, "note.team:1.2"))
    await press(app, TU, "log.save:1")
    assert [kept.session.team for kept in await log(app)] == [2]


@pytest.mark.parametrize("team", ["3", "99", "x", ""])
async def test_a_team_that_is_not_theirs_is_not_taken(app: App, team: str) -> None:
    await make_team(app, ELSEWHERE, "Tổ xa")
    await say(app, TU, NOTE)
    await press(app, TU, f"note.team:1.{team}")
    found = await draft(app, TU)
    assert found is not None
    assert found.session.team == 0


async def test_without_a_team_nothing_is_saved(app: App) -> None:
    await say(app, TU, NOTE)
    await press(app, TU, "log.save:1")
    assert await log(app) == []


# ---- the same again ----


async def test_the_same_again_is_asked_about_before_it_is_saved(app: App, clock: Clock) -> None:
    await say(app, LAN, NOTE)
    await press(app, LAN, "log.save:1")
    clock.forward(seconds=600)
    await say(app, NAM, NOTE)
    asked = await press(app, NAM, "log.save:2")
    assert "15:00" in said(asked)
    assert len(await log(app)) == 1
    await press(app, NAM, "log.anyway:2")
    assert len(await log(app)) == 2


# ---- what is not kept ----


async def test_who_was_named_is_left_out_and_the_member_is_told(app: App) -> None:
    card = await say(app, LAN, "chiều qua giúp bà Siu H'Bia ở thôn 6 cài vneid xong")
    assert words(app, LEFT_OUT) in said(card)
    await press(app, LAN, "log.save:1")
    assert "Siu" not in str(await _everything(app))


async def test_a_number_of_a_paper_is_masked_and_the_note_is_kept(app: App) -> None:
    replies = await say(app, LAN, f"{NOTE}, số cccd 064123456789, sđt 0912345678")
    assert "log.save:1" in said_actions(replies)
    assert words(app, LEFT_OUT) in said(replies)
    await press(app, LAN, "log.save:1")
    assert len(await log(app)) == 1
    kept = str(await _everything(app))
    assert "064123456789" not in kept
    assert "0912345678" not in kept


async def test_a_note_that_names_nobody_is_shown_without_a_lecture(app: App) -> None:
    assert words(app, LEFT_OUT) not in said(await say(app, LAN, NOTE))


async def _everything(app: App) -> list[object]:
    found: list[object] = []
    async with app.database.read() as connection:
        for name in table.metadata.tables:
            found += (await connection.execute(sa.text(f"SELECT * FROM {name}"))).all()
    return found


# ---- what was done ----


def test_what_did_not_come_to_anything_comes_last() -> None:
    note = SessionNote(("vneid", "bhyt"), 3, None, TODAY, {"vneid": {NOT_DONE: 1, "activated_l2": 2}})
    works = (Work("vneid", "activated_l2", 2), Work("vneid", NOT_DONE, 1), Work("bhyt", "", 3))
    assert works_of(note) == works
    assert works_of(replace(note, services=("bhyt", "vneid"))) == (works[2], *works[:2])
