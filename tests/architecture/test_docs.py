"""What the README states is true."""

import re

import pytest

from bot.cli import COMMANDS
from bot.config import ROOT, Settings

README = (ROOT / "README.md").read_text("utf-8")


def settings_in_the_readme() -> dict[str, str]:
    return dict(re.findall(r"^\| `TOSO_(\w+)` \| (?:`([^`]*)`)? ?\|", README, re.MULTILINE))


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    assert {name.lower() for name in settings_in_the_readme()} == set(Settings.model_fields)


@pytest.mark.parametrize(("name", "default"), settings_in_the_readme().items())
def test_the_default_of_a_setting_is_as_stated(name: str, default: str) -> None:
    value = Settings.model_fields[name.lower()].default
    stated = str(ROOT / default) if name in {"CONTENT_DIR", "LOCALES_DIR"} else default
    assert stated == str(getattr(value, "get_secret_value", lambda: value)())


def test_every_command_is_in_the_readme_and_no_other() -> None:
    assert set(re.findall(r"^\| `python -m bot (\w+)(?: [^`]*)?` \|", README, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)", README))))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|handlers|content|locales|docs|tests|bench)/[\w./-]*)`", README)))
)
def test_every_path_of_the_readme_exists(path: str) -> None:
    written_by_the_reader = path.endswith(("my-guide.yaml",))
    assert written_by_the_reader or (ROOT / path).exists()


def test_every_picture_of_the_readme_exists() -> None:
    for picture in re.findall(r'src="(docs/[^"]+)"', README):
        assert (ROOT / picture).exists()
