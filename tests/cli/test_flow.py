"""An editor draws one guide, or all of them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.flow import command
from bot.core.errors import OperatorError
from tests.fakes import content_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content_folder(tmp_path)


def flow(folder: Path, *options: str) -> str:
    env = {"TOSO_CONTENT_DIR": str(folder)}
    return CliRunner().invoke(command, options, env=env, catch_exceptions=False).output


def test_one_guide_goes_to_standard_output_or_to_a_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.svg"
    assert flow(folder, "kich-hoat").startswith("<svg ")
    assert flow(folder, "kich-hoat", "--out", str(file)) == ""
    assert file.read_text("utf-8") == flow(folder, "kich-hoat")


def test_in_letters_it_fits_a_terminal(folder: Path) -> None:
    lines = flow(folder, "kich-hoat", "--text").split("\n")
    assert "├─ Máy Android → ch-play" in lines
    assert max(map(len, lines)) <= 100


def test_without_a_guide_all_of_them_go_to_a_folder(folder: Path, tmp_path: Path) -> None:
    flow(folder, "--out", str(tmp_path / "flows"))
    assert {path.name for path in (tmp_path / "flows").iterdir()} == {"kich-hoat.svg", "phan-anh.svg"}


def test_what_is_missing_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="Name a guide"):
        flow(folder)
    with pytest.raises(OperatorError, match="no guide “khong-co”"):
        flow(folder, "khong-co")
    with pytest.raises(OperatorError, match="cannot be written"):
        flow(folder, "kich-hoat", "--out", str(folder / "services.yaml" / "a.svg"))
