"""No text, however odd, raises or leaves the person without an answer; wherever they are in a talk."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.clean import clean
from bot.core.messages import Inbound, Kind
from bot.core.talk import Person, Talk
from bot.engine.run import run_turn
from bot.engine.turn import World
from bot.i18n import Translator
from bot.understanding.guard import guard
from handlers import all_handlers
from tests.ports import MemoryPorts
from tests.transcripts.player import Time, content_and_words

WORLD, WORDS = content_and_words()
ROUTER = all_handlers()

AT_STEP = Talk(greeted=True, awaiting="guide.words", guide="vneid-kich-hoat", trail=["cai"], about="vneid-kich-hoat")
TALKS = {
    "new": Talk(),
    "asked for the place": Talk(greeted=True, awaiting="place"),
    "at a step": AT_STEP,
    "at a question": Talk(greeted=True, awaiting="guide.words", guide="pakn-phan-anh", trail=["viec-gi"]),
    "at a step that is gone": Talk(greeted=True, awaiting="guide.words", guide="vneid-kich-hoat", trail=["no-step"]),
    "in a guide that is gone": Talk(greeted=True, awaiting="guide.words", guide="no-such-guide", trail=["cai"]),
    "after a guide": Talk(greeted=True, about="khai-sinh"),
    "asked to send what is suspicious": Talk(greeted=True, awaiting="scam.text"),
    "asked for the place of a session": Talk(
        greeted=True, awaiting="log.typed", notes={"draft": "1", "field": "village"}
    ),
    "asked what they helped with": Talk(greeted=True, awaiting="log.what", notes={"draft": "x"}),
    "asked by something of old": Talk(greeted=True, awaiting="no.such.question", notes={"a": "b"}),
}

STRANGE = [
    "\x00", "\u202e", "🙂" * 50, "a" * 5000, "'; DROP TABLE people; --", "{you}", "%s%s%n", "<b>hi</b>", "/start", "1",
]  # fmt: skip
WORD = [
    "xã", "phường", "menu", "vneid", "mất", "tiền", "cháy", "064012345678", "otp", "482913", "http://a.b", "quay",
    "lại", "rồi", "và",
]  # fmt: skip
odd = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(categories=("Lo", "Mn", "Cf", "So", "Nd")), max_size=60),
    st.sampled_from(STRANGE),
    st.lists(st.sampled_from(WORD)).map(" ".join),
)


def play(text: str, talk: Talk, lang: str, world: World = WORLD, words: Translator = WORDS) -> list[str]:
    """What is answered, ready to be sent."""
    guarded = guard(clean(text))
    inbound = Inbound("recording", "e1", "somebody", Kind.SAY, Time()(), text=guarded.text, masked=guarded.kinds)
    turn = run_turn(inbound, Person(1, lang), talk, world=world, router=ROUTER, ports=MemoryPorts(), now=Time()())
    return [words.speak(reply.text, lang) for reply in asyncio.run(turn).replies]


@pytest.mark.parametrize("where", TALKS)
@given(text=odd, lang=st.sampled_from(["vi", "en"]))
@settings(max_examples=120, deadline=None)
def test_every_text_gets_an_answer(where: str, text: str, lang: str) -> None:
    answers = play(text, TALKS[where].copy(), lang)
    assert answers
    assert all(answer.strip() for answer in answers)
    assert "{" in text or not any("{" in answer for answer in answers), "a name was not filled in"


@given(number=st.from_regex(r"0[0-9]{11}", fullmatch=True), before=st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_answer_repeats_an_identity_number(number: str, before: str) -> None:
    for talk in TALKS.values():
        assert not any(number in answer for answer in play(f"{before} {number}", talk.copy(), "vi"))
