"""What is written about scams: a fault in it is refused, naming the field; and nothing in it vouches for anything."""

import re
from pathlib import Path

import pytest

from bot.config import ROOT
from bot.content.check.scam import check_scam
from bot.content.load import read_content
from bot.content.scam import SEEN
from tests.content.planting import Change, Planted, append, drop, put, told

SCAM = "scam.yaml"
WORDS = {"vi": ["chữ chưa ai viết"]}


def planted(by: Change, field: str, reason: str) -> Planted:
    return Planted(SCAM, by, field, reason)


def of(domain: str, by: Change) -> Change:
    """A change of one official page; its name has dots in it."""
    return lambda body: by(body["official"][domain])


SHAPE = {
    "an unknown key": planted(put("sign", {}), "sign", "is not a field that is known here"),
    "an unknown key of a sign": planted(
        put("signs.code.word", {}), "signs.code.word", "is not a field that is known here"
    ),
    "a sign that the code finds is missing": planted(drop("signs.look-alike"), "signs", "“look-alike” is missing"),
    "a sign that nothing finds": planted(drop("signs.loan.words"), "signs", "“loan” is never found: write its words"),
    "a phrase under two signs": planted(
        append("signs.loan.words.vi", "Trúng Thưởng"), "signs", "“trúng thưởng” stands twice"
    ),
    "a phrase of nothing but a gap": planted(
        append("signs.loan.words.vi", "* tiền"), "signs", "would be found everywhere"
    ),
    "a phrase too short to mean anything": planted(
        append("signs.loan.words.vi", "vay"), "signs", "would be found everywhere"
    ),
    "an address where a name should be": planted(
        put("official", {"https://dichvucong.gov.vn": {"owner": {"vi": "a", "en": "a"}}}),
        "official.https://dichvucong.gov.vn.[key]",
        "String should match pattern",
    ),
    "a name too short to be a name": planted(
        of("gdt.gov.vn", append("names", "gdt")), "official.gdt.gov.vn.names.4", "at least 5 characters"
    ),
    "an official page among the shorteners": planted(
        append("links.shorteners", "dichvucong.gov.vn"),
        "",
        "“dichvucong.gov.vn” is listed among the links, but is official",
    ),
    "a number with letters": planted(append("numbers", "1900xxxx"), "numbers.12", "String should match pattern"),
}

TOLD = {
    "no English": planted(drop("signs.code.says.en"), "signs.code.says", "the text in “en” is missing"),
    "three sentences": planted(put("signs.code.says.vi", "Một. Hai. Ba."), "signs.code.says", "3 sentences"),
    "an unknown name": planted(put("signs.code.says.en", "{Who} asks."), "signs.code.says", "knows no {Who}"),
    "a verdict": planted(
        put("signs.code.says.vi", "Trang này an toàn."), "signs.code.says", "nothing is vouched for here"
    ),
    "a verdict in English": planted(
        put("signs.code.says.en", "It is safe."), "signs.code.says", "nothing is vouched for here"
    ),
    "an odd mark": planted(put("signs.code.says.vi", "Đòi **mã**."), "signs.code.says", "the only mark-up is *bold*"),
    "an owner in one language": planted(
        of("gov.vn", drop("owner.en")), "official.gov.vn.owner", "the text in “en” is missing"
    ),
    "a contact that is not there": planted(
        of("vnpost.vn", put("contact", "buu_dien")), "official.vnpost.vn.contact", "“buu_dien” is not in contacts.yaml"
    ),
}


@pytest.mark.parametrize("fault", [*SHAPE.values(), *TOLD.values()], ids=[*SHAPE, *TOLD])
def test_a_planted_fault_is_told_with_its_field_and_its_reason(folder: Path, fault: Planted) -> None:
    assert all(found.serious for found in told(folder, fault))


def test_ours_has_no_fault() -> None:
    assert list(check_scam(read_content(ROOT / "content"))) == []


def test_a_new_sign_needs_no_more_than_its_words(folder: Path) -> None:
    says = {"vi": "Đáng ngờ.", "en": "Odd."}
    sign = {"says": says, "words": WORDS}
    content = folder / SCAM
    content.write_text(content.read_text("utf-8").replace("signs:\n", f"signs:\n  moi: {sign}\n", 1), "utf-8")
    assert next(iter(read_content(folder).scam.signs)) == "moi"


def test_only_what_the_dossier_gives_is_said_to_be_official_and_no_bank_is() -> None:
    scam = read_content(ROOT / "content").scam
    assert all(domain.endswith("gov.vn") or owner.contact for domain, owner in scam.official.items())
    assert not [domain for domain in scam.official if re.search("bank|momo|pay", domain)]


def test_the_post_is_named_only_when_somebody_has_verified_its_pages() -> None:
    content = read_content(ROOT / "content")
    assert content.scam.official["vnpost.vn"].contact == content.scam.official["buudien.vn"].contact == "trang_buu_dien"
    assert not content.contacts["trang_buu_dien"].usable


def test_the_signs_found_by_the_code_are_all_written_about() -> None:
    assert read_content(ROOT / "content").scam.signs.keys() >= SEEN
