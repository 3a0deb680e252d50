"""Every page of the admin site, asked for by everybody, for their own place and for another's.

The routes are those that are registered: a new page is in this table by itself, and one without a rule fails.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.campaigns import Body, Draft
from bot.core.official import OfficialFigure
from bot.core.roles import ACTS, Post, Role, Standing
from bot.core.sessions import Session, Work
from bot.storage import campaigns, official, sessions
from bot.web.admin.section import CHOSEN, ROOT, SOMEWHERE, Route
from bot.web.admin.sections import SECTIONS
from bot.web.admin.way_in import ENTRANCE
from tests.web.admin_desk import ELSEWHERE, HERE, AdminDesk, Browser, open_desk

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPEN = {("GET", ENTRANCE), ("POST", ENTRANCE), ("GET", f"{ROOT}/")}
"""The way in, and what leads to it. Nothing else is shown to whoever is not signed in."""
ROUTES = [route for section in SECTIONS for route in section.routes]
LEAVING = [one for one in ROUTES if one.method == "POST" and one.path.endswith(("/dang-xuat", "/tat-ca"))]
"""They end the very sign-in that is needed here; test_admin_way_in has them, and below they are shut to strangers."""
MEMBER_HERE = Post(Role.MEMBER, HERE, 1)
POSTS = {
    Role.RESIDENT: (),
    Role.MEMBER: (MEMBER_HERE,),
    Role.LEADER: (Post(Role.LEADER, HERE, 1),),
    Role.COMMUNE_ADMIN: (Post(Role.COMMUNE_ADMIN, HERE),),
    Role.PROVINCE_ADMIN: (Post(Role.PROVINCE_ADMIN),),
}
ENTERS = [role for role in Role if role not in {Role.RESIDENT, Role.MEMBER}]
PLACES = {"own team": (HERE, 1), "team beside": (HERE, 2), "own commune": (HERE, 0), "far team": (ELSEWHERE, 3),
          "far commune": (ELSEWHERE, 0), "province": ("", 0)}  # fmt: skip


@dataclass
class Stage:
    desk: AdminDesk
    browsers: dict[Role, Browser]
    things: dict[str, dict[tuple[str, int], int]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Everybody who may enter is signed in; teams 1 and 2 are here, team 3 is elsewhere."""
    folder: Path = tmp_path_factory.mktemp("admin")
    async with open_desk(folder) as desk, AsyncExitStack() as stack:
        assert (desk.team.id, desk.beside.id, desk.far.id) == (1, 2, 3)
        browsers: dict[Role, Browser] = {
            role: await stack.enter_async_context(desk.browser(await desk.person(*POSTS[role]))) for role in ENTERS
        }
        browsers |= {role: await stack.enter_async_context(desk.browser()) for role in (Role.RESIDENT, Role.MEMBER)}
        yield Stage(desk, browsers, await things(desk))


async def things(desk: AdminDesk) -> dict[str, dict[tuple[str, int], int]]:
    """Of each kind that a page is of: its number at each place, by the name of what finds its place."""
    kinds = ("of_team", "of_session", "of_figure", "of_announcement")
    found: dict[str, dict[tuple[str, int], int]] = {kind: {} for kind in kinds}
    day, now = date(2026, 11, 20), desk.clock()
    async with desk.app.database.write() as connection:
        for team in (desk.team, desk.beside, desk.far):
            here = (team.commune, team.id)
            session = Session(f"page.{team.id}", team.id, team.commune, day, (Work("vneid", "activated", 2),), 2)
            found["of_team"][here] = team.id
            found["of_session"][here] = (await sessions.save(connection, 1, session, now)).kept.id
        for commune in (HERE, ELSEWHERE, ""):
            figure = OfficialFigure("qd411-tai-khoan", commune, 71.5, day, "Ngân hàng Nhà nước")
            found["of_figure"][commune, 0] = (await official.enter(connection, figure, now, by=1)).id
            announced = await campaigns.make(connection, commune, Draft(Body({"vi": "Lớp học"})), now, by=1)
            found["of_announcement"][commune, 0] = announced.id
    return found


