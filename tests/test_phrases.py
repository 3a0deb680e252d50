"""A phrase is stored with every reply and read back the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Button, Choice, Reply, dump_reply, load_reply, rows
from bot.core.phrases import Joined, Phrase, Text, Words, dump, lines, load, paragraphs, text

NAMES = st.text(st.characters(codec="utf-8"), max_size=10)


def _bigger(inner: st.SearchStrategy[Phrase]) -> st.SearchStrategy[Phrase]:
    args = st.dictionaries(NAMES, inner, max_size=3)
    return (
        st.builds(Text, NAMES, args)
        | st.builds(Words, st.dictionaries(NAMES, NAMES, max_size=3), args)
        | st.builds(Joined, st.lists(inner, max_size=3).map(tuple), NAMES)
    )


def _phrases() -> st.SearchStrategy[Phrase]:
    leaf: st.SearchStrategy[Phrase] = NAMES
    return st.recursive(leaf, _bigger, max_leaves=8)


PHRASES = _phrases()
BUTTONS = st.builds(Button, PHRASES, NAMES, NAMES, NAMES)
REPLIES = st.builds(Reply, PHRASES, st.lists(BUTTONS, max_size=3).map(tuple), NAMES, st.booleans())


@given(PHRASES)
def test_a_phrase_is_read_back_as_it_was_stored(phrase: Phrase) -> None:
    assert load(json.loads(json.dumps(dump(phrase)))) == phrase


@given(REPLIES)
def test_a_reply_is_read_back_as_it_was_stored(reply: Reply) -> None:
    assert load_reply(json.loads(json.dumps(dump_reply(reply)))) == reply


def test_a_plain_text_is_stored_as_itself() -> None:
    assert dump("Xã Ia Ko") == "Xã Ia Ko"


def test_an_empty_phrase_is_read_back_too() -> None:
    for phrase in ("", Text(""), Words({}), Joined(())):
        assert load(json.loads(json.dumps(dump(phrase)))) == phrase


def test_marking_a_text_keeps_its_arguments() -> None:
    assert text("Step {n} of {title}", n="1", title=Words({"vi": "x"})) == Text(
        "Step {n} of {title}", {"n": "1", "title": Words({"vi": "x"})}
    )


def test_what_is_not_there_leaves_no_gap_between_lines_and_paragraphs() -> None:
    assert lines("a", None, "", "b") == Joined(("a", "b"), "\n")
    assert paragraphs(None, "a", "b") == Joined(("a", "b"), "\n\n")


@given(st.lists(st.builds(Choice, st.text(max_size=30)), max_size=12).map(tuple))
def test_buttons_laid_out_in_rows_keep_their_order(choices: tuple[Choice, ...]) -> None:
    assert [choice for row in rows(choices) for choice in row] == list(choices)
    assert all(len(row) <= 2 for row in rows(choices))


@pytest.mark.parametrize(
    ("labels", "laid"),
    [
        (["Xong", "Quay lại"], [["Xong", "Quay lại"]]),
        (["Xong", "Quay lại", "Menu"], [["Xong", "Quay lại"], ["Menu"]]),
        (["Tôi bị vướng ở đây", "Xong", "Menu"], [["Tôi bị vướng ở đây"], ["Xong", "Menu"]]),
        (["Xong", "Tôi bị vướng ở đây", "Menu"], [["Xong"], ["Tôi bị vướng ở đây"], ["Menu"]]),
        ([], []),
    ],
)
def test_two_short_neighbours_share_a_row(labels: list[str], laid: list[list[str]]) -> None:
    assert [[c.label for c in row] for row in rows(tuple(map(Choice, labels)))] == laid
