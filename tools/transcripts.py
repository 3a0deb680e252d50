"""Write the bot's part of transcripts anew when its words changed on purpose: ``python tools/transcripts.py FILE …``.

What people do stays; what the bot says and its buttons are what it says now, long texts cut with ``*``. Read the
difference afterwards: a test that was made to pass has proven nothing yet.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.core.markup import plain
from bot.core.messages import Spoken
from bot.core.talk import Person
from tests.transcripts.player import EngineStage, Player, Time, content_and_words, read, turns

SHOWN = 50  # characters of a line


def main(files: list[str]) -> None:
    shared = content_and_words()
    for file in map(Path, files):
        transcript, time = read(file), Time()
        stage = EngineStage(*shared, time, Person(1, transcript.get("lang", "vi")))
        talk = asyncio.run(renewed(Player(stage, time, transcript.get("lang", "")), stage, time, transcript["talk"]))
        text = yaml.safe_dump(transcript | {"talk": talk}, allow_unicode=True, sort_keys=False, width=120)
        file.write_text(text, encoding="utf-8")


async def renewed(player: Player, stage: EngineStage, time: Time, talk: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for doing, _answers in turns(talk):
        found.append(dict(doing))
        if "after" in doing:
            time.now += timedelta(days=doing["after"])
            continue
        spoken, _events = await stage.play(player.inbound(doing))
        for message in spoken:
            player.offered = [*message.choices, *player.offered]
            found.append(written(message))
    return found


def written(message: Spoken) -> dict[str, Any]:
    labels = [choice.label for choice in message.choices]
    file = {"document": message.document.name} if message.document else {}
    return {"bot": shortened(plain(message.text))} | file | ({"buttons": labels} if labels else {})


def shortened(text: str) -> str:
    """The first lines whole, the last cut at a word."""
    first, _, rest = text.partition("\n\n")
    if not rest and len(text) <= SHOWN * 2:
        return text
    cut = first if len(first) <= SHOWN * 2 else first[: SHOWN * 2].rsplit(" ", 1)[0]
    return f"{cut}*"


if __name__ == "__main__":
    main(sys.argv[1:])
