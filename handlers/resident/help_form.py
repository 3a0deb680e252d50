"""What a person who is to help needs to know: what for, in which village, when. What is known is not asked."""

from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.request_events import RequestMade
from bot.core.requests import MOST_WAITING, Request, Suits, Wanted, only
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.guard import guard
from handlers.resident import help_phone, help_routing, my_request, village, whereabouts
from handlers.resident.request_words import SUITS, place_of
from handlers.resident.village import ANOTHER

router = Router()

WISH, VILLAGE, WHEN = "help.wish", "help.village", "help.when"
LONGEST = {WISH: 300, VILLAGE: village.LONGEST, WHEN: 60}

Notes = dict[str, str]
"""What was said so far; what is not in it is still to be asked."""


def beginning(turn: Turn, *, lang: str = "", urgent: str = "") -> Notes:
    """``urgent``: the guide of an emergency that they come from. There nothing is asked, for it must not wait."""
    at = whereabouts.current(turn)
    guide, step = (at[0].id, at[1].id) if at else ("", "")
    if urgent and urgent != guide:
        guide, step = urgent, ""
    notes = {"guide": guide, "step": step, "wish": ""} if guide else {}
    if urgent or guide in emergencies(turn):
        notes |= {"urgent": "yes", "village": "", "when": Suits.ANY}
    return notes | ({"lang": lang} if lang else {})


def emergencies(turn: Turn) -> set[str]:
    """The guides that lead through one."""
    return {emergency.guide for emergency in turn.content.emergencies.values() if emergency.guide}


# ---- asking ----


async def ask_next(turn: Turn, notes: Notes) -> None:
    if "wish" not in notes:
        ask_wish(turn, notes)
    elif "village" not in notes:
        await ask_village(turn, notes)
    elif "when" not in notes:
        ask_when(turn, notes)
    else:
        await make(turn, notes)


def ask_wish(turn: Turn, notes: Notes) -> None:
    words = _("What do {you} need help with? Please type it in a few words.")
    turn.ask(words, WISH, Button(_("Skip"), "help.skip:wish"), **notes)


async def ask_village(turn: Turn, notes: Notes) -> None:
    offered = await village.choices(turn, VILLAGE)
    words = _("Which village do {you} live in? Press it, or type its name.")
    typed = _("Which village do {you} live in? Please type its name.")
    turn.ask(words if offered else typed, VILLAGE, *offered, Button(_("Skip"), "help.skip:village"), **notes)


def ask_when(turn: Turn, notes: Notes) -> None:
    choices = [Button(words, f"help.when:{key}") for key, words in SUITS.items()]
    turn.ask(_("When does it suit {you} that somebody helps?"), WHEN, *choices, **notes)


# ---- answers ----


async def noted(turn: Turn) -> Notes | None:
    """What was said before this button. None: that is over, and shown or asked anew."""
    if turn.talk.awaiting.startswith("help."):
        return dict(turn.talk.notes)
    if waiting := await turn.ports.requests.of_person(turn.person.id):
        await my_request.show_waiting(turn, waiting)
        return None
    return beginning(turn)


@router.action("help.skip")
async def skip(turn: Turn) -> None:
    notes = await noted(turn)
    if notes is not None and turn.arg(0) in {"wish", "village"}:
        await ask_next(turn, {turn.arg(0): ""} | notes)
    elif notes is not None:
        await ask_next(turn, notes)


@router.action(VILLAGE)
async def take_village(turn: Turn) -> None:
    notes = await noted(turn)
    chosen = await village.pressed(turn)
    if notes is not None:
        await ask_next(turn, notes | ({"village": chosen} if chosen else {}))


@router.action(WHEN)
async def take_when(turn: Turn) -> None:
    notes = await noted(turn)
    if notes is not None:
        await ask_next(turn, notes | ({"when": turn.arg(0)} if turn.arg(0) in SUITS else {}))


@router.answer(WISH)
async def take_typed_wish(turn: Turn) -> bool:
    """What it means beside leads to the service, so that the log need not ask again."""
    guide = turn.meaning.guide if turn.meaning.kind == "guide" else ""
    return await take_typed(turn, "wish", {"guide": guide} if guide else {})


@router.answer(VILLAGE)
async def take_typed_village(turn: Turn) -> bool:
    if turn.meaning.kind == "guide" and turn.meaning.score >= ANOTHER:
        return False
    return await take_typed(turn, "village")


@router.answer(WHEN)
async def take_typed_when(turn: Turn) -> bool:
    """One of the choices in their words, or when else."""
    if turn.meaning.kind == "guide" and turn.meaning.score >= ANOTHER:
        return False
    return await take_typed(turn, "when")


async def take_typed(turn: Turn, what: str, more: Notes | None = None) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    notes = dict(turn.talk.notes)
    if turn.world.understanding.command(turn.text) == "later":
        await ask_next(turn, notes | {what: Suits.ANY if what == "when" else ""})
        return True
    words = one_line(turn.text)
    if not words or len(words) > LONGEST[turn.talk.awaiting]:
        turn.say(_("Please say it shorter, in a few words."))
        return True
    await ask_next(turn, notes | (more or {}) | {what: words})
    return True


def one_line(typed: str) -> str:
    """As it is kept and shown to others: without secrets, mark-up and line breaks."""
    return " ".join(guard(typed).text.replace("*", " ").split())


# ---- making it ----


async def make(turn: Turn, notes: Notes) -> None:
    turn.talk.expect("guide.beside" if whereabouts.current(turn) else "")
    waiting = await turn.ports.requests.of_person(turn.person.id)
    if len(waiting) >= MOST_WAITING:
        turn.say(_("{You} have {count} requests waiting already.", count=str(len(waiting))))
        await my_request.show_waiting(turn, waiting)
        return
    teams = await help_routing.teams_of(turn, turn.person.place, notes.get("village", ""))
    await village.remember(turn, notes.get("village", ""))
    request = await turn.ports.requests.make(turn.person.id, wanted(turn, notes, only(teams)))
    turn.emit(RequestMade(request.id, request.commune, request.team, request.guide, request.step, request.lang,
                          request.urgent))  # fmt: skip
    await help_routing.tell_asked(turn, request)
    turn.show(sent(turn, request, to_team=bool(teams)), help_routing.see(request), my_request.way_on(turn))
    help_phone.ask(turn, request)


def wanted(turn: Turn, notes: Notes, team: int) -> Wanted:
    said = {what: notes.get(what, "") for what in ("village", "guide", "step", "wish", "lang")}
    return Wanted(turn.person.place, **said, when=notes["when"], urgent="urgent" in notes, team=team)


def sent(turn: Turn, request: Request, *, to_team: bool) -> Phrase:
    place = place_of(turn, request.commune)
    if to_team:
        return _("Sent to the digital team of {place}; the code is *{code}*. {Me} tell {you} when somebody takes it.",
                 place=place, code=request.code)  # fmt: skip
    return _("Noted for whoever looks after {place}; the code is *{code}*. {Me} tell {you} if somebody takes it.",
             place=place, code=request.code)  # fmt: skip
