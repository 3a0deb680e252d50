"""The audit log on the admin site: in words, by time and place, a page at a time."""

from __future__ import annotations

import ast
import html
import re
from datetime import timedelta

from bot.config import ROOT as REPOSITORY
from bot.core.roles import Post, Role
from bot.storage import audit, teams
from bot.storage.audit_list import PAGE
from bot.web.admin.audit import PATH
from bot.web.admin.audit_words import ACTS
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser

NOTES = {"note", "_note", "_act", "_trace"}
"""What writes into the audit log."""


async def note(desk: AdminDesk, act: str, *, by: int | None = None, commune: str = HERE, team: int = 0, ago: int = 0,
               **data: object) -> None:  # fmt: skip
    async with desk.app.database.write() as connection:
        at = desk.clock() - timedelta(days=ago)
        await audit.note(connection, act, at, by=by, commune=commune, team=team, **data)


async def rows(browser: Browser, query: str = "") -> list[str]:
    """Each as it is read, from the latest."""
    page = (await browser.page(PATH + query)).partition("<tbody>")[2].partition("</tbody>")[0]
    told = [re.sub(r"<[^>]+>", " ", row) for row in page.split("<tr>")[1:]]
    return [html.unescape(" ".join(one.split())) for one in told]


def words(desk: AdminDesk, act: str) -> str:
    return desk.app.say(ACTS[act], "vi")


def noted_in_code() -> set[str]:
    """Every word of two parts in what writes into the audit log."""
    found: set[str] = set()
    for path in (REPOSITORY / "bot" / "storage").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if path.stem == "audit" or any(map(_notes, ast.walk(tree))):
            written = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
            found |= {word for word in written if isinstance(word, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", word)}
    return found


def _notes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in NOTES


def test_every_act_that_is_noted_has_words_in_both_languages() -> None:
    assert noted_in_code() <= ACTS.keys()
    assert {"team.made", "session.withdrawn", "request.taken", "code.wrong", "official.enter"} <= noted_in_code()


async def test_what_was_done_is_told_in_words_the_latest_first(admin_desk: AdminDesk) -> None:
    lan = await admin_desk.leader(name="Chị Lan")
    await note(admin_desk, "session.corrected", by=lan, team=1, session=12, version=3, ago=2)
    await note(admin_desk, "request.handed_over", by=lan, team=1, request=7, to=1, ago=1)
    await note(admin_desk, "official.enter", indicator="khong-co", figure=4)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        entered, _beside, _team, handed, corrected = await rows(browser)
    assert words(admin_desk, "official.enter") in entered
    assert "khong-co" in entered
    assert f"Chị Lan {words(admin_desk, 'request.handed_over')}" in handed
    assert handed.count("Chị Lan") == 2  # who did it, and to whom
    assert "7" in handed
    assert "12" in corrected
    assert "Tổ thôn 2" in corrected
    assert corrected.startswith("21/11/2026 15:00")


async def test_who_is_gone_is_not_named_and_who_has_no_post_neither(admin_desk: AdminDesk) -> None:
    await note(admin_desk, "member.removed", post=99, role="member", team=1)
    await note(admin_desk, "code.wrong", by=await admin_desk.person(), commune="")
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        wrong, removed, *_made = await rows(browser)
    assert words(admin_desk, "code.wrong") in wrong
    assert "99" not in removed


async def test_a_commune_sees_what_was_done_there_and_nothing_else(admin_desk: AdminDesk) -> None:
    await note(admin_desk, "team.villages", commune=ELSEWHERE, team=3, count=2)
    await note(admin_desk, "code.wrong", commune="")
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        shown = await rows(browser)
        assert all(words(admin_desk, "team.made") in row for row in shown)
        assert len(shown) == 2
        assert len(await rows(browser, f"?xa={HERE}&to=2")) == 1
        assert (await browser.get(f"{PATH}?xa={ELSEWHERE}")).status == 403
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        assert len(await rows(browser)) == 5


async def test_only_what_happened_in_the_chosen_time_is_shown(admin_desk: AdminDesk) -> None:
    await note(admin_desk, "session.withdrawn", session=5, team=1, ago=30)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert [words(admin_desk, "session.withdrawn") in row for row in await rows(browser, "?ky=2026-10")] == [True]
        assert '<div class="nothing">' in await browser.page(f"{PATH}?ky=2026-09")


async def test_one_kind_of_act_can_be_chosen(admin_desk: AdminDesk) -> None:
    await note(admin_desk, "session.withdrawn", session=5, team=1)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        page = await browser.page(f"{PATH}?viec=session.withdrawn")
        assert '<option value="session.withdrawn" selected>' in page
        assert '<option value="request.taken"' not in page  # nothing of the kind was done here
        assert len(await rows(browser, "?viec=session.withdrawn")) == 1
        assert len(await rows(browser, "?viec=nothing.known")) == 3


async def test_a_long_log_has_pages(admin_desk: AdminDesk) -> None:
    for number in range(PAGE + 1):
        await note(admin_desk, "session.corrected", session=number, team=1)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        first = await browser.page(PATH)
        assert first.count('<th scope="row">') == PAGE
        assert 'rel="next"' in first
        assert len(await rows(browser, "?trang=2")) == 3
        assert '<div class="nothing">' in await browser.page(f"{PATH}?trang=9")


async def test_somebody_with_two_posts_is_called_as_where_it_happened(admin_desk: AdminDesk) -> None:
    both = await admin_desk.person(Post(Role.LEADER, HERE, 1), name="Lan")
    async with admin_desk.app.database.write() as connection:
        await teams.give(connection, both, Post(Role.COMMUNE_ADMIN, ELSEWHERE), "Bà Lan", admin_desk.clock())
    await note(admin_desk, "session.corrected", by=both, team=1, session=1)
    await note(admin_desk, "team.villages", by=both, commune=ELSEWHERE, team=3, count=1)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        villages, corrected, *_made = await rows(browser)
    assert " Bà Lan " in villages
    assert " Bà Lan " not in corrected
    assert " Lan " in corrected
