"""The files beside the guides fit together: the menu, emergencies, short questions, contacts, added ways of asking."""

from pathlib import Path

import pytest

from bot.content.check.groups import ASKED
from bot.content.load import read_content
from tests.content.planting import GUIDE, OTHER, Planted, append, both, drop, faults, put, told
from tests.fakes import change

MENU, EMERGENCIES, INQUIRIES, CONTACTS = "menu.yaml", "emergencies.yaml", "inquiries.yaml", "contacts.yaml"

FILES = {
    "a service in no group": Planted(MENU, put("phan-anh.services", ["vneid"]), "pakn", "stands in no group"),
    "a service in two groups": Planted(
        MENU, append("phan-anh.services", "vneid"), "vneid", "stands in giay-to and phan-anh"
    ),
    "a service twice in a group": Planted(
        MENU, append("giay-to.services", "vneid"), "vneid", "stands in giay-to and giay-to"
    ),
    "a group with no such service": Planted(
        MENU, append("giay-to.services", "bhyt"), "giay-to", "“bhyt” is not in services.yaml"
    ),
    "a group without English": Planted(MENU, drop("giay-to.title.en"), "giay-to.title", "the text in “en” is missing"),
    "a group's name too long for a button": Planted(
        MENU, put("giay-to.title.vi", "x" * 41), "giay-to.title", "41 characters"
    ),
    "an empty group": Planted(MENU, put("giay-to.services", []), "giay-to.services", "at least 1 item"),
    "a service without English": Planted(
        "services.yaml", drop("vneid.title.en"), "vneid.title", "the text in “en” is missing"
    ),
    "an emergency that leads to no guide": Planted(
        EMERGENCIES, put("chay.guide", "chua-chay"), "chay.guide", "“chua-chay” is no published guide"
    ),
    "an emergency with no such contact": Planted(
        EMERGENCIES, append("chay.contacts", "benh_vien"), "chay.contacts", "“benh_vien” is not in contacts.yaml"
    ),
    "an emergency without English": Planted(
        EMERGENCIES, drop("chay.does.0.en"), "chay.does.0", "the text in “en” is missing"
    ),
    "an emergency that talks too long": Planted(
        EMERGENCIES, put("chay.opening.vi", "Một câu. Hai câu. Ba câu."), "chay.opening", "3 sentences"
    ),
    "an emergency with odd marks": Planted(
        EMERGENCIES, put("chay.does.0.vi", "Gọi 🚒 ngay."), "chay.does.0", "“🚒” looks different"
    ),
    "a question that no guide answers": Planted(
        INQUIRIES, put("why", {"signs": {}, "sentences": {}}), "why", "no guide answers that"
    ),
    "a question left out": Planted(INQUIRIES, drop("takes"), "takes", "is missing: write how people ask it"),
    "a number to be shown that is not there": Planted(
        CONTACTS, put("cong_dvc.value", None), "cong_dvc", "there is nothing to show"
    ),
    "an emergency number that is not there": Planted(
        CONTACTS, put("cong_an.value", None), "cong_an", "there is nothing to show"
    ),
    "nobody says when it was verified": Planted(
        CONTACTS, put("duong_day.verified_by", "Chị Hoa"), "duong_day", "needs both"
    ),
    "a contact without value in a text": Planted(
        GUIDE, both(put("ending.vi", "{You} gọi {benh_vien}."), put("ending.en", "Call.")),
        "ending.vi", "{benh_vien} is not a fact",
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", FILES.values(), ids=FILES.keys())
def test_a_planted_fault_is_told_with_its_file_its_field_and_its_reason(folder: Path, planted: Planted) -> None:
    assert {fault.serious for fault in told(folder, planted)} == {True}


def test_an_emergency_may_lead_to_a_guide_but_not_to_a_draft(folder: Path) -> None:
    change(folder / EMERGENCIES, put("chay.guide", "phan-anh"))
    assert [fault for fault in faults(folder) if fault.file == EMERGENCIES] == []
    draft = Planted(OTHER, put("status", "draft"), "chay.guide", "is no published guide", told_in=EMERGENCIES)
    assert told(folder, draft)


def test_a_contact_that_waits_for_its_number_is_no_fault_until_a_text_states_it(folder: Path) -> None:
    waiting = Planted(CONTACTS, put("duong_day.value", None), "ending.vi", "“duong_day”, which has no value yet", GUIDE)
    with pytest.raises(AssertionError, match=r"\[\]"):
        told(folder, waiting)
    stated = Planted(GUIDE, put("ending.vi", "{You} gọi {duong_day}."), "ending.vi", "which has no value yet")
    assert told(folder, stated)


def test_the_short_questions_are_those_that_a_guide_answers(folder: Path) -> None:
    assert set(read_content(folder).guides["kich-hoat"].answers) == ASKED


# ---- asks.csv ------------------------------------------------------------------------------------------------------


def ask(folder: Path, *lines: str) -> list[tuple[str, str, str]]:
    (folder / "asks.csv").write_text("\n".join(["guide,lang,sentence", *lines]) + "\n", "utf-8")
    return [(fault.file, fault.field, fault.reason) for fault in faults(folder)]


def test_an_added_way_of_asking_is_for_a_guide_that_is_there(folder: Path) -> None:
    ((file, field, reason),) = ask(folder, "khong-co,vi,làm sao cài")
    assert (file, field) == ("asks.csv", "khong-co")
    assert "there is no guide of this id" in reason


def test_an_added_way_of_asking_stands_nowhere_else(folder: Path) -> None:
    assert [(file, field) for file, field, _ in ask(folder, "kich-hoat,vi,kích hoạt vneid")] == [(GUIDE, "asks.vi")]
    assert ("guides", "asks") in [(file, field) for file, field, _ in ask(folder, "phan-anh,vi,kích hoạt vneid")]


def test_a_table_without_its_columns_is_told(folder: Path) -> None:
    (folder / "asks.csv").write_text("a,b\n1,2\n", "utf-8")
    ((file, _field, reason),) = [(f.file, f.field, f.reason) for f in faults(folder)]
    assert file == "asks.csv"
    assert "needs lines of guide,lang,sentence" in reason
