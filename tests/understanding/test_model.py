"""Learning: quick, the same each time, kept from one start to the next, and learned again when what was kept is bad."""

from pathlib import Path

import numpy as np
import pytest

from bot.content.load import read_content
from bot.understanding.linear import orders
from bot.understanding.meaning import Understanding
from tests.fakes import ACTIVATE, content_folder, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content_folder(tmp_path)


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def test_what_was_learned_is_kept_and_means_the_same(folder: Path, tmp_path: Path) -> None:
    content, cache = read_content(folder), tmp_path / "cache"
    first = Understanding(content, cache)
    assert len(kept(cache)) == 1
    second = Understanding(content, cache)
    for text in ("kich hoat vneid", "gửi phản ánh đường hỏng", "trời mưa quá", "cháy nhà rồi", ""):
        one, other = first.meaning(text), second.meaning(text)
        assert (one.kind, one.guide, one.topic) == (other.kind, other.guide, other.topic)
        assert one.score == pytest.approx(other.score, abs=0.01)
    assert len(kept(cache)) == 1


def test_it_learns_the_same_each_time(folder: Path) -> None:
    content = read_content(folder)
    one, other = Understanding(content), Understanding(content)
    assert np.array_equal(one._weigher.model.topics.weights, other._weigher.model.topics.weights)


def test_one_sentence_more_leaves_the_others_in_their_order() -> None:
    said = [f"câu số {number}" for number in range(50)]
    before, after = orders(said, rounds=3), orders([*said[:20], "một câu nữa", *said[20:]], rounds=3)
    assert before[0] != before[1]
    for old, new in zip(before, after, strict=True):
        assert [at - (at > 20) for at in new if at != 20] == old


@pytest.mark.parametrize("rubbish", [b"", b"not what it was", b"PK\x03\x04 half a file"])
def test_a_spoilt_file_is_learned_again(folder: Path, tmp_path: Path, rubbish: bytes) -> None:
    content, cache = read_content(folder), tmp_path / "cache"
    Understanding(content, cache)
    (file,) = kept(cache)
    file.write_bytes(rubbish)
    assert Understanding(content, cache).meaning("kích hoạt vneid").guide == "kich-hoat"
    assert file.read_bytes() != rubbish


def test_other_sentences_are_learned_anew_and_the_oldest_files_go(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(6):
        asks = {"vi": [*ACTIVATE["asks"]["vi"], f"câu hỏi mới số {number}"]}
        write(folder / "guides" / "kich-hoat.yaml", ACTIVATE | {"asks": asks})
        Understanding(read_content(folder), cache)
    assert 1 < len(kept(cache)) < 6


def test_a_folder_that_cannot_be_written_to_costs_only_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    understanding = Understanding(read_content(folder), tmp_path / "file" / "cache")
    assert understanding.meaning("kích hoạt vneid").guide == "kich-hoat"
