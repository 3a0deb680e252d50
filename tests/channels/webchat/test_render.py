"""Frames for the page."""

from bot.channels.webchat.render import render
from bot.core.messages import Choice, Document, Spoken


def test_what_is_said_is_a_frame_with_its_number_and_buttons() -> None:
    frame = render(Spoken(7, "xin chào", (Choice("Xong", "done"), Choice("Trang", url="https://dichvucong.gov.vn"))))
    assert frame == {
        "type": "message", "n": 7, "text": "xin chào", "tone": "normal",
        "buttons": [[{"label": "Xong", "action": "done"}, {"label": "Trang", "url": "https://dichvucong.gov.vn"}]],
    }  # fmt: skip


def test_a_file_comes_with_its_name_its_kind_and_its_text() -> None:
    frame = render(Spoken(7, "đây", document=Document("du-lieu-cua-toi.json", "application/json", "{}")))
    assert frame["document"] == {"name": "du-lieu-cua-toi.json", "mime": "application/json", "body": "{}"}


def test_of_a_file_that_is_no_text_the_page_is_told_that_its_body_is_in_base64() -> None:
    book = Document("bao-cao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "UEsDBA==")
    assert render(Spoken(7, "đây", document=book))["document"] == {
        "name": book.name, "mime": book.mime, "body": "UEsDBA==", "coded": True,
    }  # fmt: skip
