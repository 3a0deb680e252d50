"""Overview, sessions and indicators: the figures of a report, the rows behind each, and what is entered here."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from aiohttp import ClientResponse

from bot.config import ROOT as ROOT_FOLDER
from bot.content.load import read_content
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, KeptSession, Session, Work
from bot.storage import sessions
from bot.storage.session_tables import session_changes
from bot.storage.tables import addresses, outbox
from bot.understanding.places import Places
from bot.web.admin.section import ROOT
from tests.fakes import BEGIN
from tests.web.admin_desk import HERE, AdminDesk, Browser

OCTOBER = "?ky=2026-10"
WORKS = (
    Work("vneid", "activated", 6, Evidence.SEEN, Had.NO), Work("pakn", "sent", 5, Evidence.SEEN, Had.YES),
    Work("pakn", "", 7, Evidence.GUIDED),
)  # fmt: skip


async def log(desk: AdminDesk, *works: Work, key: str = "page.1", village: str = "Thôn 2", people: int = 8) -> int:
    lan = await desk.person(Post(Role.MEMBER, HERE, desk.team.id), name="Lan")
    held = Session(key, desk.team.id, HERE, date(2026, 10, 5), works or WORKS, people, village)
    async with desk.app.database.write() as connection:
        return (await sessions.save(connection, lan, held, desk.clock())).kept.id


async def kept(desk: AdminDesk, id_: int) -> KeptSession:
    async with desk.app.database.read() as connection:
        found = await sessions.find(connection, id_)
    assert found
    return found


async def send(browser: Browser, path: str, form: Mapping[str, str]) -> ClientResponse:
    own = {"_csrf": await browser.token(), **form}
    headers = {"Origin": browser.origin}
    return await browser.client.post(f"{ROOT}{path}", data=own, headers=headers, allow_redirects=False)


def rows(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>.*?</tr>', page, re.DOTALL)


async def test_the_overview_shows_the_figures_of_the_report_and_the_footnote(admin_desk: AdminDesk) -> None:
    await log(admin_desk)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        page = await browser.page(OCTOBER + "&xa=" + HERE)
    tiles = dict(re.findall(r'class="what">([^<]+)</span> <b class="number">(?:<[^>]+>)*([^<]*)', page))
    assert tiles["Lượt người được giúp"] == "8"
    assert tiles["Việc hoàn tất (tổ viên thấy tận mắt)"] == "11"
    assert "không phải tỷ lệ dân số" in page


async def test_a_time_without_a_report_says_so_and_shows_no_nought(admin_desk: AdminDesk) -> None:
    await log(admin_desk)
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        page = await browser.page("?ky=2026-03")
    assert "không có nghĩa là bằng 0" in page
    assert "05/10/2026" in page  # the last one there was
    assert '<b class="number">0' not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("&dv=vneid", 1), ("&dv=pakn", 2), ("&loai=done", 1), ("&loai=new", 1), ("&dv=vneid&loai=new", 1),
        ("&dv=vneid&loai=told", 0), ("&loai=guided", 2), ("&loai=not_done", 0), ("&thon=TH%C3%94N%20%202", 1),
        ("&dv=pakn&kq=sent", 1), ("&loai=unheard", 2), ("&dv=unheard", 2), ("&trang=9", 0),
    ],
)  # fmt: skip
async def test_each_figure_leads_to_its_rows(admin_desk: AdminDesk, query: str, found: int) -> None:
    await log(admin_desk)
    await log(admin_desk, Work("pakn", "", 2), key="page.2", village="Làng Krái", people=2)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert len(rows(await browser.page(f"/phien{OCTOBER}{query}"))) == found


async def test_whoever_is_not_of_the_team_sees_of_few_people_only_that_they_are_few(admin_desk: AdminDesk) -> None:
    await log(admin_desk, Work("pakn", "", 2), people=2)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert "&lt;5" in "".join(rows(await browser.page(f"/phien{OCTOBER}")))
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert "<td>2</td>" in "".join(rows(await browser.page(f"/phien{OCTOBER}")))


FORM = {
    "version": "1", "held_on": "2026-10-06", "village": "Làng Krái", "people": "9", "elders": "3", "women": "",
    "phoneless": "0", "difficulty": "mạng yếu", "outcome0": "activated", "evidence0": "E1", "had0": "no",
    "people0": "6", "outcome1": "sent", "evidence1": "E2", "had1": "yes", "people1": "5", "drop2": "1",
    "outcome2": "", "evidence2": "E0", "had2": "unknown", "people2": "7",
}  # fmt: skip


async def test_the_leader_corrects_a_session_with_a_trace_and_whoever_logged_it_is_told(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk)
    await reachable(admin_desk, (await kept(admin_desk, id_)).entered_by or 0)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert (await send(browser, f"/phien/{id_}/sua", FORM)).status == 303
        page = await browser.page(f"/phien/{id_}")
    new = (await kept(admin_desk, id_)).session
    assert (new.people, new.village, new.elders, new.women) == (9, "Làng Krái", 3, None)
    assert [(work.outcome, work.evidence) for work in new.works] == [
        ("activated", Evidence.TOLD), ("sent", Evidence.SEEN),
    ]  # fmt: skip
    assert "Đã sửa; trước đó ghi:" in page
    async with admin_desk.app.database.read() as connection:
        assert (await connection.execute(sa.select(sa.func.count()).select_from(session_changes))).scalar() == 1
        assert (await connection.execute(sa.select(outbox.c.address))).scalars().all() == ["lan"]


async def reachable(desk: AdminDesk, person: int) -> None:
    async with desk.app.database.write() as connection:
        row = {"channel": "webchat", "address": "lan", "person_id": person, "reachable": True, "seen_at": BEGIN}
        await connection.execute(addresses.insert().values(row))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"version": "7"}, "vừa được sửa ở nơi khác"), ({"people": "0"}, "500"), ({"people": "abc"}, "không đọc được"),
        ({"held_on": "2027-01-01"}, "chưa tới"), ({"evidence0": "E9"}, "không đọc được"),
        ({"people0": "30"}, "không thể nhiều hơn"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_told_and_changes_nothing(
    admin_desk: AdminDesk, wrong: dict[str, str], why: str
) -> None:
    id_ = await log(admin_desk)
    before = await kept(admin_desk, id_)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        answer = await send(browser, f"/phien/{id_}/sua", FORM | wrong)
        assert answer.status == 400
        assert why in await answer.text()
    assert await kept(admin_desk, id_) == before


async def test_a_name_or_number_that_is_typed_here_is_masked_as_everywhere(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        await send(browser, f"/phien/{id_}/sua", FORM | {"difficulty": "CCCD 052099001234"})
    assert "052099001234" not in (await kept(admin_desk, id_)).session.difficulty


async def test_a_withdrawn_session_stands_there_and_counts_nowhere(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk)
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert (await send(browser, f"/phien/{id_}/rut", {})).status == 303
        assert "không được tính" in await browser.page(f"/phien/{id_}")
        assert rows(await browser.page(f"/phien{OCTOBER}")) == []
        assert "không có nghĩa là bằng 0" in await browser.page(OCTOBER)


async def test_an_administrator_sees_a_session_and_cannot_change_it(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk)
    async with admin_desk.browser(await admin_desk.commune_admin()) as browser:
        assert "/sua" not in await browser.page(f"/phien/{id_}")
        assert (await send(browser, f"/phien/{id_}/sua", FORM)).status == 403


async def test_a_session_of_elsewhere_is_not_shown_and_one_that_is_not_there_neither(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk)
    async with admin_desk.browser(await admin_desk.leader(admin_desk.far)) as browser:
        assert (await browser.get(f"/phien/{id_}")).status == 403
        assert (await browser.get("/phien/999")).status == 404
        assert (await browser.get("/phien/abc")).status == 404


@pytest.fixture
def measured(admin_desk: AdminDesk) -> AdminDesk:
    """With the real indicators of the province."""
    world = admin_desk.app.world
    known = replace(world.content, indicators=read_content(ROOT_FOLDER / "content").indicators)
    admin_desk.app.world = replace(world, content=known)
    return admin_desk


FIGURE = {"indicator": "kh19-ky-nang-so", "value": "71,5", "as_of": "2026-09-30", "source": "Báo cáo 12/BC-SKHCN"}


async def test_an_official_figure_stands_beside_target_and_contribution_until_it_is_withdrawn(
    measured: AdminDesk,
) -> None:
    async with measured.browser(await measured.province_admin()) as browser:
        assert (await send(browser, "/chi-tieu", FIGURE)).status == 303
        page = await browser.page("/chi-tieu")
        assert "71,5" in page
        assert "Báo cáo 12/BC-SKHCN" in page
        assert (await send(browser, "/chi-tieu/1/rut", {})).status == 303
        assert "Báo cáo 12/BC-SKHCN" not in await browser.page("/chi-tieu")


@pytest.mark.parametrize(
    "wrong",
    [{"value": "bảy"}, {"value": "120"}, {"as_of": "2027-01-01"}, {"source": " "}, {"indicator": "none"},
     {"url": "javascript:alert(1)"}],
)  # fmt: skip
async def test_an_official_figure_that_cannot_be_is_told(measured: AdminDesk, wrong: dict[str, str]) -> None:
    async with measured.browser(await measured.province_admin()) as browser:
        assert (await send(browser, "/chi-tieu", FIGURE | wrong)).status == 400
        assert "Báo cáo 12/BC-SKHCN" not in await browser.page("/chi-tieu")


async def test_the_administrator_of_a_commune_reads_the_indicators_and_enters_none(measured: AdminDesk) -> None:
    async with measured.browser(await measured.commune_admin()) as browser:
        assert "Mục tiêu" in await browser.page("/chi-tieu")
        assert (await send(browser, "/chi-tieu", FIGURE)).status == 403


async def test_a_commune_that_was_renamed_keeps_its_figures(admin_desk: AdminDesk) -> None:
    """Its code stays, whatever it is called."""
    await log(admin_desk)
    world = admin_desk.app.world
    units = world.content.places.units
    renamed = replace(world.content.places, units={**units, HERE: replace(units[HERE], name="Xã Tên Mới")})
    admin_desk.app.world = replace(world, content=replace(world.content, places=renamed), places=Places(renamed))
    async with admin_desk.browser(await admin_desk.province_admin()) as browser:
        page = await browser.page(f"{OCTOBER}&xa={HERE}")
        assert "Xã Tên Mới" in page
        assert '<b class="number">8' in page
        assert "Xã Tên Mới" in await browser.page(OCTOBER)


async def test_a_result_that_is_no_longer_used_is_not_lost_by_a_correction(admin_desk: AdminDesk) -> None:
    id_ = await log(admin_desk, Work("vneid", "of_before", 6, Evidence.SEEN))
    form = {name: value for name, value in FORM.items() if not name.endswith(("1", "2"))}
    async with admin_desk.browser(await admin_desk.leader()) as browser:
        assert '<option value="of_before" selected>' in await browser.page(f"/phien/{id_}")
        assert (await send(browser, f"/phien/{id_}/sua", form | {"outcome0": "of_before"})).status == 400
    assert (await kept(admin_desk, id_)).session.works[0].outcome == "of_before"
