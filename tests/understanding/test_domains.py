"""Whose page it is, by the public suffix list; and which names only look like an official one."""

import pytest

from bot.understanding.domains import Domains, readable
from tests.understanding.scams import scam

DOMAINS = Domains(scam().official, scam().links)


@pytest.mark.parametrize(
    ("host", "official"),
    [
        ("dichvucong.gov.vn", "dichvucong.gov.vn"),
        ("pakn.dichvucong.gov.vn", "dichvucong.gov.vn"),
        ("moh.gov.vn", "gov.vn"),
        ("gov.vn", "gov.vn"),
        ("xa-ia-ko.gialai.gov.vn", "gialai.gov.vn"),
        ("nongsan.buudien.vn", "buudien.vn"),
        ("dichvucong.gov.vn.xyz.com", ""),
        ("dichvucong-gov.vn", ""),
        ("xdichvucong.gov.vn.com", ""),
        ("notgov.vn", ""),
        ("dichvucong.gоv.vn", ""),  # a Cyrillic o
        ("gialai.vn", ""),
    ],
)
def test_a_name_is_official_by_what_it_ends_in(host: str, official: str) -> None:
    assert DOMAINS.official(host) == official


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("www.dichvucong.gov.vn", "dichvucong.gov.vn"),  # gov.vn is a public suffix
        ("dichvucong.gov.vn.xyz.com", "xyz.com"),
        ("a.b.com.vn", "b.com.vn"),
        ("a.b.gialai.vn", "b.gialai.vn"),  # and so is gialai.vn, where anybody may register
        ("x.vneid.pages.dev", "vneid.pages.dev"),
        ("vn", "vn"),
        ("localhost", "localhost"),
    ],
)
def test_a_page_is_named_by_what_was_registered(host: str, owned: str) -> None:
    assert DOMAINS.owned(host) == owned


@pytest.mark.parametrize(
    ("host", "imitated"),
    [
        ("dichvucong-gov.vn.top", "dichvucong.gov.vn"),
        ("dichvucong.gov.vn.xyz.com", "dichvucong.gov.vn"),
        ("dichvucongquocgia.com", "dichvucong.gov.vn"),
        ("dich-vu-cong.vn", "dichvucong.gov.vn"),
        ("dichvucomg.com", "dichvucong.gov.vn"),
        ("d1chvuc0ng.com", "dichvucong.gov.vn"),
        ("dịchvụcông.vn", "dichvucong.gov.vn"),
        ("vneid-gov.com", "vneid.gov.vn"),
        ("vne1d.vn", "vneid.gov.vn"),
        ("vneld.vn", "vneid.gov.vn"),
        ("vneidd.app", "vneid.gov.vn"),
        ("vnеid.vn", "vneid.gov.vn"),  # a Cyrillic e
        ("νneid.com", "vneid.gov.vn"),  # a Greek nu
        ("xn--vned-mpa.vn", "vneid.gov.vn"),
        ("vneid.pages.dev", "vneid.gov.vn"),
        ("vssid-baohiem.com", "baohiemxahoi.gov.vn"),
        ("etax-mobile.vip", "gdt.gov.vn"),
        ("thuedientu-hoantra.com", "gdt.gov.vn"),
        ("vnposts.top", "vnpost.vn"),
        ("bocongan-vn.com", "gov.vn"),
        ("nop-phat-gov-vn.com", "gov.vn"),
        ("govvn.com", "gov.vn"),
        ("abc.g0v.vn", "gov.vn"),
        ("phat.gov.xyz", "gov.vn"),
        ("раypal.com", ""),  # two alphabets in one word, but no name of ours
    ],
)
def test_a_name_that_looks_like_an_official_one_is_an_imitation(host: str, imitated: str) -> None:
    assert DOMAINS.imitated(host) == imitated


@pytest.mark.parametrize(
    "host",
    [
        "facebook.com", "vnexpress.net", "baogialai.com.vn", "thuvienphapluat.vn", "caphe-gialai.vn", "ketoanthue.vn",
        "cand.com.vn", "congthuong.vn", "usa.gov", "service.gov.uk", "governor.com", "vietnam.vn", "việtnam.vn",
        "вода.рф", "localhost", "",
        "thinhphu.vn", "dichvu.vn",
    ],
)  # fmt: skip
def test_other_names_are_left_in_peace(host: str) -> None:
    assert DOMAINS.imitated(host) is None


@pytest.mark.parametrize(("host", "hosted"), [("a.pages.dev", True), ("a.blogspot.com", True), ("a.web.app", True),
                                              ("a.com", False), ("a.gov.vn", False), ("pages.dev", False)])  # fmt: skip
def test_pages_that_anybody_can_make_for_free_are_known(host: str, *, hosted: bool) -> None:
    assert DOMAINS.is_hosted(host) is hosted


@pytest.mark.parametrize(
    ("host", "shown"),
    [("xn--vne-cla7v.vn", "vnđeà.vn"), ("xn--.vn", ".vn"), ("xn--ở.vn", "xn--ở.vn"), ("xn--99999999.vn",
     "xn--99999999.vn"),
     ("a.vn", "a.vn"), (f"xn--{'a' * 80}.vn", f"xn--{'a' * 80}.vn")],
)  # fmt: skip
def test_coded_letters_are_shown_as_a_browser_shows_them(host: str, shown: str) -> None:
    assert readable(host) == shown
