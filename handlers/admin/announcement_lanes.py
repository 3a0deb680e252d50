"""Stopping all announcements on one channel, with a reason; for the province."""

from bot.core.campaign_figures import Stop
from bot.core.clock import VIETNAM
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.names import CHANNELS
from bot.understanding.numbers import one_line
from handlers.resident.buttons import ANNOUNCEMENTS, MENU
from handlers.team.words import require

router = Router()

LONGEST_REASON = 120
LANES = Button(_("Channels"), "announcement.lanes")


@router.action("announcement.lanes")
async def show(turn: Turn) -> None:
    await require(turn, "lane.stop", commune="")
    await show_lanes(turn)


async def show_lanes(turn: Turn) -> None:
    turn.talk.expect("")
    stopped = {one.channel: one for one in await turn.ports.campaigns.stops()}
    every = dict.fromkeys([*turn.ports.campaigns.channels, *stopped])
    buttons = (Button(_("Let {channel} go on", channel=called(name)), f"announcement.free:{name}") if name in stopped
               else Button(_("Stop {channel}", channel=called(name)), f"announcement.lane:{name}")
               for name in every)  # fmt: skip
    how = (state(name, stopped.get(name)) for name in every)
    turn.show(lines(_("*Announcements on each channel*"), *how), *buttons, ANNOUNCEMENTS, MENU)


def state(name: str, stop: Stop | None) -> Phrase:
    if not stop:
        return _("• {channel}: runs", channel=called(name))
    since = stop.at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
    return _("• {channel}: stopped since {time}: {reason}", channel=called(name), time=since, reason=stop.reason)


def called(name: str) -> str:
    return CHANNELS.get(name, name)


@router.action("announcement.lane")
async def ask_why(turn: Turn) -> None:
    await require(turn, "lane.stop", commune="")
    name = turn.arg(0)
    if name not in turn.ports.campaigns.channels:
        await show_lanes(turn)
        return
    words = _("Why shall no announcement go out on {channel}? Please type it. Answers to residents go on.",
              channel=called(name))  # fmt: skip
    turn.ask(words, "announcement.lane", LANES, ANNOUNCEMENTS, channel=name)


@router.answer("announcement.lane")
async def stop(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    name, reason = turn.talk.notes.get("channel", ""), one_line(turn.text, LONGEST_REASON)
    turn.talk.expect("")
    await require(turn, "lane.stop", commune="")
    if not reason:
        turn.talk.expect("announcement.lane", channel=name)
        turn.say(_("Please make it shorter: at most {most} characters.", most=str(LONGEST_REASON)), LANES)
        return True
    if name in turn.ports.campaigns.channels:
        await turn.ports.campaigns.stop_channel(turn.person.id, name, reason)
    await show_lanes(turn)
    return True


@router.action("announcement.free")
async def free(turn: Turn) -> None:
    await require(turn, "lane.stop", commune="")
    await turn.ports.campaigns.free_channel(turn.person.id, turn.arg(0))
    await show_lanes(turn)
