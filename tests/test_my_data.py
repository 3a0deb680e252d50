"""A person's own data: seen, taken along, agreed to, taken back and erased; through the whole bot."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App
from bot.content.load import read_content
from bot.core.messages import Spoken
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn, World
from bot.storage.tables import metadata
from tests.databases import read_json
from tests.fakes import BEGIN, actions, change, make_app, press, recording, say, start

AN, BA = "84905111222", "84905333444"
QUESTION = "con bò nhà tôi bị lạc thì tìm ở đâu"

router = Router()


@router.action("test.keep")
async def keep(turn: Turn) -> None:
    await turn.ports.questions.keep(turn.person.id, QUESTION, lang="vi", guide="")


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with make_app(tmp_path, more=router) as made:
        yield made


def words(app: App, phrase: Phrase) -> str:
    return app.say(phrase, "vi")


async def rows(app: App, query: str) -> list[dict[str, Any]]:
    async with app.database.read() as connection:
        return [dict(row) for row in (await connection.execute(sa.text(query))).mappings()]


async def everything(app: App) -> str:
    return str({table.name: await rows(app, f"SELECT * FROM {table.name}") for table in metadata.sorted_tables})


async def answers(app: App) -> list[tuple[str, bool, str]]:
    found = await rows(app, "SELECT purpose, given, version FROM consents ORDER BY id")
    return [(row["purpose"], bool(row["given"]), row["version"]) for row in found]


def yes(app: App, purpose: str) -> str:
    return f"consent.yes:{purpose}.{app.world.content.consents.purposes[purpose].stamp}"


def record(message: Spoken) -> dict[str, Any]:
    assert message.document is not None
    read: dict[str, Any] = json.loads(message.document.body)
    return read


def renew(app: App, tmp_path: Path, **fields: Any) -> None:
    """The editors change what is asked."""
    folder = tmp_path / "content"
    change(folder / "consents.yaml", lambda consents: consents["questions"].update(fields))
    app.world = World.of(read_content(folder), tmp_path / "cache")


# ---- consent ----


async def test_yes_and_no_stand_side_by_side_and_nothing_is_chosen_beforehand(app: App) -> None:
    await start(app, AN)
    _intro, *questions = await press(app, AN, "consent.page")
    labels = [[choice.label for choice in message.choices] for message in questions]
    assert labels == [[words(app, _("Agree")), words(app, _("No"))]] * 4
    not_answered = words(app, _("Now: not answered, which counts as *No*."))
    assert all(not_answered in message.text for message in questions)
    assert await answers(app) == []


async def test_an_answer_is_written_down_with_the_version_of_the_words(app: App) -> None:
    await start(app, AN)
    await press(app, AN, yes(app, "questions"))
    await press(app, AN, "consent.no:interests")
    purposes = app.world.content.consents.purposes
    assert await answers(app) == [
        ("questions", True, purposes["questions"].stamp),
        ("interests", False, purposes["interests"].stamp),
    ]


async def test_a_second_press_writes_nothing_and_a_change_of_mind_keeps_the_first_as_evidence(app: App) -> None:
    await start(app, AN)
    for _again in range(2):
        await press(app, AN, yes(app, "questions"))
    for _again in range(2):
        await press(app, AN, "consent.no:questions")
    assert [given for _purpose, given, _version in await answers(app)] == [True, False]
    events = await rows(app, "SELECT data FROM events WHERE type = 'ConsentAnswered'")
    assert [read_json(event["data"])["given"] for event in events] == [True, False]


async def test_a_button_of_old_does_not_agree_to_new_words(app: App, tmp_path: Path) -> None:
    await start(app, AN)
    old = yes(app, "questions")
    renew(app, tmp_path, text={"vi": "{You} cho mọi người đọc câu hỏi nhé?", "en": "May everybody read it?"})
    (asked,) = await press(app, AN, old)
    assert words(app, _("The words have changed. Please read them again.")) in asked.text
    assert "cho mọi người đọc" in asked.text
    assert await answers(app) == []
    await press(app, AN, actions([asked])[0])
    assert [given for _purpose, given, _version in await answers(app)] == [True]


async def test_consent_to_old_words_counts_as_no_until_it_is_given_again(app: App, tmp_path: Path) -> None:
    await start(app, AN)
    await press(app, AN, yes(app, "questions"))
    renew(app, tmp_path, version="2027-01-31")
    (asked,) = await press(app, AN, "consent.ask:questions")
    state = _("{You} agreed on {date}, but the words have changed since: now it counts as *No*.", date="23/11/2026")
    assert words(app, state) in asked.text
    (shown,) = await say(app, AN, "dữ liệu của tôi")
    title = app.world.content.consents.questions.title
    assert words(app, _("• {title}: no", title=title)) in shown.text


async def test_consent_taken_back_takes_the_questions_along_at_once(app: App) -> None:
    await start(app, AN)
    await press(app, AN, yes(app, "questions"))
    await press(app, AN, "test.keep")
    assert len(await rows(app, "SELECT id FROM questions")) == 1
    await press(app, AN, "consent.no:questions")
    assert await rows(app, "SELECT id FROM questions") == []


@pytest.mark.parametrize(
    "action", ["consent.yes", "consent.yes:nobody.2026", "consent.no:nobody", "consent.ask:nobody", "consent.ask"]
)
async def test_a_button_for_what_is_not_asked_any_more_shows_what_is(app: App, action: str) -> None:
    await start(app, AN)
    assert len(await press(app, AN, action)) == 5
    assert await answers(app) == []


async def test_what_somebody_writes_into_a_button_is_kept_nowhere(app: App) -> None:
    await start(app, AN)
    for action in ("consent.yes:questions.làng-Ốp", "consent.no:questions.làng-Ốp", "consent.no:làng-Ốp"):
        await press(app, AN, action)
    assert "làng-Ốp" not in await everything(app)


# ---- my data ----


async def test_the_file_holds_all_that_is_kept_and_can_be_read(app: App) -> None:
    await start(app, AN, "g_kich-hoat")
    await press(app, AN, "place.pick:23941")
    await press(app, AN, yes(app, "questions"))
    await press(app, AN, "test.keep")
    (shown,) = await say(app, AN, "dữ liệu của tôi")
    kept = record(shown)
    assert shown.document is not None
    assert shown.document.name == "du-lieu-cua-toi.json"
    assert QUESTION in shown.document.body  # as it is written, not in \u1ecb
    assert "\n    {" in shown.document.body
    heard = {"channel": "recording", "address": AN, "reachable": True, "seen_at": BEGIN.isoformat()}
    assert kept["channels"] == [heard]
    assert kept["person"]["place"] == "23941"
    assert kept["talk"]["guide"] == "kich-hoat"
    assert [consent["purpose"] for consent in kept["consents"]] == ["questions"]
    assert [question["text"] for question in kept["questions"]] == [QUESTION]
    assert {"TalkStarted", "GuideOpened", "PlaceChosen"} <= {event["type"] for event in kept["events"]}


async def test_the_counts_in_words_are_those_of_the_file(app: App) -> None:
    await start(app, AN, "g_kich-hoat")
    (shown,) = await press(app, AN, "data.show")
    assert words(app, _("• Things counted: {count}", count=str(len(record(shown)["events"])))) in shown.text
    assert words(app, _("• Questions kept: {count}", count="0")) in shown.text


async def test_nobody_is_shown_anything_of_anybody_else(app: App) -> None:
    for address in (AN, BA):
        await start(app, address, "g_kich-hoat")
        await press(app, address, yes(app, "questions"))
    (shown,) = await press(app, AN, "data.show")
    assert BA not in str(record(shown))
    assert len(record(shown)["consents"]) == 1


async def test_erasing_leaves_nothing_of_the_person_not_even_the_file_on_its_way(app: App) -> None:
    await start(app, AN, "g_kich-hoat")
    await press(app, AN, yes(app, "questions"))
    await press(app, AN, "test.keep")
    await press(app, AN, "data.show")
    (erased,) = await press(app, AN, "erase.yes")
    assert erased.forgets
    left = await everything(app)
    assert AN not in left
    assert QUESTION not in left
    assert await rows(app, "SELECT id FROM events WHERE person_id IS NOT NULL") == []
    (receipt,) = await rows(app, "SELECT code FROM receipts")
    assert receipt["code"] in erased.text


async def test_who_comes_back_after_erasing_has_agreed_to_nothing(app: App) -> None:
    await start(app, AN)
    await press(app, AN, yes(app, "questions"))
    await press(app, AN, "erase.yes")
    (_hello, shown) = await press(app, AN, "data.show")
    assert record(shown)["consents"] == []
    assert recording(app).to(AN)


# ---- the notice ----


async def test_the_notice_names_who_answers_for_the_data(app: App) -> None:
    await start(app, AN)
    (told,) = await say(app, AN, "quyền riêng tư")
    assert "UBND xã Chư Sê" in told.text
    assert "{" not in told.text
    assert actions([told]) == ["data.show", "consent.page", "menu"]


async def test_until_somebody_is_named_it_says_the_operator(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    change(folder / "consents.yaml", lambda consents: consents.update(controller=None))
    app.world = World.of(read_content(folder), tmp_path / "cache")
    await start(app, AN)
    (told,) = await press(app, AN, "privacy")
    assert words(app, _("the operator of this service")) in told.text


async def test_in_the_middle_of_a_guide_all_of_it_leads_back_to_the_step(app: App) -> None:
    await start(app, AN, "g_kich-hoat")
    for action in ("privacy", "data.show", "consent.page", "consent.no:questions"):
        assert "guide.here:kich-hoat.may" in actions(await press(app, AN, action))
