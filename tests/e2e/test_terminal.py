"""The command line as other programs call it: lines in, lines out, exit codes."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import ROOT
from tests.e2e.guides import ASK_FOR_FISH, ASK_TO_RIDE, FISH, FIX, RIDE, RIDE_TITLE, TROUBLE, ride, ride_in_english
from tests.e2e.process import PATIENCE_S, Ended, command, environment
from tests.e2e.words import DONE, HELLO, LATER, NO_PHOTOS, STUCK, WHAT_DO_YOU_NEED, WHICH_PLACE, vi

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

GREETING = vi(HELLO, you="bà con")
PLACE = vi(WHICH_PLACE, You="Bà con")
MENU = vi(WHAT_DO_YOU_NEED, You="Bà con")

Answer = dict[str, Any]


@pytest.fixture
def settings(tmp_path: Path, content: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "CONTENT_DIR": str(content)}


async def chat(settings: Mapping[str, str], *lines: object, options: tuple[str, ...] = ()) -> list[Answer]:
    """A line out for each line in; a string goes in as it is, everything else as JSON."""
    given = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    ended = await command("chat", "--json", *options, given=given, settings=settings)
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    answers = ended.json()
    assert len(answers) == len(lines)
    return answers


def texts(answer: Answer) -> list[str]:
    return [reply["text"] for reply in answer["replies"]]


def labels(answer: Answer) -> list[str]:
    return [label for row in answer["replies"][-1]["buttons"] for label in row]


def types(answer: Answer) -> list[str]:
    return [event["type"] for event in answer["events"]]


# ---- chat ----


async def test_a_line_in_gives_a_line_out_with_replies_and_events(settings: dict[str, str]) -> None:
    hello, asked, done, stuck, fix, photo = await chat(
        settings, {"text": "/start"}, {"text": ASK_TO_RIDE}, {"press": DONE}, {"press": STUCK}, {"press": TROUBLE},
        {"photo": "/tmp/căn cước.jpg"},
    )  # fmt: skip
    assert hello == {
        "replies": [
            {"text": GREETING, "buttons": []},
            {"text": PLACE, "buttons": [[vi("📍 Send my location")], [LATER, "English"], ["Jrai, Bahnar"]]},
        ],
        "events": [{"type": "TalkStarted", "payload": ""}],
    }
    assert ride(1) in texts(asked)[-1]
    assert asked["events"] == [{"type": "GuideOpened", "guide": RIDE}]
    assert ride(2) in texts(done)[0]
    assert done["events"] == [{"type": "StepDone", "guide": RIDE, "step": "s1"}]
    assert TROUBLE in labels(stuck)
    assert stuck["events"] == [{"type": "StuckReported", "guide": RIDE, "step": "s2"}]
    assert texts(fix) == [FIX]
    assert texts(photo)[0] == vi(NO_PHOTOS, Me="Cháu", You="Bà con")


async def test_a_button_is_pressed_by_its_label_or_its_number(settings: dict[str, str]) -> None:
    place, menu, first, second = await chat(
        settings, {"text": "/start"}, {"press": LATER.upper()}, {"press": 1}, {"press": "1"}
    )
    position = labels(menu).index(RIDE_TITLE)
    assert texts(place)[-1] == PLACE
    assert texts(menu) == [MENU]
    assert position in {0, 1}
    assert types(first) == ["GuideOpened"]
    assert types(second) == ["StepDone"]


async def test_a_button_that_is_not_there_is_answered_with_a_way_on(settings: dict[str, str]) -> None:
    answers = await chat(
        settings, {"text": "/start"}, *({"press": label} for label in ("Không có nút này", 99, 0, -1, "", "a:b"))
    )
    assert all(labels(answer) for answer in answers)


async def test_a_position_and_a_deep_link_are_taken(settings: dict[str, str]) -> None:
    _, near, far, linked = await chat(
        settings, {"text": "/start"}, {"location": [13.9833, 108]}, {"location": [48.85, 2.35]},
        {"text": f"/start g_{RIDE}"},
    )  # fmt: skip
    assert "Phường Pleiku" in labels(near)
    assert texts(far) == [vi("That is far from Gia Lai. Which commune or ward do {you} live in?", You="Bà con")]
    assert ride(1) in texts(linked)[-1]


BAD = {
    "no JSON": "xin chào",
    "half": '{"text": "a"',
    "list": "[]",
    "number": "5",
    "null": "null",
    "empty": "{}",
    "unknown": '{"txet": "a"}',
    "text that is no string": '{"text": 5}',
    "position of one": '{"location": [13.9]}',
    "position in words": '{"location": ["13.9", "108"]}',
    "deep": "[" * 50_000,
    "long number": '{"press": %s}' % ("9" * 5_000),
}  # fmt: skip


async def test_a_bad_line_is_told_and_the_next_is_answered(settings: dict[str, str]) -> None:
    *bad, good = await chat(settings, *BAD.values(), {"text": ASK_TO_RIDE})
    assert [name for name, answer in zip(BAD, bad, strict=True) if set(answer) != {"error"}] == []
    assert all(isinstance(answer["error"], str) for answer in bad)
    assert ride(1) in texts(good)[-1]


@pytest.mark.parametrize("number", ["9" * 400, "Infinity", "NaN"], ids=["400 digits", "endless", "none"])
async def test_a_position_that_is_nowhere_is_told_and_the_next_line_is_answered(
    settings: dict[str, str], number: str
) -> None:
    bad, good = await chat(settings, f'{{"location": [{number}, 0]}}', {"text": ASK_TO_RIDE})
    assert set(bad) == {"error"}
    assert ride(1) in texts(good)[-1]


async def test_bytes_that_are_no_utf_8_are_told_too(settings: dict[str, str]) -> None:
    ended = await command(
        "chat", "--json", given=b'\xff\xfe\n{"text": "\xc3"}\n\n{"text": "menu"}\n', settings=settings
    )
    assert ended.code == 0, ended.err
    bad, strange, menu = ended.json()
    assert set(bad) == {"error"}
    assert strange["replies"]
    assert texts(menu) == [MENU]


async def test_strange_letters_are_answered(settings: dict[str, str]) -> None:
    strange = ("\ud83d", "\x00", "\u202e", "🐎" * 300, "ô" * 10_000, "")
    for answer in await chat(settings, *({"text": text} for text in strange)):
        assert answer["replies"]


async def test_the_talk_is_kept_between_two_processes_and_each_name_has_its_own(settings: dict[str, str]) -> None:
    await chat(settings, {"text": ASK_TO_RIDE}, {"press": DONE})
    [mine] = await chat(settings, {"text": "xong"})
    assert ride(3) in texts(mine)[0]
    [others] = await chat(settings, {"text": ASK_TO_RIDE}, options=("--as", "Bích"))
    assert texts(others)[0] == GREETING
    assert ride(1) in texts(others)[1]


async def test_the_language_is_kept_between_two_processes(settings: dict[str, str]) -> None:
    await chat(settings, {"text": ASK_TO_RIDE}, {"text": "english"})
    [done] = await chat(settings, {"text": "done"})
    assert ride_in_english(2) in texts(done)[0]


async def test_each_line_is_answered_before_the_next_is_written(settings: dict[str, str]) -> None:
    """A program that waits for the answer must not wait for ever."""
    async with open_chat(settings) as terminal:
        assert texts(await terminal.answer({"text": "/start"}))[-1] == PLACE
        assert texts(await terminal.answer({"press": LATER})) == [MENU]
        assert ride(1) in texts(await terminal.answer({"press": RIDE_TITLE}))[0]


async def test_a_killed_terminal_has_lost_nothing(settings: dict[str, str]) -> None:
    async with open_chat(settings) as terminal:
        await terminal.answer({"text": ASK_TO_RIDE})
        await terminal.answer({"press": DONE})
    [done] = await chat(settings, {"text": "xong"})
    assert ride(3) in texts(done)[0]


@dataclass(frozen=True)
class Terminal:
    process: asyncio.subprocess.Process

    async def answer(self, line: object) -> Answer:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        async with asyncio.timeout(PATIENCE_S):
            answer: Answer = json.loads(await self.process.stdout.readline())
        return answer


@asynccontextmanager
async def open_chat(settings: Mapping[str, str]) -> AsyncIterator[Terminal]:
    """A terminal that stays open, and is killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "chat", "--json", cwd=ROOT / "tests",
        env=environment({f"TOSO_{name}": value for name, value in settings.items()}),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Terminal(process)
    finally:
        process.kill()
        await process.communicate()


