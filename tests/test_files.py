"""What files are called, what a sound is, and what nobody is handed."""

import pytest

from bot.core.files import BINARY, MP3, MP4, OGG, WEBM, Harmful, clean_name, handed_over, is_harmful, sound_of
from bot.core.messages import Kind, Original
from tests import sounds
from tests.sounds import APP, OPEN_DOCUMENT, PDF, VOICE_OGG, WORD, WORD_THAT_RUNS


def sent(name: str, kind: Kind = Kind.FILE) -> Original:
    return Original("telegram", "7", "ref", kind.value, name)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Đơn xin xác nhận.pdf", "Đơn xin xác nhận.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\don.docx", "don.docx"),
        ("gi\u202efdp.ay\x00\n.pdf", "gifdp.ay.pdf"),
        ("..", ""),
        (".pdf", "pdf"),
        ("don.pdf. .", "don.pdf"),
        ('a<b>:"c|?*.pdf', "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 56 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 58),
        ("", ""),
    ],
)
def test_a_name_is_cleaned_and_keeps_its_ending(name: str, clean: str) -> None:
    assert clean_name(name) == clean
    assert len(clean) <= 60


@pytest.mark.parametrize("name", ["a.apk", "A.APK", "a.apk.pdf", "a．apk", "a.xapk", "a.exe", "a.zip", "a.html",
                                  "a.svg", "a.js", "a.docm", "a.tar.gz", "a.lnk"])  # fmt: skip
def test_what_installs_runs_or_packs_is_known_by_its_name(name: str) -> None:
    assert is_harmful(clean_name(name), "")
    with pytest.raises(Harmful):
        handed_over(sent(name), b"anything")


@pytest.mark.parametrize("name", ["don.pdf", "don.docx", "so.xlsx", "anh.jpg", "ghi chu", "html.pdf", "apk"])
def test_what_can_only_be_read_is_not(name: str) -> None:
    assert not is_harmful(name, "application/pdf")


@pytest.mark.parametrize(
    "mime",
    ["application/vnd.android.package-archive", "application/zip", "application/x-rar-compressed", "text/html",
     "image/svg+xml", "application/x-msdownload", "text/javascript", "APPLICATION/JAVA-ARCHIVE "],
)  # fmt: skip
def test_so_it_is_by_its_type(mime: str) -> None:
    assert is_harmful("don.pdf", mime)


@pytest.mark.parametrize(
    "mime",
    ["application/pdf", "image/jpeg", "text/plain", "application/msword", "",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
)  # fmt: skip
def test_papers_have_harmless_types(mime: str) -> None:
    assert not is_harmful("don", mime)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hoa-don.pdf", APP), ("don.docx", APP), ("don.docx", WORD_THAT_RUNS), ("don.docx", b"PK\x03\x04 and no more"),
        ("anh.jpg", b"MZ\x90"), ("don.doc", b"\x7fELF"), ("don.txt", b"#!/bin/sh"), ("don.txt", b"\xef\xbb\xbf <HTML>"),
        ("anh.png", b"<?xml version='1.0'?><!-- --><svg onload='x'>"), ("don.pdf", b"\xd0\xcf\x11\xe0 an installer"),
        ("don.txt", b"Rar!\x1a"),
    ],
)  # fmt: skip
def test_behind_a_harmless_name_it_is_seen_from_what_is_in_it(name: str, content: bytes) -> None:
    with pytest.raises(Harmful):
        handed_over(sent(name), content)


@pytest.mark.parametrize(
    ("name", "content"),
    [("don.pdf", PDF), ("don.docx", WORD), ("don.odt", OPEN_DOCUMENT), ("don.doc", b"\xd0\xcf\x11\xe0 a letter"),
     ("ghi chu.txt", "xã Chư Sê".encode()), ("nghe.amr", b"#!AMR\n")],
)  # fmt: skip
def test_a_paper_is_handed_over_as_it_is_to_be_saved(name: str, content: bytes) -> None:
    paper = handed_over(sent(name), content)
    assert (paper.name, paper.mime, paper.content) == (name, BINARY, content)


def test_a_file_without_a_name_gets_one() -> None:
    assert handed_over(sent(""), PDF).name == "tep"


@pytest.mark.parametrize(
    ("content", "mime", "name"),
    [
        (VOICE_OGG, OGG, "ghi-am.ogg"),
        (sounds.VOICE_WEBM, WEBM, "ghi-am.webm"),
        (sounds.VOICE_MP4, MP4, "ghi-am.m4a"),
        (sounds.MP3, MP3, "ghi-am.mp3"),
    ],
)
def test_a_voice_note_is_handed_over_to_be_played(content: bytes, mime: str, name: str) -> None:
    note = handed_over(sent("", Kind.VOICE), content)
    assert (note.name, note.mime, note.content) == (name, mime, content)


@pytest.mark.parametrize("content", [sounds.VIDEO_WEBM, sounds.VIDEO_MP4, PDF, APP, b""])
def test_what_is_seen_or_is_anything_else_is_no_sound(content: bytes) -> None:
    assert sound_of(content) == ""


def test_an_app_that_calls_itself_a_voice_note_is_stopped() -> None:
    with pytest.raises(Harmful):
        handed_over(sent("", Kind.VOICE), APP)
