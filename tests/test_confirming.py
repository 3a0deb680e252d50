"""A resident says whether they were helped: once each, never the helpers, and nobody is hurt by a no."""

import base64
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.core.confirming import CODE_FOR, CONFIRM_FOR
from bot.core.messages import PNG, Kind, Spoken
from bot.core.roles import Post, Role
from bot.core.sessions import KeptSession, Session, Work
from bot.storage import sessions, teams
from tests.fakes import BEGIN, Clock, actions, happen, inbound, make_app, press, recording, say, start

HERE = "23941"
HOA, NAM, LEADER, ADMIN, LAN, TU = "Cô Hoa", "Anh Nam", "Bác Nam", "Cô Lý", "Chị Lan", "Em Tú"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """A team with two members and a leader; two residents."""
    async with make_app(tmp_path, clock=clock) as made:
        for who in (HOA, NAM, LEADER, ADMIN, LAN, TU):
            await start(made, who)
        async with made.database.write() as connection:
            await teams.make(connection, HERE, "Tổ thôn 2", BEGIN, by=None)
        for who, post in {
            HOA: Post(Role.MEMBER, HERE, 1), NAM: Post(Role.MEMBER, HERE, 1),
            LEADER: Post(Role.LEADER, HERE, 1), ADMIN: Post(Role.COMMUNE_ADMIN, HERE),
        }.items():  # fmt: skip
            async with made.database.write() as connection:
                await teams.give(connection, await number_of(made, who), post, who, BEGIN)
        yield made


async def rows(app: App, query: str, **values: Any) -> list[tuple[Any, ...]]:
    async with app.database.read() as connection:
        return [tuple(row) for row in await connection.execute(sa.text(query), values)]


async def number_of(app: App, who: str) -> int:
    ((id_,),) = await rows(app, "SELECT person_id FROM addresses WHERE address = :at", at=who)
    return int(id_)


async def logged(app: App, *helpers: str, people: int = 3, phoneless: int = 1) -> KeptSession:
    """The first of ``helpers`` logs it."""
    ids = [await number_of(app, who) for who in helpers]
    session = Session(
        f"draft.{people}.{phoneless}", 1, HERE, date(2026, 11, 23), (Work("vneid", "activated", people),), people,
        "thôn 2", phoneless=phoneless, members=tuple(ids),
    )  # fmt: skip
    async with app.database.write() as connection:
        return (await sessions.save(connection, ids[0], session, app.clock())).kept


async def code_for(app: App, kept: KeptSession, who: str = HOA) -> str:
    (told,) = await press(app, who, f"session.confirm:{kept.id}")
    return told.text.split("*")[1]


async def now(app: App, kept: KeptSession) -> KeptSession:
    async with app.database.read() as connection:
        found = await sessions.find(connection, kept.id)
    assert found
    return found


async def told(app: App, who: str) -> list[str]:
    """What was said to somebody since the last time."""
    texts = recording(app).texts(who)
    recording(app).sent[:] = [(whom, message) for whom, message in recording(app).sent if whom != who]
    return texts


# ---- the code ----


async def test_the_code_comes_with_a_picture_of_the_link_that_opens_it(app: App) -> None:
    kept = await logged(app, HOA)
    app.turns.site = replace(app.turns.site, url="https://toso.example")
    (message,) = await press(app, HOA, f"session.confirm:{kept.id}")
    assert message.document
    assert (message.document.name, message.document.mime) == ("ma-xac-nhan.png", PNG)
    assert base64.b64decode(message.document.body) == message.document.content
    assert message.document.content.startswith(b"\x89PNG")
    code = message.text.split("*")[1]
    assert f"https://toso.example/?start=j_{code}" in message.text
    (asked,) = await start(app, LAN, f"j_{code}")
    assert actions([asked]) == [f"helped.yes:{code}", f"helped.no:{code}"]


async def test_typed_or_behind_the_link_it_asks_in_plain_words(app: App) -> None:
    code = await code_for(app, await logged(app, HOA, NAM))
    (asked,) = await say(app, LAN, f"mã {code}")
    assert all(part in asked.text for part in ("Cô Hoa, Anh Nam", "Tổ thôn 2", "VNeID"))
    assert [asked.text] == [message.text for message in await start(app, TU, f"j_{code}")]


async def test_only_who_helped_gives_it_out_and_only_while_it_counts(app: App, clock: Clock) -> None:
    kept = await logged(app, HOA)
    for who in (LAN, NAM, LEADER, ADMIN):
        (refused,) = await press(app, who, f"session.confirm:{kept.id}")
        assert not any("helped." in action for action in actions([refused]))
    assert await rows(app, "SELECT * FROM session_codes") == []
    clock.now += CONFIRM_FOR
    await press(app, HOA, f"session.confirm:{kept.id}")
    assert await rows(app, "SELECT * FROM session_codes") == []
    nobody = await logged(app, HOA, people=2, phoneless=2)
    await press(app, HOA, f"session.confirm:{nobody.id}")
    await press(app, HOA, "session.confirm:99")
    await press(app, HOA, "session.confirm")
    assert await rows(app, "SELECT * FROM session_codes") == []


