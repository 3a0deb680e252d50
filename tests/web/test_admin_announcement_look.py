"""Before an announcement is sent: the numbers, the message on each channel, a trial, and a second administrator."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.campaigns import Body, State, Timing, Urgency
from bot.core.phrases import Text
from bot.core.roles import Post, Role
from tests.fakes import recording
from tests.web.admin_desk import AdminDesk
from tests.web.announcement_desk import (
    CALL,
    PATH,
    WORDS,
    after,
    approver,
    asked,
    make,
    press,
    reached,
    readable,
    resident,
    residents,
    send,
    stored,
    told,
)

FLOOD = replace(CALL, urgency=Urgency.URGENT)


def said(desk: AdminDesk, msgid: str, **args: str) -> str:
    return desk.app.say(Text(msgid, args), "vi").replace("*", "")


# ---- the numbers ----


async def test_it_says_how_many_get_it_how_and_how_many_have_not_agreed(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 3)
    await resident(admin_desk, "no", agreed=False)
    await resident(admin_desk, "zalo", channel="zalo_oa")
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        page = readable(await browser.page(f"{PATH}/{draft.id}"))
    assert said(admin_desk, "How many") + " 4" in page
    assert said(admin_desk, "Not agreed, so not sent") + " " in page
    assert "Zalo OA 0 0 0 1" in page
    assert said(admin_desk, "on a channel that does not run here") + ": 1" in page
    assert said(admin_desk, "Not needed.") in page


async def test_what_would_go_at_night_is_said_to_go_in_the_morning(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 1)
    person = await admin_desk.commune_admin()
    late = replace(CALL, timing=Timing(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)))
    draft = await make(admin_desk, person, late)
    async with admin_desk.browser(person) as browser:
        page = readable(await browser.page(f"{PATH}/{draft.id}"))
    night = said(admin_desk, "It goes at {time}, for at night people are left alone.", time="08:00 25/11/2026")
    assert night in page


async def test_the_message_is_shown_as_each_channel_shows_it(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person, replace(CALL, body=Body({"vi": WORDS, "en": "Class at *8*"})))
    async with admin_desk.browser(person) as browser:
        page = await browser.page(f"{PATH}/{draft.id}")
    assert page.count('class="screen webchat"') == 2  # in both languages
    assert page.count('class="screen zalo_oa"') == 2
    assert page.count('class="screen zalo_bot"') == 2
    assert "<b>8 giờ</b>" in page
    assert "Class at <b>8</b>" in page


async def test_words_that_look_like_a_tag_stay_words(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person, replace(CALL, body=Body({"vi": "<script>alert(1)</script>"})))
    async with admin_desk.browser(person) as browser:
        page = await browser.page(f"{PATH}/{draft.id}")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_a_mobile_number_is_to_be_looked_at_twice(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person, replace(CALL, body=Body({"vi": "Gọi 0905 123 456"})))
    async with admin_desk.browser(person) as browser:
        assert 'class="warning"' in await browser.page(f"{PATH}/{draft.id}")


# ---- a trial ----


async def test_a_trial_goes_to_its_writer_alone_and_its_buttons_count_for_nobody(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    person = await admin_desk.commune_admin()
    await reached(admin_desk, person, "me")
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        await send(browser, f"{PATH}/{draft.id}/thu")
    await admin_desk.app.settle()
    sent = recording(admin_desk.app).sent
    assert [who for who, _message in sent] == ["me"]
    [(_who, message)] = sent
    assert "8 giờ" in message.text
    assert {choice.action for choice in message.choices} == {f"announcement.sample:{draft.id}"}
    assert (await stored(admin_desk)).state is State.DRAFT


async def test_whoever_is_on_no_channel_is_told_that_a_trial_cannot_come(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        page = await after(browser, await send(browser, f"{PATH}/{draft.id}/thu"))
    assert said(admin_desk, "The bot cannot reach you on any channel. Write to it once, then try again.") in page


# ---- on its way ----


async def test_a_small_one_goes_without_a_second_administrator(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert (await press(browser, draft, "gui")).status == 303
    assert (await stored(admin_desk)).state is State.PLANNED
    await admin_desk.app.broadcasting.settle()
    assert (await stored(admin_desk)).state is State.DONE
    assert len(recording(admin_desk.app).sent) == 2


async def test_what_nobody_would_get_is_not_sent(admin_desk: AdminDesk) -> None:
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert (await press(browser, draft, "gui")).status == 400
    assert (await stored(admin_desk)).state is State.DRAFT


async def test_an_old_form_sends_nothing(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 2)
    person = await admin_desk.commune_admin()
    draft = await make(admin_desk, person)
    async with admin_desk.browser(person) as browser:
        assert (await send(browser, f"{PATH}/{draft.id}/gui", {"version": draft.version + 1})).status == 400
        assert (await send(browser, f"{PATH}/{draft.id}/gui")).status == 400
    assert (await stored(admin_desk)).state is State.DRAFT


async def test_what_is_urgent_for_a_commune_is_asked_of_the_other_administrators(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 1)
    person = await admin_desk.commune_admin()
    await approver(admin_desk, "binh")
    draft = await make(admin_desk, person, FLOOD)
    async with admin_desk.browser(person) as browser:
        page = await after(browser, await press(browser, draft, "gui"))
    assert (await stored(admin_desk)).state is State.ASKED
    assert f"announcement.show:{draft.id}" in "".join(await told(admin_desk, "binh"))
    assert said(admin_desk, "You wrote in it, so somebody else has to agree.") in page


# ---- a second administrator ----


async def test_a_second_administrator_sees_the_same_and_agrees(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 3)
    writer, second = await admin_desk.commune_admin(), await approver(admin_desk)
    await reached(admin_desk, writer, "an")
    waits = await asked(admin_desk, writer, FLOOD)
    async with admin_desk.browser(second) as browser:
        page = readable(await browser.page(f"{PATH}/{waits.id}"))
        assert said(admin_desk, "How many") + " " in page
        assert said(admin_desk, "Agree, send it") in page
        assert (await press(browser, waits, "duyet")).status == 303
    agreed = await stored(admin_desk)
    assert (agreed.state, agreed.approved_by, agreed.is_approved) == (State.PLANNED, second, True)
    assert f"announcement.show:{waits.id}" in "".join(await told(admin_desk, "an"))


@pytest.mark.parametrize("act", ["duyet", "tu-choi"])
async def test_whoever_wrote_in_it_does_not_answer_it(admin_desk: AdminDesk, act: str) -> None:
    writer = await admin_desk.commune_admin()
    waits = await asked(admin_desk, writer)
    async with admin_desk.browser(writer) as browser:
        assert said(admin_desk, "Agree, send it") not in readable(await browser.page(f"{PATH}/{waits.id}"))
        assert (await press(browser, waits, act, reason="không")).status == 400
    assert (await stored(admin_desk)).state is State.ASKED


async def test_a_refusal_needs_a_reason_which_its_writer_gets(admin_desk: AdminDesk) -> None:
    writer, second = await admin_desk.commune_admin(), await approver(admin_desk)
    await reached(admin_desk, writer, "an")
    waits = await asked(admin_desk, writer)
    async with admin_desk.browser(second) as browser:
        assert (await press(browser, waits, "tu-choi")).status == 400
        assert (await press(browser, waits, "tu-choi", reason="Sai ngày học")).status == 303
    assert (await stored(admin_desk)).state is State.DRAFT
    assert "Sai ngày học" in "".join(await told(admin_desk, "an"))


async def test_what_was_changed_meanwhile_is_not_agreed_to(admin_desk: AdminDesk) -> None:
    writer, second = await admin_desk.commune_admin(), await approver(admin_desk)
    seen = await asked(admin_desk, writer)
    async with admin_desk.browser(writer) as browser:
        await send(browser, f"{PATH}/{seen.id}/sua", {"version": seen.version, "text_vi": "Khác", "when": "now"})
        await press(browser, await stored(admin_desk), "gui")
    async with admin_desk.browser(second) as browser:
        assert (await press(browser, seen, "duyet")).status == 400
    assert not (await stored(admin_desk)).is_approved


async def test_the_province_sees_what_waits_in_a_commune_and_may_agree(admin_desk: AdminDesk) -> None:
    writer = await admin_desk.commune_admin()
    waits = await asked(admin_desk, writer, FLOOD)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert f"/thong-bao/{waits.id}" in await browser.page(f"{PATH}?xa=")
        assert (await press(browser, waits, "duyet")).status == 303


async def test_an_administrator_of_another_commune_neither_sees_nor_answers_it(admin_desk: AdminDesk) -> None:
    waits = await asked(admin_desk, await admin_desk.commune_admin())
    stranger = await admin_desk.person(Post(Role.COMMUNE_ADMIN, admin_desk.far.commune))
    async with admin_desk.browser(stranger) as browser:
        assert (await browser.get(f"{PATH}/{waits.id}")).status == 403
        assert (await press(browser, waits, "duyet")).status == 403


async def test_a_planned_one_stands_in_the_list_until_it_is_stopped(admin_desk: AdminDesk) -> None:
    await residents(admin_desk, 1)
    person = await admin_desk.commune_admin()
    later = replace(CALL, timing=Timing(admin_desk.clock() + timedelta(days=2)))
    draft = await make(admin_desk, person, later)
    async with admin_desk.browser(person) as browser:
        await press(browser, draft, "gui")
        planned = await stored(admin_desk)
        assert "15:00 25/11/2026" in readable(await browser.page(PATH))
        assert (await press(browser, planned, "huy")).status == 303
    assert (await stored(admin_desk)).state is State.CANCELLED
