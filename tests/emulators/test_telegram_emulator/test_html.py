"""The reader of Telegram's HTML by itself, with texts nobody thought of."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from tests.emulators.telegram.markup_language import Element, read_html, utf16_length


@given(st.text())
def test_a_text_that_was_escaped_comes_back_as_it_was(text: str) -> None:
    assert read_html(escape(text)) == (text, [])


@given(st.text(), st.text(min_size=1), st.text())
def test_an_element_is_where_its_text_is_in_utf16(before: str, text: str, after: str) -> None:
    source = f"{escape(before)}<b>{escape(text)}</b>{escape(after)}"
    assert read_html(source) == (
        before + text + after,
        [Element("b", {}, utf16_length(before), utf16_length(text), text)],
    )
