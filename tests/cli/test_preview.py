"""An editor sees every step of a guide as each channel will show it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.preview import command
from bot.cli.rehearse import as_met, last_button, scenes
from bot.content.load import read_content
from bot.content.model import Guide
from bot.core.errors import OperatorError
from tests.fakes import change, content_folder

GUIDE = "guides/kich-hoat.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content_folder(tmp_path)


def guide(folder: Path) -> Guide:
    return read_content(folder).guides["kich-hoat"]


def preview(folder: Path, *options: str) -> str:
    env = {"TOSO_CONTENT_DIR": str(folder), "TOSO_CACHE_DIR": str(folder.parent / "cache")}
    done = CliRunner().invoke(command, ["kich-hoat", *options], env=env, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_every_step_and_every_trouble_is_shown_in_the_order_it_is_met(folder: Path) -> None:
    assert [title for title, _action in scenes(guide(folder))] == [
        "opening, step may", "step ch-play", "step nhap-ma", "stuck at nhap-ma", "nhap-ma: het-han",
        "nhap-ma: sai-may", "nhap-ma: goi-la", "nhap-ma: mat-the", "step app-store", "end", "it did not help",
    ]  # fmt: skip


def test_a_ring_is_gone_through_once(folder: Path) -> None:
    change(folder / GUIDE, lambda body: body["steps"][3].update(go="may"))
    assert [step.id for step in as_met(guide(folder))] == ["may", "ch-play", "nhap-ma", "app-store"]
    assert last_button(guide(folder)) == ""


def test_a_guide_that_ends_with_an_option_shows_its_end(folder: Path) -> None:
    change(folder / GUIDE, lambda body: body["steps"][0]["options"][1].update(go="end"))
    change(folder / GUIDE, lambda body: body["steps"][3].update(go="may"))
    assert last_button(guide(folder)) == "guide.pick:kich-hoat.may.iphone"


@pytest.mark.parametrize(
    ("channel", "text", "buttons"),
    [
        ("web", "*Bước 1/2*", "[ Xong ] [ Quay lại ]"),
        ("telegram", "<b>Bước 1/2</b>", "[ Xong ] [ Quay lại ]"),
        ("zalo_oa", "\n  Bước 1/2", "[ Xong ]\n  [ Quay lại ]"),
        ("zalo_bot", "\n  Bước 1/2", "1. Xong\n  2. Quay lại"),
    ],
)
def test_a_step_stands_as_the_channel_sends_it(folder: Path, channel: str, text: str, buttons: str) -> None:
    shown = preview(folder, "--channel", channel)
    assert text in shown
    assert buttons in shown


def test_what_is_numbered_or_does_not_fit_under_one_message_is_told(folder: Path) -> None:
    assert "(6 choices in 2 messages: a message takes 5 buttons)" in preview(folder, "--channel", "zalo_oa")
    assert "(6 choices as numbers: this channel has no buttons)" in preview(folder, "--channel", "zalo_bot")
    assert "choices in" not in preview(folder, "--channel", "web")


def test_the_language_of_the_resident_is_chosen(folder: Path) -> None:
    shown = preview(folder, "--lang", "en")
    assert "Install VNeID from CH Play." in shown
    assert "Cài" not in shown


def test_a_draft_can_be_looked_at(folder: Path) -> None:
    change(folder / GUIDE, lambda body: body.update(status="draft"))
    assert "tìm VNeID rồi cài" in preview(folder)


def test_a_guide_that_is_not_there_is_told_with_its_file(folder: Path) -> None:
    env = {"TOSO_CONTENT_DIR": str(folder)}
    with pytest.raises(OperatorError, match="guides/khong-co"):
        CliRunner().invoke(command, ["khong-co"], env=env, catch_exceptions=False)
