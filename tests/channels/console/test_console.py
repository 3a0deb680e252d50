"""The terminal: numbers and labels press, lines of JSON are read or refused in words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.console.parse import BadLine, parse_json, parse_typed
from bot.channels.console.receive import Console
from bot.channels.console.render import render, render_json
from bot.cli.record import Recorder
from bot.core.channel import Taken
from bot.core.errors import DeliveryError, NotHere
from bot.core.messages import Choice, Document, Kind, Spoken

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OFFERED = (Choice("Xong", "guide.done:a.b"), Choice("Quay lại", "guide.back:a.b"))


@pytest.mark.parametrize("line", ["2", " 2 ", "quay lại", "QUAY LẠI"])
def test_a_number_or_a_label_presses_the_button(line: str) -> None:
    inbound = parse_typed(line, "me", OFFERED, NOW)
    assert (inbound.kind, inbound.action) == (Kind.PRESS, "guide.back:a.b")


@pytest.mark.parametrize("line", ["3", "0", "²", "quay", "vneid"])
def test_the_rest_is_said(line: str) -> None:
    assert parse_typed(line, "me", OFFERED, NOW).kind is Kind.SAY


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('{"text": "vneid"}', Kind.SAY),
        ('{"press": 1}', Kind.PRESS),
        ('{"press": "Xong"}', Kind.PRESS),
        ('{"press": "an.old:button"}', Kind.PRESS),
        ('{"location": [13.98, 108]}', Kind.LOCATION),
        ('{"photo": "/tmp/x.jpg"}', Kind.PHOTO),
    ],
)
def test_a_line_of_json_is_read(line: str, kind: Kind) -> None:
    assert parse_json(line, "me", OFFERED, NOW).kind is kind


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"text": 3}', '{"location": [1]}', "[" * 100_000])
def test_a_line_of_another_shape_is_refused_in_words(line: str) -> None:
    with pytest.raises(BadLine, match=r"JSON|Write"):
        parse_json(line, "me", OFFERED, NOW)


def test_what_is_said_is_shown_with_numbers_or_as_json() -> None:
    message = Spoken(1, "*Bước 1/6*\nMở máy", OFFERED)
    assert render(message) == "Bước 1/6\nMở máy\n  1. Xong\n  2. Quay lại"
    assert render_json(message) == {"text": "*Bước 1/6*\nMở máy", "buttons": [["Xong", "Quay lại"]]}


def test_the_numbers_of_a_second_message_go_on_where_the_first_ended() -> None:
    assert render(Spoken(2, "Còn nữa", OFFERED), first=3) == "Còn nữa\n  3. Xong\n  4. Quay lại"


def test_a_file_is_named_on_the_screen_and_whole_in_json() -> None:
    message = Spoken(1, "Đây ạ", OFFERED[:1], document=Document("du-lieu-cua-toi.json", "application/json", "{}"))
    assert render(message) == "Đây ạ\n  [du-lieu-cua-toi.json]\n  1. Xong"
    assert render_json(message)["document"] == {"name": "du-lieu-cua-toi.json", "body": "{}"}


def test_a_talk_is_written_down_as_a_transcript(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.heard(parse_typed("vneid", "me", (), NOW))
    recorder.answered([Spoken(1, "Bước 1/6", OFFERED)], [])
    assert "user: vneid" in recorder.transcript()
    assert "- Xong" in recorder.transcript()


async def test_a_message_is_taken_back_until_somebody_looked_at_the_terminal() -> None:
    async def take(taken: Sequence[Taken]) -> None:
        """Nobody types here."""

    console = Console(take, lambda: NOW)
    with pytest.raises(NotHere):
        await console.take_back("me", "1")
    screen = console.screen("me")
    refs = [await console.send("me", Spoken(n, f"tin {n}")) for n in (1, 2)]
    await console.take_back("me", refs[0])
    assert [message.text for message in screen.take()] == ["tin 2"]
    with pytest.raises(DeliveryError) as caught:
        await console.take_back("me", refs[1])
    assert caught.value.permanent
