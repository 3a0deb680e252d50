"""Whether whoever helps may call: yes and no weigh the same, and the number is typed only after yes."""

from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.numbers import MASK, numbers, plainly
from handlers.resident import agreement, my_request, whereabouts
from handlers.resident.my_request import mine

router = Router()

PURPOSE = "phone"
TYPED = "help.phone"


def ask(turn: Turn, request: Request, first: Phrase | None = None) -> None:
    """The button for yes bears the version of the words it stands under."""
    purpose = turn.content.consents.purposes[PURPOSE]
    turn.say(
        paragraphs(first, lines(_("*{title}*", title=purpose.title), purpose.text)),
        Button(_("Agree"), f"help.call_yes:{request.code}.{purpose.stamp}"),
        Button(_("No"), f"help.call_no:{request.code}"),
    )


@router.action("help.call_ask")
async def ask_again(turn: Turn) -> None:
    ask(turn, await mine(turn))


@router.action("help.call_yes")
async def agree(turn: Turn) -> None:
    request, purpose = await mine(turn), turn.content.consents.purposes[PURPOSE]
    if turn.arg(1) != purpose.stamp:
        ask(turn, request, _("The words have changed. Please read them again."))
    elif not request.state.is_waiting:
        await my_request.show(turn, request)
    else:
        await agreement.write_down(turn, PURPOSE, purpose, given=True)
        ask_number(turn, request, _("Please type the phone number to be called on."))


def ask_number(turn: Turn, request: Request, words: Phrase) -> None:
    turn.ask(words, TYPED, Button(_("Better not"), f"help.call_no:{request.code}"), code=request.code)


@router.action("help.call_no")
async def decline(turn: Turn) -> None:
    """Also takes back what was agreed to before, and the number with it."""
    await agreement.write_down(turn, PURPOSE, turn.content.consents.purposes[PURPOSE], given=False)
    await turn.ports.requests.forget_phones(turn.person.id)
    done(turn)
    turn.show(_("All right, nobody calls. {You} are helped all the same."), my_request.way_on(turn))


@router.answer(TYPED)
async def take_number(turn: Turn) -> bool:
    phone = number_in(turn.text) if turn.inbound.kind is Kind.SAY else ""
    if not phone and not any(letter.isdigit() for letter in turn.text.replace(MASK, "0")):
        return False
    turn.args = (turn.talk.notes.get("code", ""),)
    request = await mine(turn)
    if not phone:
        ask_number(turn, request, _("That is no phone number. It has 10 digits, for example 0905 123 456."))
        return True
    kept = await turn.ports.requests.set_phone(request, phone)
    done(turn)
    if kept and kept.taken_by:
        turn.tell(kept.taken_by, _("{code}: may be called on *{phone}*.", code=kept.code, phone=kept.phone))
    words = _("Noted. Only who takes the request sees the number, and it is erased when that is closed.")
    turn.say(words, my_request.way_on(turn))
    return True


def number_in(typed: str) -> str:
    """As it is dialled in Vietnam; "" if there is none, or several."""
    found = {number.digits for number in numbers(plainly(typed), lambda _before: False) if number.is_phone}
    dialled = found.pop() if len(found) == 1 else ""
    for abroad in ("0084", "84"):
        if dialled.startswith(abroad):
            return "0" + dialled.removeprefix(abroad)
    return dialled


def done(turn: Turn) -> None:
    turn.talk.expect("guide.beside" if whereabouts.current(turn) else "")
