"""What the admin site tells of few people to whom, and how numbers are typed there."""

import re

import pytest

from bot.core.roles import Post, Role
from bot.core.sessions import Work
from bot.web.admin.indicators import read_number
from tests.web.admin_desk import HERE, AdminDesk
from tests.web.test_admin_pages import OCTOBER, log


async def test_of_a_part_of_the_sessions_only_the_size_leaves_the_team(admin_desk: AdminDesk) -> None:
    """Or the rest, which may be few, could be worked out."""
    await log(admin_desk, people=12)
    await log(admin_desk, Work("pakn", "", 2), key="page.2", village="Làng Krái", people=2)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert "14 lượt" in await browser.page(f"/phien{OCTOBER}")
        for part in ("&thon=Thôn 2", "&dv=vneid", "&loai=done"):
            page = await browser.page(f"/phien{OCTOBER}{part}")
            assert "10–19 lượt" in page
            assert "12 lượt" not in page
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert "12 lượt" in await browser.page(f"/phien{OCTOBER}&thon=Thôn 2")


async def test_where_no_session_is_found_no_nought_is_told(admin_desk: AdminDesk) -> None:
    await log(admin_desk)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        for query in ("?ky=2026-03", f"{OCTOBER}&loai=told"):
            assert "0 lượt" not in await browser.page(f"/phien{query}")


async def test_who_leads_one_team_and_is_a_member_of_another_sees_there_what_a_member_sees(
    admin_desk: AdminDesk,
) -> None:
    await log(admin_desk, Work("pakn", "", 2), people=2)
    both = await admin_desk.person(
        Post(Role.LEADER, HERE, admin_desk.beside.id), Post(Role.MEMBER, HERE, admin_desk.team.id)
    )  # fmt: skip
    async with admin_desk.browser(both) as browser:
        page = await browser.page(f"/to/{admin_desk.team.id}{OCTOBER}")
    assert "Lan" in page
    assert "2 lượt" not in page
    assert "&lt;5" in page


@pytest.mark.parametrize(
    ("typed", "value"),
    [("71,5", 71.5), ("71.5", 71.5), ("7.5", 7.5), ("1.234", 1234), ("1.234.567,5", 1234567.5), ("120000", 120000),
     ("0", 0), ("0.125", 0.125)],
)  # fmt: skip
def test_an_official_figure_is_read_as_it_was_meant(typed: str, value: float) -> None:
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["", "bảy", "nan", "inf", "-1", "1e5", "1,2,3", "1.2.3", "71%"])
def test_what_is_no_plain_number_is_not_read(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        read_number(typed)
