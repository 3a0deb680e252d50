"""Every fault an editor can make is refused, naming the file, the field and the reason. One fault is planted a time."""

from pathlib import Path

import pytest

from bot.content.check import Fault
from tests.content.planting import (
    GUIDE,
    OTHER,
    Planted,
    append,
    both,
    drop,
    faults,
    put,
    step,
    told,
    trouble,
)
from tests.fakes import change

LONG = {"vi": " ".join(["từ"] * 29) + ".", "en": "Short."}
THREE = {"vi": "Một câu. Hai câu. Ba câu.", "en": "One."}
MANY_LETTERS = {"vi": "nghiêng " * 26 + "nghiêng nghiêngnghiêngnghiêngnghiêngnghiêng", "en": "Short."}

SHAPE = {
    "an unknown key": Planted(GUIDE, put("titel", {"vi": "x"}), "titel", "is not a field that is known here"),
    "an unknown key inside": Planted(
        GUIDE, put("steps.may.colour", "red"), "steps.0.colour", "is not a field that is known here"
    ),
    "a key left out": Planted(GUIDE, drop("fee"), "fee", "Field required"),
    "no Vietnamese": Planted(GUIDE, put("fee", {"en": "Free."}), "fee", "the Vietnamese text (vi) is missing"),
    "a bare text": Planted(GUIDE, put("fee", "Miễn phí"), "fee", "write it as a language and its text"),
    "a number for a text": Planted(
        GUIDE, put("facts.code_length.vi", 6), "facts.code_length", "write it as a language"
    ),
    "an empty text": Planted(GUIDE, put("title.vi", "  "), "title", "write it as a language and its text"),
    "no steps": Planted(GUIDE, put("steps", []), "steps", "at least 1 item"),
    "a status nobody knows": Planted(GUIDE, put("status", "ready"), "status", "'draft', 'published' or 'withdrawn'"),
    "a date that is none": Planted(GUIDE, put("checked_on", "20/11/2026"), "checked_on", "valid date"),
    "a step's id with a dot": Planted(GUIDE, put("steps.may.id", "a.b"), "steps.0.id", "should match pattern"),
    "an id with marks": Planted(GUIDE, put("steps.may.id", "máy"), "steps.0.id", "should match pattern"),
    "an id that is too long": Planted(GUIDE, put("steps.may.id", "a" * 25), "steps.0.id", "at most 24 characters"),
    "the name of another file": Planted(GUIDE, put("id", "kich-hoat-2"), "id", "the file is named kich-hoat.yaml"),
    "a way out that is none": Planted(
        GUIDE, put("steps.nhap-ma.troubles.0.then", "menu"), "steps.3.troubles.0.then", "should match pattern"
    ),
    "an unknown key of a contact": Planted(
        "contacts.yaml", put("cong_an.phone", "113"), "cong_an.phone", "is not a field that is known here"
    ),
    "an unknown key of a service": Planted(
        "services.yaml", put("vneid.name", "VNeID"), "vneid.name", "is not a field that is known here"
    ),
    "a command nobody knows": Planted("commands.yaml", put("jump", {"vi": ["nhảy"]}), "jump", "is not a field"),
    "a command left out": Planted("commands.yaml", drop("human"), "human", "Field required"),
}

WAYS = {
    "two steps of one id": Planted(GUIDE, append("steps", step("may")), "steps", "“may” stands twice"),
    "two troubles of one id": Planted(
        GUIDE, append("steps.nhap-ma.troubles", trouble("het-han")), "steps.nhap-ma", "“het-han” stands twice"
    ),
    "ids too long for a button": Planted(
        GUIDE,
        both(
            put("steps.nhap-ma.id", "nhap-ma-xac-thuc-otp-moi"),
            put("steps.ch-play.go", "nhap-ma-xac-thuc-otp-moi"),
            append("steps.nhap-ma-xac-thuc-otp-moi.troubles", trouble("doi-may-ma-khong-nhan")),
        ),
        "steps.nhap-ma-xac-thuc-otp-moi.doi-may-ma-khong-nhan",
        "together are too long",
    ),
    "a step that is not there": Planted(
        GUIDE, put("steps.ch-play.go", "nhap-otp"), "steps.ch-play.go", "“nhap-otp” leads nowhere"
    ),
    "an option to nowhere": Planted(
        GUIDE, put("steps.may.options.android.go", "dau-do"), "steps.may.options.android", "“dau-do” leads nowhere"
    ),
    "a trouble to nowhere": Planted(
        GUIDE,
        put("steps.nhap-ma.troubles.het-han.then", "step:dau-do"),
        "steps.nhap-ma.troubles.het-han.then",
        "“dau-do” leads nowhere",
    ),
    "a link to no guide": Planted(
        GUIDE,
        put("steps.nhap-ma.troubles.goi-la.then", "guide:lua-dao"),
        "steps.nhap-ma.troubles.goi-la.then",
        "no such published guide",
    ),
    "a link to a draft": Planted(
        OTHER, put("status", "draft"), "steps.nhap-ma.troubles.goi-la.then", "no such published guide", told_in=GUIDE
    ),
    "a step that nothing leads to": Planted(
        GUIDE,
        both(put("steps.nhap-ma.go", "end"), append("steps", step("bo-quen"))),
        "steps.bo-quen",
        "no way leads here from the first step",
    ),
    "an island with a ring in it": Planted(
        GUIDE,
        both(
            put("steps.nhap-ma.go", "end"),
            append("steps", step("dao-1", go="dao-2")),
            append("steps", step("dao-2", go="dao-1")),
        ),
        "steps.dao-1",
        "no way leads here from the first step",
    ),
    "a ring without end": Planted(GUIDE, put("steps.nhap-ma.go", "may"), "steps.may", "from here the guide never ends"),
    "a step that leads to itself": Planted(
        GUIDE, put("steps.nhap-ma.go", "nhap-ma"), "steps.nhap-ma", "from here the guide never ends"
    ),
    "a step that goes to a person as if it were the end": Planted(
        GUIDE, put("steps.nhap-ma.go", "person"), "steps.nhap-ma.go", "“person”"
    ),
}

