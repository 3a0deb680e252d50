"""Teams through the whole bot: refused kindly, changed only by whoever may, joined from every channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.messages import Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.storage import invites, teams
from bot.storage.tables import metadata
from bot.storage.team_tables import posts
from tests.fakes import BEGIN, actions, make_app, press, say, start

HERE, ELSEWHERE = "23941", "23638"
RESIDENT, MEMBER, LEADER, ADMIN = "resident", "member", "leader", "admin"
STRANGER, FAR = "leader of another team", "admin of another commune"

NOT_ALLOWED = _("{You} cannot do this here. The team leader or the commune's administrator can; ask them.")


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """Two teams here, none elsewhere; everybody has a post of their own."""
    async with make_app(tmp_path) as made:
        for who in (RESIDENT, MEMBER, LEADER, ADMIN, STRANGER, FAR):
            await start(made, who)
        async with made.database.write() as connection:
            for name in ("Tổ thôn 1", "Tổ thôn 2"):
                await teams.make(connection, HERE, name, BEGIN, by=None)
        await give(made, MEMBER, Post(Role.MEMBER, HERE, 1))
        await give(made, LEADER, Post(Role.LEADER, HERE, 1))
        await give(made, ADMIN, Post(Role.COMMUNE_ADMIN, HERE))
        await give(made, STRANGER, Post(Role.LEADER, HERE, 2))
        await give(made, FAR, Post(Role.COMMUNE_ADMIN, ELSEWHERE))
        yield made


async def give(app: App, who: str, post: Post) -> None:
    async with app.database.write() as connection:
        ids = await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = :at"), {"at": who})
        await teams.give(connection, ids.scalar_one(), post, who, BEGIN)


async def operator_code(app: App, post: Post, uses: int = 1) -> str:
    async with app.database.write() as connection:
        made = await invites.make(connection, app.turns.site.key, post, BEGIN, by=None, uses=uses, days=7)
        return made[1]


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def kept(app: App) -> dict[str, Any]:
    """What acts could change."""
    async with app.database.read() as connection:
        tables = (metadata.tables[name] for name in ("teams", "posts", "invites", "audit"))
        return {table.name: (await connection.execute(sa.select(table))).all() for table in tables}


def said(messages: list[Spoken]) -> str:
    return "\n".join(message.text for message in messages)


NEEDS_A_LEADER = [
    "invite.new:member.23941.1", "invite.make:member.23941.1.1", "invite.list:23941.1", "members:1", "member.show:1",
    "member.remove:1", "member.remove_yes:1", "leader.ask:1", "leader.change:1", "villages:1", "villages.whole:1",
]  # fmt: skip
NEEDS_AN_ADMIN = [
    "invite.new:leader.23941.1", "invite.make:leader.23941.1.1", "member.remove:2", "member.remove_yes:2",
    "admin.teams:23941", "team.make:23941",
]  # fmt: skip
NEEDS_THE_PROVINCE = ["invite.new:commune_admin.23941.0", "invite.new:province_admin.0.0"]


@pytest.mark.parametrize("who", [RESIDENT, MEMBER, STRANGER, FAR])
@pytest.mark.parametrize("action", NEEDS_A_LEADER)
async def test_what_the_leader_may_nobody_else_does_by_pressing_it(app: App, who: str, action: str) -> None:
    before = await kept(app)
    assert [message.text for message in await press(app, who, action)] == [words(app, NOT_ALLOWED)]
    assert await kept(app) == before


@pytest.mark.parametrize("who", [RESIDENT, MEMBER, LEADER, STRANGER, FAR])
@pytest.mark.parametrize("action", NEEDS_AN_ADMIN)
async def test_what_the_commune_may_no_leader_does_nor_another_commune(app: App, who: str, action: str) -> None:
    before = await kept(app)
    assert [message.text for message in await press(app, who, action)] == [words(app, NOT_ALLOWED)]
    assert await kept(app) == before


@pytest.mark.parametrize("who", [RESIDENT, MEMBER, LEADER, ADMIN, STRANGER, FAR])
@pytest.mark.parametrize("action", NEEDS_THE_PROVINCE)
async def test_what_the_province_may_no_commune_does(app: App, who: str, action: str) -> None:
    before = await kept(app)
    assert [message.text for message in await press(app, who, action)] == [words(app, NOT_ALLOWED)]
    assert await kept(app) == before


@pytest.mark.parametrize("action", [*NEEDS_A_LEADER, *NEEDS_AN_ADMIN])
async def test_the_administrator_of_the_commune_may_all_of_it(app: App, action: str) -> None:
    assert words(app, NOT_ALLOWED) not in said(await press(app, ADMIN, action))


async def test_a_refusal_leads_on(app: App) -> None:
    assert actions(await press(app, RESIDENT, "members:1")) == ["menu"]
    assert actions(await say(app, RESIDENT, "mã ACD234")) == ["menu", "help.start"]


@pytest.mark.parametrize("who", [RESIDENT, STRANGER, FAR])
async def test_who_is_in_a_team_is_seen_by_its_own_people_only(app: App, who: str) -> None:
    assert said(await press(app, who, "team.show:1")) == words(app, NOT_ALLOWED)


@pytest.mark.parametrize(
    "action",
    ["invite.make:member.23638.1.1", "invite.make:member.23941.0.1", "invite.make:commune_admin.23941.1.1",
     "invite.make:resident.23941.1.1", "invite.make:link.0.0.1", "invite.make:member.23941.99.1", "invite.make",
     "invite.make:province_admin.23941.0.1"],
)  # fmt: skip
async def test_an_invite_to_what_is_not_there_is_not_made(app: App, action: str) -> None:
    await give(app, ADMIN, Post(Role.PROVINCE_ADMIN))
    before = await kept(app)
    await press(app, ADMIN, action)
    assert await kept(app) == before


async def test_of_another_team_no_invite_can_be_withdrawn_by_its_number(app: App) -> None:
    await operator_code(app, Post(Role.MEMBER, HERE, 1))
    for who, at in ((STRANGER, "23941.1"), (STRANGER, "23941.2"), (MEMBER, "23941.1"), (FAR, "23638.0")):
        before = await kept(app)
        await press(app, who, f"invite.withdraw:1.{at}")
        assert await kept(app) == before
    await press(app, LEADER, "invite.withdraw:1.23941.1")
    assert (await kept(app))["invites"][0].uses_left == 0


async def test_only_what_one_may_is_offered(app: App) -> None:
    offered = ["requests", "log.new", "book", "notebook.open", "leave.ask:1", "link.new", "menu"]
    assert actions(await say(app, MEMBER, "tổ của tôi")) == offered
    assert "members:1" in actions(await say(app, LEADER, "to cua toi"))
    assert "invite.new:leader.23941.1" not in actions(await say(app, LEADER, "xem tổ"))


@pytest.mark.parametrize(("who", "there"), [(RESIDENT, False), (MEMBER, True), (ADMIN, True)])
async def test_the_menu_has_the_team_for_whoever_is_in_one(app: App, who: str, there: bool) -> None:
    assert ("team.mine" in actions(await say(app, who, "menu"))) is there


async def test_after_five_wrong_codes_one_is_told_to_wait(app: App) -> None:
    wait = words(app, _("Too many wrong codes. Please wait 15 minutes, then look at the code once more."))
    for n in range(5):
        assert said(await say(app, RESIDENT, f"mã ACD23{n + 3}")) != wait
    assert said(await say(app, RESIDENT, await operator_code(app, Post(Role.MEMBER, HERE, 1)))) == wait


async def test_codes_are_not_tried_out_by_pressing_either(app: App) -> None:
    for n in range(5):
        await press(app, RESIDENT, f"join.yes:ACD23{n + 3}")
    code = await operator_code(app, Post(Role.MEMBER, HERE, 1))
    await press(app, RESIDENT, f"join.yes:{code}")
    await press(app, RESIDENT, f"link.yes:{code}")
    assert len((await kept(app))["posts"]) == 5


async def test_a_press_alone_does_not_join_without_a_name(app: App) -> None:
    code = await operator_code(app, Post(Role.MEMBER, HERE, 1))
    await press(app, RESIDENT, f"join.yes:{code}")
    assert len((await kept(app))["posts"]) == 5
    await say(app, RESIDENT, "Cô Lan")
    await press(app, RESIDENT, f"join.yes:{code}")
    assert (await kept(app))["posts"][-1].name == "Cô Lan"


@pytest.mark.parametrize("name", ["*", "x" * 41, "0905 111 222", "Lan 012345678901", "●●●●", "12", "."])
async def test_what_is_no_name_is_not_shown_to_residents(app: App, name: str) -> None:
    code = await operator_code(app, Post(Role.MEMBER, HERE, 1))
    await start(app, RESIDENT, f"j_{code}")
    await say(app, RESIDENT, name)
    await press(app, RESIDENT, f"join.yes:{code}")
    assert len((await kept(app))["posts"]) == 5


async def test_the_code_of_a_link_is_in_no_event(app: App) -> None:
    code = await operator_code(app, Post(Role.MEMBER, HERE, 1))
    await start(app, "somebody new", f"j_{code}")
    async with app.database.read() as connection:
        everything = [(await connection.execute(sa.select(table))).all() for table in metadata.sorted_tables
                      if table.name in {"events", "inbox", "audit"}]  # fmt: skip
    assert code not in str(everything)


async def test_a_link_that_opens_nothing_is_said_to(app: App) -> None:
    assert words(app, _("This code is wrong or no longer valid. Please ask whoever gave it for a new one.")) in said(
        await start(app, RESIDENT, "j_nothing at all")
    )


async def test_with_a_public_address_an_invite_has_a_link_and_its_picture(app: App) -> None:
    app.turns.site = replace(app.turns.site, url="https://toso.example")
    (made,) = await press(app, LEADER, "invite.make:member.23941.1.10")
    assert "https://toso.example/?start=j_" in made.text
    assert made.document is not None
    assert made.document.content.startswith(b"\x89PNG")


async def test_without_one_there_is_the_code_alone(app: App) -> None:
    (made,) = await press(app, LEADER, "invite.make:member.23941.1.10")
    assert "://" not in made.text
    assert made.document is None


async def test_a_leader_who_erases_their_data_takes_posts_and_invites_along_but_not_what_they_did(app: App) -> None:
    (made,) = await press(app, LEADER, "invite.make:member.23941.1.10")
    code = made.text.split("*")[3]
    await press(app, LEADER, "erase.yes")
    after = await kept(app)
    assert after["invites"] == []
    assert "leader" not in [row.role for row in after["posts"] if row.team_id == 1]
    assert (after["audit"][-1].act, after["audit"][-1].person_id) == ("invite.made", None)
    await say(app, RESIDENT, code)
    assert len((await kept(app))["posts"]) == 4


async def test_a_member_of_two_teams_chooses_which_to_see(app: App) -> None:
    await give(app, MEMBER, Post(Role.MEMBER, HERE, 2))
    assert actions(await say(app, MEMBER, "tổ của tôi"))[:2] == ["team.show:1", "team.show:2"]


async def test_who_leaves_keeps_no_right(app: App) -> None:
    await press(app, MEMBER, "leave.yes:1")
    assert said(await press(app, MEMBER, "team.show:1")) == words(app, NOT_ALLOWED)
    async with app.database.read() as connection:
        ended = (await connection.execute(sa.select(posts.c.until).where(posts.c.id == 1))).scalar_one()
    assert ended == BEGIN
