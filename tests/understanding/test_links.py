"""A link is found however it is written, and nothing else is taken for one."""

import pytest

from bot.understanding.domains import Domains
from bot.understanding.links import Link, find_links
from tests.understanding.scams import scam

DOMAINS = Domains(scam().official, scam().links)


def hosts(text: str) -> list[str]:
    return [link.host for link in find_links(text, DOMAINS.known_host).links]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://vneid-gov.com/login", "vneid-gov.com"),
        ("HTTPS://VNEID-GOV.COM", "vneid-gov.com"),
        ("xem http://a-b.vn.", "a-b.vn"),
        ("(https://a-b.vn/x)", "a-b.vn"),
        ("“https://a-b.vn”", "a-b.vn"),
        ("link:https://a-b.vn", "a-b.vn"),
        ("http : //a-b.vn", "a-b.vn"),
        ("https:\\\\a-b.vn\\x", "a-b.vn"),
        ("hxxps://a-b[.]vn", "a-b.vn"),
        ("a-b(.)com(.)vn", "a-b.com.vn"),
        ("a-b [dot] vn", "a-b.vn"),
        ("https://a-b.vn:8443/x", "a-b.vn"),
        ("https://user:secret@a-b.vn/x", "a-b.vn"),
        ("https://vneid.gov.vn%2Fdang-nhap@a-b.vn", "a-b.vn"),
        ("vneid.gov.vn@a-b.vn/x", "a-b.vn"),
        ("https://%61-b.vn", "a-b.vn"),
        ("http://103.12.4.5:8080/x", "103.12.4.5"),
        ("103.12.4.5/x", "103.12.4.5"),
        ("103.12.4.5:8080", "103.12.4.5"),
        ("http://1729298437/x", "1729298437"),
        ("http://0x67.0x0c.4.5", "0x67.0x0c.4.5"),
        ("http://[2001:db8::1]:80/x", "[2001:db8::1]"),
        ("a-b.vn", "a-b.vn"),
        ("vào a-b.vn/x đi", "a-b.vn"),
        ("a-b.com.vn,", "a-b.com.vn"),
        ("ａ-b．ｖｎ", "a-b.vn"),
        ("a-b。vn", "a-b.vn"),
        ("a-\u200bb.vn", "a-b.vn"),
        ("vneid . gov . vn - xyz . com", "vneid.gov.vn-xyz.com"),
        ("Trang web - vneid . gov . vn", "vneid.gov.vn"),
        ("vneid. gov. vn", "vneid.gov.vn"),
        ("vneid .gov .vn", "vneid.gov.vn"),
        ("vneid.gov.vn.Cam on nhe", "vneid.gov.vn"),
        ("vneid.gov.vn.Cảm ơn nhé", "vneid.gov.vn"),
        ("bit.ly/abc", "bit.ly"),
        ("t.me/abc", "t.me"),
        ("sourl.cn/Tq4B", "sourl.cn"),
        ("www.movnb.icy", "www.movnb.icy"),
        ("dichvucong.gov.vn.la", "dichvucong.gov.vn.la"),
        ("vneid.gоv.vn", "vneid.gоv.vn"),
        ("https://xn--vned-mpa.vn/x", "xn--vned-mpa.vn"),
        ("https://localhost/x", "localhost"),
    ],
)
def test_a_link_is_found_however_it_is_written(text: str, host: str) -> None:
    assert hosts(text) == [host]


@pytest.mark.parametrize(
    "text",
    [
        "Bà con đi ra xã.Ai cũng được", "rồi.xin chào cả nhà", "thôi.Con về", "con.ga", "so.tk cua toi",
        "cám ơn bà con . Mai gặp lại",
        "xong...rồi",
        "thaynam@gmail.com", "gửi cho thay.nam@truong.edu.vn", "0912.345.678", "20.11.2026", "1.500.000đ",
        "VssID 2.1.10",
        "huongdan.pdf", "hinh.jpg", "và/hoặc", "24/7", "H21.14-251123-0001", "v.v.", "TP.HCM", "P.Pleiku",
        "https://", "http:///",
        "a.", ".a", "...", "@", "đi.cho.biet",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert hosts(text) == []


def test_several_links_are_found_in_their_order() -> None:
    assert hosts("https://a-b.vn/x rồi http://c-d.com, hay e-f.vn") == ["a-b.vn", "c-d.com", "e-f.vn"]


@pytest.mark.parametrize(
    "text", ["https://google.com/url?q=https://a-b.vn/x", "https://l.facebook.com/l.php?u=https%3A%2F%2Fa-b.vn%2Fx"]
)
def test_where_a_known_page_leads_on_to_is_seen(text: str) -> None:
    assert hosts(text)[1:] == ["a-b.vn"]


def test_what_stands_before_an_at_sign_is_not_the_page() -> None:
    (link,) = find_links("https://dichvucong.gov.vn@a-b.vn/x?y", DOMAINS.known_host).links
    assert link == Link("a-b.vn", "/x?y", "dichvucong.gov.vn")


def test_of_a_link_only_the_page_stays_among_the_words() -> None:
    found = find_links("bấm https://a-b.vn/cong-an/doc-ma-otp để nhận", DOMAINS.known_host)
    assert found.words.split() == ["bấm", "để", "nhận", "a-b.vn"]
    assert "\n" in found.words
