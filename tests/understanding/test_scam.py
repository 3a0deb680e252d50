"""Messages as they reach people's telephones: the signs of those that are scams, and none in those that are not."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.scam import SEEN
from bot.core.events import ScamChecked
from bot.understanding.fold import unmarked
from bot.understanding.scam import LONGEST_SHOWN, MOST_SITES, Findings, Site
from tests.understanding.scams import scam, shipped

MESSAGES = yaml.safe_load((Path(__file__).parent / "messages.yaml").read_text("utf-8"))
SCAMS = [(message["said"], tuple(message["signs"])) for message in MESSAGES["scams"]]
ORDINARY = MESSAGES["ordinary"]


@pytest.mark.parametrize(("text", "signs"), SCAMS, ids=[text[:40] for text, _signs in SCAMS])
def test_a_scam_gives_itself_away(text: str, signs: tuple[str, ...]) -> None:
    assert shipped().signs(text).signs == signs


@pytest.mark.parametrize("text", ORDINARY)
def test_in_an_ordinary_message_nothing_is_seen(text: str) -> None:
    assert shipped().signs(text).signs == ()


def test_there_are_enough_messages() -> None:
    assert len(SCAMS) + len(ORDINARY) >= 60


def test_every_sign_is_met_in_the_table() -> None:
    met = {sign for _text, signs in SCAMS for sign in signs}
    assert met == set(scam().signs)
    assert met >= SEEN


@pytest.mark.parametrize("text", [text for text, _signs in SCAMS if re.search(r"[À-ỹ]", text)])
def test_without_its_marks_a_scam_is_known_as_well(text: str) -> None:
    assert set(shipped().signs(unmarked(text)).signs) >= set(shipped().signs(text).signs) - {"file"}


# ---- what is denied, what stands alone -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("đọc mã OTP cho em", ("code",)),
        ("đừng đọc mã OTP cho ai", ()),
        ("nếu không đọc mã OTP cho em thì tài khoản sẽ bị khóa", ("code", "threat")),
        ("Không mất phí gì, chị đọc mã OTP cho em", ("code",)),
        ("Đừng lo. Chị đọc mã OTP cho em", ("code",)),
        ("bà con tuyệt đối không bấm vào, không đọc, không gửi mã OTP", ()),
    ],
)
def test_a_warning_of_a_sign_is_no_sign(text: str, signs: tuple[str, ...]) -> None:
    assert shipped().signs(text).signs == signs


def test_haste_alone_is_no_sign_but_adds_to_another() -> None:
    assert shipped().signs("con về ngay lập tức đi nghe con, cả nhà chờ cơm").signs == ()
    assert shipped().signs("con chuyển tiền vào tài khoản này ngay lập tức đi").signs == ("transfer", "hurry")


def test_a_refund_is_a_sign_only_beside_a_strange_link() -> None:
    assert shipped().signs("được hoàn tiền 5.000đ khi mua ở chợ").signs == ()
    assert shipped().signs("được hoàn tiền 5.000đ, xem https://dichvucong.gov.vn").signs == ()
    assert shipped().signs("được hoàn tiền 5.000đ, xem https://hoan-tien.com").signs == ("refund",)


def test_an_app_of_the_store_is_no_sign() -> None:
    assert shipped().signs("tải app này về máy nhé").signs == ("app",)
    assert shipped().signs("tải app này trong CH Play nhé").signs == ()


# ---- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("+1 202 555 0147 gọi tôi", ("foreign",)),
        ("số (+855) 12 345 678 gọi tôi", ("foreign",)),
        ("008613800138000 gọi hoài", ("foreign",)),
        ("+84 912 345 678 gọi tôi", ()),
        ("(+84) 269 3824 999", ()),
        ("0021234567 là số gì", ()),
        ("1900 6017", ("premium",)),
        ("1900.0368", ()),
        ("18001096", ()),
        ("công an gọi tôi từ số 0987 654 321", ("mobile",)),
        ("anh Tư gọi tôi từ số 0987 654 321", ()),
        ("công an xã: 0269 3824 999", ()),
        ("công an thu 19.000.000 đồng", ()),
        ("19000000 đ", ()),
    ],
)
def test_strange_numbers_are_seen_and_ordinary_ones_left_alone(text: str, signs: tuple[str, ...]) -> None:
    assert shipped().signs(text).signs == signs


# ---- whose page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://dichvucong.gov.vn/p/home", Site("dichvucong.gov.vn", "dichvucong.gov.vn")),
        ("https://dichvucong.gialai.gov.vn", Site("gialai.gov.vn", "gialai.gov.vn")),
        ("xem iapa.gialai.gov.vn", Site("gialai.gov.vn", "gialai.gov.vn")),
        ("https://moh.gov.vn", Site("moh.gov.vn", "gov.vn")),
        ("https://hoadondientu.gdt.gov.vn", Site("gdt.gov.vn", "gdt.gov.vn")),
        ("https://buudien.vn/x", Site("buudien.vn", "buudien.vn")),
        ("dichvucong.gov.vn.xyz.com", Site("xyz.com", "", "dichvucong.gov.vn")),
        ("https://dichvucong.gov.vn@evil.com/a", Site("evil.com", "", "dichvucong.gov.vn")),
        ("https://www.abc-xyz.com/dichvucong.gov.vn", Site("abc-xyz.com")),
        ("http://103.12.4.5/x", Site("103.12.4.5")),
        ("https://abc.gov-vn.com", Site("gov-vn.com", "", "gov.vn")),
        ("https://vneid.pages.dev", Site("vneid.pages.dev", "", "vneid.gov.vn")),
        (f"https://{'a' * 50}.com", Site(f"…{('a' * 50 + '.com')[-LONGEST_SHOWN:]}")),
    ],
)
def test_a_page_is_called_by_the_part_that_somebody_registered(text: str, site: Site) -> None:
    assert shipped().signs(text).sites == (site,)


def test_of_pages_that_anybody_may_use_nothing_is_said() -> None:
    text = "zalo.me/g/abc https://facebook.com/x bit.ly/x https://forms.gle/x https://t.me/x"
    assert shipped().signs(text).sites == ()


def test_each_page_is_told_once_and_not_too_many() -> None:
    text = " ".join(f"https://a{n}.com/x https://a{n}.com/y" for n in range(9))
    assert [site.shown for site in shipped().signs(text).sites] == [f"a{n}.com" for n in range(MOST_SITES)]


# ---- is it a message to be looked at? ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["http://a-b.com", "xem vneid-gov.com", "103.1.2.3/app", "bit.ly/x", "https://xn--vned-mpa.vn"]
)
def test_a_link_to_a_page_nobody_knows_is_looked_at_whatever_is_said_beside_it(text: str) -> None:
    assert shipped().has_strange_link(text)
    assert shipped().looks_forwarded(text)


@pytest.mark.parametrize(
    "text", ["vào dichvucong.gov.vn đăng nhập sao", "xem https://youtube.com/x", "thaynam@gmail.com"]
)
def test_a_page_that_is_known_may_stand_in_any_question(text: str) -> None:
    assert not shipped().has_strange_link(text)


def test_without_a_link_it_takes_several_signs() -> None:
    assert shipped().looks_forwarded("Tuyển CTV làm tại nhà, nạp tiền vào ví để nhận hoa hồng, việc nhẹ")
    assert not shipped().looks_forwarded("làm sao đổi thẻ căn cước")
    assert not shipped().looks_forwarded("có người bảo đọc mã OTP cho họ")


# ---- any text ------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "https://", "http:/", "hxxp://", "www.", "vneid", "gov", "vn", "com", "top", ".", " . ", "-", " - ", "@", ":80",
    "/", "?", "#", "[", "]", "(.)", "[.]", "xn--", "xn--80ak6aa92e", "gоv", "αβγ", "đọc", "mã", "otp", "không", "nếu",
    "+855", "1900", "0912345678", "\\", "%40", "%", "0x7f", "127", "apk", ".apk", "。", "●●●●", "T1EN", "KH0NG",
    "\n", " ",
])  # fmt: skip
any_text = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.text(alphabet="a.-@:/[]() \\%x", max_size=200),
)


@given(any_text)
def test_no_text_is_too_odd(text: str) -> None:
    found = shipped().signs(text)
    assert set(found.signs) <= set(scam().signs)
    assert len(set(found.signs)) == len(found.signs)
    assert len(found.sites) <= MOST_SITES
    assert all(site.shown and len(site.shown) <= LONGEST_SHOWN + 1 for site in found.sites)
    assert shipped().has_strange_link(text) <= shipped().looks_forwarded(text)


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "a-", "a@", ".a", " . a", "a . ", "a - b . ", "http://", "http://a.", "[.]", "1", "1 ", "0912 ",
     "a1", "T1E",
     "xn--", "đọc ", "không ", "nếu không đọc mã ", "@", "((", "%25", "аa.", "\u0301"],
)  # fmt: skip
def test_a_long_run_of_anything_is_read_to_its_end(piece: str) -> None:
    assert isinstance(shipped().signs(piece * 20_000), Findings)


def test_the_event_holds_the_ids_of_the_signs_and_no_word_of_the_text() -> None:
    found = shipped().signs("Cong an: vao vneid-bi-mat.top doc ma OTP 0912345678 ngay lap tuc")
    assert ScamChecked(found.signs).data() == {"signs": ("look-alike", "code", "hurry", "odd-ending", "mobile")}
