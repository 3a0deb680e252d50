"""What each kind of update is read as. The fixtures are captured payloads; the odd ones are made from them."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import parse
from bot.core.channel import Unreadable
from bot.core.messages import Inbound, Kind
from bot.intake import guarded

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> dict[str, Any]:
    update: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return update


def read(update: dict[str, Any]) -> Inbound:
    taken = parse(update, NOW)
    assert isinstance(taken, Inbound), taken
    return taken


def said(text: str) -> dict[str, Any]:
    update = fixture("start_with_payload")
    update["message"]["text"] = text
    return update


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("start_with_payload", Kind.START),
        ("press", Kind.PRESS),
        ("contact", Kind.CONTACT),
        ("location", Kind.LOCATION),
        ("photo", Kind.PHOTO),
        ("voice", Kind.VOICE),
        ("blocked", Kind.LEFT),
    ],
)
def test_a_captured_update_is_read_as_what_the_person_did(name: str, kind: Kind) -> None:
    inbound = read(fixture(name))
    assert (inbound.kind, inbound.address, inbound.channel) == (kind, "1001", "telegram")


def test_a_start_brings_its_payload() -> None:
    assert read(fixture("start_with_payload")).text == "hs_H1825"


def test_a_press_brings_its_action_and_the_message_it_may_replace() -> None:
    inbound = read(fixture("press"))
    assert (inbound.action, inbound.message_ref) == ("svc:1", "12")


def test_a_location_brings_its_position() -> None:
    assert read(fixture("location")).location == (13.9833, 108.0)


def test_coming_back_is_told_from_leaving() -> None:
    update = fixture("blocked")
    update["my_chat_member"]["new_chat_member"]["status"] = "member"
    assert read(update).kind is Kind.RETURNED


@pytest.mark.parametrize(
    ("text", "action"), [("/menu", "menu"), ("/help@x_bot", "help.start"), ("/ENGLISH", "language:en")]
)
def test_a_command_is_the_button_it_stands_for(text: str, action: str) -> None:
    assert (read(said(text)).kind, read(said(text)).action) == (Kind.PRESS, action)


def test_an_unknown_command_is_taken_for_words() -> None:
    assert (read(said("/vneid muc 2")).kind, read(said("/vneid muc 2")).text) == (Kind.SAY, "vneid muc 2")


def test_what_is_said_is_cleaned() -> None:
    assert read(said("a\x00b\u202ec\u200b")).text == "abc"


def test_a_very_long_text_is_cut() -> None:
    assert len(read(said("a" * 10_000)).text) == 2000


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "poll", "inline_query", "something_new"])
def test_a_known_but_unused_kind_is_passed_over(kind: str) -> None:
    assert parse({"update_id": 1, kind: {"message_id": 1}}, NOW) is None


# ---- groups ----


GROUP = {"id": -1001234567890, "type": "supergroup", "title": "Tổ công nghệ số thôn 2"}


def in_group(text: str) -> dict[str, Any]:
    update = said(text)
    update["message"] |= {"chat": GROUP, "from": {"id": 1001, "is_bot": False, "first_name": "An"}}
    return update


@pytest.mark.parametrize("text", ["xin chào", "menu", "/menu", "/start", "nhom ACD234", "a /nhom ACD234", "/nhomhoc x"])
@pytest.mark.parametrize("type_", ["group", "supergroup", "channel"])
def test_what_people_say_in_a_group_is_passed_over(text: str, type_: str) -> None:
    update = in_group(text)
    update["message"]["chat"] = GROUP | {"type": type_}
    assert parse(update, NOW) is None


def test_nothing_of_what_people_say_in_a_group_is_kept_in_an_update_that_cannot_be_read() -> None:
    update = in_group("/nhom ACD234")
    del update["message"]["date"]
    taken = parse(update, NOW)
    assert isinstance(taken, Unreadable)
    assert "ACD234" not in taken.raw


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("/nhom ACD234", "group.link:ACD234"), ("/nhom@to_so_bot acd 234", "group.link:ACD234"),
        ("/NHOM ACD-234", "group.link:ACD234"), ("/nhom", "group.link:"), ("/nhom abc", "group.link:"),
    ],
)  # fmt: skip
def test_a_group_is_linked_by_a_command(text: str, action: str) -> None:
    inbound = read(in_group(text))
    assert (inbound.kind, inbound.action, inbound.address, inbound.group) == (
        Kind.PRESS, action, "1001", "-1001234567890",
    )  # fmt: skip
    assert inbound.text == ""


def test_a_press_in_a_group_is_of_who_pressed_and_tells_the_group() -> None:
    update = fixture("press")
    update["callback_query"]["message"]["chat"] = GROUP
    assert (read(update).address, read(update).group, read(fixture("press")).group) == ("1001", "-1001234567890", "")


def test_to_be_removed_from_a_group_is_not_to_be_left_by_a_person() -> None:
    update = fixture("blocked")
    update["my_chat_member"]["chat"] = GROUP
    assert (read(update).kind, read(update).action) == (Kind.PRESS, "group.left")
    update["my_chat_member"]["new_chat_member"]["status"] = "administrator"
    assert parse(update, NOW) is None, "it was there before"
    update["my_chat_member"]["old_chat_member"]["status"] = "left"
    assert read(update).action == "group.joined"


def test_a_group_that_gets_another_number_says_which() -> None:
    update = in_group("")
    update["message"]["migrate_to_chat_id"] = -100777
    assert read(update).action == "group.moved:-100777"


@pytest.mark.parametrize("missing", ["date", "chat"])
def test_an_update_that_cannot_be_read_is_kept_aside(missing: str) -> None:
    update = said("xin chào")
    del update["message"][missing]
    taken = parse(update, NOW)
    assert isinstance(taken, Unreadable)
    assert taken.event_id == str(update["update_id"])
    assert missing in taken.reason


def test_what_a_person_wrote_can_be_taken_back_by_its_id() -> None:
    update = said("xin chào")
    update["message"]["message_id"] = 41
    assert read(update).said_ref == "41"
    assert read(fixture("press")).said_ref == ""


@pytest.mark.parametrize("id_", [None, "41", {}, 4.5])
def test_a_message_without_a_known_id_is_read_all_the_same(id_: Any) -> None:
    update = said("xin chào")
    update["message"]["message_id"] = id_
    assert (read(update).text, read(update).said_ref) == ("xin chào", "")


PAPER = {
    "photo": [{"file_id": "AgACAgUAAxkBAAI", "file_unique_id": "AQADh7", "width": 90, "height": 67}],
    "caption": "căn cước của tôi 064123456789",
}


def test_of_a_photo_its_name_at_telegram_is_read_and_what_is_written_under_it() -> None:
    update = fixture("photo")
    update["message"] |= PAPER
    inbound = read(update)
    assert (inbound.kind, inbound.text, inbound.action) == (Kind.PHOTO, "căn cước của tôi 064123456789", "")
    assert inbound.file == "AgACAgUAAxkBAAI"
    assert "AQADh7" not in repr(inbound)
    assert guarded(inbound).text == "căn cước của tôi ●●●●", "as everything that comes in, before it is stored"


@pytest.mark.parametrize("photo", [[], {}, "x", [{}], [{"file_id": 7}], [{"file_id": "../../etc/passwd"}], [[]]])
def test_a_photo_of_an_odd_form_is_a_photo_without_a_name(photo: Any) -> None:
    update = fixture("photo")
    update["message"]["photo"] = photo
    inbound = read(update)
    assert (inbound.kind, inbound.file) == (Kind.PHOTO, "")


def of(field: str, sent: Any, caption: str = "") -> Inbound:
    """A message with that in place of the photo."""
    update = fixture("photo")
    del update["message"]["photo"]
    update["message"] |= {field: sent} | ({"caption": caption} if caption else {})
    return read(update)


@pytest.mark.parametrize("field", ["voice", "audio"])
def test_of_a_sound_its_name_at_telegram_is_read(field: str) -> None:
    came = of(field, {"file_id": "AwAC-1", "duration": 4, "mime_type": "audio/ogg", "file_size": 9000}, "nghe đi cháu")
    assert (came.kind, came.file, came.text, came.harmful) == (Kind.VOICE, "AwAC-1", "nghe đi cháu", False)


def test_of_a_document_its_senders_name_for_it_is_read_too_and_cleaned() -> None:
    name = "../../etc/don\u202e xin 064123456789.pdf"
    came = of("document", {"file_id": "BQAC-1", "file_name": name, "mime_type": "application/pdf", "file_size": 9000})
    assert (came.kind, came.file, came.file_name) == (Kind.FILE, "BQAC-1", "don xin 064123456789.pdf")
    assert guarded(came).file_name == "don xin ●●●●.pdf"
    assert not guarded(came).masked, "it is no word of theirs"


@pytest.mark.parametrize(
    ("name", "mime"),
    [("vneid.apk", ""), ("hoa-don.pdf", "application/vnd.android.package-archive"), ("giay.html", "text/html")],
)
def test_a_document_that_may_do_harm_is_known_as_such(name: str, mime: str) -> None:
    assert of("document", {"file_id": "BQAC-1", "file_name": name, "mime_type": mime}).harmful


def test_what_is_too_large_to_be_fetched_has_no_name_here() -> None:
    assert of("document", {"file_id": "BQAC-1", "file_name": "a.pdf", "file_size": 10_000_001}).file == ""
    assert of("voice", {"file_id": "AwAC-1", "file_size": 10_000_001}).file == ""


@pytest.mark.parametrize("sent", [[], "x", {}, {"file_id": 7}, {"file_id": "../x"}, {"file_id": "a", "file_size": "9"}])
@pytest.mark.parametrize("field", ["voice", "audio", "document"])
def test_a_sound_or_document_of_an_odd_form_is_one_without_a_name(field: str, sent: Any) -> None:
    came = of(field, sent)
    assert (came.kind in {Kind.VOICE, Kind.FILE}, came.file) == (True, "")


def test_a_moving_picture_is_no_document() -> None:
    update = fixture("photo")
    del update["message"]["photo"]
    update["message"] |= {"animation": {"file_id": "a"}, "document": {"file_id": "a"}}
    assert read(update).kind is Kind.OTHER


def test_nothing_of_a_photo_is_kept_in_an_update_that_cannot_be_read_either() -> None:
    update = fixture("photo")
    update["message"] |= PAPER
    del update["message"]["date"]
    taken = parse(update, NOW)
    assert isinstance(taken, Unreadable)
    assert not [word for word in ("064123456789", "căn cước", "AgACA", "AQADh7") if word in taken.raw]
    assert '"photo"' in taken.raw


@pytest.mark.parametrize("id_", ["../../etc", {"a": 1}, None, [], True, "1e999"])
def test_a_foreign_sender_is_kept_aside(id_: Any) -> None:
    update = said("xin chào")
    update["message"]["chat"]["id"] = id_
    assert isinstance(parse(update, NOW), Unreadable) or id_ is True


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    field=st.sampled_from(["message", "callback_query", "my_chat_member"]),
    inner=st.sampled_from(["chat", "date", "from", "text", "location", "data", "message", "new_chat_member", "photo"]),
    value=json_values,
)
def test_no_update_however_odd_stops_the_ones_after_it(field: str, inner: str, value: Any) -> None:
    update = deepcopy({"message": fixture("location"), "callback_query": fixture("press"),
                       "my_chat_member": fixture("blocked")}[field])  # fmt: skip
    update[field][inner] = value
    taken = parse(update, NOW)
    assert taken is None or isinstance(taken, Inbound | Unreadable)
    json.dumps(taken.raw if isinstance(taken, Unreadable) else "")


@given(value=json_values)
def test_no_whole_update_however_odd_does_either(value: Any) -> None:
    parse({"update_id": value, "message": value}, NOW)


def test_a_link_that_is_hidden_behind_words_is_read_too() -> None:
    update = said("Nhận quà tại đây")
    hidden = {"type": "text_link", "offset": 9, "length": 7, "url": "https://vneid-capnhat.top/q.apk"}
    update["message"]["entities"] = [{"type": "bold", "offset": 0, "length": 4}, hidden, hidden]
    assert read(update).text == "Nhận quà tại đây\nhttps://vneid-capnhat.top/q.apk"


@pytest.mark.parametrize("entities", [None, "text_link", [None], [{"type": "text_link"}], [{"type": 1, "url": 2}], {}])
def test_odd_marks_of_a_message_change_nothing(entities: Any) -> None:
    update = said("Nhận quà tại đây")
    update["message"]["entities"] = entities
    assert read(update).text == "Nhận quà tại đây"
