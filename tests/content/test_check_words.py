"""What is said is plain, marked in one way only, stands once, and asks for no secret. One fault is planted a time."""

from pathlib import Path
from typing import Any

import pytest

from bot.content.check.marks import odd_marks
from bot.content.check.secrets import asks_for_secret
from bot.content.check.texts import own_words
from tests.content.planting import GUIDE, Planted, append, both, drop, faults, put, step, told, trouble
from tests.fakes import change, write

DO = "steps.ch-play.do.vi"


def syllables(count: int) -> str:
    return " ".join(["từ"] * count) + "."


MARKS = {
    "an emoji": Planted(GUIDE, put(DO, "{You} bấm cài 👍."), DO, "“👍” looks different on every telephone"),
    "a sign drawn as a picture": Planted(GUIDE, put(DO, "{You} chờ dấu ✅."), DO, "“✅” looks different"),
    "two stars": Planted(GUIDE, put(DO, "{You} bấm **Cài**."), DO, "“**” would stand there"),
    "a tag": Planted(GUIDE, put(DO, "{You} bấm <b>Cài</b>."), DO, "“<b>” would stand there"),
    "a link with a name": Planted(GUIDE, put(DO, "{You} mở [trang](https://a.vn)."), DO, "“](” would stand there"),
    "underscores": Planted(GUIDE, put(DO, "{You} bấm _Cài_."), DO, "“_Cài_” would stand there"),
    "a list": Planted(GUIDE, put(DO, "- {You} bấm cài."), DO, "“- ” would stand there"),
    "a heading": Planted(GUIDE, put(DO, "# Cài máy"), DO, "“# ” would stand there"),
    "bold without an end": Planted(GUIDE, put(DO, "{You} bấm *Cài ngay."), DO, "a “*” beside a word"),
    "straight quotes": Planted(GUIDE, put(DO, '{You} bấm "Cài".'), DO, "quote only what stands on the screen"),
    "single quotes": Planted(GUIDE, put(DO, "{You} bấm 'Cài'."), DO, "quote only what stands on the screen"),
    "French quotes": Planted(GUIDE, put(DO, "{You} bấm «Cài»."), DO, "quote only what stands on the screen"),
    "a quote without an end": Planted(GUIDE, put(DO, "{You} bấm “Cài."), DO, "a “ without its ”"),
    "in English too": Planted(GUIDE, put("fee.en", 'Press "OK".'), "fee.en", "quote only"),
    "on a button too": Planted(
        GUIDE, put("steps.may.options.android.label.vi", "Android 🤖"), "steps.may.options.android.label.vi", "“🤖”"
    ),
}

REPEATS = {
    "a way of asking twice": Planted(
        GUIDE, append("asks.vi", "Kích hoạt  VNeID"), "asks.vi", "“kích hoạt vneid” stands twice"
    ),
    "two options of one name": Planted(
        GUIDE, put("steps.may.options.iphone.label.vi", "Máy Android"), "steps.may", "buttons are called “máy android”"
    ),
    "two troubles of one name": Planted(
        GUIDE,
        both(append("steps.nhap-ma.troubles", trouble("dung")), append("steps.nhap-ma.troubles", trouble("treo"))),
        "steps.nhap-ma", "two buttons are called “máy đứng”",
    ),
}  # fmt: skip

SECRETS = {
    "for the code": Planted(GUIDE, put(DO, "{You} gửi mã OTP vào đây."), DO, "asks for a code"),
    "for the password": Planted(
        GUIDE, put("ending.vi", "{You} nhắn mật khẩu cho {me}."), "ending.vi", "asks for a code"
    ),
    "for the ID number": Planted(GUIDE, put("fee.vi", "{You} gõ số căn cước ở đây."), "fee.vi", "asks for a code"),
    "in English": Planted(GUIDE, put("fee.en", "Send your card number here."), "fee.en", "asks for a code"),
}