async def test_the_code_is_good_for_a_day_and_so_are_its_buttons(app: App, clock: Clock) -> None:
    kept = await logged(app, HOA)
    first, second = await code_for(app, kept), await code_for(app, kept)
    clock.now += CODE_FOR - timedelta(seconds=1)
    assert len(await say(app, LAN, first)) == len(await say(app, LAN, second)) == 1
    clock.now += timedelta(seconds=1)
    (message,) = await press(app, LAN, f"helped.yes:{first}")
    assert actions([message]) == ["menu", "help.start"]
    assert (await now(app, kept)).confirmed == 0


async def test_whoever_tries_codes_out_is_stopped_as_with_invites_whether_they_type_or_press(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    for tried in ("CDE222", "CDE223"):
        await say(app, LAN, tried)
    for tried in ("CDE224", "CDE225", "CDE226"):
        await press(app, LAN, f"helped.yes:{tried}")
    assert len(await rows(app, "SELECT * FROM audit WHERE act = 'code.wrong'")) == 5
    await say(app, LAN, code)
    await press(app, LAN, f"helped.yes:{code}")
    assert (await now(app, kept)).confirmed == 0
    await press(app, TU, f"helped.yes:{code}")
    assert (await now(app, kept)).confirmed == 1


async def test_the_database_does_not_hold_the_code(app: App) -> None:
    code = await code_for(app, await logged(app, HOA))
    ((fingerprint,),) = await rows(app, "SELECT fingerprint FROM session_codes")
    assert len(fingerprint) == 64
    assert code not in fingerprint


# ---- yes ----


async def test_each_resident_counts_once_and_never_more_than_can_confirm(app: App) -> None:
    kept = await logged(app, HOA, people=3, phoneless=1)
    code = await code_for(app, kept)
    for who in (LAN, LAN, TU, TU, LAN):
        await press(app, who, f"helped.yes:{code}")
        assert (await now(app, kept)).confirmed <= 2
    await start(app, "the neighbour")
    (message,) = await press(app, "the neighbour", f"helped.yes:{code}")
    assert "helped.thanks" not in str(actions([message]))
    assert (await now(app, kept)).confirmed == 2
    types = [type_ for (type_,) in await rows(app, "SELECT type FROM events WHERE type LIKE 'Session%'")]
    assert types == ["SessionConfirmed"] * 2


async def test_who_helped_is_told_of_the_first_and_of_the_last(app: App) -> None:
    code = await code_for(app, await logged(app, HOA, NAM, people=3, phoneless=0))
    await told(app, NAM)
    for who, count in {LAN: 1, TU: 0, "the neighbour": 1}.items():
        await start(app, who)
        await press(app, who, f"helped.yes:{code}")
        assert len(await told(app, NAM)) == count


async def test_who_helped_cannot_confirm_on_any_channel_of_theirs(app: App) -> None:
    kept = await logged(app, HOA, NAM)
    code = await code_for(app, kept)
    for who in (HOA, NAM):
        (asked,) = await say(app, who, code)
        assert not any("helped." in action for action in actions([asked]))
        await press(app, who, f"helped.yes:{code}")
        await press(app, who, f"helped.no:{code}")
    assert (await now(app, kept)).confirmed == 0
    await link(app, HOA, "her second telephone")
    await press(app, "her second telephone", f"helped.yes:{code}")
    assert (await now(app, kept)).confirmed == 0


async def link(app: App, one: str, other: str) -> None:
    (code,) = await press(app, one, "link.new")
    await start(app, other)
    await press(app, other, f"link.yes:{code.text.split('*')[1]}")


async def test_whoever_turns_out_to_have_helped_has_not_confirmed(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    await start(app, "her second telephone")
    await press(app, "her second telephone", f"helped.yes:{code}")
    assert (await now(app, kept)).confirmed == 1
    await link(app, HOA, "her second telephone")
    assert (await now(app, kept)).confirmed == 0
    assert await rows(app, "SELECT * FROM session_confirmations") == []


@pytest.mark.parametrize(("first", "then"), [("yes", "yes"), ("yes", "no"), ("no", "yes")])
async def test_two_who_turn_out_to_be_one_have_confirmed_once(app: App, first: str, then: str) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    await start(app, "Lan's tablet")
    await press(app, LAN, f"helped.{first}:{code}")
    await press(app, "Lan's tablet", f"helped.{then}:{code}")
    for who in (LAN, "Lan's tablet"):
        await press(app, who, f"helped.thanks:{kept.id}")
    await link(app, LAN, "Lan's tablet")
    assert ((await now(app, kept)).confirmed, (await now(app, kept)).thanks) == (1, 1)
    await press(app, LAN, f"helped.yes:{code}")
    await press(app, LAN, f"helped.thanks:{kept.id}")
    assert ((await now(app, kept)).confirmed, (await now(app, kept)).thanks) == (1, 1)


async def test_erasing_keeps_the_count_and_leads_to_nobody(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    await press(app, LAN, f"helped.yes:{code}")
    await press(app, LAN, f"helped.thanks:{kept.id}")
    await press(app, LAN, "erase.yes")
    assert ((await now(app, kept)).confirmed, (await now(app, kept)).thanks) == (1, 1)
    assert await rows(app, "SELECT * FROM session_confirmations") == []
    assert await rows(app, "SELECT person_id FROM events WHERE type = 'SessionConfirmed'") == [(None,)]


async def test_a_session_with_fewer_people_after_a_correction_has_not_more_confirmed(app: App) -> None:
    kept = await logged(app, HOA, people=3, phoneless=0)
    code = await code_for(app, kept)
    for who in (LAN, TU):
        await press(app, who, f"helped.yes:{code}")
    async with app.database.write() as connection:
        fewer = replace(kept.session, people=1, works=(Work("vneid", "activated", 1),))
        await sessions.correct(connection, 1, kept.id, fewer, kept.version, app.clock())
    assert (await now(app, kept)).confirmed == 1


async def test_what_was_withdrawn_is_not_asked_about(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    async with app.database.write() as connection:
        await sessions.withdraw(connection, 1, kept.id, app.clock())
    await press(app, LAN, f"helped.yes:{code}")
    assert (await now(app, kept)).confirmed == 0


# ---- no ----


async def test_a_no_is_told_to_the_leader_once_without_a_name_and_counts_nothing(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    for who in (HOA, LEADER, ADMIN):
        await told(app, who)
    for _time in range(3):
        await press(app, LAN, f"helped.no:{code}")
    (notice,) = await told(app, LEADER)
    assert LAN not in notice
    assert await told(app, HOA) == await told(app, ADMIN) == []
    assert (await now(app, kept)).confirmed == 0
    assert await rows(app, "SELECT data FROM events WHERE type = 'SessionDisputed'")
    assert await rows(app, "SELECT * FROM audit WHERE act LIKE 'session.%'") == []


async def test_where_the_leader_helped_the_commune_is_told(app: App) -> None:
    code = await code_for(app, await logged(app, HOA, LEADER))
    await told(app, LEADER)
    await told(app, ADMIN)
    await press(app, LAN, f"helped.no:{code}")
    assert await told(app, LEADER) == []
    assert len(await told(app, ADMIN)) == 1


async def test_whoever_pressed_the_wrong_one_can_take_it_back_either_way(app: App) -> None:
    kept = await logged(app, HOA)
    code = await code_for(app, kept)
    for answer, confirmed in (("yes", 1), ("no", 0), ("yes", 1), ("no", 0), ("no", 0)):
        await press(app, LAN, f"helped.{answer}:{code}")
        assert (await now(app, kept)).confirmed == confirmed
    assert len(await rows(app, "SELECT * FROM events WHERE type = 'SessionDisputed'")) == 1


# ---- thanks ----


async def test_a_thank_you_is_sent_once_and_only_by_who_confirmed(app: App) -> None:
    kept = await logged(app, HOA, NAM)
    code = await code_for(app, kept)
    await press(app, LAN, f"helped.thanks:{kept.id}")
    assert (await now(app, kept)).thanks == 0
    await press(app, LAN, f"helped.yes:{code}")
    for who in (HOA, NAM):
        await told(app, who)
    for _time in range(2):
        await press(app, LAN, f"helped.thanks:{kept.id}")
    assert (await now(app, kept)).thanks == 1
    for who in (HOA, NAM):
        (words,) = await told(app, who)
        assert LAN not in words


async def test_many_at_once_are_never_more_than_were_there(app: App) -> None:
    kept = await logged(app, HOA, people=5, phoneless=0)
    code = await code_for(app, kept)
    crowd = [f"resident {n}" for n in range(20)]
    await happen(app, *(inbound(who, Kind.START, text=f"j_{code}") for who in crowd))
    pressed = [inbound(who, Kind.PRESS, action=f"helped.yes:{code}") for who in crowd]
    messages: list[Spoken] = await happen(app, *pressed, *(replace(one) for one in pressed))
    assert (await now(app, kept)).confirmed == 5
    assert sum("helped.thanks" in str(actions([message])) for message in messages) == 5


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_people_press_in_whatever_order_the_count_is_of_those_who_last_said_yes(
    app: App, seed: int
) -> None:
    """More residents than were there, two of whom turn out to be one; each press comes twice now and then."""
    chance = random.Random(seed)
    kept = await logged(app, HOA, people=4, phoneless=1)
    code = await code_for(app, kept)
    crowd = [f"resident {n}" for n in range(6)]
    for who in crowd:
        await start(app, who)
    for step in range(40):
        if step == 25:
            await link(app, crowd[0], crowd[1])
        one = inbound(chance.choice(crowd), Kind.PRESS, action=f"helped.{chance.choice(['yes', 'yes', 'no'])}:{code}")
        await happen(app, *[one] * chance.choice([1, 1, 2]))
        said_yes = await rows(app, "SELECT count(*) FROM session_confirmations WHERE confirmed")
        assert [((await now(app, kept)).confirmed,)] == said_yes
        assert (await now(app, kept)).confirmed <= 3
