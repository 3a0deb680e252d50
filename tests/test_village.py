"""The village of a resident: told where it comes up, chosen, changed and removed in the settings."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import App
from tests.fakes import actions, press, say, start
from tests.help_stage import ELSEWHERE, HERE, RESIDENT, ask, open_stage, person
from tests.help_stage import last as last_request


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with open_stage(tmp_path) as stage:
        yield stage


async def village(app: App, who: str = RESIDENT) -> str:
    id_ = await person(app, who)
    async with app.database.read() as connection:
        found = await connection.execute(sa.text("SELECT village FROM people WHERE id = :id"), {"id": id_})
        return str(found.scalar_one())


# ---- while asking for a person ----


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("thôn 2", "thôn 2"), ("THON 2", "thôn 2"), ("  Làng  Krái ", "Làng Krái"), ("bỏ qua", ""),
        ("thôn 2, số 0905 111 222", ""),
    ],
)  # fmt: skip
async def test_the_village_named_there_is_kept_as_the_teams_write_it(app: App, typed: str, kept: str) -> None:
    await ask(app, village=typed)
    assert await village(app) == kept


async def test_who_names_none_the_next_time_keeps_the_one_they_told(app: App) -> None:
    await ask(app, village="thôn 2")
    await press(app, RESIDENT, "help.more")
    await say(app, RESIDENT, "việc khác")
    offered = await say(app, RESIDENT, "bỏ qua")
    await press(app, RESIDENT, "help.when:any")
    assert offered
    assert await village(app) == "thôn 2"


async def test_the_one_they_told_is_offered_first_though_no_team_covers_it(app: App) -> None:
    await press(app, RESIDENT, "village.ask")
    await say(app, RESIDENT, "làng Ốp")
    await press(app, RESIDENT, "help.start")
    first = (await say(app, RESIDENT, "mã không tới"))[0].choices[0]
    assert first.label == "làng Ốp"
    await press(app, RESIDENT, first.action)
    await press(app, RESIDENT, "help.when:any")
    assert (await last_request(app)).village == "làng Ốp"


# ---- in the settings ----


async def test_those_that_the_teams_cover_are_offered(app: App) -> None:
    assert "village.ask" in actions(await press(app, RESIDENT, "settings"))
    (asked,) = await press(app, RESIDENT, "village.ask")
    assert [choice.label for choice in asked.choices[:2]] == ["thôn 2", "thôn 3"]
    await press(app, RESIDENT, asked.choices[1].action)
    assert await village(app) == "thôn 3"


async def test_it_is_typed_changed_and_removed(app: App) -> None:
    for typed, kept in (("làng *Krái*", "làng Krái"), ("thon 2", "thôn 2")):
        await press(app, RESIDENT, "village.ask")
        await say(app, RESIDENT, typed)
        assert await village(app) == kept
    assert "village.drop" in actions(await press(app, RESIDENT, "village.ask"))
    await press(app, RESIDENT, "village.drop")
    assert await village(app) == ""
    assert "village.drop" not in actions(await press(app, RESIDENT, "village.ask"))


@pytest.mark.parametrize("typed", ["x" * 41, "0905111222", "thôn 2 cccd 051123456789", "2"])
async def test_what_is_no_name_of_a_village_is_not_kept(app: App, typed: str) -> None:
    await press(app, RESIDENT, "village.ask")
    assert await say(app, RESIDENT, typed)
    assert await village(app) == ""


@pytest.mark.parametrize(("typed", "led_to"), [("menu", "menu.group"), ("kích hoạt vneid", "guide.pick")])
async def test_what_is_no_answer_is_taken_for_what_it_means(app: App, typed: str, led_to: str) -> None:
    await press(app, RESIDENT, "village.ask")
    led = await say(app, RESIDENT, typed)
    assert await village(app) == ""
    assert [action for action in actions(led) if action.startswith(("menu", led_to, "guide."))]


async def test_who_did_not_tell_the_commune_is_asked_for_that_first(app: App) -> None:
    await start(app, "Chi")
    assert "place.locate" in actions(await press(app, "Chi", "village.ask"))


async def test_a_button_of_old_for_a_village_that_nobody_covers_any_more_asks_again(app: App) -> None:
    (asked,) = await press(app, RESIDENT, "village.pick:00000000")
    assert "village.pick" in asked.choices[0].action


# ---- of one commune ----


async def test_it_is_forgotten_when_the_commune_changes_and_only_then(app: App) -> None:
    await ask(app, village="thôn 2")
    await press(app, RESIDENT, f"place.pick:{HERE}")
    assert await village(app) == "thôn 2"
    await press(app, RESIDENT, f"place.pick:{ELSEWHERE}")
    assert await village(app) == ""


async def test_my_data_tell_it(app: App) -> None:
    await ask(app, village="thôn 2")
    (shown,) = await press(app, RESIDENT, "data.show")
    assert "thôn 2" in shown.text
    assert shown.document is not None
    assert '"village": "thôn 2"' in shown.document.body
