"""The words of session notes name what is there, and each one thing."""

from pathlib import Path

import pytest

from bot.config import ROOT
from bot.content.check.session_words import check_session_words
from bot.content.load import read_content
from tests.content.planting import Planted, told
from tests.fakes import content_folder, write

FILE = "session_words.yaml"
WORDS = {"services": {"vneid": {"words": ["vneid"], "deeds": {"activated": ["kích hoạt"]}}}}


def planted(body: object, field: str, reason: str) -> Planted:
    return Planted(FILE, lambda words: words.update({"services": body}), field, reason)


FAULTS = {
    "no service": planted({"vnied": {"words": ["vneid"]}}, "services.vnied", "is not a code of services.yaml"),
    "no outcome": planted(
        {"vneid": {"words": ["vneid"], "done": "finished"}}, "services.vneid", "“finished” is no outcome"
    ),
    "two services": planted(
        {"vneid": {"words": ["góp ý"]}, "pakn": {"words": ["Góp ý"]}}, "services.pakn.words", "names vneid too"
    ),
    "an unknown key": planted(
        {"vneid": {"words": ["a"], "deed": {}}}, "services.vneid.deed", "is not a field that is known"
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    folder = content_folder(tmp_path)
    write(folder / FILE, WORDS)
    assert told(folder, FAULTS[name])


def test_without_the_file_no_note_is_known(tmp_path: Path) -> None:
    assert not read_content(content_folder(tmp_path)).session_words.services


def test_every_service_has_words_of_its_own() -> None:
    content = read_content(ROOT / "content")
    assert content.session_words.services.keys() == content.services.keys()
    assert not list(check_session_words(content))
