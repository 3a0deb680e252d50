"""The check of a suspicious message, through the whole bot: nothing of the message stays, and every way on works."""

from pathlib import Path

import pytest

from bot.app import App
from bot.core.events import Event, ScamChecked
from bot.core.messages import Kind, Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from handlers.resident.scam_check import MOST
from tests.databases import everything_in
from tests.fakes import actions, happen, inbound, make_app, press, say

WHO = "nguoi-1"
SCAM = "Cong an: vao bi-mat-vneid.top doc ma OTP ngay lap tuc, goi 0987654321"
ORDINARY = "mai họp thôn lúc tám giờ ở nhà rông làng mới"


def told(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def check(app: App, text: str) -> list[Spoken]:
    await press(app, WHO, "scam.check")
    return await say(app, WHO, text)


async def test_nothing_of_the_message_is_kept_but_the_ids_of_the_signs(tmp_path: Path) -> None:
    events: list[Event] = []
    async with make_app(tmp_path) as app:
        app.turns.on_turn = lambda _waiting, happened: events.extend(happened)
        await check(app, SCAM)
        kept = await everything_in(app.database)
    assert [event for event in events if isinstance(event, ScamChecked)] == [
        ScamChecked(("look-alike", "code", "hurry", "odd-ending", "mobile"))
    ]
    assert "ScamChecked" in kept
    for word in ("bi-mat", "vneid.top", "0987654321", "lap tuc"):
        assert word not in kept


async def test_the_message_is_not_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        async with make_app(tmp_path) as app:
            await check(app, SCAM)
    assert "bi-mat" not in caplog.text


async def test_the_signs_are_told_one_a_line_and_not_too_many(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        (findings, _advice) = await check(app, f"{SCAM}. Vay nhanh, trúng thưởng xe SH, việc nhẹ lương cao, bitcoin")
        told_of = [line for line in findings.text.splitlines() if line.startswith("• ")]
    assert len(told_of) == MOST


async def test_the_strange_page_is_not_made_a_link_but_the_real_one_may_be(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        (findings, _advice) = await check(app, "xem bi-mat-vneid.top và a-b-c.com")
    assert "vneid.gov.vn" in findings.text
    assert "a-b-c . com" in findings.text
    assert "a-b-c.com" not in findings.text
    assert "vneid.top" not in findings.text


async def test_where_nothing_is_seen_nothing_is_vouched_for(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        (findings, advice) = await check(app, ORDINARY)
        assert findings.text == told(app, _("{Me} see none of the usual signs, but {me} dare not say that it is safe."))
        assert "menu" in actions([advice])


async def test_a_page_of_the_post_is_neither_vouched_for_nor_doubted(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        (findings, _advice) = await check(app, "xem https://buudien.vn/x")
    assert "buudien" not in findings.text


async def test_after_an_answer_the_next_text_is_a_question_again(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        await check(app, ORDINARY)
        events: list[Event] = []
        app.turns.on_turn = lambda _waiting, happened: events.extend(happened)
        await say(app, WHO, "kích hoạt vneid")
    assert not [event for event in events if isinstance(event, ScamChecked)]


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.CONTACT, Kind.OTHER])
async def test_what_cannot_be_read_is_asked_for_in_words(tmp_path: Path, kind: Kind) -> None:
    async with make_app(tmp_path) as app:
        await press(app, WHO, "scam.check")
        (asked,) = await happen(app, inbound(WHO, kind))
        (findings, _advice) = await say(app, WHO, SCAM)
    assert actions([asked]) == ["menu"]
    assert "•" in findings.text


async def test_a_word_that_always_works_still_does(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        (menu,) = await check(app, "menu")
        assert menu.text == told(app, _("What do {you} need? Choose below, or type it."))


async def test_it_can_be_asked_for_in_words(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        await press(app, WHO, "menu")
        (asked,) = await say(app, WHO, "kiểm tra tin lừa đảo")
        (findings, _advice) = await say(app, WHO, SCAM)
    assert actions([asked]) == ["menu"]
    assert "•" in findings.text


async def test_the_button_for_money_lost_gives_the_answer_for_it_and_an_old_one_the_menu(tmp_path: Path) -> None:
    async with make_app(tmp_path) as app:
        emergency = next(iter(app.world.content.emergencies))
        await press(app, WHO, "menu")
        (answer,) = await press(app, WHO, f"emergency.show:{emergency}")
        (menu,) = await press(app, WHO, "emergency.show:khong-con")
        assert told(app, app.world.content.emergencies[emergency].opening) in answer.text
        assert menu.text == told(app, _("What do {you} need? Choose below, or type it."))
