"""The web chat in a real browser, as residents use it."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from bot.config import ROOT
from tests.e2e import browser
from tests.e2e.browser import (
    AT_STEP_1,
    GUIDE,
    Chat,
    Visits,
    Web,
    axe_faults,
    free_port,
    greeting,
    guide,
    menu_question,
    spoken,
    step,
    way_from_menu,
    which_place,
)
from tests.e2e.process import Bot
from tests.e2e.words import DONE, FIXED, STUCK, WHAT_DO_YOU_NEED, WHICH_PLACE, en, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PLEIKU = {"latitude": 13.9833, "longitude": 108.0}
SEND_LOCATION = vi("📍 Send my location")
SMALLEST = (320, 568)
MOST_BYTES = 150_000  # of the first load, compressed, headers and all
LONGEST_TEXT = 2000
PICTURES = ROOT / "docs" / "screenshots"
LARGEST_PICTURE = 200_000  # bytes


# ---- being helped ----


async def test_a_resident_with_a_phone_is_led_from_the_greeting_to_the_fix_of_a_trouble(visit: Visits) -> None:
    chat = await visit(has_touch=True, is_mobile=True)
    await chat.hears(greeting())
    assert "trợ lý tự động" in greeting()
    await chat.hears(which_place())

    await chat.say("chu se")
    await chat.press("Xã Chư Sê")
    await chat.hears(vi("Noted: {place}.", place="Xã Chư Sê"))
    await chat.hears(menu_question())

    for label in way_from_menu():
        await chat.press(label)
    await chat.hears(step(1))
    await chat.press(DONE)
    await chat.hears(step(2))

    await chat.press(STUCK)
    await chat.hears(vi("What do {you} see on the screen?", You="Bà con", you="bà con"))
    trouble = next(trouble for trouble in guide().steps[1].troubles if not trouble.then)
    await chat.press(spoken(trouble.sign))
    await chat.hears(spoken(trouble.fix))
    await chat.press(FIXED)
    await chat.hears(step(2), times=2)
    assert chat.faults == []


async def test_a_refresh_keeps_the_talk_and_goes_on_at_the_same_step(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.press(DONE)
    await chat.hears(step(2))
    before = await chat.talk()
    await chat.reload()
    assert await chat.talk() == before
    await chat.press(DONE)
    await chat.hears(step(3))
    after = await chat.talk()
    assert after[:-1] == [*before, DONE]
    assert step(3) in after[-1]


async def test_a_press_just_before_a_refresh_is_answered_once(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.press(DONE)
    await chat.reload()
    await chat.hears(step(2))
    await chat.press(DONE)
    await chat.hears(step(3))
    assert await chat.by_person().all_inner_texts() == [DONE, DONE]
    assert [await chat.by_bot(step(number)).count() for number in (1, 2, 3)] == [1, 1, 1]


async def test_a_secret_is_masked_on_the_screen_and_in_what_the_browser_keeps(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.hears(step(1))
    other = await visit(beside=chat)
    await chat.say("cccd của tôi là 064123456789")
    await chat.hears(step(1), times=2)
    for tab in (chat, other):
        await expect(tab.by_person("cccd của tôi là ●●●●")).to_have_count(1)
    assert not [value for value in (await chat.kept()).values() if "064123456789" in value]
    await chat.reload()
    assert await chat.by_person().all_inner_texts() == ["cccd của tôi là ●●●●"]


async def test_an_old_button_higher_up_still_works_after_a_refresh(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    for number in (2, 3):
        await chat.press(DONE)
        await chat.hears(step(number))
    await chat.reload()
    first = chat.page.locator(".entry.bot", has_text=step(1))
    await first.get_by_role("button", name=DONE, exact=True).click()
    await chat.hears(step(2), times=2)


async def test_what_is_typed_while_the_bot_is_dead_is_sent_by_itself_and_answered_once(
    web: Web, tmp_path: Path
) -> None:
    async with Bot(tmp_path / "data", ROOT / "content", PORT=str(free_port())) as bot, web.visits(bot.url) as visit:
        chat = await visit(AT_STEP_1)
        await chat.hears(step(1))
        await bot.kill()
        banner = chat.page.get_by_text(vi("No network. What you write is kept and will be sent by itself."))
        await expect(banner).to_be_visible()
        await chat.say("xong")
        unsent = chat.page.get_by_text(vi("Not sent yet, will be sent by itself"))
        await expect(unsent).to_be_visible()
        address = bot.url
        await bot.start()
        assert bot.url == address

        await chat.hears(step(2))
        await expect(banner).to_be_hidden()
        await expect(unsent).to_have_count(0)
        await chat.press(DONE)
        await chat.hears(step(3))
        assert [await chat.by_bot(step(number)).count() for number in (1, 2, 3)] == [1, 1, 1]
        assert await chat.by_person().all_inner_texts() == ["xong", DONE]

        assert all("WebSocket" in fault for fault in chat.faults)  # the browser says so each time nobody answers
        chat.faults.clear()


async def test_two_tabs_of_one_browser_show_the_same_talk_with_nothing_doubled(visit: Visits) -> None:
    one = await visit(AT_STEP_1)
    await one.hears(step(1))
    other = await visit(beside=one)
    await other.hears(step(1))
    await other.press(DONE)
    for chat in (one, other):
        await chat.hears(step(2))
    await one.press(DONE)
    for chat in (one, other):
        await chat.hears(step(3))
    assert await one.talk() == await other.talk()
    assert await one.by_person().all_inner_texts() == [DONE, DONE]
    assert [await one.by_bot(step(number)).count() for number in (1, 2, 3)] == [1, 1, 1]


async def test_two_tabs_opened_at_the_same_moment_are_one_person_greeted_once(visit: Visits) -> None:
    empty = await visit("about:blank")
    one, other = await asyncio.gather(visit(beside=empty), visit(beside=empty))
    for chat in (one, other):
        await chat.hears(which_place())
    await one.press("English")
    for chat in (one, other):
        await chat.hears(en(WHICH_PLACE, you="you"))
        await chat.hears(greeting())
    assert await one.talk() == await other.talk()


async def test_a_person_in_pleiku_who_sends_the_location_is_offered_pleiku(visit: Visits) -> None:
    chat = await visit(geolocation=PLEIKU, permissions=["geolocation"])
    await chat.press(SEND_LOCATION)
    await chat.hears(vi("Are {you} in one of these communes?", You="Bà con", you="bà con"))
    await chat.press("Phường Pleiku")
    await chat.hears(vi("Noted: {place}.", place="Phường Pleiku"))


async def test_a_person_who_refuses_the_location_gets_a_kind_word_and_may_type(visit: Visits) -> None:
    chat = await visit(permissions=[])
    await chat.press(SEND_LOCATION)
    words = "The place could not be found. No matter: please type the name of your village and commune."
    await expect(chat.page.get_by_text(vi(words))).to_be_visible()
    await chat.say("xã Ia Ko")
    await chat.hears(vi("Noted: {place}.", place="Xã Ia Ko"))


async def test_who_has_everything_erased_sees_a_receipt_and_is_new_after_a_reload(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.hears(step(1))
    assert await chat.kept("toso.token")
    await chat.say("xóa dữ liệu của tôi")
    await chat.press(vi("Yes, erase it"))
    before, _, after = vi(
        "Everything kept about {you} here is erased. Receipt code: *{receipt}*.", you="bà con"
    ).partition("*{receipt}*")
    await expect(chat.by_bot()).to_have_text([re.compile(re.escape(before) + r"[\w-]{4,}" + re.escape(after))])
    assert await chat.by_person().count() == 0
    assert await chat.kept("toso.token") == {}
    assert len(await chat.kept("toso.m.")) == 1
    assert not [words for words in (await chat.kept()).values() if step(1) in words]
    await chat.reload()
    await chat.hears(greeting())
    await chat.hears(which_place())


async def test_who_writes_on_after_erasing_is_somebody_new_and_is_known_after_a_reload(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.hears(step(1))
    await chat.say("xóa dữ liệu của tôi")
    await chat.press(vi("Yes, erase it"))
    await chat.hears(step(1), times=0)
    await chat.say("menu")
    await chat.hears(greeting())
    await chat.hears(menu_question())
    before = await chat.talk()
    await chat.reload()
    await chat.say("xã Ia Ko")
    await chat.hears(vi("Noted: {place}.", place="Xã Ia Ko"))
    assert (await chat.talk())[: len(before)] == before
    await chat.hears(greeting())


async def test_erasing_with_two_tabs_open_shows_one_receipt_in_both(visit: Visits) -> None:
    one = await visit(AT_STEP_1)
    await one.hears(step(1))
    other = await visit(beside=one)
    await other.hears(step(1))
    await one.say("xóa dữ liệu của tôi")
    await one.press(vi("Yes, erase it"))
    for chat in (one, other):
        await chat.hears(step(1), times=0)
        await expect(chat.by_bot()).to_have_count(1)
    await other.say("menu")
    for chat in (one, other):
        await chat.hears(menu_question())
    assert await one.talk() == await other.talk()


async def test_erasing_on_this_device_alone_begins_anew_and_keeps_the_text_size(visit: Visits) -> None:
    chat = await visit(AT_STEP_1)
    await chat.hears(step(1))
    await chat.page.locator("#size").click()
    await (await chat.settings()).locator("#wipe").click()
    await chat.page.locator("#wipe-now").click()
    await chat.hears(which_place())
    await chat.hears(step(1), times=0)
    await expect(chat.html).to_have_attribute("data-size", "large")


# ---- the page itself ----


async def test_nothing_sticks_out_of_the_smallest_phone_in_the_largest_text(visit: Visits) -> None:
    chat = await visit(size=SMALLEST)
    await chat.hears(which_place())
    for _ in range(2):
        await chat.page.locator("#size").click()
    await expect(chat.html).to_have_attribute("data-size", "largest")
    assert await chat.too_wide() == [], "greeting"
    await chat.to_menu()
    assert await chat.too_wide() == [], "menu"
    for label in way_from_menu():
        await chat.press(label)
        assert await chat.too_wide() == [], label
    await chat.hears(step(1))
    assert await chat.too_wide() == [], "step"
    await chat.press(STUCK)
    await expect(chat.choices.filter(has_text=spoken(guide().steps[0].troubles[0].sign))).to_be_visible()
    assert await chat.too_wide() == [], "troubles"
    await chat.settings()
    assert await chat.too_wide() == [], "settings"


async def test_the_text_size_is_remembered(visit: Visits) -> None:
    chat = await visit()
    await chat.hears(which_place())
    normal = await font_size(chat)
    await chat.page.locator("#size").click()
    await expect(chat.html).to_have_attribute("data-size", "large")
    large = await font_size(chat)
    await (await chat.settings()).get_by_text(vi("Very large"), exact=True).click()
    await expect(chat.html).to_have_attribute("data-size", "largest")
    largest = await font_size(chat)
    assert normal < large < largest
    await chat.reload()
    assert await font_size(chat) == largest


async def font_size(chat: Chat) -> float:
    size: float = await chat.by_bot().first.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
    return size


async def test_english_changes_the_talk_and_the_page_and_so_does_the_way_back(visit: Visits) -> None:
    chat = await visit()
    await chat.press("English")
    await chat.hears(en(WHICH_PLACE, you="you"))
    await expect(chat.html).to_have_attribute("lang", "en")
    await expect(chat.box).to_have_attribute("placeholder", en("Ask here…"))
    subtitle = "Automatic assistant of the community digital technology team"
    await expect(chat.page.locator(".subtitle")).to_have_text(en(subtitle))
    await expect(chat.page.locator("#send")).to_have_text(en("Send"))
    await chat.reload()
    await expect(chat.html).to_have_attribute("lang", "en")
    await chat.is_answered("menu")
    await chat.hears(en(WHAT_DO_YOU_NEED, you="you"))

    await (await chat.settings()).get_by_role("button", name="Tiếng Việt").click()
    await expect(chat.html).to_have_attribute("lang", "vi")
    await expect(chat.box).to_have_attribute("placeholder", vi("Ask here…"))
    await expect(chat.page.locator(".subtitle")).to_have_text(vi(subtitle))
    await chat.hears(menu_question())


async def test_the_first_load_is_light_and_asks_nobody_else(web: Web, visit: Visits) -> None:
    chat = await visit("about:blank")
    network = await chat.page.context.new_cdp_session(chat.page)
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda finished: sizes.append(finished["encodedDataLength"]))
    await network.send("Network.enable")
    await chat.page.goto("/")
    await chat.hears(which_place())
    await chat.page.evaluate("document.fonts.ready")
    await chat.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 10  # the page, the styles, the scripts, the letters
    assert sum(sizes) <= MOST_BYTES
    assert {urlsplit(url).netloc for url in chat.asked if not url.startswith("data:")} == {urlsplit(web.bot.url).netloc}


async def test_a_strict_policy_is_there_and_is_heeded(visit: Visits) -> None:
    chat = await visit()
    await chat.hears(which_place())
    answer = await chat.page.request.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert chat.faults == []
    await chat.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert await chat.page.evaluate("window.ran") is None
    assert "Content Security Policy" in chat.faults.pop()


async def test_what_looks_like_markup_is_shown_as_it_was_typed(visit: Visits) -> None:
    chat = await visit("/?lang=%22%3E%3Cscript%3Ewindow.ran=1%3C/script%3E")
    await chat.to_menu()
    typed = [
        '<img src=x onerror="window.ran=1">',
        "*bold*",
        "https://example.org/a",
        "<b>b</b>&amp;<script>ran=1</script>",
    ]
    for words in typed:
        await chat.is_answered(words)
    await chat.reload()
    assert (await chat.by_person().all_inner_texts())[1:] == typed
    assert await chat.by_person().locator("*").count() == 0
    assert await chat.page.evaluate("window.ran") is None


async def test_a_text_that_is_too_long_stays_in_the_box_with_a_word_why(visit: Visits) -> None:
    chat = await visit()
    await chat.to_menu()
    said = await chat.talk()
    long = "Tôi muốn hỏi. " * 800
    await chat.say(long)
    words = vi("This message is too long. Please shorten it to 2,000 characters, or send it in parts.")
    await expect(chat.page.get_by_role("alert")).to_have_text(words)
    await expect(chat.box).to_have_value(long)
    assert await chat.talk() == said
    await chat.is_answered(long[:LONGEST_TEXT])
    await expect(chat.box).to_have_value("")
    await expect(chat.page.get_by_role("alert")).to_have_text("")
    await expect(chat.by_person().last).to_have_text(long[:LONGEST_TEXT].strip())


@pytest.mark.parametrize(
    "words",
    ["👵🏽🌾🇻🇳", "\u202emenu\u202c", "مرحبا\u200f", "\u200b\u2066?"],
    ids=["emoji", "override", "arabic", "marks"],
)
async def test_unusual_letters_get_an_answer(visit: Visits, words: str) -> None:
    chat = await visit()
    await chat.to_menu()
    await chat.is_answered(words)


async def test_without_scripts_the_page_says_what_to_do(visit: Visits) -> None:
    chat = await visit(java_script_enabled=False)
    words = (
        "This browser has JavaScript switched off, so the chat cannot run here. Please open this page in Chrome, "
        "Cốc Cốc or Safari, or meet the community digital technology team of your village."
    )
    notice = chat.page.locator("noscript p")
    await expect(notice).to_have_text(vi(words))
    await expect(notice).to_be_in_viewport(ratio=1)
    await expect(chat.box).to_be_hidden()


# ---- for everybody ----


async def test_with_the_keyboard_alone_a_choice_is_pressed_and_words_are_sent(visit: Visits) -> None:
    chat = await visit()
    await chat.hears(which_place())
    keyboard = chat.page.keyboard
    await tab_to(chat, vi("Settings"))
    await keyboard.press("Enter")
    await expect(chat.page.locator("#settings")).to_be_visible()
    await keyboard.press("Escape")
    await expect(chat.page.locator("#open-settings")).to_be_focused()
    await tab_to(chat, vi("Later"))
    await keyboard.press("Enter")
    await chat.hears(menu_question())
    for label in way_from_menu():
        button = chat.page.get_by_role("button", name=label, exact=True)
        await expect(chat.choices.and_(button).last).to_be_visible()
        await tab_to(chat, label)
        await keyboard.press("Space")
    await chat.hears(step(1))
    await tab_to(chat, vi("Your message"))
    await keyboard.type("xong")
    await keyboard.press("Enter")
    await chat.hears(step(2))
    await expect(chat.box).to_be_focused()


async def test_the_button_to_the_end_stays_while_the_keyboard_is_on_it(visit: Visits) -> None:
    chat = await visit(AT_STEP_1, size=SMALLEST)
    await chat.hears(step(1))
    log, jump = chat.page.locator("#log"), chat.page.locator("#jump")
    await log.evaluate("(log) => { log.scrollTop = 0; }")
    await jump.focus()
    await log.evaluate("(log) => { log.scrollTop = log.scrollHeight; }")
    await chat.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    await expect(jump).to_be_focused()
    await chat.page.bring_to_front()
    await chat.page.keyboard.press("Tab")
    await expect(jump).to_be_hidden()
    await expect(chat.page.locator("#composer button:focus")).to_have_count(1)


async def tab_to(chat: Chat, name: str) -> None:
    """Wherever Tab leads on the way, one sees where one is."""
    await chat.page.bring_to_front()
    passed = []
    for _ in range(40):
        await chat.page.keyboard.press("Tab")
        now = await chat.page.evaluate(
            """() => {
              const at = document.activeElement, style = getComputedStyle(at), place = at.getBoundingClientRect();
              const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              const inside = place.top < innerHeight && place.bottom > 0 && place.width > 0;
              return { name: at.getAttribute("aria-label") || at.textContent.trim(), seen: drawn && inside };
            }"""
        )
        passed.append(now["name"])
        assert now["seen"], now
        if now["name"] == name:
            return
    raise AssertionError(f"{name!r} is not reached: {passed}")


@pytest.mark.parametrize(
    ("path", "scheme", "opened"),
    [
        ("/", "light", False),
        (AT_STEP_1, "light", False),
        ("/", "light", True),
        (AT_STEP_1, "dark", False),
        ("/", "dark", True),
        (f"/?lang=en&g={GUIDE}", "light", False),
        ("/?lang=en", "light", True),
    ],
    ids=["greeting", "step", "settings", "dark step", "dark settings", "English step", "English settings"],
)
async def test_axe_finds_nothing_serious(visit: Visits, path: str, scheme: str, opened: bool) -> None:
    chat = await visit(path, color_scheme=scheme, bypass_csp=True)
    lang = "en" if "lang=en" in path else "vi"
    question = en(WHICH_PLACE, you="you") if lang == "en" else which_place()
    await chat.hears(step(1, lang) if GUIDE in path else question)
    if opened:
        await chat.settings()
    assert await axe_faults(chat.page) == []


# ---- pictures, and no browser at all ----


@pytest.mark.skipif(not os.environ.get("TOSO_SCREENSHOTS"), reason="only when TOSO_SCREENSHOTS is set")
async def test_pictures_for_the_readme(visit: Visits) -> None:
    phone, desktop = (360, 740), (1100, 760)
    for name, size, options in (
        ("chat-phone", phone, {"device_scale_factor": 2}),
        ("chat-dark", phone, {"device_scale_factor": 2, "color_scheme": "dark"}),
        ("chat-stuck", phone, {"device_scale_factor": 2}),
        ("chat-desktop", desktop, {}),
    ):
        chat = await visit(size=size, timezone_id="Asia/Ho_Chi_Minh", **options)
        await chat.hears(which_place())
        await chat.say("chu se")
        await chat.press("Xã Chư Sê")
        for label in way_from_menu():
            await chat.press(label)
        for number in (2, 3, 4):
            await chat.press(DONE)
            await chat.hears(step(number))
        if name == "chat-stuck":
            await chat.press(STUCK)
            await chat.hears(vi("What do {you} see on the screen?", You="Bà con", you="bà con"))
        await chat.page.evaluate("document.fonts.ready")
        await expect(chat.page.locator("#answering")).to_be_empty()
        await chat.page.locator("h1").click()  # nothing has the focus
        path = PICTURES / f"{name}.png"
        await chat.page.screenshot(path=path, animations="disabled")
        assert path.stat().st_size <= LARGEST_PICTURE


async def test_without_a_browser_the_tests_are_skipped_at_home_and_fail_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Install Chromium"):
        browser.find_browser()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        browser.find_browser()
