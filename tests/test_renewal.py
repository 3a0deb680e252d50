"""Content that changes while the bot runs: a good one is used from the next turn on, a bad one is refused, and why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.content.load import Ask, read_content
from bot.core.errors import ContentFaults
from bot.renewal import watched
from bot.teaching import teach
from tests.fakes import ACTIVATE, REPORT, change, make_app, press, recording, say, write


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with make_app(tmp_path) as made:
        yield made


def guide(app: App, name: str) -> Path:
    return app.settings.content_dir / "guides" / f"{name}.yaml"


async def test_changed_words_are_said_from_the_next_turn_on(app: App) -> None:
    await say(app, "an", "gửi phản ánh đường hỏng")
    change(guide(app, "phan-anh"), lambda body: body["steps"][0]["do"].update(vi="{You} bấm nút xanh."))
    renewed = await app.renewal.renew()
    assert renewed.world
    said = await press(app, "an", "guide.here:phan-anh.gui")
    assert said[-1].text.startswith("Bà con bấm nút xanh.")


async def test_a_bad_content_is_refused_with_the_reason_and_the_old_one_stays(app: App) -> None:
    before = app.world
    guide(app, "phan-anh").write_text("id: [half a file", "utf-8")
    renewed = await app.renewal.renew()
    assert renewed.world is None
    assert "phan-anh.yaml" in str(renewed.faults[0])
    assert app.world is before
    assert (await say(app, "an", "gửi phản ánh đường hỏng"))[-1].choices
    _well, report = await app.health()
    assert "phan-anh.yaml" in report["content"]


async def test_a_content_that_reads_but_leads_nowhere_is_refused_too(app: App) -> None:
    change(guide(app, "kich-hoat"), lambda body: body["steps"][0]["options"][0].update(go="nowhere"))
    renewed = await app.renewal.renew()
    assert renewed.world is None
    assert any("leads nowhere" in fault.reason for fault in renewed.faults)


async def test_when_it_is_mended_it_is_used_and_the_complaint_goes(app: App) -> None:
    guide(app, "phan-anh").write_text("", "utf-8")
    await app.renewal.renew()
    write(guide(app, "phan-anh"), REPORT)
    assert (await app.renewal.renew()).world
    _well, report = await app.health()
    assert "content" not in report


async def test_who_is_at_a_step_that_is_gone_begins_the_guide_again(app: App) -> None:
    await say(app, "an", "kích hoạt vneid")
    await press(app, "an", "guide.pick:kich-hoat.may.android")
    shorter = ACTIVATE | {"steps": [ACTIVATE["steps"][3]], "facts": ACTIVATE["facts"]}
    shorter = shorter | {"steps": [shorter["steps"][0] | {"troubles": []}]}
    write(guide(app, "kich-hoat"), shorter)
    assert (await app.renewal.renew()).world
    said = await press(app, "an", "guide.done:kich-hoat.ch-play")
    assert any("Bà con gõ mã" in message.text for message in said)
    assert all(message.choices for message in said[-1:])


async def test_a_guide_that_is_withdrawn_in_the_middle_leads_on(app: App) -> None:
    await say(app, "an", "kích hoạt vneid")
    change(guide(app, "kich-hoat"), lambda body: body.update(status="withdrawn"))
    assert (await app.renewal.renew()).world
    said = await press(app, "an", "guide.pick:kich-hoat.may.android")
    assert said
    assert said[-1].choices


async def test_a_file_that_is_written_is_noticed(tmp_path: Path) -> None:
    changes = watched(tmp_path)
    first = asyncio.ensure_future(anext(changes))
    async with asyncio.timeout(20):
        while not first.done():  # the watch begins in its own time
            (tmp_path / "guide.yaml").write_text("changed", "utf-8")
            await asyncio.sleep(0.1)
    assert await first


# ---- teaching ------------------------------------------------------------------------------------------------------


async def test_a_question_that_is_attached_leads_to_its_guide_without_a_restart(app: App) -> None:
    asked = "cái hố trước nhà to quá"
    assert app.world.meaning(asked).kind != "guide"
    teach(app.world.content, Ask("phan-anh", "vi", asked))
    assert (await app.renewal.renew()).world
    assert app.world.meaning(asked).guide == "phan-anh"
    await say(app, "an", asked)
    assert recording(app).texts("an")[-1].startswith("Bà con chụp chỗ hỏng")


def refused(app: App, ask: Ask) -> str:
    with pytest.raises(ContentFaults) as caught:
        teach(app.world.content, ask)
    return str(caught.value)


async def test_what_belongs_to_another_guide_is_refused_and_nothing_is_written(app: App) -> None:
    words = refused(app, Ask("phan-anh", "vi", "kích hoạt vneid"))
    assert "kích hoạt vneid" in words
    assert not (app.settings.content_dir / "asks.csv").exists()


async def test_one_of_the_words_that_always_work_is_refused(app: App) -> None:
    assert "menu" in refused(app, Ask("phan-anh", "vi", "menu"))


async def test_a_guide_that_is_not_there_is_named(app: App) -> None:
    assert "no published guide" in refused(app, Ask("nothing", "vi", "làm sao đây"))


async def test_attached_twice_it_stands_once(app: App) -> None:
    ask = Ask("phan-anh", "vi", "cái hố trước nhà to quá, báo ai")
    teach(app.world.content, ask)
    teach(read_content(app.settings.content_dir), ask)
    assert (app.settings.content_dir / "asks.csv").read_text("utf-8").count("cái hố") == 1
