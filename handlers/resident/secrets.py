"""When somebody sends what nobody should: said kindly, and what was being done goes on."""

from dataclasses import replace

from bot.core.events import SecretMasked
from bot.core.messages import Kind, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.run import in_context, is_talking
from bot.engine.turn import Turn
from bot.understanding.guard import ACCOUNT, CARD, OTP, PASSWORD, said_beside
from handlers.resident import guides, menu, place, stuck, whereabouts

router = Router()

BUTTONS_TOO = frozenset({"", "place", "guide.words"})
"""Awaited answers that can be given by a button; another is asked for in words, and gets what was typed."""


@router.answer("masked")
async def warn(turn: Turn) -> bool:
    """True: nothing else was said, so what was being done is shown again."""
    turn.emit(SecretMasked(turn.inbound.masked))
    turn.replies.append(Reply(words_for(turn.inbound.masked), removes=turn.inbound.said_ref))
    if turn.inbound.kind is not Kind.SAY or means_more(turn):
        return False
    show_again(turn)
    return True


def words_for(kinds: tuple[str, ...]) -> Phrase:
    if {OTP, PASSWORD} & set(kinds):
        return _("Please give an OTP code or password to nobody, not even here: no one may ask for it. "
                 "{Me} have erased it from the bot's machine; please delete the message on your side too.")  # fmt: skip
    if {CARD, ACCOUNT} & set(kinds):
        return _("Please do not send the numbers of bank cards or accounts here. "
                 "{Me} have erased it from the bot's machine; please delete the message on your side too.")  # fmt: skip
    return _("Please do not send ID numbers, OTP codes or passwords here. "
             "{Me} have erased it from the bot's machine; please delete the message on your side too.")  # fmt: skip


def means_more(turn: Turn) -> bool:
    """Whether the words around the secret ask for an answer of their own."""
    if is_talking(turn) or turn.note():
        return True
    beside = said_beside(turn.text)
    if not beside:
        return False
    if names_only_a_place(turn, beside):  # the name of the secret says nothing, now that it is gone
        turn.inbound = replace(turn.inbound, text=beside)
        return True
    if turn.talk.awaiting not in BUTTONS_TOO or in_context(turn.world.meaning(turn.text), turn.talk).kind != "unknown":
        return True
    return is_seen_at_the_step(turn)


def names_only_a_place(turn: Turn, words: str) -> bool:
    found = turn.world.places.find(words)
    return bool(found.units) and not found.rest


def is_seen_at_the_step(turn: Turn) -> bool:
    at = whereabouts.current(turn)
    return bool(at and (turn.world.understanding.option(turn.text, at[1]) or stuck.seen(turn, *at)))


def show_again(turn: Turn) -> None:
    if turn.talk.awaiting == "place":
        place.ask_place(turn)
    elif turn.talk.awaiting.startswith("help."):
        turn.say(_("Please type it once more, without that number."))
    elif at := whereabouts.current(turn):
        guides.show_step(turn, *at)
    else:
        menu.show_menu(turn)
