"""The notebook page in a real browser: the way in, guides without network, what the server has to say, leaving."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from bot.config import ROOT
from bot.core.sessions import Session, Work
from bot.storage import sessions
from tests.e2e.browser import GUIDE, PATIENCE_MS, Visits, Web, axe_faults, guide, spoken, which_place
from tests.e2e.notebook import COMMUNE, PAGE, Notebook, content, database, make_link, make_member, outcome, service
from tests.e2e.words import LATER, en, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SMALLEST = (320, 568)
MOST_KEPT = 1_500_000  # bytes of everything that works without network
WAITS_IN_THE_DRAFT = """async (village) => {
  const { fact } = await import(document.querySelector("script[type=module]").src.replace("main.js", "db.js"));
  return ((await fact("draft")) || { session: {} }).session.village === village;
}"""
"""It is on the disk: a page that is torn away in the same moment may lose the last letter, and no more."""
PICTURES = ROOT / "docs" / "screenshots"


class Desk:
    """Opens the notebook for a new member, in a browser of their own."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.contexts: list[BrowserContext] = []
        self.books: list[Notebook] = []
        self.member = 0

    async def browser(self, size: tuple[int, int] = (360, 740), **options: object) -> BrowserContext:
        viewport = {"width": size[0], "height": size[1]}
        made = await self.web.browser.new_context(base_url=self.web.bot.url, viewport=viewport, **options)  # type: ignore[arg-type]
        made.set_default_timeout(PATIENCE_MS)
        self.contexts.append(made)
        return made

    async def tab(self, browser: BrowserContext) -> Notebook:
        self.books.append(Notebook(await browser.new_page()))
        return self.books[-1]

    async def __call__(self, size: tuple[int, int] = (360, 740), **options: object) -> Notebook:
        self.member = await make_member(self.web.bot)
        book = await self.tab(await self.browser(size, **options))
        await book.enter(await make_link(self.web.bot, self.member))
        return book


@pytest_asyncio.fixture(loop_scope="session")
async def desk(web: Web) -> AsyncIterator[Desk]:
    made = Desk(web)
    yield made
    for context in made.contexts:
        await context.close()
    faults = [fault for book in made.books for fault in book.faults]
    assert not faults, faults


def rows(desk: Desk) -> int:
    return int(desk.web.bot.rows("SELECT count(*) FROM sessions WHERE person_id = ?", desk.member)[0][0])


# ---- the way in ----


async def test_a_member_gets_from_the_chat_into_the_notebook_and_logs_a_session(visit: Visits, web: Web) -> None:
    chat = await visit(has_touch=True, is_mobile=True)
    await chat.hears(which_place())
    await chat.press(LATER)
    person = web.bot.rows("SELECT max(person_id) FROM addresses WHERE channel = 'webchat'")[0][0]
    await make_member(web.bot, person)
    await chat.say("tổ của tôi")
    await chat.press(vi("Offline notebook"))
    way = chat.page.get_by_role("link", name=vi("Open the notebook"))
    async with chat.page.context.expect_page() as opened:
        await way.click()
    book = Notebook(await opened.value)
    await book.press(vi("Into the notebook"))
    await book.log("vneid", "activated_l2", 2, "thôn 2")
    await expect(book.entries("sent")).to_have_count(1)
    stored = web.bot.rows("SELECT people, village FROM sessions WHERE person_id = ?", person)
    assert stored == [(2, "thôn 2")]
    assert book.faults == []


async def test_looking_at_the_link_does_not_use_it_up_and_using_it_does(desk: Desk) -> None:
    bot = desk.web.bot
    link = await make_link(bot, await make_member(bot))
    preview = await (await desk.browser()).request.get(link)
    assert preview.status == 200
    assert "set-cookie" not in preview.headers
    book = await desk.tab(await desk.browser())
    await book.enter(link)
    again = await desk.tab(await desk.browser())
    answer = await again.page.goto(link)
    assert answer is not None
    assert answer.status == 410
    await expect(again.page.get_by_role("heading", name=vi("This link was used or is too old"))).to_be_visible()
    again.faults.clear()  # the browser says that the answer was 410


