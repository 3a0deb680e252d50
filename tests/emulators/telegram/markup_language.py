"""Reads Telegram's HTML: a small language of its own, refused at the first tag it does not know.

The rules and the words of the refusals are those of the official server (tdlib): a tag name ends at white space or
`>`, `</>` closes whatever is open, only four named references exist and others stay as they are written.
"""

import re
from dataclasses import dataclass

from .refusal import Refusal, bad_request

TAGS = frozenset(
    {
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "span",
        "tg-spoiler",
        "tg-emoji",
        "tg-time",
        "a",
        "pre",
        "code",
        "blockquote",
    }
)
NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_PLAIN = re.compile(r"[^<&]+")
_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")
_ATTRIBUTE = re.compile(r"([^\s=>/\"']+)\s*(=?)\s*")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TOKEN = re.compile(r"([A-Za-z0-9.\-]*)(?=[\s>]|$)")


@dataclass(frozen=True)
class Element:
    """A tag with what it encloses; offset and length in UTF-16 units."""

    tag: str
    attributes: dict[str, str]
    offset: int
    length: int
    text: str


def utf16_length(text: str) -> int:
    """The length Telegram counts: letters outside the basic plane, most emoji for one, are two."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def read_html(source: str) -> tuple[str, list[Element]]:
    """The text that is left and its elements, inner ones before outer ones."""
    return _Reader(source).read()


@dataclass(frozen=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begins: int


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text = ""
        self._offset = 0
        self._open: list[_Open] = []
        self._elements: list[Element] = []

    def read(self) -> tuple[str, list[Element]]:
        while not self._ended:
            self._step()
        if self._open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._text, self._elements

    @property
    def _ended(self) -> bool:
        return self._at >= len(self._source)

    def _step(self) -> None:
        if plain := _PLAIN.match(self._source, self._at):
            self._write(plain.group(), plain.end())
        elif self._source[self._at] == "&":
            self._reference()
        elif self._source.startswith("</", self._at):
            self._end_tag()
        else:
            self._start_tag()

    def _write(self, text: str, next_at: int) -> None:
        self._text += text
        self._offset += utf16_length(text)
        self._at = next_at

    def _reference(self) -> None:
        found = _REFERENCE.match(self._source, self._at)
        letter = _referred(found) if found else ""
        if found and letter:
            self._write(letter, found.end())
        else:
            self._write("&", self._at + 1)

    def _start_tag(self) -> None:
        begin = self._at
        tag = self._name(begin + 1)
        if self._ended:
            raise self._wrong("Unclosed start tag", begin)
        if tag not in TAGS:
            raise self._wrong(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(tag, attributes, self._offset, len(self._text)))

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise self._wrong("Unexpected end tag", begin)
        found, expected = self._name(begin + 2), self._open[-1].tag
        self._skip_space()
        if not self._source.startswith(">", self._at):
            raise self._wrong("Unclosed end tag", begin)
        if found and found != expected:
            raise self._wrong("Unmatched end tag", begin, f', expected "</{expected}>", found "</{found}>"')
        self._at += 1
        self._close(self._open.pop())

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        if length:
            text = self._text[opened.begins :]
            self._elements.append(Element(opened.tag, opened.attributes, opened.offset, length, text))

    def _name(self, start: int) -> str:
        name = _NAME.match(self._source, start)
        assert name
        self._at = name.end()
        return name.group().lower()

    def _skip_space(self) -> None:
        space = _SPACE.match(self._source, self._at)
        assert space
        self._at = space.end()

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        self._skip_space()
        while not self._source.startswith(">", self._at):
            name, value = self._attribute(tag, begin)
            attributes[name] = value
            self._skip_space()
        self._at += 1
        return attributes

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        found = _ATTRIBUTE.match(self._source, self._at)
        if found is None:
            problem = "Unclosed start tag" if self._ended else "Empty attribute name in the tag"
            raise self._wrong(f'{problem} "{tag}"', begin)
        self._at = found.end()
        return found[1], self._value(begin) if found[2] else ""

    def _value(self, begin: int) -> str:
        if self._source.startswith(('"', "'"), self._at):
            return self._quoted(begin)
        found = _TOKEN.match(self._source, self._at)
        if found is None:
            raise self._wrong("Unexpected end of name token", self._at)
        self._at = found.end()
        return found[1].lower()

    def _quoted(self, begin: int) -> str:
        found = _QUOTED.match(self._source, self._at)
        if found is None:
            raise self._wrong("Unclosed start tag", begin)
        self._at = found.end()
        return _REFERENCE.sub(lambda reference: _referred(reference) or reference.group(), found[1] or found[2] or "")

    def _wrong(self, problem: str, position: int, more: str = "") -> Refusal:
        offset = len(self._source[:position].encode())
        return _cannot_parse(f"{problem} at byte offset {offset}{more}")


def _referred(reference: re.Match[str]) -> str:
    """The letter a reference stands for, or nothing when Telegram would leave it as it is."""
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED_REFERENCES.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _cannot_parse(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
