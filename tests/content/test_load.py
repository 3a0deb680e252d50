"""Reading the content folder: what becomes of it, and what is said of a file that cannot be read."""

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.load import Content, fill, read_content
from bot.content.model import Condition
from bot.core.errors import ContentError, ContentFaults
from bot.core.phrases import Words
from tests.fakes import REPORT, change, write

GUIDE = "guides/kich-hoat.yaml"


def only_fault(folder: Path) -> ContentError:
    with pytest.raises(ContentFaults) as caught:
        read_content(folder)
    (fault,) = caught.value.faults
    return fault


# ---- what becomes of it --------------------------------------------------------------------------------------------


def test_the_content_is_read_as_it_was_written(folder: Path) -> None:
    content = read_content(folder)
    assert list(content.services) == ["vneid", "pakn"]
    assert set(content.guides) == {"kich-hoat", "phan-anh"}
    assert content.guides["kich-hoat"].first.id == "may"
    assert len(content.places.units) == 135
    assert len(content.lexicon) > 700


def test_letters_that_were_put_together_from_pieces_are_read_as_whole_ones(folder: Path) -> None:
    apart = unicodedata.normalize("NFD", "Kích hoạt định danh")
    change(folder / GUIDE, lambda guide: guide["title"].update(vi=apart))
    assert apart not in (title := read_content(folder).guides["kich-hoat"].title.by_lang["vi"])
    assert title == unicodedata.normalize("NFC", apart)


def test_a_fact_is_filled_in_the_language_of_the_text_around_it(folder: Path) -> None:
    do = read_content(folder).guides["kich-hoat"].steps[3].do
    assert do == Words({"vi": "{You} gõ mã 6 chữ số vào VNeID.", "en": "Type the 6 digits into VNeID."})


def test_the_value_of_a_contact_is_filled_by_its_name(folder: Path) -> None:
    notice = read_content(folder).guides["kich-hoat"].intro[1]
    assert notice.text.by_lang["en"] == "More is at https://dichvucong.gov.vn."


def test_the_address_of_the_person_stays_to_be_filled_when_it_is_said(folder: Path) -> None:
    assert read_content(folder).guides["kich-hoat"].intro[0].text.by_lang["vi"] == "{You} cần thẻ căn cước."


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{cost}", "0 đồng"),
        ({"vi": "{cost}", "en": "{cost}", "jra": "{cost}"}, {"vi": "0 đồng", "en": "0 VND", "jra": "0 đồng"}),
        ([{"en": ["{cost} {cost}"]}], [{"en": ["0 VND 0 VND"]}]),
        ("{unknown} {You}", "{unknown} {You}"),
        (7, 7),
        (None, None),
    ],
)
def test_facts_are_filled_wherever_they_stand(text: object, filled: object) -> None:
    assert fill(text, {"cost": {"vi": "0 đồng", "en": "0 VND"}}) == filled


def test_the_file_as_it_stands_is_kept_for_the_check(folder: Path) -> None:
    assert read_content(folder).raw["kich-hoat"]["steps"][3]["do"]["en"] == "Type the {code_length} into VNeID."


# ---- what a resident may see ---------------------------------------------------------------------------------------


def test_guides_are_shown_in_the_order_of_the_services(folder: Path) -> None:
    assert [guide.id for guide in read_content(folder).published] == ["kich-hoat", "phan-anh"]
    services = folder / "services.yaml"
    change(services, lambda body: body.update(vneid=body.pop("vneid")))  # to the end
    assert [guide.id for guide in read_content(folder).published] == ["phan-anh", "kich-hoat"]


def test_a_guide_of_no_known_service_comes_last(folder: Path) -> None:
    write(folder / "guides" / "a-first.yaml", {**REPORT, "id": "a-first", "service": "elsewhere"})
    assert [guide.id for guide in read_content(folder).published] == ["kich-hoat", "phan-anh", "a-first"]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_published_guides_are_shown_or_opened(folder: Path, status: str) -> None:
    change(folder / GUIDE, lambda guide: guide.update(status=status))
    content = read_content(folder)
    assert [guide.id for guide in content.published] == ["phan-anh"]
    assert content.guide("kich-hoat") is None
    assert content.guide("phan-anh") is content.guides["phan-anh"]
    assert content.guide("never-written") is None


