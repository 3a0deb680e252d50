"""Reports in the chat: the figures that every screen has, for those who look after a place, and for nobody else."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from bot.app import App, reports
from bot.core.exports import Asked, Form
from bot.core.messages import PNG, Document, Kind, Reply, Spoken, dump_reply, load_reply
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Had, Session, Work
from bot.delivery.speak import NOT_MADE
from bot.reports.names import written
from bot.reports.period import Span, around
from bot.reports.report import FOOTNOTE, Place
from bot.storage import outbox, sessions, teams
from tests.fakes import BEGIN, CHANNEL, Clock, actions, happen, inbound, make_app, press, recording, say, start

HERE, FAR = "23941", "21556"  # xã Chư Sê and another commune
LEADER, MEMBER, ADMIN, PROVINCE, FAR_ADMIN, RESIDENT = "Nam", "Lan", "Hòa", "Mai", "Far", "Resident"
POSTS = {
    LEADER: Post(Role.LEADER, HERE, 1),
    MEMBER: Post(Role.MEMBER, HERE, 1),
    ADMIN: Post(Role.COMMUNE_ADMIN, HERE),
    PROVINCE: Post(Role.PROVINCE_ADMIN),
    FAR_ADMIN: Post(Role.COMMUNE_ADMIN, FAR),
}
OCTOBER = around(Span.MONTH, date(2026, 10, 1))


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """Two teams in Chư Sê, one of which logged 12 people in October and 3 in November."""
    async with make_app(tmp_path, clock=Clock(BEGIN)) as made:
        for who in (*POSTS, RESIDENT):
            await start(made, who)
        async with made.database.write() as connection:
            for name in ("Tổ thôn 2", "Tổ thôn 3"):
                await teams.make(connection, HERE, name, BEGIN, by=None)
            for number, (who, post) in enumerate(POSTS.items(), 1):
                await teams.give(connection, number, post, who, BEGIN)
            for number, (day, people) in enumerate([(date(2026, 10, 7), 12), (date(2026, 11, 7), 3)]):
                work = (Work("vneid", "activated", people, Evidence.SEEN, Had.NO),)
                one = Session(f"s{number}", 1, HERE, day, work, people, "thôn 2", members=(2,))
                await sessions.save(connection, 2, one, datetime.combine(day, BEGIN.time(), UTC))
        yield made


def files(told: list[Spoken]) -> list[Document]:
    return [message.document for message in told if message.document]


def labels(told: list[Spoken]) -> list[str]:
    return [choice.label for message in told for choice in message.choices]


def footnote(app: App) -> str:
    return app.say(FOOTNOTE, "vi")


ASKED = ["báo cáo tháng 10 xã Chư Sê", "bao cao thang 10 chu se", "tháng 10 Chư Sê giúp bao nhiêu người",
         "Cho tôi xem báo cáo tháng 10/2026 xã Chư Sê nhé", "báo cáo kết quả hoạt động Chư Sê tháng 10",
         "báo cáo tháng 10"]  # fmt: skip


@pytest.mark.parametrize("words", ASKED)
async def test_who_asks_in_words_gets_the_figures_a_picture_and_the_excel_file(app: App, words: str) -> None:
    figures, picture, table = await say(app, ADMIN, words)
    assert "12" in figures.text
    assert footnote(app) in figures.text
    assert picture.document
    assert (picture.document.mime, picture.document.name) == (PNG, "bao-cao-2026-10-xa-chu-se.png")
    assert picture.document.content.startswith(b"\x89PNG")
    assert table.document
    assert openpyxl.load_workbook(io.BytesIO(table.document.content)).sheetnames
    assert {f"report.show:2026-09.{HERE}", f"report.show:2026-11.{HERE}", "report.where:2026-10", "site.open"} <= set(
        actions([table])
    )


async def test_the_chat_says_what_every_screen_says(app: App) -> None:
    (told,) = await press(app, ADMIN, f"report.show:2026-10.{HERE}")
    report = await reports(app).report(OCTOBER, Place(HERE, "Xã Chư Sê"))
    work = report.activity.work
    for figure in (work.visits, work.done, work.new):
        assert f": {written(figure)}\n" in told.text
    assert f"{report.teams.reported}/{report.teams.all}" in told.text


async def test_small_counts_are_shown_to_the_teams_own_people_alone(app: App) -> None:
    (own,) = await press(app, LEADER, f"report.show:2026-11.{HERE}.1")
    (of_commune,) = await press(app, ADMIN, f"report.show:2026-11.{HERE}.1")
    assert ": 3\n" in own.text
    assert ": <5\n" in of_commune.text
    assert ": 3\n" not in of_commune.text


async def test_a_leader_gets_the_report_of_the_team_and_is_told_so_for_the_commune(app: App) -> None:
    own = await say(app, LEADER, "báo cáo tháng 10")
    assert len(files(own)) == 2
    assert "Tổ thôn 2" in own[0].text
    (told,) = await say(app, LEADER, "báo cáo tháng 10 xã Chư Sê")
    assert not files([told])
    assert "12" not in told.text
    assert f"report.now:{HERE}.1" in actions([told])


@pytest.mark.parametrize("who", [RESIDENT, MEMBER, LEADER, FAR_ADMIN])
@pytest.mark.parametrize("action", ["report.show", "report.sheet", "report.chart"])
async def test_nobody_gets_the_report_of_a_place_they_do_not_look_after(app: App, who: str, action: str) -> None:
    for place in (HERE, f"{HERE}.2", "0", ""):
        told = await press(app, who, f"{action}:2026-10.{place}")
        assert not files(told)
        assert not any(footnote(app) in message.text or "12" in message.text for message in told)
        assert all(message.choices for message in told)


async def test_an_administrator_never_gets_another_communes_report_in_words(app: App) -> None:
    told = await say(app, FAR_ADMIN, "báo cáo tháng 10 xã Chư Sê")
    assert not files(told)
    assert footnote(app) not in told[0].text


async def test_a_team_is_read_with_its_own_commune_whatever_the_button_says(app: App) -> None:
    told = await press(app, FAR_ADMIN, f"report.show:2026-10.{FAR}.1")
    assert footnote(app) not in told[0].text


async def test_a_residents_words_are_understood_as_before(app: App) -> None:
    for words in ("báo cáo tháng 10 xã Chư Sê", "báo cáo", "tháng 10 Chư Sê giúp bao nhiêu người"):
        told = await say(app, RESIDENT, words)
        assert not files(told)
        assert not any(action.startswith("report") for action in actions(told))


@pytest.mark.parametrize("words", ["báo cáo lừa đảo", "tôi muốn báo cáo đường hỏng ở Chư Sê", "kích hoạt vneid"])
async def test_other_things_that_an_administrator_writes_are_no_reports(app: App, words: str) -> None:
    told = await say(app, ADMIN, words)
    assert not files(told)
    assert not any(footnote(app) in message.text for message in told)


WRONG = ["báo cáo tháng 13", "báo cáo tháng 12/2026", "báo cáo tháng 10 xã Abcxyz", "báo cáo quý 7"]


@pytest.mark.parametrize("words", WRONG)
async def test_a_time_or_place_that_cannot_be_is_answered_with_a_way_on(app: App, words: str) -> None:
    (told,) = await say(app, PROVINCE, words)
    assert not files([told])
    assert {"report", "menu"} <= set(actions([told]))


OWN = [
    "báo cáo của tổ tháng 10",
    "báo cáo tháng 10 tổ thôn 2",
    "báo cáo tổ mình tháng 10",
    "báo cáo tháng 10 tổ công nghệ số",
]


@pytest.mark.parametrize("words", OWN)
async def test_the_team_is_known_by_its_name_and_as_ours(app: App, words: str) -> None:
    told = await say(app, LEADER, words)
    assert len(files(told)) == 2
    assert "Tổ thôn 2" in told[0].text


async def test_an_administrator_names_a_team_of_the_commune(app: App) -> None:
    told = await say(app, ADMIN, "báo cáo tháng 10 tổ thôn 2")
    assert len(files(told)) == 2
    assert "Tổ thôn 2" in told[0].text


async def test_a_note_of_help_given_is_no_report(app: App) -> None:
    for words in ("báo cáo hôm nay giúp 3 người cài vneid", "báo cáo hôm nay giúp 3 người"):
        told = await say(app, LEADER, words)
        assert not [action for action in actions(told) if action.startswith("report")]


async def test_an_empty_time_says_so_and_sends_no_file(app: App) -> None:
    (told,) = await say(app, ADMIN, "báo cáo tháng 3/2026 Chư Sê")
    assert not files([told])
    assert footnote(app) in told.text
    assert ": 0" not in told.text


async def test_of_several_places_of_one_name_one_is_chosen(app: App) -> None:
    (told,) = await say(app, PROVINCE, "báo cáo tháng 10 Đống Đa")
    offered = [action for action in actions([told]) if action.startswith("report.show:2026-10.")]
    assert len(offered) > 1
    (shown,) = await press(app, PROVINCE, offered[0])
    assert footnote(app) in shown.text


async def test_the_province_has_its_report_and_every_communes(app: App) -> None:
    whole = await say(app, PROVINCE, "báo cáo tháng 10 toàn tỉnh")
    assert len(files(whole)) == 2
    assert "1/" in whole[0].text
    assert len(files(await say(app, PROVINCE, "báo cáo tháng 10 Chư Sê"))) == 2


async def test_another_place_is_typed_or_pressed(app: App) -> None:
    await press(app, PROVINCE, "report.where:2026-10")
    assert len(files(await say(app, PROVINCE, "Chư Sê"))) == 2
    (asked,) = await press(app, ADMIN, "report.where:2026-10")
    assert {f"report.show:2026-10.{HERE}", f"report.show:2026-10.{HERE}.2"} <= set(actions([asked]))


async def test_each_button_under_a_report_is_complete_in_itself(app: App) -> None:
    (told,) = await press(app, ADMIN, f"report.show:2026-10.{HERE}")
    assert len(files(await press(app, ADMIN, f"report.sheet:2026-10.{HERE}"))) == 1
    assert len(files(await press(app, ADMIN, f"report.chart:2026-10.{HERE}"))) == 1
    assert {f"report.sheet:2026-10.{HERE}", f"report.chart:2026-10.{HERE}"} <= set(actions([told]))
    assert all(len(action.encode()) <= 64 for action in actions([told]))


async def test_the_menus_of_a_team_and_of_a_commune_lead_to_the_report(app: App) -> None:
    assert f"report.now:{HERE}.1" in actions(await press(app, LEADER, "team.mine"))
    assert f"report.now:{HERE}" in actions(await press(app, ADMIN, f"admin.teams:{HERE}"))
    assert "report" in actions(await press(app, PROVINCE, "team.mine"))
    assert not [one for one in actions(await press(app, MEMBER, "team.mine")) if one.startswith("report")]


async def test_a_file_is_not_made_for_who_lost_the_post_before_it_was_sent(app: App) -> None:
    asked = Asked(3, Form.XLSX, "2026-10", HERE)
    assert await app.exports.document(asked)
    async with app.database.write() as connection:
        (member,) = await teams.admins(connection, HERE)
        await teams.end(connection, member, BEGIN)
    assert await app.exports.document(asked) is None


async def test_a_file_that_may_not_be_seen_any_more_leaves_its_message_and_is_said(app: App) -> None:
    await happen(app, inbound(ADMIN, Kind.PRESS, action="menu"))
    async with app.database.write() as connection:
        lost = Reply("đây", encloses=Asked(6, Form.XLSX, "2026-10", HERE))
        await outbox.add(connection, [outbox.Said(CHANNEL, RESIDENT, lost, "vi", "")], BEGIN)
    await app.settle()
    last = recording(app).to(RESIDENT)[-1]
    assert not last.document
    assert last.text == f"đây\n\n{app.say(NOT_MADE, 'vi')}".replace("{You}", "Bà con")


def test_a_file_of_a_report_waits_in_the_outbox_as_what_was_asked() -> None:
    reply = Reply("đây", encloses=Asked(3, Form.PNG, "2026-10", HERE, 1))
    assert load_reply(dump_reply(reply)) == reply


async def test_what_is_said_in_a_group_is_no_report(app: App) -> None:
    told = await happen(app, inbound(ADMIN, Kind.SAY, text="báo cáo tháng 10", group="-100"))
    assert not files(told)
