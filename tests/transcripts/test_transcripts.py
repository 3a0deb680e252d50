"""Every written talk, played on the engine alone and the whole way through the database."""

from pathlib import Path

import pytest

from bot.core.talk import Person
from bot.engine.turn import World
from bot.i18n import Translator
from tests.transcripts.crowd import Crowd
from tests.transcripts.player import EngineStage, Player, StoredStage, Time, content_and_words, read

TALKS = sorted(Path(__file__).parent.glob("*.yaml"))
CROWDS = sorted(Path(__file__).parent.glob("crowd/*.yaml"))
"""Talks of several people: they need the database between them, so there is no engine alone for these."""


@pytest.fixture(scope="module")
def shared() -> tuple[World, Translator]:
    return content_and_words()


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_engine_answers_as_written(path: Path, shared: tuple[World, Translator]) -> None:
    transcript, time = read(path), Time()
    stage = EngineStage(*shared, time, Person(1, transcript.get("lang", "vi")))
    await Player(stage, time, transcript.get("lang", "")).play(transcript)


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_whole_way_answers_as_written(path: Path, tmp_path: Path, shared: tuple[World, Translator]) -> None:
    transcript, time = read(path), Time()
    stage = await StoredStage.open(tmp_path, time, shared[0].content)
    try:
        await Player(stage, time, transcript.get("lang", "")).play(transcript)
    finally:
        await stage.app.close()


@pytest.mark.parametrize("path", CROWDS, ids=lambda path: path.stem)
async def test_several_people_are_answered_as_written(
    path: Path, tmp_path: Path, shared: tuple[World, Translator]
) -> None:
    crowd = await Crowd.open(tmp_path, Time(), shared[0].content)
    try:
        await crowd.play(read(path))
    finally:
        await crowd.app.close()


def test_there_are_enough_talks() -> None:
    assert len(TALKS) >= 25