WORDS = {
    "a fact that is not used": Planted(GUIDE, put("facts.cost", {"vi": "0 đồng"}), "facts.cost", "never used"),
    "a fact that is not stated": Planted(
        GUIDE, put("fee.vi", "Mất {cost}."), "fee.vi", "{cost} is not a fact of this guide"
    ),
    "a fact without English": Planted(
        GUIDE, drop("facts.code_length.en"), "facts.code_length", "the text in “en” is missing"
    ),
    "a fact that names another": Planted(
        GUIDE, both(put("facts.code_length.vi", "{length} số"), put("facts.length", {"vi": "6", "en": "6"})),
        "facts.code_length.vi", "{length}",
    ),
    "no English": Planted(GUIDE, drop("steps.ch-play.do.en"), "steps.ch-play.do", "the text in “en” is missing"),
    "no English on a button": Planted(
        GUIDE, drop("steps.nhap-ma.troubles.het-han.sign.en"),
        "steps.nhap-ma.troubles.het-han.sign", "the text in “en” is missing",
    ),
    "nobody asks for it": Planted(GUIDE, drop("asks.vi"), "asks.vi", "nobody can find this guide"),
    "three sentences": Planted(GUIDE, put("steps.ch-play.do", THREE), "steps.ch-play.do.vi", "3 sentences"),
    "a long sentence": Planted(GUIDE, put("warning", LONG), "warning.vi", "a sentence of 29 words: at most 28"),
    "too many letters": Planted(GUIDE, put("ending", MANY_LETTERS), "ending.vi", "characters: at most 240"),
    "a long label": Planted(
        GUIDE, put("steps.nhap-ma.troubles.het-han.sign.vi", "x" * 41),
        "steps.nhap-ma.troubles.het-han.sign.vi", "41 characters: a button takes at most 40",
    ),
    "a long option": Planted(
        GUIDE, put("steps.may.options.android.label.en", "x" * 41),
        "steps.may.options.android.label.en", "41 characters",
    ),
    "a long title": Planted(GUIDE, put("title.vi", "x" * 41), "title.vi", "41 characters"),
}  # fmt: skip

TRUTH = {
    "no source": Planted(GUIDE, put("sources", []), "sources", "a published guide needs at least one source"),
    "checked tomorrow": Planted(GUIDE, put("checked_on", "2026-11-24"), "checked_on", "is in the future"),
    "no such service": Planted(GUIDE, put("service", "bhyt"), "service", "“bhyt” is not in services.yaml"),
    "no such outcome": Planted(GUIDE, append("outcomes", "sent"), "outcomes", "“sent” is not an outcome of “vneid”"),
    "no such contact": Planted(
        GUIDE, append("steps.nhap-ma.contacts", "benh_vien"),
        "steps.nhap-ma.contacts", "“benh_vien” is not in contacts.yaml",
    ),
    "a condition on no such contact": Planted(
        GUIDE, put("intro.1.when.contact", "benh_vien"), "intro", "“benh_vien” is not in contacts.yaml"
    ),
    "an unverified number": Planted(
        GUIDE, put("ending.vi", "{You} gọi 0269 3824 999."), "ending.vi", "states the contact “duong_day”"
    ),
    "an unverified contact by its name": Planted(
        GUIDE, put("ending.vi", "{You} gọi {duong_day}."), "ending.vi", "which nobody has verified"
    ),
    "a stopped number": Planted(
        GUIDE, put("fee.en", "Call 0269 1022."), "fee.en", "states the contact “tong_dai”"
    ),
    "an unverified number where another contact is open": Planted(
        GUIDE, put("intro.1.text.vi", "{You} gọi 0269 3824 999."), "intro.1.text.vi", "states the contact “duong_day”"
    ),
}  # fmt: skip

