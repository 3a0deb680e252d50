"""The Telegram group of a team: linked by its leader, told of requests, which only members take there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.channels.telegram.parse import CHANNEL as TELEGRAM
from bot.core.messages import Inbound, Kind, Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.requests import Request, Wanted
from bot.core.roles import Post, Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.storage import teams
from bot.storage.tables import metadata
from bot.storage.turns import TurnPorts
from handlers.resident import help_routing
from handlers.team.group import linked_words
from tests.fakes import BEGIN, RecordingChannel, actions, inbound, make_app

HERE, GROUP = "23941", "-100500"
RESIDENT, MEMBER, LEADER, OUTSIDER = "1", "2", "3", "4"

asking = Router()


@asking.action("test.ask")
async def ask(turn: Turn) -> None:
    """As a resident who has answered all questions."""
    wanted = Wanted(HERE, guide="phan-anh", wish="tôi là Nguyễn Văn A", phone="0905111222", team=1)
    await help_routing.tell_asked(turn, await turn.ports.requests.make(turn.person.id, wanted))


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with make_app(tmp_path, more=asking) as made:
        made.channels[TELEGRAM] = RecordingChannel(TELEGRAM)
        for who in (RESIDENT, MEMBER, LEADER):
            await act(made, who, Kind.START)
            await act(made, who, Kind.PRESS, action="menu")
        async with made.database.write() as connection:
            await teams.make(connection, HERE, "Tổ thôn 2", BEGIN, by=None)
            posts = {MEMBER: (Role.MEMBER, "Chị Lan"), LEADER: (Role.LEADER, "Bác Nam")}
            for who, (role, name) in posts.items():
                await teams.give(connection, await number(made, who), Post(role, HERE, 1), name, BEGIN)
        sent(made)
        yield made


async def act(app: App, who: str, kind: Kind = Kind.PRESS, *, action: str = "", group: str = "", text: str = "",
              ref: str = "") -> None:  # fmt: skip
    await app.take([Inbound(TELEGRAM, inbound(who).event_id, who, kind, BEGIN, text=text, action=action, group=group,
                            message_ref=ref)])  # fmt: skip
    await app.settle()


def sent(app: App) -> list[tuple[str, Spoken]]:
    channel = app.channels[TELEGRAM]
    assert isinstance(channel, RecordingChannel)
    found, channel.sent[:] = list(channel.sent), []
    return found


def to(messages: list[tuple[str, Spoken]], who: str) -> list[Spoken]:
    return [message for whom, message in messages if whom == who]


async def number(app: App, who: str) -> int:
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT person_id FROM addresses WHERE address = :a"), {"a": who})
        return int(found.scalar() or 0)


async def code_of(app: App) -> str:
    await act(app, LEADER, action="group.code:1")
    ((_who, message),) = sent(app)
    return message.text.partition("/nhom ")[2][:6]


async def linked(app: App) -> None:
    await act(app, LEADER, action=f"group.link:{await code_of(app)}", group=GROUP)


async def request(app: App) -> Request:
    await act(app, RESIDENT, action="test.ask")
    async with app.database.read() as connection:
        found = await TurnPorts(connection, BEGIN).requests.find(1)
    assert found
    return found


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def test_the_leader_links_the_group_by_a_code_typed_there(app: App) -> None:
    await linked(app)
    told = sent(app)
    async with app.database.read() as connection:
        team = await teams.find(connection, 1)
    assert team
    assert [message.text for message in to(told, GROUP)] == [words(app, linked_words(team))]


@pytest.mark.parametrize("who", [RESIDENT, MEMBER])
async def test_nobody_but_the_leader_gets_such_a_code(app: App, who: str) -> None:
    await act(app, who, action="group.code:1")
    await act(app, who, action="group.part:1")
    assert all("/nhom" not in message.text for _who, message in sent(app))


@pytest.mark.parametrize("code", ["", "ACD234", "HEL234"])
async def test_a_wrong_code_links_nothing_and_is_said_in_the_group(app: App, code: str) -> None:
    await act(app, LEADER, action=f"group.link:{code}", group=GROUP)
    assert len(to(sent(app), GROUP)) == 1
    await request(app)
    assert to(sent(app), GROUP) == []


async def test_a_code_links_one_group_only(app: App) -> None:
    code = await code_of(app)
    for group in (GROUP, "-200"):
        await act(app, LEADER, action=f"group.link:{code}", group=group)
    sent(app)
    await request(app)
    told = sent(app)
    assert len(to(told, GROUP)) == 1
    assert to(told, "-200") == []


async def test_codes_cannot_be_tried_out_in_a_group(app: App) -> None:
    code = await code_of(app)
    for _attempt in range(6):
        await act(app, OUTSIDER, action="group.link:ACD234", group="-200")
    await act(app, OUTSIDER, action=f"group.link:{code}", group="-200")
    sent(app)
    await request(app)
    assert to(sent(app), "-200") == []


async def test_the_code_typed_to_the_bot_itself_is_led_to_the_group(app: App) -> None:
    code = await code_of(app)
    await act(app, LEADER, Kind.SAY, text=f"mã {code}")
    ((_who, message),) = sent(app)
    assert f"/nhom {code}" in message.text


async def test_a_new_request_is_told_there_with_its_code_and_nothing_personal(app: App) -> None:
    await linked(app)
    sent(app)
    made = await request(app)
    (message,) = to(sent(app), GROUP)
    assert made.code in message.text
    assert "Phản ánh đường hỏng" in message.text
    assert not [secret for secret in ("Nguyễn", "0905", "tôi là") if secret in message.text]
    assert actions([message]) == [f"request.take:{made.id}"]


async def test_a_member_takes_it_there_and_learns_the_rest_alone(app: App) -> None:
    await linked(app)
    made = await request(app)
    sent(app)
    await act(app, MEMBER, action=f"request.take:{made.id}", group=GROUP, ref="55")
    told = sent(app)
    (in_group,) = to(told, GROUP)
    assert ("Chị Lan" in in_group.text, in_group.edit, in_group.choices) == (True, "55", ())
    assert "0905111222" not in in_group.text
    assert "0905111222" in "".join(message.text for message in to(told, MEMBER))
    assert all(message.edit == "" for message in to(told, MEMBER)), "the number of the group's message is not theirs"
    assert to(told, RESIDENT)


async def test_the_second_who_presses_there_sees_who_has_it(app: App) -> None:
    await linked(app)
    made = await request(app)
    for who in (MEMBER, LEADER):
        sent(app)
        await act(app, who, action=f"request.take:{made.id}", group=GROUP, ref="55")
    told = sent(app)
    assert "Chị Lan" in to(told, GROUP)[0].text
    async with app.database.read() as connection:
        found = await TurnPorts(connection, BEGIN).requests.find(made.id)
    assert found
    assert found.taken_by == await number(app, MEMBER)


@pytest.mark.parametrize("who", [RESIDENT, OUTSIDER])
async def test_whoever_is_not_of_the_team_is_refused_kindly_in_the_group(app: App, who: str) -> None:
    await linked(app)
    made = await request(app)
    sent(app)
    await act(app, who, action=f"request.take:{made.id}", group=GROUP, ref="55")
    assert [message.text for message in to(sent(app), GROUP)] == [
        words(app, _("Thank {you}! Only members of the team can take it; the leader can invite {you}."))
    ]
    async with app.database.read() as connection:
        found = await TurnPorts(connection, BEGIN).requests.find(made.id)
    assert found == made


@pytest.mark.parametrize("action", ["menu", "erase.yes", "request.open:1", "members:1", "group.code:1", "x"])
async def test_any_other_button_does_nothing_in_a_group(app: App, action: str) -> None:
    await linked(app)
    await request(app)
    sent(app)
    await act(app, LEADER, action=action, group=GROUP)
    assert sent(app) == []


async def test_what_only_a_group_may_say_is_not_heeded_from_a_person(app: App) -> None:
    await linked(app)
    for action in ("group.joined", "group.left", "group.moved:-666", "group.link:ACD234"):
        await act(app, OUTSIDER, action=action)
    sent(app)
    await request(app)
    assert len(to(sent(app), GROUP)) == 1


async def test_when_the_bot_is_removed_the_leader_is_told_and_nothing_goes_there(app: App) -> None:
    await linked(app)
    sent(app)
    await act(app, OUTSIDER, action="group.left", group=GROUP)
    assert actions(to(sent(app), LEADER)) == ["group.code:1"]
    await request(app)
    assert to(sent(app), GROUP) == []


async def test_the_leader_unlinks_it(app: App) -> None:
    await linked(app)
    sent(app)
    await act(app, LEADER, action="group.part:1")
    sent(app)
    await request(app)
    assert to(sent(app), GROUP) == []


async def test_a_group_that_got_another_number_is_told_under_that(app: App) -> None:
    await linked(app)
    await act(app, OUTSIDER, action="group.moved:-100777", group=GROUP)
    sent(app)
    await request(app)
    told = sent(app)
    assert to(told, GROUP) == []
    assert len(to(told, "-100777")) == 1


async def test_a_person_who_acts_in_a_group_is_not_thought_to_be_back_with_the_bot(app: App) -> None:
    await act(app, MEMBER, Kind.LEFT)
    await act(app, MEMBER, action="request.take:9", group=GROUP)
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT reachable FROM addresses WHERE address = :a"), {"a": MEMBER})
        assert not found.scalar_one()


async def test_whose_group_it_is_is_in_the_audit(app: App) -> None:
    await linked(app)
    await act(app, LEADER, action="group.part:1")
    async with app.database.read() as connection:
        rows = (await connection.execute(sa.select(metadata.tables["audit"]))).all()
    acts = [(row.act, row.person_id, row.team_id) for row in rows if row.act.startswith("group.")]
    assert acts == [("group.linked", await number(app, LEADER), 1), ("group.parted", await number(app, LEADER), 1)]
