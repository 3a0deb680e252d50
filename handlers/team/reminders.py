"""“Remind me to log”: only for members who choose it, at their hour, on days when they logged nothing."""

from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.session_ports import LOG as LOG_ABOUT
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, LOG, MENU, REMIND
from handlers.team.drafts import must_log
from handlers.team.words import number

router = Router()

HOURS = range(8, 21)
USUAL = (11, 17, 18, 19, 20)

OFF = Button(_("No reminders"), "remind.off")
REMINDER = Reply(_("Did {you} help anybody today? Nothing is in the log yet."), (LOG, OFF))
"""What is said at that hour."""


@router.action("remind")
async def show(turn: Turn) -> None:
    await must_log(turn)
    chosen = await turn.ports.reminders.hour(turn.person.id)
    words = _("{Me} remind only who chooses it, on days when nothing is logged. At what hour?")
    if chosen is not None:
        words = _("{Me} remind {you} at {hour}, on days when nothing is logged.", hour=at(chosen))
    other = Button(_("Another hour"), "remind.hours")
    turn.say(words, *map(hour_button, USUAL), other, *([OFF] if chosen is not None else []), BOOK)


def hour_button(hour: int) -> Button:
    return Button(at(hour), f"remind.at:{hour}")


def at(hour: int) -> Phrase:
    return _("{hour}:00", hour=str(hour))


@router.action("remind.hours")
async def show_hours(turn: Turn) -> None:
    await must_log(turn)
    turn.show(_("At what hour?"), *map(hour_button, HOURS), BOOK)


@router.action("remind.at")
async def choose(turn: Turn) -> None:
    await must_log(turn)
    hour = number(turn.arg(0))
    if hour not in HOURS:
        await show_hours(turn)
        return
    await turn.ports.reminders.choose(turn.person.id, hour)
    words = _(
        "All right: at {hour}, on days when nothing is logged. “No reminders” ends it at any time.", hour=at(hour)
    )
    turn.show(words, OFF, BOOK, MENU)


@router.action("remind.off")
async def stop(turn: Turn) -> None:
    await turn.ports.reminders.stop(turn.person.id, LOG_ABOUT)
    turn.show(_("All right, {me} remind {you} no more."), REMIND, MENU)