WARNINGS = {
    "a long sentence": Planted(GUIDE, put(DO, syllables(23)), DO, "a sentence of 23 syllables is hard to hear once"),
    "two steps that say the same": Planted(
        GUIDE,
        append("steps", {**step("lai"), "do": {"vi": "{You} gõ mã {code_length} vào VNeID.", "en": "Again."}}),
        "steps.vi", "two steps say “{you} gõ mã 6 chữ số vào vneid.”",
    ),
    "an English title that nobody finds": Planted(GUIDE, drop("asks.en"), "asks.en", "there is a title in “en”"),
    "open questions after three months": Planted(
        GUIDE, both(put("to_verify", ["Gọi thử."]), put("checked_on", "2026-08-24")),
        "to_verify", "1 open since 2026-08-24",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "planted", {**MARKS, **REPEATS, **SECRETS}.values(), ids={**MARKS, **REPEATS, **SECRETS}.keys()
)
def test_a_planted_fault_is_told_with_its_file_its_field_and_its_reason(folder: Path, planted: Planted) -> None:
    assert {fault.serious for fault in told(folder, planted)} == {True}


@pytest.mark.parametrize("planted", WARNINGS.values(), ids=WARNINGS.keys())
def test_what_could_be_better_is_a_warning(folder: Path, planted: Planted) -> None:
    assert {fault.serious for fault in told(folder, planted)} == {False}


# ---- hard to read --------------------------------------------------------------------------------------------------


def test_a_word_of_offices_is_told_with_the_plain_one(folder: Path) -> None:
    write(folder / "plain_words.yaml", {"thực hiện": "nói “làm”"})
    change(folder / GUIDE, put(DO, "{You} Thực hiện cài VNeID."))
    (found,) = faults(folder)
    assert (found.field, found.reason, found.serious) == (DO, "“thực hiện” is a word of offices: nói “làm”", False)


@pytest.mark.parametrize("text", ["{You} bấm “Thực hiện”.", "{You} không thựchiện.", "{You} làm."])
def test_a_word_that_stands_on_the_screen_or_inside_another_is_none(folder: Path, text: str) -> None:
    write(folder / "plain_words.yaml", {"thực hiện": "nói “làm”"})
    change(folder / GUIDE, put(DO, text))
    assert faults(folder) == []


def test_a_list_of_plain_words_that_is_none_is_told_with_its_file(folder: Path) -> None:
    write(folder / "plain_words.yaml", {"thực hiện": ["làm"]})
    assert [fault.file for fault in faults(folder)] == ["plain_words.yaml"]


def test_a_guide_of_long_sentences_all_over_is_told_once(folder: Path) -> None:
    def lengthen(body: Any) -> None:
        for n, written in enumerate(body["steps"]):
            written["do"]["vi"] = f"{n} {syllables(20)}"
            for fix in (one["fix"] for one in written.get("troubles", [])):
                fix["vi"] = syllables(20)
        for field in ("ending", "fee", "in_person"):
            body[field]["vi"] = syllables(20)

    change(folder / GUIDE, lengthen)
    (found,) = faults(folder)
    assert (found.field, found.serious) == ("steps", False)
    assert "syllables a sentence: over 14 is hard to follow" in found.reason


def test_what_is_quoted_from_the_screen_is_not_ours_to_word() -> None:
    assert own_words("{You} bấm “Thực hiện” rồi “Gửi”.") == "{You} bấm “” rồi “”."


def test_the_day_before_three_months_are_over_open_questions_are_left_in_peace(folder: Path) -> None:
    change(folder / GUIDE, both(put("to_verify", ["Gọi thử."]), put("checked_on", "2026-08-25")))
    assert faults(folder) == []


# ---- what is no fault ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Bấm *101# rồi gọi.",
        "Ô có dấu * phải điền.",
        "*Bước 1/6*",
        "Gọi *113* ngay.",
        "“Cá nhân” → “Cài đặt”",
        "The bank's number; don’t send it.",
        "Giá 5.000 đồng (0,5%) - không hơn.",
        "a_b@c.vn",
    ],
)
def test_signs_that_are_meant_are_none(text: str) -> None:
    assert list(odd_marks(text)) == []


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("Số định danh chỉ gõ vào VNeID, đừng gửi vào đây.", "vi"),
        ("{You} gõ mã OTP vào VNeID.", "vi"),
        ("Không gửi mật khẩu cho {me}.", "vi"),
        ("Do not send the ID number here.", "en"),
        ("Type the code into VNeID.", "en"),
    ],
)
def test_a_secret_that_goes_elsewhere_or_nowhere_is_not_asked_for(sentence: str, lang: str) -> None:
    assert not asks_for_secret(sentence, lang)
