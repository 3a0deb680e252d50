"""A message as each channel will show it, before anybody gets it."""

from bot.core.messages import JPEG, Button, Reply, encoded
from bot.core.phrases import Phrase, Words
from bot.previewing import screens
from bot.web.admin.announcing import Bubble

RUNNING = ("telegram", "webchat")
CALL = Reply(
    Words({"vi": "Lớp học 😀 *8 giờ* & <thứ bảy>", "en": "Class at *8*"}),
    (Button("Tôi sẽ đến", "announce.come:1"), Button("Bản đồ", url="https://gialai.gov.vn")),
)
WORDS = [("Lớp học 😀 ", False), ("8 giờ", True), (" & <thứ bảy>", False)]


def say(phrase: Phrase, lang: str) -> str:
    return phrase.by_lang[lang] if isinstance(phrase, Words) else str(getattr(phrase, "msgid", phrase))


def bubbles(reply: Reply, lang: str = "vi") -> dict[str, list[Bubble]]:
    return {one.channel: list(one.bubbles) for one in screens(reply, lang, RUNNING, say)}


def test_bold_is_bold_where_the_channel_has_it_and_letters_stay_letters() -> None:
    shown = bubbles(CALL)
    assert list(shown["webchat"][0].pieces) == WORDS
    assert list(shown["telegram"][0].pieces) == WORDS
    assert list(shown["zalo_bot"][0].pieces)[:2] == WORDS[:2]
    assert shown["zalo_oa"][0].pieces[0][0].startswith("Lớp học 😀 8 giờ & <thứ bảy>")


def test_buttons_stand_where_there_are_any_and_are_numbers_where_not() -> None:
    shown = bubbles(CALL)
    for channel in ("webchat", "telegram", "zalo_oa"):
        assert [label for row in shown[channel][0].rows for label in row] == ["Tôi sẽ đến", "Bản đồ"]
    assert not shown["zalo_bot"][0].rows
    assert "1. Tôi sẽ đến" in "".join(text for text, _bold in shown["zalo_bot"][0].pieces)


def test_each_language_has_its_own() -> None:
    assert list(bubbles(CALL, "en")["webchat"][0].pieces) == [("Class at ", False), ("8", True)]


def test_a_picture_goes_along_on_the_web_and_on_telegram() -> None:
    shown = bubbles(Reply(CALL.text, document=encoded("nha-rong.jpg", JPEG, b"\xff\xd8\xff")))
    assert shown["webchat"][0].is_picture
    assert shown["telegram"][-1].file == "nha-rong.jpg"
    assert not shown["zalo_oa"][0].file


def test_what_does_not_run_here_says_so_and_telegram_is_not_loaded_for_nothing() -> None:
    runs = {one.channel: one.runs for one in screens(CALL, "vi", ("webchat",), say)}
    assert runs == {"webchat": True, "zalo_oa": False, "zalo_bot": False}
