"""Who may do what: every act, for every role, in one's own team and commune and in another's."""

import pytest

from bot.core.roles import ACTS, Post, Role, Standing

HERE, ELSEWHERE = "23941", "21556"
MINE, BESIDE, FAR = 1, 2, 3  # teams: one's own, another of the same commune, one of another commune

POSTS = {
    Role.RESIDENT: (),
    Role.MEMBER: (Post(Role.MEMBER, HERE, MINE),),
    Role.LEADER: (Post(Role.LEADER, HERE, MINE),),
    Role.COMMUNE_ADMIN: (Post(Role.COMMUNE_ADMIN, HERE),),
    Role.PROVINCE_ADMIN: (Post(Role.PROVINCE_ADMIN),),
}
PLACES = {"mine": (HERE, MINE), "beside": (HERE, BESIDE), "commune": (HERE, 0), "far": (ELSEWHERE, FAR)}
TEAM, COMMUNE, ALL = {"mine"}, {"mine", "beside", "commune"}, set(PLACES)
NOWHERE: set[str] = set()

REACH = {  # member, leader, administrator of the commune, of the province
    "session.log": (TEAM, TEAM, NOWHERE, NOWHERE),
    "session.see": (NOWHERE, TEAM, COMMUNE, ALL),
    "session.correct": (NOWHERE, TEAM, NOWHERE, NOWHERE),
    "request.see": (TEAM, TEAM, COMMUNE, ALL),
    "request.take": (TEAM, TEAM, COMMUNE, NOWHERE),
    "team.make": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "team.see": (TEAM, TEAM, COMMUNE, ALL),
    "team.villages": (NOWHERE, TEAM, COMMUNE, ALL),
    "group.link": (NOWHERE, TEAM, COMMUNE, ALL),
    "member.invite": (NOWHERE, TEAM, COMMUNE, ALL),
    "member.remove": (NOWHERE, TEAM, COMMUNE, ALL),
    "leader.change": (NOWHERE, TEAM, COMMUNE, ALL),
    "leader.remove": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "leader.invite": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "commune_admin.invite": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "province_admin.invite": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "site.enter": (NOWHERE, TEAM, COMMUNE, ALL),
    "report.see": (NOWHERE, TEAM, COMMUNE, ALL),
    "report.export": (NOWHERE, TEAM, COMMUNE, ALL),
    "guide.see": (NOWHERE, TEAM, COMMUNE, ALL),
    "question.see": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "question.settle": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "official.enter": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "announcement.see": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "announcement.write": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "announcement.approve": (NOWHERE, NOWHERE, COMMUNE, ALL),
    "lane.stop": (NOWHERE, NOWHERE, NOWHERE, ALL),
    "audit.see": (NOWHERE, NOWHERE, COMMUNE, ALL),
}


def test_every_act_is_in_this_table() -> None:
    assert REACH.keys() == ACTS.keys()


@pytest.mark.parametrize("act", REACH)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", PLACES)
def test_a_role_may_do_an_act_as_far_as_it_reaches(act: str, role: Role, place: str) -> None:
    reach = dict(zip(list(Role)[1:], REACH[act], strict=True)).get(role, NOWHERE)
    commune, team = PLACES[place]
    assert Standing(POSTS[role]).may(act, commune=commune, team=team) == (place in reach)


@pytest.mark.parametrize("role", Role)
def test_what_is_not_in_the_table_nobody_may(role: Role) -> None:
    assert not Standing(POSTS[role]).may("bank.rob", commune=HERE, team=MINE)


def test_the_highest_post_is_the_role_and_each_counts_in_its_own_place() -> None:
    both = Standing((Post(Role.MEMBER, HERE, MINE), Post(Role.LEADER, ELSEWHERE, FAR)))
    assert both.role is Role.LEADER
    assert both.teams == (MINE, FAR)
    assert both.may("member.remove", commune=ELSEWHERE, team=FAR)
    assert not both.may("member.remove", commune=HERE, team=MINE)


def test_without_a_post_one_is_a_resident() -> None:
    assert Standing().role is Role.RESIDENT
    assert Standing().teams == ()