@pytest.mark.parametrize(
    ("contact", "open_", "holds"),
    [
        ("cong_dvc", True, True),
        ("cong_dvc", False, False),
        ("tong_dai", True, False),  # stopped
        ("tong_dai", False, True),
        ("duong_day", True, False),  # nobody has verified it
        ("duong_day", False, True),
        ("cong_an", True, True),  # an emergency number needs no source
        ("nobody", True, False),
        ("nobody", False, True),
    ],
)
def test_a_condition_holds_while_the_contact_may_be_shown(folder: Path, contact: str, open_: bool, holds: bool) -> None:
    assert read_content(folder).holds(Condition(contact=contact, open=open_)) is holds


def test_no_condition_always_holds(folder: Path) -> None:
    assert read_content(folder).holds(None)


@pytest.mark.parametrize(
    ("more", "usable"),
    [
        ({}, False),
        ({"verified_by": "Chị Hoa"}, False),
        ({"verified_at": "2026-11-01"}, False),
        ({"verified_by": "Chị Hoa", "verified_at": "2026-11-01"}, True),
        ({"verified_by": "Chị Hoa", "verified_at": "2026-11-01", "state": "stopped"}, False),
        ({"source": {"name": "Báo Gia Lai", "checked_on": "2026-11-01"}}, True),
        ({"source": {"name": "Báo Gia Lai", "checked_on": "2026-11-01"}, "value": None}, False),
        ({"emergency": True}, True),
        ({"emergency": True, "value": ""}, False),
    ],
)
def test_a_contact_is_shown_only_when_somebody_stands_for_it(
    folder: Path, more: dict[str, object], usable: bool
) -> None:
    change(folder / "contacts.yaml", lambda contacts: contacts["duong_day"].update(more))
    assert read_content(folder).contacts["duong_day"].usable is usable


# ---- a guide and its steps -----------------------------------------------------------------------------------------


def test_a_step_is_found_by_an_id_it_once_had(folder: Path) -> None:
    guide = read_content(folder).guides["kich-hoat"]
    assert guide.step("otp") is guide.step("nhap-ma")
    assert guide.step("never") is None


def test_an_id_that_is_in_use_again_is_that_of_the_step_that_has_it_now(folder: Path) -> None:
    change(folder / GUIDE, lambda guide: guide["steps"][3].update(was=["may"]))
    guide = read_content(folder).guides["kich-hoat"]
    assert guide.step("may") is guide.first


def test_the_way_to_a_step_is_the_shortest_and_leads_over_a_named_next_step(folder: Path) -> None:
    guide = read_content(folder).guides["kich-hoat"]
    last = guide.steps[-1]
    assert guide.way_to(last) == ["may", "ch-play", "nhap-ma"]
    assert guide.way_to(guide.first) == ["may"]


def test_after_the_last_step_nothing_follows_and_after_a_step_its_named_next(folder: Path) -> None:
    guide = read_content(folder).guides["kich-hoat"]
    following = [guide.after(step) for step in guide.steps]
    assert [step.id if step else None for step in following] == ["ch-play", "nhap-ma", "nhap-ma", None]


def test_the_steps_ahead_end_at_a_question_and_in_a_ring(folder: Path) -> None:
    guide = read_content(folder).guides["kich-hoat"]
    assert [step.id for step in guide.ahead(guide.steps[1])] == ["nhap-ma"]
    change(folder / GUIDE, lambda body: body["steps"][3].update(go="ch-play"))
    ring = read_content(folder).guides["kich-hoat"]
    assert [step.id for step in ring.ahead(ring.steps[1])] == ["nhap-ma"]


# ---- what cannot be read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contacts.yaml", "services.yaml", "commands.yaml", "lexicon.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    fault = only_fault(folder)
    assert fault.file == folder / name
    assert "cannot be read" in fault.reason
    assert "No such file" in fault.reason


