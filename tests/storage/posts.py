"""What a person has in the tables of teams and of their log."""

from dataclasses import replace
from datetime import date, time

import sqlalchemy as sa

from bot.core.campaigns import Body, Draft
from bot.core.exports import Asked, Form
from bot.core.official import OfficialFigure
from bot.core.requests import Wanted
from bot.core.roles import Post, Role
from bot.core.sessions import Session, Work
from bot.storage import admin, exports, notebook, official, sent_pictures
from bot.storage.campaign_tables import recipients
from bot.storage.session_tables import session_codes, session_confirmations
from bot.storage.tables import addresses
from bot.storage.teams import give
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN

COMMUNE = "23941"


async def fill(ports: TurnPorts, person_id: int) -> None:
    """They lead a team of their own, have invited somebody, logged and corrected a session, begun another, and have
    asked for a person."""
    team = await ports.teams.make(person_id, COMMUNE, "Tổ thôn 2")
    await give(await ports.begin(), person_id, Post(Role.LEADER, COMMUNE, team.id), "Anh Nam", BEGIN)
    await notebook.sign_in(ports.connection, ports.site.key, await ports.notebook.link(person_id), BEGIN)
    await ports.notebook.link(person_id)
    connection, key = await ports.begin(), ports.site.key
    secret = await ports.admin_site.link(person_id)
    await admin.sign_in(connection, key, secret, BEGIN, browser="Chrome, Android")
    await ports.admin_site.link(person_id)
    await ports.invites.make(person_id, Post(Role.MEMBER, COMMUNE, team.id), uses=3, days=7)
    await log(ports, person_id, team.id)
    await ask(ports, person_id, team.id)
    await send_pictures(ports, person_id, team.id)
    await report(ports, person_id)
    await announce(ports, person_id)


async def announce(ports: TurnPorts, person_id: int) -> None:
    """They wrote an announcement and got it themselves, said that they come, and stopped a channel."""
    campaign = await ports.campaigns.make(person_id, COMMUNE, Draft(Body({"vi": "Lớp học thứ bảy"})))
    at = (await ports.connection.execute(sa.select(addresses).where(addresses.c.person_id == person_id))).first()
    assert at
    row = {"campaign_id": campaign.id, "person_id": person_id, "channel": at.channel, "address": at.address,
           "state": "waiting", "reason": "", "attempts": 0, "doubtful": False, "due_at": BEGIN, "ref": "",
           "recall": ""}  # fmt: skip
    await (await ports.begin()).execute(recipients.insert().values(row))
    await ports.campaigns.answer(person_id, campaign.id, "come")
    await ports.campaigns.stop_channel(person_id, f"lane {campaign.id}", "lũ giả")


async def report(ports: TurnPorts, person_id: int) -> None:
    """They entered an official figure, and have a file made."""
    connection = await ports.begin()
    figure = OfficialFigure("qd411-tai-khoan", COMMUNE, 71.5, date(2026, 6, 30), "Ngân hàng Nhà nước")
    await official.enter(connection, figure, BEGIN, by=person_id)
    await exports.ask(connection, Asked(person_id, Form.XLSX, "2026-11", COMMUNE), 1, BEGIN)


async def ask(ports: TurnPorts, person_id: int, team: int) -> None:
    """For a person, twice; one of the requests they took themselves, the other they could not."""
    wanted = Wanted(COMMUNE, "thôn 2", "vneid", "otp", "chưa có mã", "sáng thứ 7", "0905111222", "jra", True, team)
    await ports.requests.take(person_id, await ports.requests.make(person_id, wanted), team)
    await ports.requests.decline(person_id, await ports.requests.make(person_id, wanted))


async def send_pictures(ports: TurnPorts, person_id: int, team: int) -> None:
    """From wherever they are."""
    theirs = sa.select(addresses).where(addresses.c.person_id == person_id)
    for at in (await ports.connection.execute(theirs)).all():
        ref = f"picture {team} {at.channel} {at.address}"
        await sent_pictures.keep(await ports.begin(), at.channel, at.address, ref, b"small", BEGIN)


async def log(ports: TurnPorts, person_id: int, team: int) -> None:
    session = Session(
        f"page.{team}",
        team,
        COMMUNE,
        date(2026, 11, 22),
        (Work("vneid", "activated", 2),),
        3,
        "thôn 2",
        time(9, 10),
    )
    kept = (await ports.sessions.save(person_id, session)).kept
    await ports.sessions.correct(person_id, kept.id, replace(kept.session, people=4), kept.version)
    await ports.drafts.keep(person_id, session)
    await ports.pictures.want(person_id, kept.id, "recording", "AgAC-x")
    connection = await ports.begin()
    code = {"session_id": kept.id, "fingerprint": f"{kept.id}", "made_at": BEGIN, "expires_at": BEGIN}
    await connection.execute(session_codes.insert().values(code))
    said = {"confirmed": True, "disputed": False, "thanked": True}
    confirmed = {"session_id": kept.id, "person_id": person_id, "at": BEGIN, **said}
    await connection.execute(session_confirmations.insert().values(confirmed))
    await ports.reminders.choose(person_id, 19)
