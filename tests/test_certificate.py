"""The page of a month: the right counts, of one team, for who is in it; drawn as a picture on every channel."""

import io
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from bot.app import App
from bot.core.messages import PNG, Document, Reply, Spoken, dump_reply, load_reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.sessions import Evidence, Session, Work
from bot.core.sheet import Sheet
from bot.reports.sheet import HEIGHT, WIDTH, draw
from bot.storage import sessions, teams
from tests.fakes import BEGIN, actions, make_app, press, start

HERE, MONTH = "23941", "2026-11"
MEMBER, LAN = "Cô Hoa", "Chị Lan"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """A member of two teams, and a resident."""
    async with make_app(tmp_path) as made:
        for who in (MEMBER, LAN):
            await start(made, who)
        async with made.database.write() as connection:
            for number, name in enumerate(("Tổ thôn 2", "Tổ làng Krái"), 1):
                await teams.make(connection, HERE, name, BEGIN, by=None)
                await teams.give(connection, 1, Post(Role.MEMBER, HERE, number), MEMBER, BEGIN)
        yield made


SEEN = Work("vneid", "activated", 3, Evidence.SEEN)


async def log(
    app: App, *works: Work, team: int = 1, on: date = date(2026, 11, 20), key: str = "", people: int = 4
) -> int:
    session = Session(key or f"draft.{team}.{on}.{len(works)}", team, HERE, on, works, people, phoneless=1)
    async with app.database.write() as connection:
        return (await sessions.save(connection, 1, session, BEGIN)).kept.id


def page_of(sent: list[Spoken]) -> Image.Image:
    (message,) = sent
    assert message.document
    assert (message.document.name, message.document.mime) == (f"ghi-nhan-{MONTH}.png", PNG)
    return Image.open(io.BytesIO(message.document.content))


async def test_the_page_is_a_picture_of_a4_small_enough_for_a_slow_network(app: App) -> None:
    await log(app, SEEN)
    sent = await press(app, MEMBER, f"certificate:{MONTH}")
    page = page_of(sent)
    assert (page.size, page.format) == ((WIDTH, HEIGHT), "PNG")
    assert sent[0].document
    assert len(sent[0].document.content) < 100_000


async def test_the_message_says_the_same_figures_for_where_no_picture_can_be_shown(app: App) -> None:
    await log(app, SEEN, key="draft.1")
    await log(app, Work("pakn", "sent", 2), key="draft.2", people=2)
    (message,) = await press(app, MEMBER, f"certificate:{MONTH}")
    figures = [line.rpartition(": ")[2] for line in message.text.split("\n")[1:-1]]
    assert figures == ["2", "6", "0/4", "0"]


@pytest.fixture
def sheets(app: App, monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """The pages that were drawn."""
    drawn: list[Sheet] = []
    speaker = app.delivery._speaker
    real = speaker._draw
    assert real

    def note(sheet: Sheet, say: Callable[[Phrase], str]) -> Document:
        drawn.append(sheet)
        return real(sheet, say)

    monkeypatch.setattr(speaker, "_draw", note)
    return drawn


async def test_done_is_what_was_seen_each_result_counted_as_reports_do(app: App, sheets: list[Sheet]) -> None:
    told = replace(SEEN, people=1, evidence=Evidence.TOLD)
    second = Work("vneid", "doc_integrated", 2, Evidence.SEEN)
    missed = Work("vneid", "not_done", 4, Evidence.SEEN)
    await log(app, SEEN, told, second, missed, Work("pakn", "", 2, Evidence.SEEN), people=4)
    await press(app, MEMBER, f"certificate:{MONTH}")
    (sheet,) = sheets
    assert [row[1:] for row in sheet.rows[1:]] == [("4", "5"), ("2", "0")]
    assert (sheet.name, sheet.file) == (MEMBER, f"ghi-nhan-{MONTH}")


async def test_many_services_stay_on_one_page(app: App, sheets: list[Sheet]) -> None:
    await log(app, *(Work(f"service_{n}", "", 1) for n in range(27)), people=1)
    await press(app, MEMBER, f"certificate:{MONTH}")
    assert len(sheets[0].rows) == 12
    assert sheets[0].rows[-1][1:] == ("17", "0")


async def test_a_page_is_of_one_team_and_one_month(app: App, sheets: list[Sheet]) -> None:
    await log(app, SEEN, team=1)
    await log(app, SEEN, team=2)
    await log(app, SEEN, team=1, on=date(2026, 10, 31))
    (asked,) = await press(app, MEMBER, f"certificate:{MONTH}")
    assert actions([asked])[:2] == [f"certificate:{MONTH}.1", f"certificate:{MONTH}.2"] or actions([asked])[:2] == [
        f"certificate:{MONTH}.2",
        f"certificate:{MONTH}.1",
    ]
    await press(app, MEMBER, f"certificate:{MONTH}.2")
    await press(app, MEMBER, "certificate:2026-10")
    assert [(sheet.file, sheet.figures[0][0]) for sheet in sheets] == [
        ("ghi-nhan-2026-11", "1"),
        ("ghi-nhan-2026-10", "1"),
    ]


@pytest.mark.parametrize(
    "action", ["certificate", "certificate:nonsense.99", f"certificate:{MONTH}.7", "certificate:2026-01"]
)
async def test_whatever_the_button_says_it_is_answered(app: App, action: str) -> None:
    for who in (MEMBER, LAN):
        (message,) = await press(app, who, action)
        assert not message.document


async def test_who_left_the_team_is_sent_to_its_leader(app: App) -> None:
    await log(app, SEEN, team=2)
    async with app.database.write() as connection:
        (post,) = await teams.members(connection, 2)
        await teams.end(connection, post, BEGIN)
    (message,) = await press(app, MEMBER, f"certificate:{MONTH}")
    assert not message.document


SHEET = Sheet(
    file="x", over=_("COMMUNITY DIGITAL TEAM"), title="Giấy", month="Tháng 11", name="Ỷ " * 40, under="ở " * 90,
    figures=(("18", "buổi"),), rows=(("Việc", "Lượt", "Xong"),), signs=(("Tổ trưởng", "Ký"),),
    note="Số liệu " * 60, foot="",
)  # fmt: skip


def test_a_sheet_waits_in_the_outbox_as_words() -> None:
    assert load_reply(dump_reply(Reply("đây ạ", sheet=SHEET))).sheet == SHEET


def test_what_is_too_long_is_made_smaller_and_nothing_is_needed() -> None:
    assert draw(SHEET, str).content
    assert draw(replace(SHEET, rows=(), figures=(), signs=(), name="", note=""), str).content
    assert draw(replace(SHEET, rows=(("Việc", "Lượt", "Xong"),) * 60), str).content