async def test_the_cookie_is_hidden_from_scripts_and_other_sites(desk: Desk) -> None:
    book = await desk()
    [cookie] = await book.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", PAGE)
    assert await book.page.evaluate("document.cookie") == ""
    stored = desk.web.bot.rows("SELECT fingerprint FROM notebook_sessions")
    assert all(cookie["value"] not in row[0] for row in stored)


async def test_who_is_not_signed_in_is_told_how(desk: Desk) -> None:
    book = await desk.tab(await desk.browser())
    await book.page.goto(PAGE)
    await expect(book.page.get_by_text(vi("In the chat type “my team”."))).to_be_visible()
    await expect(book.page.locator("#tabs")).to_be_hidden()


# ---- without network ----


async def test_every_guide_with_its_troubles_is_read_without_network(desk: Desk) -> None:
    book = await desk(has_touch=True, is_mobile=True)
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.page.reload()
    await book.open("huong-dan")
    links = book.page.locator(".links a")
    assert await links.count() == len(content().published)
    await book.page.get_by_role("searchbox").fill("kich hoat muc 2")
    await book.page.get_by_role("link", name=spoken(guide().title)).click()
    step = guide().steps[0]
    await expect(book.page.get_by_text(spoken(step.do))).to_be_visible()
    await book.page.locator("details.troubles").first.locator("summary").click()
    await expect(book.page.get_by_text(spoken(step.troubles[0].fix))).to_be_visible()
    assert await book.too_wide() == 0


async def test_the_page_speaks_english_without_network_too(desk: Desk) -> None:
    book = await desk()
    await book.is_ready()
    await book.page.goto(f"{PAGE}?lang=en")
    await expect(book.form.get_by_role("button", name=en("Save in the log"))).to_be_visible()
    await book.page.wait_for_load_state("networkidle")
    await book.page.context.set_offline(offline=True)
    await book.page.reload()
    await expect(book.form.get_by_role("button", name=en("Save in the log"))).to_be_visible()
    await book.page.goto(f"{PAGE}?lang=en#huong-dan/{GUIDE}")
    await expect(book.page.get_by_text(spoken(guide().steps[0].do, "en"))).to_be_visible()


async def test_a_guide_is_read_out_in_large_letters_one_step_at_a_time(desk: Desk) -> None:
    book = await desk(size=SMALLEST)
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.page.goto(f"{PAGE}#huong-dan/{GUIDE}")
    await book.press(vi("Read it out"))
    large = book.page.locator("#reading")
    await large.get_by_role("button", name=vi("Begin")).click()
    await expect(large.locator(".loud")).to_contain_text(spoken(guide().steps[0].do))
    assert (
        float((await large.locator(".loud").evaluate("(e) => getComputedStyle(e).fontSize")).removesuffix("px")) >= 24
    )
    await large.get_by_role("button", name=vi("Done, next")).click()
    await expect(large.locator(".loud")).to_contain_text(spoken(guide().steps[1].do))
    await large.get_by_role("button", name=vi("I am stuck")).click()
    trouble = guide().steps[1].troubles[0]
    await large.get_by_role("button", name=spoken(trouble.sign)).click()
    await expect(large.locator(".loud")).to_contain_text(spoken(trouble.fix))
    assert await book.too_wide() == 0
    await book.page.keyboard.press("Escape")
    await expect(large).to_be_hidden()


async def test_all_that_works_without_network_is_small(desk: Desk) -> None:
    book = await desk()
    await book.is_ready()
    kept = await book.kept()
    guides = await book.page.evaluate("(url) => fetch(url).then((a) => a.arrayBuffer()).then((b) => b.byteLength)",
                                      f"{PAGE}/api/guides?lang=vi")  # fmt: skip
    assert len(kept["names"]) == 1
    assert guides > 100_000
    assert sum(kept["sizes"].values()) + guides <= MOST_KEPT, kept["sizes"]


