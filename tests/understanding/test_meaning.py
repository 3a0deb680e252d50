"""From a sentence to what is to be done, on the real content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import ROOT, Settings
from bot.content.load import read_content
from bot.engine.turn import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.of(read_content(ROOT / "content"), Settings().cache_dir)


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("e hok vo dc vneid", "vneid"),
        ("lam cccd cho con nho o dau", "can_cuoc"),
        ("mất đt r giờ sao", "vneid"),
        ("chào cháu cho bác hỏi làm giấy khai sinh cho cháu nội", "khai_sinh"),
        ("Chào bạn, tôi muốn đăng ký tạm trú", "cu_tru"),
        ("dduwngs ten sim chinhs chur", "sim"),
    ],
)
def test_people_are_understood_as_they_write(world: World, text: str, service: str) -> None:
    meaning = world.meaning(text)
    assert meaning.kind in {"guide", "guesses"}
    services = [world.content.guides[scored.target].service for scored in meaning.candidates]
    assert service in services


@pytest.mark.parametrize(
    "text",
    ["tôi bị lừa mất hết tiền rồi", "toi bi lua chuyen khoan 20 trieu", "cháy nhà rồi cứu với", "có người chết đuối",
     "tai nan giao thong nang lam", "lỡ đọc mã otp cho người ta rồi"],
)  # fmt: skip
def test_an_emergency_is_one_however_it_is_written(world: World, text: str) -> None:
    assert world.meaning(text).kind == "emergency"


@pytest.mark.parametrize(
    "text", ["hôm nay trời có mưa không", "giá cà phê hôm nay", "kể chuyện cười đi", "asdfgh", "🙂"]
)
def test_what_is_not_ours_is_not_taken_for_a_guide(world: World, text: str) -> None:
    assert world.meaning(text).kind not in {"guide", "emergency"}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("làm khai sinh cho con, rồi tích hợp bảo hiểm y tế vào vneid", "khai_sinh", "bhyt"),
        ("tôi muốn đăng ký tạm trú và mở tài khoản ngân hàng", "cu_tru", "ttkdtm"),
    ],
)
def test_two_wishes_in_one_message_are_both_heard(world: World, text: str, first: str, second: str) -> None:
    meaning = world.meaning(text)
    assert meaning.also
    heard = {world.content.guides[id_].service for id_ in (meaning.guide, meaning.also)}
    assert first in heard
    assert heard & {second, "vneid"}


@pytest.mark.parametrize(
    ("text", "inquiry"),
    [("thế phí bao nhiêu?", "fee"), ("vay lam o dau", "where"), ("cần giấy tờ gì", "papers"),
     ("bao lâu thì xong", "takes"), ("còn con tôi 10 tuổi thì có làm được không", "who")],
)  # fmt: skip
def test_a_short_question_is_known_for_what_it_asks(world: World, text: str, inquiry: str) -> None:
    meaning = world.meaning(text)
    assert inquiry in {meaning.inquiry, meaning.topic}


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    meaning = WORLD.meaning(text)
    assert meaning.kind
    assert 0 <= meaning.score <= 1.0001


WORLD = World.of(read_content(ROOT / "content"), Settings().cache_dir)