async def test_a_talk_by_hand_shows_numbers_that_can_be_typed(settings: dict[str, str]) -> None:
    ended = await command("chat", given=f"để sau\n{RIDE_TITLE}\n1\n", settings=settings)
    assert ended.code == 0, ended.err
    for part in (GREETING, MENU, "  1. ", ride(1), ride(2)):
        assert part in ended.out


async def test_a_talk_can_be_written_down_as_a_transcript(settings: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "talk.yaml"
    await chat(settings, {"text": ASK_TO_RIDE}, {"press": DONE}, "no JSON", options=("--record", str(file)))
    written = yaml.safe_load(file.read_text("utf-8"))
    talk = written["talk"]
    assert written["about"]
    assert talk[0] == {"user": ASK_TO_RIDE}
    assert talk[1] == {"bot": GREETING}
    assert ride(1) in talk[2]["bot"]
    assert DONE in talk[2]["buttons"]
    assert talk[3] == {"press": DONE}
    assert ride(2) in talk[4]["bot"]
    assert {"StepDone": {"guide": RIDE, "step": "s1"}} in written["events"]


async def test_a_transcript_that_cannot_be_written_is_told_in_words(settings: dict[str, str], tmp_path: Path) -> None:
    ended = await command("chat", "--json", "--record", str(tmp_path / "nowhere" / "talk.yaml"),
                          given='{"text": "menu"}\n', settings=settings)  # fmt: skip
    assert ended.code != 0
    assert "nowhere" in ended.err
    assert "Traceback" not in ended.err


# ---- ask ----


async def test_ask_says_what_each_sentence_is_understood_as(settings: dict[str, str], tmp_path: Path) -> None:
    kinds = {
        ASK_TO_RIDE: "guide", ASK_FOR_FISH.upper(): "guide", "gặp người": "human", "xin chào": "greeting",
        "cảm ơn": "thanks", "dừng": "stop", "menu": "menu", "zzz qqq www": "unknown", "": "unknown",
    }  # fmt: skip
    ended = await command("ask", "--json", given="\n".join(kinds) + "\n", settings=settings)
    assert ended.code == 0, ended.err
    answers = ended.json()
    assert [(answer["text"], answer["kind"]) for answer in answers] == list(kinds.items())
    assert [answer["guide"] for answer in answers[:3]] == [RIDE, FISH, None]
    assert answers[0]["service"] == "cuoi"
    for answer in answers:
        assert set(answer) == {"text", "kind", "guide", "service", "score", "candidates"}
        assert 0 <= answer["score"] <= 1
        for candidate in answer["candidates"]:
            assert set(candidate) == {"guide", "service", "score"}
    assert not (tmp_path / "data").exists()


async def test_ask_survives_whatever_it_is_given(settings: dict[str, str]) -> None:
    ended = await command("ask", "--json", given=b"\xff\xfe\n\x00\n" + "ô".encode() * 10_000 + b"\n", settings=settings)
    assert ended.code == 0, ended.err
    assert len(ended.json()) == 3


# ---- check, migrate, help ----


async def check(settings: dict[str, str], content: Path) -> Ended:
    return await command("check", settings={**settings, "CONTENT_DIR": str(content)})


async def test_check_is_content_with_the_content_of_these_tests(settings: dict[str, str], content: Path) -> None:
    ended = await check(settings, content)
    assert ended.code == 0, ended.out
    assert ended.out.splitlines()[-1].startswith("0 faults")


async def test_check_names_each_fault_by_file_and_field(
    settings: dict[str, str], content: Path, tmp_path: Path
) -> None:
    broken = shutil.copytree(content, tmp_path / "broken")
    changes = {
        "fee": {"vi": "Hết {gia_tien}.", "en": "It is {gia_tien}."},  # no such fact
        "ending": {"vi": "Xong việc."},  # no English
        "sources": [],
        "asks": {"vi": ["menu", ASK_TO_RIDE]},  # a word that always works, and the phrase of another guide
        "steps": [{"id": "a", "do": {"vi": "Một việc.", "en": "One."}, "go": "nowhere"}],
    }
    change(broken / "guides" / f"{FISH}.yaml", changes)
    ended = await check(settings, broken)
    assert ended.code == 1
    found = {line.split(": ")[1] for line in ended.out.splitlines() if line.startswith(f"guides/{FISH}.yaml: ")}
    assert {"fee.vi", "ending", "sources", "asks.vi", "steps.a.go"} <= found
    assert not ended.out.splitlines()[-1].startswith("0 faults")


async def test_check_names_a_field_it_does_not_know(settings: dict[str, str], content: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(content, tmp_path / "broken")
    change(broken / "guides" / f"{FISH}.yaml", {"titel": "a"})
    ended = await check(settings, broken)
    assert (ended.code, ended.err) == (1, "")
    assert f"{FISH}.yaml: titel: " in ended.out


def change(guide: Path, fields: Mapping[str, object]) -> None:
    written = yaml.safe_load(guide.read_text("utf-8")) | fields
    guide.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")


async def test_check_only_warns_of_what_was_checked_long_ago(
    settings: dict[str, str], content: Path, tmp_path: Path
) -> None:
    old = shutil.copytree(content, tmp_path / "old")
    change(old / "guides" / f"{FISH}.yaml", {"checked_on": "2020-01-01"})
    ended = await check(settings, old)
    assert ended.code == 0
    assert f"warning: guides/{FISH}.yaml: checked_on" in ended.out


async def test_the_content_of_the_project_is_without_fault() -> None:
    ended = await command("check")
    assert ended.code == 0, ended.out


async def test_migrate_can_be_called_twice(settings: dict[str, str]) -> None:
    for _ in range(2):
        ended = await command("migrate", settings=settings)
        assert (ended.code, ended.err) == (0, "")
        assert "revision" in ended.out


async def test_help_names_every_command() -> None:
    ended = await command("--help")
    assert ended.code == 0
    for name in ("run", "chat", "ask", "check", "migrate"):
        assert f"  {name} " in ended.out
        assert (await command(name, "--help")).code == 0


@pytest.mark.parametrize("args", [["dance"], ["--dance"], ["chat", "--role", "king"]])
async def test_what_is_no_command_is_told(args: list[str]) -> None:
    ended = await command(*args)
    assert ended.code == 2
    assert args[-1] in ended.err
    assert "Traceback" not in ended.err
