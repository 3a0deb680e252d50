"""What people are asked to agree to: every change of words is a new version, and a fault in them is refused."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.config import ROOT
from bot.content.check import LONGEST_ACTION, LONGEST_NOTICE, Fault, check_consents
from bot.content.consents import Consents
from bot.content.load import read_content
from bot.core.errors import ContentFaults
from bot.storage.periods import EVENT_LINK_DAYS, OPEN_QUESTION_DAYS, PERSON_DAYS, REQUEST_WORDS_DAYS
from bot.storage.retention import RULES
from bot.storage.tables import consents as table
from tests.content.planting import Change, drop, put
from tests.fakes import change


def read(folder: Path, *changes: Change) -> Consents:
    for by in changes:
        change(folder / "consents.yaml", by)
    return read_content(folder).consents


def faults(folder: Path, by: Change) -> list[Fault]:
    return list(check_consents(read(folder, by)))


# ---- versions ----


def test_a_change_of_the_words_is_a_new_version(folder: Path) -> None:
    before = read(folder).questions
    changed = read(folder, put("questions.text.vi", "{You} cho giữ câu hỏi nhé?")).questions
    assert changed.version == before.version
    assert changed.stamp != before.stamp


def test_what_people_did_not_read_changes_no_version(folder: Path) -> None:
    before = read(folder).questions.stamp
    assert (
        read(folder, put("questions.title.vi", "Câu hỏi"), put("controller", "UBND xã Ia Ly")).questions.stamp == before
    )


def test_a_version_fits_into_its_column_and_into_a_button(folder: Path) -> None:
    for id_, purpose in read(folder).purposes.items():
        assert len(purpose.stamp) <= room("version")
        assert len(id_) <= room("purpose")
        assert len(f"consent.yes:{id_}.{purpose.stamp}".encode()) <= LONGEST_ACTION
        assert "." not in purpose.stamp


def room(column: str) -> int:
    type_ = table.c[column].type
    assert isinstance(type_, sa.String)
    return type_.length or 0


# ---- faults ----


def test_ours_has_no_fault_but_that_nobody_is_named_yet() -> None:
    ours = list(check_consents(read_content(ROOT / "content").consents))
    assert [fault for fault in ours if fault.serious] == []


def test_while_nobody_answers_for_the_data_the_editor_is_warned(folder: Path) -> None:
    (fault,) = faults(folder, put("controller", None))
    assert (fault.field, fault.serious) == ("controller", False)
    assert "as agreed in writing" in fault.reason
    assert faults(folder, put("controller", "UBND xã Chư Sê")) == []


@pytest.mark.parametrize(
    ("by", "field", "reason"),
    [
        (drop("questions.text.en"), "questions.text", "the text in “en” is missing"),
        (put("interests.text.vi", "Một. Hai. Ba."), "interests.text", "3 sentences"),
        (put("interests.title.vi", "a" * 41), "interests.title", "a button takes at most 40"),
        (
            put("announcements.text.vi", "{You} nhận tin từ {controller}."),
            "announcements.text",
            "knows no {controller}",
        ),
        (put("notice.vi", "chữ " * (LONGEST_NOTICE + 1)), "notice", "a notice takes at most 120"),
    ],
    ids=["language", "sentences", "title", "name", "notice"],
)
def test_what_cannot_be_understood_is_refused(folder: Path, by: Change, field: str, reason: str) -> None:
    (fault,) = faults(folder, by)
    assert (fault.file, fault.field, fault.serious) == ("consents.yaml", field, True)
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("by", "field"),
    [
        (drop("questions"), "questions"),
        (drop("controller"), "controller"),
        (put("questions.version", "hôm nay"), "questions.version"),
        (put("questions.given", True), "questions.given"),
    ],
    ids=["purpose", "controller", "version", "given beforehand"],
)
def test_what_has_the_wrong_shape_is_not_read(folder: Path, by: Change, field: str) -> None:
    with pytest.raises(ContentFaults) as caught:
        read(folder, by)
    assert [fault.field for fault in caught.value.faults] == [field]


# ---- what is promised is what is done ----


def test_the_periods_in_the_words_are_those_of_the_retention() -> None:
    ours = read_content(ROOT / "content").consents
    assert f"{OPEN_QUESTION_DAYS} ngày" in ours.questions.text.by_lang["vi"]
    assert f"{EVENT_LINK_DAYS // 30} tháng" in ours.interests.text.by_lang["vi"]
    assert (PERSON_DAYS, EVENT_LINK_DAYS) == (2 * 365, 365)
    assert "hai năm" in ours.notice.by_lang["vi"]
    assert "một năm" in ours.notice.by_lang["vi"]
    assert f"{REQUEST_WORDS_DAYS} ngày" in ours.notice.by_lang["vi"]


def test_the_privacy_page_states_the_periods_and_quotes_the_notice() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    stated = {(name, int(days)) for name, days in re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)}
    assert stated == {(rule.name, rule.days) for rule in RULES}
    for line in read_content(ROOT / "content").consents.notice.by_lang["vi"].splitlines():
        assert f"> {line}" in page
