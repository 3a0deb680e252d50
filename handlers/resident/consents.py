"""Consent, purpose by purpose: yes and no weigh the same, silence is no, and no costs nothing."""

from bot.content.consents import Purpose
from bot.core.clock import VIETNAM
from bot.core.events import ConsentAnswered
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.ports import Consent
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MY_DATA
from handlers.resident.privacy import way_on

router = Router()


async def agreed(turn: Turn, id_: str) -> bool:
    """Whether the person agreed to this purpose, in the words it has now."""
    answers = await turn.ports.consents.of(turn.person.id)
    return holds(answers.get(id_), turn.content.consents.purposes[id_])


def holds(answer: Consent | None, purpose: Purpose) -> bool:
    return answer is not None and answer.given and answer.version == purpose.stamp


@router.action("consent.page")
async def show_all(turn: Turn) -> None:
    words = _("{You} choose for each of these. Without any of them {me} help {you} all the same.")
    turn.say(words, MY_DATA, way_on(turn))
    answers = await turn.ports.consents.of(turn.person.id)
    for id_, purpose in turn.content.consents.purposes.items():
        put_the_question(turn, id_, purpose, answers.get(id_))


@router.action("consent.ask")
async def ask_chosen(turn: Turn) -> None:
    purpose = turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
    else:
        await ask(turn, turn.arg(0))


async def ask(turn: Turn, id_: str, first: Phrase | None = None) -> None:
    """Put one question, for instance where its purpose comes up. ``first``: why."""
    answers = await turn.ports.consents.of(turn.person.id)
    put_the_question(turn, id_, turn.content.consents.purposes[id_], answers.get(id_), first)


def put_the_question(
    turn: Turn, id_: str, purpose: Purpose, answer: Consent | None, first: Phrase | None = None
) -> None:
    """The button for yes bears the version of the words it stands under: an old one does not agree to new words."""
    turn.say(
        paragraphs(first, lines(_("*{title}*", title=purpose.title), purpose.text, state(answer, purpose))),
        Button(_("Agree"), f"consent.yes:{id_}.{purpose.stamp}"),
        Button(_("No"), f"consent.no:{id_}"),
    )


def state(answer: Consent | None, purpose: Purpose) -> Phrase:
    if answer is None:
        return _("Now: not answered, which counts as *No*.")
    on = answer.at.astimezone(VIETNAM).strftime("%d/%m/%Y")
    if not answer.given:
        return _("Now: *No*, since {date}.", date=on)
    if not holds(answer, purpose):
        return _("{You} agreed on {date}, but the words have changed since: now it counts as *No*.", date=on)
    return _("Now: *Agree*, since {date}.", date=on)


@router.action("consent.yes")
async def agree(turn: Turn) -> None:
    id_, purpose = turn.arg(0), turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
    elif turn.arg(1) != purpose.stamp:
        await ask(turn, id_, _("The words have changed. Please read them again."))
    else:
        await write_down(turn, id_, purpose, given=True)
        noted(turn, id_, _("Noted: {title}: *Agree*. Thank {you}!", title=purpose.title))


@router.action("consent.no")
async def decline(turn: Turn) -> None:
    id_, purpose = turn.arg(0), turn.content.consents.purposes.get(turn.arg(0))
    if not purpose:
        await show_all(turn)
        return
    await write_down(turn, id_, purpose, given=False)
    if id_ == "questions":
        await turn.ports.questions.forget(turn.person.id)
    if id_ == "phone":
        await turn.ports.requests.forget_phones(turn.person.id)
    noted(turn, id_, _("Noted: {title}: *No*. {Me} help {you} all the same.", title=purpose.title))


async def write_down(turn: Turn, id_: str, purpose: Purpose, *, given: bool) -> None:
    """A second press says nothing new, and what was said first keeps its date."""
    before = (await turn.ports.consents.of(turn.person.id)).get(id_)
    if before and (before.given, before.version) == (given, purpose.stamp):
        return
    await turn.ports.consents.record(turn.person.id, id_, given=given, version=purpose.stamp)
    turn.emit(ConsentAnswered(id_, given))


def noted(turn: Turn, id_: str, words: Phrase) -> None:
    turn.show(words, Button(_("Change my mind"), f"consent.ask:{id_}"), way_on(turn))
