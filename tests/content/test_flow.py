"""A guide as a picture: everything that can be pressed is in it, with where it leads."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.config import ROOT
from bot.content.flow.chart import END, START, Chart, Charts, Kind, Node
from bot.content.flow.layout import LEFT, RIGHT, SIDES, layout
from bot.content.flow.svg import draw
from bot.content.flow.text import write
from bot.content.flow.wrap import width, wrap
from bot.content.load import read_content
from bot.i18n import Translator
from tests.fakes import change

GUIDE = "guides/kich-hoat.yaml"
SAY = Translator.read(ROOT / "locales").speak
KEPT = ("dia-chi-so", "pakn-phan-anh", "vneid-kich-hoat")


def chart(folder: Path, lang: str = "vi") -> Chart:
    content = read_content(folder)
    return Charts(content, SAY, lang).of(content.guides["kich-hoat"])


def node(folder: Path, id_: str) -> Node:
    return next(node for node in chart(folder).nodes if node.id == id_)


# ---- what stands in it ---------------------------------------------------------------------------------------------


def test_the_steps_stand_in_their_order_between_the_opening_and_the_end(folder: Path) -> None:
    assert [node.id for node in chart(folder).nodes] == [START, "may", "ch-play", "app-store", "nhap-ma", END]


def test_an_answer_leads_to_its_step(folder: Path) -> None:
    may = node(folder, "may")
    assert may.kind is Kind.QUESTION
    assert [(way.label, way.to) for way in may.ways] == [("Máy Android", "ch-play"), ("Máy iPhone", "app-store")]


def test_a_step_leads_to_its_named_next_and_the_last_to_the_end(folder: Path) -> None:
    assert [way.to for way in node(folder, "ch-play").ways] == ["nhap-ma"]
    assert [way.to for way in node(folder, "nhap-ma").ways] == [END]


def test_an_answer_that_leads_out_of_the_guide_says_where(folder: Path) -> None:
    change(folder / GUIDE, lambda body: body["steps"][0]["options"][0].update(go="guide:phan-anh"))
    change(folder / GUIDE, lambda body: body["steps"][0]["options"][1].update(go="person"))
    ways = node(folder, "may").ways
    assert [way.to for way in ways] == ["", ""]
    assert "Phản ánh đường hỏng" in ways[0].words


def test_a_trouble_says_where_one_goes_on(folder: Path) -> None:
    sides = {side.sign: side.leads for side in node(folder, "nhap-ma").sides}
    assert (sides["Mã hết hạn"], sides["Nhầm máy rồi"]) == ("", "may")
    assert "Phản ánh đường hỏng" in sides["Có người lạ gọi"]


def test_only_contacts_and_notices_that_are_shown_stand_in_it(folder: Path) -> None:
    assert node(folder, "nhap-ma").text.split("\n")[1:] == ["Công an: 113"]
    assert "Tổng đài nay đã ngừng." in node(folder, START).text
    change(folder / "contacts.yaml", lambda contacts: contacts["cong_dvc"].update(state="stopped"))
    assert "dichvucong" not in node(folder, START).text


# ---- where it stands -----------------------------------------------------------------------------------------------


def test_nothing_overlaps(folder: Path) -> None:
    placed = layout(chart(folder))
    ends = [box.end for box in placed.boxes]
    assert all(end < box.y for end, box in zip(ends, placed.boxes[1:], strict=False))
    for box in placed.boxes:
        for upper, lower in zip(box.cards, box.cards[1:], strict=False):
            assert upper.y + upper.height < lower.y
        assert all(box.y < option.y and option.y + option.height < box.bottom for option in box.options)


def test_ways_that_run_beside_each_other_have_lanes_of_their_own(folder: Path) -> None:
    jumps = layout(chart(folder)).jumps
    assert len(jumps) == 3  # two answers, and from ch-play over app-store
    spans = {(jump.x, tuple(sorted((jump.start, jump.end)))) for jump in jumps}
    for x, (top, bottom) in spans:
        assert not [1 for other, (start, end) in spans if other == x and start < top < end and end != bottom]


def test_a_picture_without_troubles_is_narrower(folder: Path) -> None:
    content = read_content(folder)
    assert layout(Charts(content, SAY, "vi").of(content.guides["phan-anh"])).width < SIDES - LEFT
    assert layout(chart(folder)).width > SIDES - LEFT


@pytest.mark.parametrize("text", ["Một câu ngắn", "nghiêng " * 40, "x" * 90, "hai\ndòng", ""])
def test_lines_are_as_long_as_there_is_room_but_a_word_is_never_cut(text: str) -> None:
    lines = wrap(text, RIGHT - LEFT, 14)
    assert " ".join(lines).split() == text.split()
    assert all(width(line, 14) <= RIGHT - LEFT or " " not in line for line in lines)


# ---- how it is drawn -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_picture_is_well_formed_and_needs_nothing_from_elsewhere(folder: Path, lang: str) -> None:
    change(folder / GUIDE, lambda body: body["title"].update(vi="Máy <A> & “B”"))
    drawn = draw(chart(folder, lang))
    assert ET.fromstring(drawn).tag.endswith("svg")
    assert re.findall(r"(?:href|src)=|url\((?!#)|<script", drawn) == []


def test_every_word_is_in_the_picture_and_in_its_form_for_the_terminal(folder: Path) -> None:
    drawn = " ".join(ET.fromstring(draw(chart(folder))).itertext())
    for words in ("Máy Android", "→ app-store", "Mã hết hạn", "Bà con gõ mã 6 chữ số vào VNeID.", "nhap-ma", "⚠"):
        assert words in drawn
        assert words in write(chart(folder))


@pytest.mark.parametrize("id_", KEPT)
def test_the_pictures_that_are_kept_are_of_the_content_as_it_is(id_: str) -> None:
    content = read_content(ROOT / "content")
    kept = (ROOT / "docs" / "flows" / f"{id_}.svg").read_text("utf-8")
    drawn = draw(Charts(content, SAY, "vi").of(content.guides[id_]))
    assert kept == drawn, "the guide has changed: run “make flows”"
