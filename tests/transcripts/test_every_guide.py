"""Every step of every guide can be shown on every channel, in every language."""

import pytest

from bot.cli.rehearse import Rehearsal
from bot.core.talk import SPOKEN
from handlers import all_handlers
from tests.transcripts.player import content_and_words, hold_to_the_limits


@pytest.mark.parametrize("lang", SPOKEN)
async def test_everything_a_guide_says_is_within_the_limits_of_every_channel(lang: str) -> None:
    world, translator = content_and_words()
    rehearsal = Rehearsal(world, all_handlers(), translator.speak, lang)
    for guide in world.content.guides.values():
        for scene in await rehearsal.play(guide):
            assert scene.said, f"{guide.id}: nothing is said at “{scene.title}”"
            for message in scene.said:
                hold_to_the_limits(message)