def address(route: Route, commune: str, team: int) -> str:
    """Nothing has the number 999999: whoever is let through is told so, and nothing is changed."""
    path = re.sub(r"\{[^}]+\}", "999999", route.path).removeprefix(ROOT)
    return f"{path}?xa={commune}&to={team or ''}"


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


async def ask(browser: Browser, route: Route, commune: str, team: int, token: str) -> int:
    path = address(route, commune, team)
    return (await (browser.post(path, token=token) if route.method == "POST" else browser.get(path))).status


async def test_every_registered_route_goes_through_the_one_guard(stage: Stage) -> None:
    found = {(one.method, one.path): one.handler for one in stage.desk.routes()}
    unguarded = {key for key, handler in found.items() if not hasattr(handler, "rule")}
    assert unguarded == OPEN
    assert {(route.method, route.path) for route in ROUTES} < found.keys()


@pytest.mark.parametrize("route", ROUTES, ids=named)
async def test_every_route_names_an_act_that_there_is(route: Route) -> None:
    assert route.rule.act in ACTS
    assert route.rule.where in (CHOSEN, SOMEWHERE) or callable(route.rule.where)
    assert route.method in {"GET", "POST"}


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MEMBER])
@pytest.mark.parametrize("route", ROUTES, ids=named)
async def test_whoever_may_not_enter_sees_no_page(stage: Stage, route: Route, role: Role) -> None:
    for place in PLACES.values():
        assert await ask(stage.browsers[role], route, *place, token="0" * 32) == 401


@pytest.mark.parametrize("role", ENTERS)
@pytest.mark.parametrize("route", [one for one in ROUTES if one not in LEAVING], ids=named)
async def test_a_page_is_shown_as_far_as_the_act_reaches(stage: Stage, route: Route, role: Role) -> None:
    browser, standing = stage.browsers[role], Standing(POSTS[role])
    token = await browser.token() if route.method == "POST" else ""
    for name, (commune, team) in PLACES.items():
        if route.rule.where is CHOSEN:
            may = standing.may(route.rule.act, commune=commune, team=team)
        elif route.rule.where is SOMEWHERE:
            may = standing.may_somewhere(route.rule.act)
        else:  # of a thing that is not there: whoever it may be, they are told so, or that it is not for them
            assert await ask(browser, route, commune, team, token) in {403, 404}, name
            continue
        status = await ask(browser, route, commune, team, token)
        assert status != 401, name
        assert (status == 403) == (not may), (name, status)
        assert status < 500, name


OF_THINGS = [route for route in ROUTES if callable(route.rule.where)]


@pytest.mark.parametrize("role", ENTERS)
@pytest.mark.parametrize("route", OF_THINGS, ids=named)
async def test_a_thing_is_shown_as_far_as_the_act_reaches_wherever_the_address_claims_it_is(
    stage: Stage, route: Route, role: Role
) -> None:
    """A kind of thing that is not in ``things`` is missed here: it belongs there."""
    browser, standing = stage.browsers[role], Standing(POSTS[role])
    token = await browser.token() if route.method == "POST" else ""
    numbers = stage.things[getattr(route.rule.where, "__name__", "")]
    for (commune, team), number in numbers.items():
        path = re.sub(r"\{[^}]+\}", "999999", re.sub(r"\{\w+\}", str(number), route.path, count=1)).removeprefix(ROOT)
        for claimed in ("", f"?xa={commune}&to={team or ''}", f"?xa={HERE}&to={1 if team else ''}"):
            answer = await (browser.post(path + claimed, token) if token else browser.get(path + claimed))
            may = standing.may(route.rule.act, commune=commune, team=team)
            assert (answer.status == 403) == (not may), (number, claimed, answer.status)
            assert answer.status < 500, (number, claimed)


@pytest.mark.parametrize("role", ENTERS)
async def test_the_navigation_leads_nowhere_that_is_forbidden(stage: Stage, role: Role) -> None:
    browser = stage.browsers[role]
    shown = await browser.page("/phien-dang-nhap")
    nav = shown[shown.index('<nav class="parts"') :].partition("</nav>")[0]
    links = [link.replace("&amp;", "&").removeprefix(ROOT) for link in re.findall(r'href="([^"]+)"', nav)]
    assert links
    assert {(await browser.get(link)).status for link in links} <= {200, 303}  # or on to the one team there is