OVERMATCH = {
    "the words of another guide": Planted(
        OTHER, append("asks.vi", "kích hoạt vneid"), "asks.vi", "is taken for kich-hoat"
    ),
    "the same words in two guides": Planted(
        OTHER, append("asks.vi", "kích hoạt vneid"), "asks", "“kich hoat vneid” stands in", told_in="guides"
    ),
    "a word that always works": Planted(OTHER, append("asks.vi", "gặp người"), "asks.vi", "is understood as “human”"),
    "a greeting": Planted(OTHER, append("asks.vi", "xin chào"), "asks.vi", "is understood as “greeting”"),
    "nearly the words of another guide": Planted(
        OTHER, append("asks.vi", "cài vneid vào máy ảnh"), "asks.vi", "could as well mean kich-hoat"
    ),
    "in English too": Planted(OTHER, append("asks.en", "activate vneid"), "asks.en", "is taken for kich-hoat"),
}

ALL = {**SHAPE, **WAYS, **WORDS, **TRUTH, **OVERMATCH}


def test_the_small_valid_content_has_no_fault(folder: Path) -> None:
    assert [str(fault) for fault in faults(folder)] == []


@pytest.mark.parametrize("planted", ALL.values(), ids=ALL.keys())
def test_a_planted_fault_is_told_with_its_file_its_field_and_its_reason(folder: Path, planted: Planted) -> None:
    assert {fault.serious for fault in told(folder, planted)} == {True}


def test_a_guide_that_was_last_looked_at_half_a_year_ago_is_a_warning_and_no_fault(folder: Path) -> None:
    change(folder / GUIDE, put("checked_on", "2026-05-24"))
    (found,) = faults(folder)
    assert (found.file, found.field, found.serious) == (GUIDE, "checked_on", False)
    assert "check it against its sources again" in found.reason
    assert str(found).startswith(f"warning: {GUIDE}: checked_on: ")


def test_the_day_before_that_it_is_none(folder: Path) -> None:
    change(folder / GUIDE, put("checked_on", "2026-05-25"))
    assert faults(folder) == []


def test_a_fault_reads_as_one_line_with_file_field_and_reason() -> None:
    assert str(Fault("guides/a.yaml", "fee.vi", "too long")) == "guides/a.yaml: fee.vi: too long"


def test_all_faults_are_told_at_once(folder: Path) -> None:
    change(folder / GUIDE, both(put("sources", []), put("service", "bhyt"), put("title.vi", "x" * 41)))
    change(folder / OTHER, put("sources", []))
    assert {(f.file, f.field) for f in faults(folder)} >= {
        (GUIDE, "sources"), (GUIDE, "service"), (GUIDE, "title.vi"), (OTHER, "sources"),
    }  # fmt: skip


def test_a_draft_needs_no_source_yet_but_no_dead_ends_either(folder: Path) -> None:
    draft = both(put("status", "draft"), put("sources", []), put("steps.ch-play.go", "dau-do"))
    change(folder / GUIDE, draft)
    assert {fault.field for fault in faults(folder)} == {"steps.ch-play.go"}


def test_a_withdrawn_guide_is_left_in_peace(folder: Path) -> None:
    change(
        folder / GUIDE,
        both(put("status", "withdrawn"), put("steps.ch-play.go", "dau-do"), put("checked_on", "2020-01-01")),
    )
    assert faults(folder) == []


def test_a_stopped_contact_may_be_named_where_it_is_shown_only_while_it_is_open(folder: Path) -> None:
    notice = {"text": {"vi": "{You} gọi {tong_dai}.", "en": "Call {tong_dai}."}}
    change(folder / GUIDE, append("intro", {**notice, "when": {"contact": "tong_dai", "open": True}}))
    assert faults(folder) == []
    change(folder / GUIDE, put("intro.3.when.open", False))
    assert {fault.field for fault in faults(folder)} == {"intro.3.text.vi", "intro.3.text.en"}


@pytest.mark.parametrize("go", ["end", "person", "guide:phan-anh", "nhap-ma"])
def test_each_way_an_option_may_lead_is_accepted(folder: Path, go: str) -> None:
    change(folder / GUIDE, put("steps.may.options.iphone.go", go))
    assert [fault for fault in faults(folder) if "leads nowhere" in fault.reason] == []


def test_a_ring_that_can_be_left_is_no_fault(folder: Path) -> None:
    leave = [
        {"id": "xong", "label": {"vi": "Xong", "en": "Done"}, "go": "end"},
        {"id": "lai", "label": {"vi": "Làm lại", "en": "Again"}, "go": "may"},
    ]
    change(folder / GUIDE, append("steps", step("hoi", options=leave)))
    assert faults(folder) == []
