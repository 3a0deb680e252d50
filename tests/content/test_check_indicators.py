"""The indicators: every slip is told, and what stands in the project's own file holds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.config import ROOT
from bot.content.check.indicators import check_indicators
from bot.content.indicators import Indicators, Reading
from bot.content.load import read_content
from tests.content.planting import TODAY, Planted, append, both, drop, faults, put, told
from tests.fakes import change, content_folder, write

FILE = "indicators.yaml"
SOURCE = {"name": "Báo Gia Lai", "checked_on": "2026-11-01"}


def said(vi: str, en: str = "English") -> dict[str, str]:
    return {"vi": vi, "en": en}


SMARTPHONES = {
    "id": "dien-thoai", "programme": "qd_2023", "status": "published", "name": said("Có điện thoại"),
    "unit": said("% dân số"), "targets": [{"value": 85, "year": 2023}],
    "baseline": {"value": 61, "over": True, "as_of": "2023-04", "definition": said("Người lớn"), "source": SOURCE},
    "official_source": None, "source": SOURCE, "checked_on": "2026-11-01",
}  # fmt: skip
COUNTED = {"service": "vneid", "outcome": "activated", "counts": "people", "column": said("Người mới")}
IDENTITIES = {
    "id": "dinh-danh", "programme": "dti", "status": "published", "name": said("Có định danh"),
    "unit": said("% người lớn"), "official_source": said("Bộ Công an"), "may_not_say": said("Không nói tỷ lệ."),
    "contributes": [COUNTED],
    "source": SOURCE, "checked_on": "2026-11-01",
}  # fmt: skip
PROGRAMMES = {"qd_2023": {"title": said("Quyết định")}, "dti": {"title": said("DTI")}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = content_folder(tmp_path)
    write(folder / FILE, {"programmes": PROGRAMMES, "indicators": [SMARTPHONES, IDENTITIES]})
    return folder


def planted(by: Callable[[Any], object], field: str, reason: str, *, serious: bool = True) -> Planted:
    return Planted(FILE, by, field, reason, serious=serious)


PHONES, IDS = "indicators.dien-thoai", "indicators.dinh-danh"
BY = f"{IDS}.contributes.0"

FAULTS = {
    "an unknown key": planted(put(f"{IDS}.colour", "red"), "indicators.1.colour", "is not a field that is known"),
    "an id twice": planted(append("indicators", IDENTITIES), f"{IDS}.id", "stands 2 times"),
    "a programme nobody knows": planted(put(f"{IDS}.programme", "dit"), f"{IDS}.programme", "“dit” is not among"),
    "a programme without English": planted(
        drop("programmes.dti.title.en"), "programmes.dti.title", "the text in “en” is missing"
    ),
    "no document": planted(drop(f"{PHONES}.source"), f"{PHONES}.source", "is missing"),
    "a document nobody read": planted(
        drop(f"{PHONES}.source.checked_on"), "indicators.0.source.checked_on", "Field required"
    ),
    "read tomorrow": planted(put(f"{IDS}.checked_on", "2026-11-24"), f"{IDS}.checked_on", "is in the future"),
    "a code without its annex": planted(put(f"{IDS}.code", "3.1"), f"{IDS}.code", "without code_source"),
    "an annex without a code": planted(put(f"{IDS}.code_source", SOURCE), f"{IDS}.code_source", "there is no code"),
    # ---- figures
    "a target without its year": planted(
        drop(f"{PHONES}.targets.0.year"), "indicators.0.targets.0.year", "Field required"
    ),
    "a target of nothing": planted(drop(f"{PHONES}.targets.0.value"), "indicators.0.targets.0", "write a value or"),
    "a target twice in a year": planted(
        append(f"{PHONES}.targets", {"value": 90, "year": 2023}), f"{PHONES}.targets", "2 targets for 2023"
    ),
    "more than all": planted(put(f"{PHONES}.targets.0.value", 850), f"{PHONES}.targets.0", "more than the whole"),
    "less than none": planted(put(f"{PHONES}.targets.0.value", -1), "indicators.0.targets.0.value", "greater than"),
    "a baseline without its date": planted(
        drop(f"{PHONES}.baseline.as_of"), "indicators.0.baseline.as_of", "Field required"
    ),
    "a baseline of no month": planted(
        put(f"{PHONES}.baseline.as_of", "2023-13"), "indicators.0.baseline.as_of", "should match pattern"
    ),
    "a baseline without its definition": planted(
        drop(f"{PHONES}.baseline.definition"), "indicators.0.baseline.definition", "Field required"
    ),
    "a baseline without its source": planted(
        drop(f"{PHONES}.baseline.source"), "indicators.0.baseline.source", "Field required"
    ),
    "a baseline to come": planted(
        put(f"{PHONES}.baseline.as_of", "2027"), f"{PHONES}.readings.2027", "is in the future"
    ),
    "a number and words for it": planted(
        put(f"{PHONES}.baseline.says", said("nhiều")), "indicators.0.baseline", "not both"
    ),
    "later than nothing": planted(
        both(put(f"{PHONES}.later", [SMARTPHONES["baseline"]]), drop(f"{PHONES}.baseline")),
        f"{PHONES}.later", "there is no baseline",
    ),
    # ---- contributions
    "no such service": planted(put(f"{BY}.service", "vnied"), f"{IDS}.contributes.vnied", "is not a code of"),
    "no such outcome": planted(put(f"{BY}.outcome", "done"), f"{IDS}.contributes.vneid", "“done” is no outcome"),
    "counted twice": planted(
        append(f"{IDS}.contributes", COUNTED),
        f"{IDS}.contributes.vneid.activated", "counts people 2 times",
    ),
    "two ways of counting in one column": planted(
        append(f"{IDS}.contributes", {**COUNTED, "counts": "files"}), f"{IDS}.contributes", "counted differently"
    ),
    "people of two services in one column": planted(
        append(f"{IDS}.contributes", {**COUNTED, "service": "pakn", "outcome": "sent"}),
        f"{IDS}.contributes", "counted differently",
    ),
    "nothing that may not be said": planted(drop(f"{IDS}.may_not_say"), f"{IDS}.may_not_say", "is missing"),
    "people who only were told": planted(put(f"{BY}.evidence", "any"), f"{IDS}.contributes.vneid", "only when seen"),
    "evidence of hearsay": planted(put(f"{BY}.evidence", "E1"), "indicators.1.contributes.0.evidence", "'E2' or 'any'"),
    "people who had it before": planted(
        put(f"{BY}.had_before", "any"), f"{IDS}.contributes.vneid", "did not have it before"
    ),
    "files that nobody saw": planted(
        both(put(f"{BY}.counts", "files"), put(f"{BY}.evidence", "any")), f"{IDS}.contributes.vneid", "only when seen"
    ),
    "members of a service": planted(put(f"{BY}.counts", "members"), f"{IDS}.contributes.vneid", "by themselves"),
    "a count of nothing": planted(put(f"{BY}.counts", "likes"), "indicators.1.contributes.0.counts", "'people'"),
    # ---- words
    "a name without English": planted(drop(f"{IDS}.name.en"), f"{IDS}.name", "the text in “en” is missing"),
    "a column without English": planted(
        drop(f"{BY}.column.en"), f"{IDS}.contributes.vneid.column", "the text in “en” is missing"
    ),
    "a limit without English": planted(drop(f"{IDS}.may_not_say.en"), f"{IDS}.may_not_say", "“en” is missing"),
    "a definition without English": planted(
        drop(f"{PHONES}.baseline.definition.en"), f"{PHONES}.readings.2023-04.definition", "“en” is missing"
    ),
    "odd marks": planted(put(f"{IDS}.name.vi", "Có **định danh**"), f"{IDS}.name", "“**”"),
}  # fmt: skip

WARNINGS = {
    "not looked at for half a year": planted(
        put(f"{IDS}.checked_on", "2026-05-01"), f"{IDS}.checked_on", "check it against its sources", serious=False
    ),
    "an empty programme": planted(
        put("programmes.kh", {"title": said("Kế hoạch")}), "programmes.kh", "no indicator", serious=False
    ),
}


def test_the_small_file_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize("name", FAULTS | WARNINGS)
def test_a_planted_fault_is_told_with_its_place(folder: Path, name: str) -> None:
    wanted = (FAULTS | WARNINGS)[name]
    assert {fault.serious for fault in told(folder, wanted)} == {wanted.serious}


def test_visits_count_whatever_was_seen_and_whoever_had_it(folder: Path) -> None:
    change(
        folder / FILE,
        both(put(f"{BY}.counts", "visits"), put(f"{BY}.evidence", "any"), put(f"{BY}.had_before", "any")),
    )
    assert faults(folder) == []


def test_members_are_counted_without_a_service(folder: Path) -> None:
    change(folder / FILE, both(put(f"{BY}.counts", "members"), drop(f"{BY}.service"), drop(f"{BY}.outcome")))
    assert faults(folder) == []


def test_a_draft_needs_no_document_and_is_not_shown(folder: Path) -> None:
    change(folder / FILE, both(put(f"{IDS}.status", "draft"), drop(f"{IDS}.source")))
    assert faults(folder) == []
    assert [one.id for one in read_content(folder).indicators.published] == ["dien-thoai"]


def test_a_date_without_quotes_is_one_too(folder: Path) -> None:
    text = (
        (folder / FILE).read_text("utf-8").replace("as_of: 2023-04", "as_of: 2023-04-18").replace("'2023-04'", "2023")
    )
    (folder / FILE).write_text(text, "utf-8")
    assert faults(folder) == []


def test_without_the_file_there_is_no_indicator(tmp_path: Path) -> None:
    assert read_content(content_folder(tmp_path)).indicators == Indicators()


# ---- the project's own -----------------------------------------------------------------------------------------------

CONTENT = read_content(ROOT / "content")
OURS = CONTENT.indicators


def baseline(id_: str) -> Reading:
    found = OURS.find(id_)
    assert found
    assert found.baseline
    return found.baseline


def test_ours_have_no_fault() -> None:
    assert list(check_indicators(CONTENT, TODAY)) == []


def test_no_code_of_the_dti_is_stated_before_somebody_read_the_annex() -> None:
    assert {one.code for one in OURS.indicators if not one.code_source} == {None}


def test_what_waits_to_be_checked_is_not_shown() -> None:
    waiting = {one.id for one in OURS.indicators} - {one.id for one in OURS.published}
    assert "dti405-phan-anh" in waiting
    assert all(one.to_verify for one in OURS.indicators if one.id in waiting)
    years = {target.year for one in OURS.published if one.programme == "qd411" for target in one.shown_targets}
    assert years == {2025}


def test_a_baseline_that_counts_something_else_than_its_target_says_so() -> None:
    phones, fibre = baseline("qd162-dien-thoai"), baseline("qd162-cap-quang")
    assert (phones.value, phones.over, phones.as_of) == (61, True, "2023-04")
    assert phones.warning
    assert "mẫu số" in phones.warning.by_lang["vi"]
    assert fibre.value == 50
    assert fibre.warning
    assert "“phủ” khác với “sử dụng”" in fibre.warning.by_lang["vi"]


def test_what_no_log_can_count_has_no_contribution() -> None:
    unmeasured = ("dien-thoai", "cap-quang", "phu-song", "4g-5g", "internet", "hang-dti")
    assert not [one.id for one in OURS.indicators if one.contributes and one.id.endswith(unmeasured)]


def test_only_what_was_seen_and_is_new_counts_as_people() -> None:
    counted = [by for one in OURS.indicators for by in one.contributes if by.counts in {"people", "households"}]
    assert {(by.evidence, by.had_before) for by in counted} == {("E2", "no")}


def test_every_indicator_says_what_may_not_be_made_of_it() -> None:
    assert all(one.may_not_say for one in OURS.indicators)


def test_the_confirmed_skills_of_the_plan_of_2026_are_the_first() -> None:
    first = OURS.published[0]
    assert (first.id, first.shown_targets[0].value, first.shown_targets[0].year) == ("kh19-ky-nang-so", 90, 2026)
    assert [(by.service, by.outcome, by.bears) for by in first.contributes] == [
        ("bdhvs", "confirmed_on_vneid", "directly"),
        ("bdhvs", "class_attended", "input"),
    ]
