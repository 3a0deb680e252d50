"""Frames of the page, good and bad."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat.parse import BadFrame, frame, parse
from bot.core.messages import Inbound, Kind

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ID = "0b0c1f6e-8d0e-4b8e-9d6d-000000000001"


def read(**fields: Any) -> Inbound:
    return parse(frame(json.dumps({"id": ID, **fields})), "a" * 40, "vi", NOW)


def test_what_is_said_pressed_started_and_shared_is_read() -> None:
    assert read(type="say", text="vneid").text == "vneid"
    assert read(type="press", action="menu", label="Xem các việc").action == "menu"
    assert read(type="start", payload="g_dia-chi-so").text == "g_dia-chi-so"
    assert read(type="location", lat=13.98, lon=108).location == (13.98, 108.0)


def test_the_same_frame_has_the_same_id_and_another_person_another() -> None:
    assert read(type="say", text="a").event_id == read(type="say", text="a").event_id
    other = parse({"type": "say", "id": ID, "text": "a"}, "b" * 40, "vi", NOW)
    assert other.event_id != read(type="say", text="a").event_id


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", '"x"', "{}", '{"type":3}', "[" * 100_000, '{"type":"say"' + " " * 9]
)
def test_what_is_no_frame_is_refused(text: str) -> None:
    with pytest.raises(BadFrame):
        frame(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "say", "text": 3},
        {"type": "press", "action": None},
        {"type": "dance"},
        {"type": "location", "lat": "x", "lon": 1},
        {"type": "location", "lat": 91, "lon": 1},
        {"type": "location", "lat": True, "lon": 1},
        {"type": "location", "lat": 1},
        {"type": "say", "text": "a", "id": "short"},
        {"type": "say", "text": "a", "id": 5},
        {"type": "say", "text": "a", "id": "x" * 65},
    ],
)
def test_a_frame_with_a_wrong_field_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(BadFrame):
        read(**fields)


@given(st.text(max_size=5000))
def test_any_text_can_be_said(text: str) -> None:
    inbound = parse({"type": "say", "id": ID, "text": text}, "a" * 40, "vi", NOW)
    assert inbound.kind is Kind.SAY
    assert len(inbound.text) <= 2000
    assert "\x00" not in inbound.text
