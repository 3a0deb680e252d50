"""What must not be kept is found however it is written, and what people need to say is left alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.config import ROOT
from bot.understanding.guard import ACCOUNT, CARD, ID, OTP, PASSWORD, guard, luhn, said_beside

MASKED = [
    # ID numbers: twelve digits, however they are written
    ("064123456789", "●●●●", ID),
    ("số căn cước của tôi là 064123456789", "số căn cước của tôi là ●●●●", ID),
    ("cccd 064 123 456 789", "cccd ●●●●", ID),
    ("cccd: 064.123.456.789", "cccd: ●●●●", ID),
    ("so can cuoc 064-123-456-789 nhe chau", "so can cuoc ●●●● nhe chau", ID),
    ("cccd064123456789", "cccd●●●●", ID),
    ("０６４１２３４５６７８９", "●●●●", ID),
    ("123 456 789 012", "●●●●", ID),
    ("06 41 23 45 67 89", "●●●●", ID),
    ("0 6 4 1 2 3 4 5 6 7 8 9", "●●●●", ID),
    ("064 123 456 789 năm sinh 1990", "●●●● năm sinh 1990", ID),
    ("Nguyễn Văn A 064123456789 sinh 1990", "Nguyễn Văn A ●●●● sinh 1990", ID),
    ("sđt 0912345678 cccd 064123456789", "sđt 0912345678 cccd ●●●●", ID),
    ("0912 345 678 064 123 456 789", "0912 345 678 ●●●●", ID),
    ("Căn cước công dân số 064099012345 cấp ngày 12/05/2021", "Căn cước công dân số ●●●● cấp ngày 12/05/2021", ID),
    ("cccd 0641234567899", "cccd ●●●●", ID),  # a digit too many is still nobody's business
    ("tài khoản vneid của tôi là 064123456789", "tài khoản vneid của tôi là ●●●●", ID),
    # ... and the nine of the old card
    ("231234567", "●●●●", ID),
    ("chứng minh nhân dân 231234567", "chứng minh nhân dân ●●●●", ID),
    ("cmnd 231.234.567", "cmnd ●●●●", ID),
    ("231 234 567 là số chứng minh của tôi", "●●●● là số chứng minh của tôi", ID),
    ("số 231234567 đúng không", "số ●●●● đúng không", ID),
    # one-time codes
    ("482913", "●●●●", OTP),
    ("482 913 ạ", "●●●● ạ", OTP),
    ("123000", "●●●●", OTP),
    ("mã OTP là 482913", "mã OTP là ●●●●", OTP),
    ("ma otp cua toi la 482913", "ma otp cua toi la ●●●●", OTP),
    ("otp 4829", "otp ●●●●", OTP),
    ("o.t.p: 4 8 2 9 1 3", "o.t.p: ●●●●", OTP),
    ("482913 là mã otp của tôi", "●●●● là mã otp của tôi", OTP),
    ("mã xác nhận 12345678 gửi về máy", "mã xác nhận ●●●● gửi về máy", OTP),
    ("code gửi về là 1234", "code gửi về là ●●●●", OTP),
    ("nó báo là 482913", "nó báo là ●●●●", OTP),
    ("mã là 2024", "mã là ●●●●", OTP),
    ("tôi nhận được mã rồi. 482913", "tôi nhận được mã rồi. ●●●●", OTP),
    ("mã vneid gửi lúc 8:30 là 482913", "mã vneid gửi lúc 8:30 là ●●●●", OTP),
    ("482913 có phải mã otp không", "●●●● có phải mã otp không", OTP),
    ("nó gửi mã 482913 về máy tôi", "nó gửi mã ●●●● về máy tôi", OTP),
    # cards
    ("4111111111111111", "●●●●", CARD),
    ("4111 1111 1111 1111", "●●●●", CARD),
    ("thẻ visa 4111-1111-1111-1111 của tôi", "thẻ visa ●●●● của tôi", CARD),
    ("9704 0505 1234 5678", "●●●●", CARD),
    ("số thẻ atm 9704050512345678", "số thẻ atm ●●●●", CARD),
    # accounts
    ("stk 0451000123456", "stk ●●●●", ACCOUNT),
    ("số tài khoản của tôi là 123456789012", "số tài khoản của tôi là ●●●●", ACCOUNT),
    ("so tk 19032145678901 techcombank", "so tk ●●●● techcombank", ACCOUNT),
    ("vietcombank 0451 000 123 456", "vietcombank ●●●●", ACCOUNT),
    ("123456789 ngân hàng agribank", "●●●● ngân hàng agribank", ACCOUNT),
    ("tk bidv 6211 0000 1234 56", "tk bidv ●●●●", ACCOUNT),
    ("chuyển khoản vào 1234567890 giúp", "chuyển khoản vào ●●●● giúp", ACCOUNT),
    ("stk: 0912345678", "stk: ●●●●", ACCOUNT),
    ("chuyển vào stk 123.456.789", "chuyển vào stk ●●●●", ACCOUNT),
    # passwords
    ("mật khẩu của tôi là Abc@123", "mật khẩu của tôi là ●●●●", PASSWORD),
    ("Mật khẩu: MatKhau@2024", "Mật khẩu: ●●●●", PASSWORD),
    ("mat khau vneid cua toi la Hoa@1990 ma khong vao", "mat khau vneid cua toi la ●●●● ma khong vao", PASSWORD),
    ("mk la abc123", "mk la ●●●●", PASSWORD),
    ("mk: hoahong", "mk: ●●●●", PASSWORD),
    ("pass của em là anhyeuem nhé", "pass của em là ●●●● nhé", PASSWORD),
    ("passcode là 123456", "passcode là ●●●●", PASSWORD),
    ("passcode 654321", "passcode ●●●●", PASSWORD),
    ("mã pin là 4821", "mã pin là ●●●●", PASSWORD),
    ("mật khẩu Abc@1234 sai hoài", "mật khẩu ●●●● sai hoài", PASSWORD),
    ("Abc@123 là mật khẩu của tôi", "●●●● là mật khẩu của tôi", PASSWORD),
    ('mật khẩu tôi đặt là "Abc@123"', 'mật khẩu tôi đặt là "●●●●"', PASSWORD),
    ("my password is Secret99", "my password is ●●●●", PASSWORD),
]  # fmt: skip

LEFT_ALONE = [
    # telephones and lines that everybody may call
    "0912345678", "sđt tôi 0912 345 678 gọi giúp", "0912.345.678", "0912-345-678", "+84912345678", "+84 912 345 678",
    "0269 3824 999", "0912345678 0987654321", "cccd của tôi và số điện thoại 0388123456", "momo 0912345678",
    "tài khoản của tôi đăng ký số 0912345678", "mã otp gửi về số 0912345678", "0912 345 678 18 tuổi",
    "gọi 113, 114, 115", "156 và 5656", "tổng đài 1022", "18001096", "gọi 1800 1096 hỏi mã otp",
    "otp chờ hoài, gọi 1022 mà không ai nghe", "nhắn TTTB gửi 1414", "bấm *101# xem tiền",
    # years, days, times
    "năm 2024 tôi làm mã otp không được", "sinh năm 1958", "ngày 20/11/2026", "20.11.2026", "12-11-2026", "2026-11-23",
    "8:30 ngày 12/11", "năm 2019 2020 2021", "2024-2025", "tháng 5/2026 được 1.500.000đ", "cccd gắn chip làm năm 2021",
    # money
    "20 triệu", "200.000đ", "200.000 đồng", "giá 200.000 300.000", "1.200.000 2.300.000", "chuyển khoản 500.000 đồng",
    "chuyển 500000 vào tài khoản", "tài khoản tôi có 200.000.000", "tiền điện là 482500 đồng",
    # counts, steps, levels, names
    "mức 2", "định danh mức 2", "bước 1/6", "Bước 4/6", "18 tuổi", "bà nhà tôi 72 tuổi", "3 lần", "nhập otp 3 lần",
    "chờ mã otp 30 phút", "mã otp có 6 số", "đổi cmnd 9 số sang căn cước 12 số", "1 2 3 4 5 6 7 8 9", "lớp 1 2 3 4 5",
    "xã Chư Sê", "phường Pleiku", "thôn 5 xã Ia Ly", "5 người vneid 2/11", "VssID 2.1.10", "máy 64gb còn 500mb",
    "số nhà 1234", "đường 1234", "quốc lộ 19", "nghị định 70/2025", "quyết định 5699", "lỗi 1234 khi nhập mã",
    "mã xã 23638", "mã bưu chính 600000", "mã số thuế 4100267891", "mã hồ sơ H21.14-251123-0001", "H1825",
    "hồ sơ H01-251123-0001", "13.9833, 108.0012", "81B1-123.45", "nhưng mà 2000 con gà",
    # passwords spoken of, not said
    "quên mật khẩu vneid", "mật khẩu là gì", "mk là gì vậy", "passcode là gì, có phải 6 số không", "đổi mật khẩu zalo",
    "mật khẩu phải là 8 đến 20 ký tự", "mật khẩu là 8-20 ký tự", "mật khẩu phải có chữ HOA và số", "mã pin là gì",
    "sai mật khẩu: thử lại nhiều lần", "mật khẩu là số hay chữ", "password is incorrect", "quên pass rồi",
    "mk là học sinh lớp 5", "mình tên mk là Nam", "pin 5000mAh", "máy hết pin", "pass lại máy cũ 2 triệu",
    # the ways of asking that matter most
    "làm sao đăng ký định danh mức 2", "kích hoạt vneid mà không có mã otp gửi về", "đọc mã OTP cho công an được không",
    "tôi lỡ đọc mã otp cho người lạ", "chờ 5 phút mà mã không về", "https://dichvucong.gov.vn/p/home",
]  # fmt: skip

DIGITS = "0123456789０１２３４５６７８９٠١٢"
PIECES = st.sampled_from([
    "064123456789", "064", "123", "456", "789", "0912345678", "0912", "345", "678", "231234567", "482913", "4111",
    "1111", "84", "2024", "12", "1", "200.000", " ", " ", "-", ".", ", ", "/", ":", "\n", "otp", "mã", "mà", "là", "la",
    "cccd", "cmnd", "stk", "số", "tài khoản", "vcb", "thẻ", "mật khẩu", "mk", "pass", "pin", "hoahong", "Abc@123",
    "của tôi", "đ", "đồng", "năm", "tuổi", "●●●●", "●", "gọi", "hồ sơ", "\"", "+", "nhé",
])  # fmt: skip
said = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=f"{DIGITS} .-/:,aăla●", max_size=80),
    st.lists(PIECES, max_size=24).map("".join),
    st.lists(PIECES, max_size=14).map(" ".join),
)


@pytest.mark.parametrize(("text", "masked", "kind"), MASKED)
def test_a_secret_is_masked_and_the_rest_stays_readable(text: str, masked: str, kind: str) -> None:
    assert (guard(text).text, guard(text).kinds) == (masked, (kind,))


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_people_need_to_say_is_left_alone(text: str) -> None:
    assert (guard(text).text, guard(text).kinds) == (text, ())


def test_several_secrets_in_one_message_are_all_masked() -> None:
    found = guard("CCCD: 064099012345, OTP: 123456, mật khẩu: abc123")
    assert found.text == "CCCD: ●●●●, OTP: ●●●●, mật khẩu: ●●●●"
    assert found.kinds == (ID, OTP, PASSWORD)


@pytest.mark.parametrize("text", [text.casefold() for text, _masked, _kind in MASKED])
def test_small_letters_hide_nothing(text: str) -> None:
    assert guard(text).kinds


@given(said)
def test_nothing_makes_it_fail_and_nothing_grows(text: str) -> None:
    found = guard(text)
    assert len(found.text) <= len(text) * 3  # what has one sign for letter and mark may be told apart, no more
    assert "●●●●" in found.text or not found.kinds


@given(said)
@example("0912 345 678 12 064123456789")
@example("mật khẩu là hoahong.064123456789")
def test_what_was_masked_once_stays_as_it_is(text: str) -> None:
    once = guard(text)
    again = guard(once.text)
    assert (again.text, again.kinds) == (once.text, ())


@given(said)
def test_no_run_of_twelve_digits_is_left(text: str) -> None:
    assert not re.search(r"\d{12}", guard(text).text)


@given(st.from_regex(r"0[0-9]{11}", fullmatch=True), st.sampled_from(["{}", "cccd {}", "đây là {} nhé", "{}\nchào"]))
def test_an_id_number_is_never_left_whatever_its_digits(number: str, sentence: str) -> None:
    assert number not in guard(sentence.format(number)).text


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_telephone_number_is_left_whatever_its_digits(number: str) -> None:
    for sentence in ("số của tôi là {}", "gọi {} giúp", "{}", "quên mật khẩu, sđt {}"):
        assert guard(sentence.format(number)).kinds == ()


@pytest.mark.parametrize(
    "piece", ["0 ", "064 ", "mk:", "mat khau ", "a1", "9", "ma 4829 ", "200.000 ", "mk la abc123 ", "●0"]
)
def test_a_very_long_text_of_the_worst_kind_is_read_to_its_end(piece: str) -> None:
    """Were anything tried again and again, this would take hours."""
    assert guard(piece * 10_000).text


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "guides").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_way_of_asking_that_editors_know_looks_like_a_secret(path: Any) -> None:
    guide = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    asked = [guide["asks"], guide["title"], [step.get("troubles", []) for step in guide["steps"]]]
    assert [text for text in strings(asked) if "{" not in text and guard(text).kinds] == []


@pytest.mark.parametrize(
    "text",
    ["064123456789", "số cccd của tôi là 064123456789 ạ", "mã OTP: 482913", "dạ 482913 nhé",
     "stk vcb 0451000123456 đây", "mật khẩu của con là Abc@123", "cmnd của mẹ tôi 231234567 đúng không"],
)  # fmt: skip
def test_a_message_that_holds_only_the_secret_says_nothing_beside_it(text: str) -> None:
    assert said_beside(guard(text).text) == ""


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("cccd 064123456789 hết hạn thì đổi ở đâu", "hết hạn thì đổi ở đâu"),
        ("mật khẩu Abc@1234 sai hoài", "sai hoài"),
        ("xã Chư Sê, cccd 064123456789", "xã Chư Sê,"),
    ],
)
def test_what_a_message_says_beside_the_secret_is_told_from_it(text: str, beside: str) -> None:
    assert said_beside(guard(text).text) == beside


def test_the_check_digit_of_a_card_is_known() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