async def test_what_is_half_filled_in_is_there_again_after_the_page_was_lost(desk: Desk) -> None:
    book = await desk()
    await book.page.locator('[data-at="what.vneid"]').click()
    await book.choose(outcome("vneid", "installed"))
    await book.page.locator('[data-at="village.text"]').fill("làng Ốp")
    await book.page.wait_for_function(WAITS_IN_THE_DRAFT, arg="làng Ốp")
    await book.page.reload()
    await expect(book.page.locator('[data-at="village.text"]')).to_have_value("làng Ốp")
    await expect(book.page.get_by_role("radio", name=outcome("vneid", "installed"))).to_be_checked()


# ---- what the server has to say ----


async def test_a_double_of_what_is_on_this_phone_is_asked_about_before_it_is_saved(desk: Desk) -> None:
    book = await desk()
    await book.log("vneid", "activated_l2", 3, "thôn 2")
    await book.open("ghi")
    await book.page.locator('[data-at="what.vneid"]').click()
    await book.page.locator('[data-at="people.number"]').fill("4")
    await book.page.locator('[data-at="village.text"]').fill("Thôn 2")
    await book.press(vi("Save in the log"))
    await expect(book.page.locator("#ask")).to_contain_text(vi("Is it the same as this one?"))
    await book.press(vi("Yes, do not save it twice"))
    await expect(book.entries("sent")).to_have_count(1)
    assert rows(desk) == 1


async def test_a_double_of_somebody_elses_comes_back_to_be_looked_at_and_is_saved_when_it_is_none(desk: Desk) -> None:
    book = await desk()
    await in_the_log_of(desk, await make_member(desk.web.bot, name="Cô Lan", beside=desk.member), "thôn 7")
    await book.log("bhyt", "card_visible", 5, "thôn 7")
    await expect(book.entries("mend")).to_have_count(1)
    assert rows(desk) == 0
    await book.press(vi("No, it is another one: save"))
    await expect(book.entries("sent")).to_have_count(1)
    assert rows(desk) == 1


async def in_the_log_of(desk: Desk, person: int, village: str) -> int:
    now = datetime.now(UTC)
    team = desk.web.bot.rows("SELECT team_id FROM posts WHERE person_id = ?", person)[0][0]
    session = Session(f"draft.{person}", team, COMMUNE, now.date(), (Work("bhyt", "card_visible", 5),), 5, village)
    async with database(desk.web.bot) as opened, opened.write() as connection:
        return (await sessions.save(connection, person, session, now)).kept.id


async def test_a_change_from_elsewhere_meanwhile_is_shown_and_nothing_is_lost(desk: Desk) -> None:
    book = await desk()
    await book.log("vneid", "installed", 6, "thôn 9")
    await expect(book.entries("sent")).to_have_count(1)
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.press(vi("Correct"))
    await book.page.locator('[data-at="people.number"]').fill("8")
    await book.press(vi("Save the correction"))
    await expect(book.entries("waiting")).to_have_count(1)
    await correct_elsewhere(desk, people=7)
    await book.page.context.set_offline(offline=False)
    await expect(book.entries("mend")).to_contain_text(vi("The one that is kept"))
    await book.press(vi("Keep mine"))
    await expect(book.entries("sent")).to_contain_text(vi("{n} people", n="8"))
    assert desk.web.bot.rows("SELECT people FROM sessions WHERE person_id = ?", desk.member) == [(8,)]


async def correct_elsewhere(desk: Desk, people: int) -> None:
    id_ = desk.web.bot.rows("SELECT id FROM sessions WHERE person_id = ?", desk.member)[0][0]
    async with database(desk.web.bot) as opened, opened.write() as connection:
        kept = await sessions.find(connection, id_)
        assert kept
        await sessions.correct(
            connection, desk.member, id_, replace(kept.session, people=people), kept.version, datetime.now(UTC)
        )


async def test_what_was_sent_is_withdrawn_from_the_page(desk: Desk) -> None:
    book = await desk()
    await book.log("vneid", "installed", 1, "thôn 11")
    await expect(book.entries("sent")).to_have_count(1)
    await book.press(vi("Withdraw"))
    await book.page.locator("#ask").get_by_role("button", name=vi("Yes, withdraw"), exact=True).click()
    await expect(book.entries()).to_have_count(0)
    assert desk.web.bot.rows("SELECT withdrawn_at FROM sessions WHERE person_id = ?", desk.member)[0][0] is not None


