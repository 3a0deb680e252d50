"""What the notebook is for: everything is logged without network, and nothing is lost or counted twice on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from bot.config import ROOT
from tests.e2e.browser import free_port
from tests.e2e.notebook import POSTED, Notebook, make_link, make_member, same_browser
from tests.e2e.process import Bot, until
from tests.e2e.relay import Relay

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

HALF = 15
KINDS = (("vneid", "activated_l2"), ("bhyt", "card_visible"), ("dvcqg", "account_login_ok"))
PATIENCE_S = 90.0


def logged(bot: Bot) -> int:
    return int(bot.rows("SELECT count(*) FROM sessions")[0][0])


async def log_half(book: Notebook, first: int) -> None:
    """No two of them are the same help."""
    for number in range(first, first + HALF):
        code, result = KINDS[number % len(KINDS)]
        await book.log(code, result, 1 + number % 7, f"thôn {number + 1}")


async def test_thirty_sessions_logged_without_network_count_thirty_whatever_breaks_off(tmp_path: Path) -> None:
    """Thirty sessions over a restart of the browser; the server is killed twice while it takes them in."""
    port = free_port()
    async with (
        async_playwright() as playwright,
        Bot(tmp_path / "data", ROOT / "content", PORT=str(port)) as bot,
        Relay(port) as network,
    ):
        link = await make_link(bot, await make_member(bot))
        async with same_browser(playwright, tmp_path / "profile", network.url) as browser:
            book = Notebook(await browser.new_page())
            await book.enter(link)
            await book.is_ready()
            await network.cut()
            await browser.set_offline(True)
            await log_half(book, 0)
            await expect(book.count).to_have_text(str(HALF))
            assert book.faults == []

        async with same_browser(playwright, tmp_path / "profile", network.url) as browser:
            await browser.set_offline(True)
            book = Notebook(await browser.new_page())
            await book.page.goto("/so-tay")
            await expect(book.form).to_be_visible()
            await log_half(book, HALF)
            await expect(book.entries("waiting")).to_have_count(2 * HALF)
            assert logged(bot) == 0

            network.before_reply(POSTED, bot.kill)
            await network.mend()
            await browser.set_offline(False)
            await until(lambda: not bot.running, PATIENCE_S, "nothing was sent")
            taken = logged(bot)
            assert 0 < taken < 2 * HALF
            await expect(book.count).to_have_text(str(2 * HALF))  # nobody has said that they arrived

            network.before_reply(POSTED, bot.kill, lambda: logged(bot) > taken)
            await bot.launch()  # the page may be there before it says that it is ready
            await until(lambda: not bot.running or logged(bot) > taken, PATIENCE_S, "nothing was sent again")
            await bot.kill()
            assert logged(bot) < 2 * HALF

            network.let_all_pass()
            await bot.start()
            await expect(book.count).to_be_hidden(timeout=PATIENCE_S * 1000)
            await expect(book.entries("sent")).to_have_count(2 * HALF)
            assert bot.rows("SELECT count(*), count(DISTINCT key), sum(people) FROM sessions") == [
                (2 * HALF, 2 * HALF, sum(1 + number % 7 for number in range(2 * HALF)))
            ]
            assert book.faults == []