@pytest.mark.parametrize("name", ["units.csv", "old_to_new.csv", "old_districts.csv"])
def test_a_missing_file_of_places_is_named(folder: Path, name: str) -> None:
    (folder / "places" / name).unlink()
    fault = only_fault(folder)
    assert fault.file == folder / "places"
    assert name in fault.reason


@pytest.mark.parametrize("name", [GUIDE, "contacts.yaml", "services.yaml", "commands.yaml"])
def test_a_file_that_is_no_yaml_is_named_with_the_line(folder: Path, name: str) -> None:
    (folder / name).write_text('title: "an end that never comes\nfee: [', "utf-8")
    fault = only_fault(folder)
    assert fault.file == folder / name
    assert "is not YAML" in fault.reason
    assert "line " in fault.reason


@pytest.mark.parametrize("name", [GUIDE, "contacts.yaml", "lexicon.csv", "places/units.csv"])
def test_a_file_that_an_editor_saved_in_another_encoding_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert str(only_fault(folder)).startswith(str(path if path.parent.name != "places" else path.parent))


@pytest.mark.parametrize("text", ["", "# later\n", "- a\n- list\n", "just words\n"])
def test_a_file_that_is_empty_or_a_list_is_named(folder: Path, text: str) -> None:
    (folder / GUIDE).write_text(text, "utf-8")
    assert only_fault(folder).reason == "is empty or a list: it must be “name: value” lines"


@pytest.mark.parametrize("name", [GUIDE, "services.yaml"])
def test_a_file_without_a_single_line_is_named_too(folder: Path, name: str) -> None:
    """``{}`` is how a program writes nothing. It must not be passed over in silence."""
    (folder / name).write_text("{}\n", "utf-8")
    fault = only_fault(folder)
    assert fault.file == folder / name


def test_a_guide_that_is_not_called_yaml_is_told_and_not_passed_over(folder: Path) -> None:
    shutil.move(folder / GUIDE, folder / "guides" / "kich-hoat.yml")
    assert "kich-hoat.yml" in str(only_fault(folder))


def test_an_unknown_key_is_named_with_the_way_to_it(folder: Path) -> None:
    change(folder / GUIDE, lambda guide: guide["steps"][3]["troubles"][0].update(fx={"vi": "x"}))
    fault = only_fault(folder)
    assert (fault.file, fault.field) == (folder / GUIDE, "steps.3.troubles.0.fx")
    assert "is not a field that is known here: a slip of the pen?" in fault.reason


@pytest.mark.parametrize(
    ("name", "header"),
    [("lexicon.csv", "variant"), ("places/units.csv", "short_name"), ("places/old_to_new.csv", "is_default")],
)
def test_a_table_without_a_column_is_named_with_the_column(folder: Path, name: str, header: str) -> None:
    path = folder / name
    path.write_text(path.read_text("utf-8").replace(header, "x", 1), "utf-8")
    fault = only_fault(folder)
    assert str(fault.file) in {str(path), str(path.parent)}
    assert header in fault.reason


def test_a_name_that_is_a_number_is_a_fault_in_words_too(folder: Path) -> None:
    """YAML reads ``1022:`` as a number and ``on:`` as a yes."""
    change(folder / "contacts.yaml", lambda contacts: contacts.update({1022: {"name": {"vi": "Tổng đài"}}}))
    fault = only_fault(folder)
    assert fault.file == folder / "contacts.yaml"
    assert fault.field.startswith("1022")


def test_the_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "lexicon.csv").unlink()
    (folder / GUIDE).write_text("a: [", "utf-8")
    change(folder / "contacts.yaml", lambda contacts: contacts["cong_an"].update(colour="red"))
    with pytest.raises(ContentFaults) as caught:
        read_content(folder)
    assert {fault.file.name for fault in caught.value.faults} == {"lexicon.csv", "kich-hoat.yaml", "contacts.yaml"}
    assert str(caught.value).count("\n") == 2


@pytest.mark.parametrize("read", [lambda c: c.guides, lambda c: c.services, lambda c: c.contacts])
def test_two_readings_give_the_same(folder: Path, read: Callable[[Content], object]) -> None:
    assert read(read_content(folder)) == read(read_content(folder))