async def test_a_number_that_must_not_be_kept_is_refused_at_once_and_masked_in_any_case(desk: Desk) -> None:
    book = await desk()
    await book.page.locator('[data-at="what.vneid"]').click()
    await book.page.locator("details.more summary").click()
    await book.page.locator('[data-at="village.text"]').fill("thôn 15")
    await book.page.locator('[data-at="difficulty.text"]').fill("cccd 064123456789 quên mật khẩu")
    await book.press(vi("Save in the log"))
    await expect(book.page.locator("#faults")).to_contain_text(
        vi("A long number stands there. Take it out: ID, phone and account numbers are not kept.")
    )
    await book.page.locator('[data-at="difficulty.text"]').fill("mật khẩu của bà là hoamai99, máy chậm")
    await book.press(vi("Save in the log"))
    await expect(book.entries("sent")).to_have_count(1)
    stored = desk.web.bot.rows("SELECT difficulty FROM sessions WHERE person_id = ?", desk.member)[0][0]
    assert "hoamai99" not in stored
    assert "máy chậm" in stored
    await expect(book.page.locator(".entry")).not_to_contain_text("hoamai99")


# ---- leaving ----


async def test_signing_out_warns_of_what_was_not_sent_and_leaves_nothing(desk: Desk) -> None:
    book = await desk()
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.log("vneid", "installed", 2, "thôn 12")
    await book.page.locator("#open-settings").click()
    await book.press(vi("Sign out of this phone"))
    await expect(book.page.locator("#leave-unsent")).to_have_text(
        vi("{n} entries were not sent yet. If you sign out now, they are lost.", n="1")
    )
    await book.press(vi("No, stay"))
    await book.page.context.set_offline(offline=False)
    await expect(book.entries("sent")).to_have_count(1)
    await book.page.locator("#open-settings").click()
    await book.press(vi("Sign out of this phone"))
    await expect(book.page.locator("#leave-unsent")).to_be_empty()
    await book.press(vi("Yes, sign out"))
    await expect(book.notice).to_have_text(vi("Signed out. Nothing of the notebook is left on this phone."))
    kept = await book.kept()
    assert (kept["databases"], kept["names"]) == ([], [])
    assert await book.page.context.cookies() == []
    assert desk.web.bot.rows("SELECT count(*) FROM notebook_sessions WHERE person_id = ?", desk.member) == [(0,)]


async def test_who_signs_out_without_network_is_signed_out_at_the_next_visit(desk: Desk) -> None:
    book = await desk()
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.page.locator("#open-settings").click()
    await book.press(vi("Sign out of this phone"))
    await book.press(vi("Yes, sign out"))
    await expect(book.page.get_by_text(vi("In the chat type “my team”."))).to_be_visible()
    await book.page.context.set_offline(offline=False)
    await book.page.goto(PAGE)
    await expect(book.page.get_by_text(vi("In the chat type “my team”."))).to_be_visible()
    await book.page.wait_for_function("() => !localStorage.getItem('toso.so-tay.leaving')")
    assert desk.web.bot.rows("SELECT count(*) FROM notebook_sessions WHERE person_id = ?", desk.member) == [(0,)]


async def test_the_entries_of_another_member_wait_for_that_one(desk: Desk) -> None:
    book = await desk()
    first = desk.member
    await book.is_ready()
    await book.page.context.set_offline(offline=True)
    await book.log("vneid", "installed", 2, "thôn 13")
    await book.page.context.set_offline(offline=False)
    await expect(book.entries("sent")).to_have_count(1)
    await book.page.context.clear_cookies()
    await book.page.context.set_offline(offline=True)
    await book.log("vneid", "installed", 2, "thôn 14")
    second = await make_member(desk.web.bot, name="Cô Lan")
    await book.page.context.set_offline(offline=False)
    await book.enter(await make_link(desk.web.bot, second))
    await book.open("so")
    await expect(book.page.locator(".summary")).to_contain_text(
        vi("{n} entries of another member wait on this phone. They are sent when that member signs in here.", n="1")
    )
    await book.enter(await make_link(desk.web.bot, first))
    await book.open("so")
    await expect(book.entries("sent")).to_have_count(2)
    counts = desk.web.bot.rows(
        "SELECT person_id, count(*) FROM sessions WHERE person_id IN (?, ?) GROUP BY 1", first, second
    )
    assert counts == [(first, 2)]


