"""The rules of requests for a person: whose they are, who may take them, when all have said no."""

from datetime import UTC, datetime

import pytest

from bot.core.requests import Request, State, has_it, may_see, nobody_left, only, team_to_take, teams_for
from bot.core.roles import Post, Role, Standing
from bot.core.teams import Team

HERE, ELSEWHERE = "23941", "23638"
AT = datetime(2026, 11, 23, tzinfo=UTC)

KRAI, PLEI, WHOLE = (
    Team(1, HERE, "Krái", ("thôn 2", "Làng Krái")),
    Team(2, HERE, "Plei", ("thôn 3",)),
    Team(3, HERE, "Xã"),
)


def request(team: int = 0, *, state: State = State.OPEN, taken_by: int | None = None) -> Request:
    return Request(1, "CDE234", 9, HERE, "", "", "", "", "any", "", "", False, state, team, AT, AT, taken_by)


def member(team: int, commune: str = HERE, role: Role = Role.MEMBER) -> Standing:
    return Standing((Post(role, commune, team),))


ADMIN, FAR_ADMIN = Standing((Post(Role.COMMUNE_ADMIN, HERE),)), Standing((Post(Role.COMMUNE_ADMIN, ELSEWHERE),))
PROVINCE = Standing((Post(Role.PROVINCE_ADMIN),))


# ---- where it goes ----


@pytest.mark.parametrize(
    ("village", "teams", "found"),
    [
        ("làng krái", [KRAI, PLEI, WHOLE], [KRAI]),
        ("làng  Krái", [KRAI, PLEI, WHOLE], [KRAI]),
        ("làng khác", [KRAI, PLEI, WHOLE], [WHOLE]),
        ("", [KRAI, PLEI, WHOLE], [WHOLE]),
        ("làng khác", [KRAI, PLEI], [KRAI, PLEI]),
        ("thôn 2", [], []),
    ],
)
def test_the_team_of_the_village_comes_first_then_that_of_the_commune_then_all(
    village: str, teams: list[Team], found: list[Team]
) -> None:
    assert teams_for(village, teams) == found


def test_it_belongs_to_a_team_only_if_that_is_the_only_one() -> None:
    assert only([KRAI]) == 1
    assert only([KRAI, PLEI]) == only([]) == 0


# ---- who may see and take it ----


@pytest.mark.parametrize(
    ("standing", "of_team_1", "of_the_commune"),
    [
        (Standing(), None, None),
        (member(1), 1, 1),
        (member(2), None, 2),
        (member(1, role=Role.LEADER), 1, 1),
        (member(4, ELSEWHERE), None, None),
        (ADMIN, 0, 0),
        (FAR_ADMIN, None, None),
        (PROVINCE, None, None),
    ],
)
def test_it_is_taken_for_a_team_of_the_commune_or_by_who_looks_after_it(
    standing: Standing, of_team_1: int | None, of_the_commune: int | None
) -> None:
    assert team_to_take(request(1), standing) == of_team_1
    assert team_to_take(request(0), standing) == of_the_commune


@pytest.mark.parametrize("team", [0, 1])
def test_nobody_of_another_commune_sees_it(team: int) -> None:
    assert not may_see(request(team), member(4, ELSEWHERE, Role.LEADER))
    assert not may_see(request(team), FAR_ADMIN)
    assert may_see(request(team), ADMIN)
    assert may_see(request(team), PROVINCE)


def test_who_is_in_teams_of_two_communes_takes_it_for_the_one_that_it_is_of() -> None:
    both = Standing((Post(Role.MEMBER, ELSEWHERE, 4), Post(Role.MEMBER, HERE, 2), Post(Role.MEMBER, HERE, 1)))
    assert team_to_take(request(1), both) == 1
    assert team_to_take(request(0), both) == 2


def test_only_who_took_it_has_it_and_only_until_it_is_closed() -> None:
    assert has_it(request(state=State.TAKEN, taken_by=5), 5)
    assert not has_it(request(state=State.TAKEN, taken_by=5), 6)
    assert not has_it(request(state=State.CLOSED, taken_by=5), 5)


# ---- when all have said no ----


def test_nobody_is_left_once_all_who_were_asked_have_said_no() -> None:
    assert nobody_left({1, 2, 7}, {1, 2})
    assert not nobody_left({1}, {1, 2})
    assert not nobody_left(set(), set())