# ---- for everybody ----


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", ["ghi", "so", "huong-dan", f"huong-dan/{GUIDE}", "settings", "reading"])
async def test_axe_finds_nothing_serious_and_nothing_is_too_wide(desk: Desk, part: str, scheme: str) -> None:
    book = await desk(size=SMALLEST, color_scheme=scheme, bypass_csp=True)
    if part in {"ghi", "so"}:
        await book.log("vneid", "activated_l2", 3, "thôn 2")
    if part == "ghi":
        await book.open("ghi")
        await book.page.locator('[data-at="what.vneid"]').click()
        await book.choose(outcome("vneid", "activated_l2"))
        await book.page.locator("details.more summary").click()
    elif part == "settings":
        await book.page.locator("#open-settings").click()
    elif part == "reading":
        await book.page.goto(f"{PAGE}#huong-dan/{GUIDE}")
        await book.press(vi("Read it out"))
    elif part != "so":
        await book.page.goto(f"{PAGE}#{part}")
        await expect(book.page.locator("h2").first).to_be_visible()
    assert await axe_faults(book.page) == []
    assert await book.too_wide() == 0


async def test_a_session_is_logged_by_the_keyboard_alone(desk: Desk) -> None:
    book = await desk()
    await tab_to(book, service("vneid"))
    await book.page.keyboard.press("Space")
    await tab_to(book, outcome("vneid", "installed"))
    await book.page.keyboard.press("Space")
    await tab_to(book, vi("I saw it on the screen"))
    await book.page.keyboard.press("Space")
    await tab_to(book, vi("One more"))
    await book.page.keyboard.press("Enter")
    await tab_to(book, vi("Save in the log"))
    await book.page.keyboard.press("Enter")
    await expect(book.entries("sent")).to_contain_text(vi("{n} people", n="2"))


async def tab_to(book: Notebook, name: str) -> None:
    """Wherever Tab leads on the way, one sees where one is."""
    passed = []
    for _ in range(60):
        await book.page.keyboard.press("Tab")
        now = await book.page.evaluate(
            """() => {
              const at = document.activeElement;
              const seen = at.labels && at.labels[0] && at.type === "radio" ? at.labels[0] : at;
              const style = getComputedStyle(seen), place = seen.getBoundingClientRect();
              const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              const inside = place.top < innerHeight && place.bottom > 0 && place.width > 0;
              const name = at.getAttribute("aria-label") || (at.labels && at.labels[0] || at).textContent.trim();
              return { name, seen: drawn && inside };
            }"""
        )
        passed.append(now["name"])
        assert now["seen"], now
        if now["name"] == name:
            return
    raise AssertionError(f"{name!r} is not reached: {passed}")


async def test_it_can_be_installed(desk: Desk) -> None:
    book = await desk()
    href = await book.page.locator("link[rel=manifest]").get_attribute("href")
    assert href
    manifest = await (await book.page.context.request.get(href)).json()
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", PAGE, PAGE)
    for icon in manifest["icons"]:
        assert (await book.page.context.request.get(icon["src"])).ok
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


@pytest.mark.skipif(not os.environ.get("TOSO_SCREENSHOTS"), reason="only when TOSO_SCREENSHOTS is set")
async def test_pictures_for_the_readme(desk: Desk) -> None:
    book = await desk(device_scale_factor=2, has_touch=True, is_mobile=True)
    await book.is_ready()
    await book.log("vneid", "activated_l2", 3, "thôn 2")
    await expect(book.entries("sent")).to_have_count(1)
    await book.page.context.set_offline(offline=True)
    await book.log("bhyt", "card_visible", 5, "làng Krái")
    await book.page.screenshot(path=PICTURES / "notebook.png", animations="disabled")
