"""When an announcement goes, whether it comes again, and for how long it holds."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.campaign_rules import USUAL_HOURS, begins_at
from bot.core.campaign_words import REPEATS
from bot.core.campaigns import Campaign, Draft, Repeat, Timing
from bot.core.clock import VIETNAM
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.moments import read_day, read_moment
from handlers.admin.announcement_acts import ask, awaited, back, draft_of, save
from handlers.team.words import number

router = Router()

HOURS = (3, 12, 24, 48, 72, 168)
"""How long it may hold, to choose from."""
MOST_HOURS = 24 * 31
USUAL_END = timedelta(days=92)
LONGEST_PLAN = timedelta(days=366)
_STAMP = "%Y%m%d-%H%M"
_DAY = "%Y%m%d"


# ---- in words ----


def clock(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def in_words(timing: Timing) -> Phrase:
    if not timing.at:
        return _("as soon as it may go")
    if timing.repeat is Repeat.NEVER:
        return clock(timing.at)
    until = timing.until.strftime("%d/%m/%Y") if timing.until else "…"
    return _("{repeat} from {time} until {day}", repeat=REPEATS[timing.repeat], time=clock(timing.at), day=until)


def holds_for(draft: Draft) -> Phrase:
    return lasting(draft.timing.lasts_hours or USUAL_HOURS[draft.urgency])


def lasting(hours: int) -> Phrase:
    if hours % 24 == 0 and hours > 24:
        return _("{count} days", count=str(hours // 24))
    return _("{count} hours", count=str(hours))


# ---- asked ----


@router.action("announcement.when")
async def show(turn: Turn) -> None:
    show_when(turn, await draft_of(turn))


def show_when(turn: Turn, campaign: Campaign, first: Phrase | None = None) -> None:
    id_, timing = campaign.id, campaign.draft.timing
    now = _("Now: {time}. Holds for {hours}.", time=in_words(timing), hours=holds_for(campaign.draft))
    words = _("Press a time, or type one: 19h tối mai, thứ 7 8h, 25/11 7h30.")
    offered = [Button(label, f"announcement.at:{id_}.{local(moment).strftime(_STAMP)}")
               for label, moment in near(turn.now)]  # fmt: skip
    at_once = Button(_("As soon as it may go"), f"announcement.at:{id_}.now")
    others = [Button(_("Repeat it"), f"announcement.repeat:{id_}"),
              Button(_("How long it holds"), f"announcement.lasts:{id_}"), back(campaign)]  # fmt: skip
    turn.talk.expect("announcement.when", id=str(id_))
    turn.show(paragraphs(first, now, words), at_once, *offered, *others)


def local(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM)


def near(now: datetime) -> list[tuple[Phrase, datetime]]:
    """This evening and tomorrow morning."""
    today = local(now).date()
    offered = [(_("This evening, 19:00"), at(today, 19)), (_("Tomorrow, 8:00"), at(today + timedelta(days=1), 8)),
               (_("Tomorrow, 19:00"), at(today + timedelta(days=1), 19))]  # fmt: skip
    return [(label, moment) for label, moment in offered if moment > now]


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


@router.action("announcement.at")
async def take_pressed(turn: Turn) -> None:
    campaign = await draft_of(turn)
    if turn.arg(1) == "now":
        timing = replace(campaign.draft.timing, at=None, repeat=Repeat.NEVER, until=None)
        await keep(turn, campaign, timing)
    elif moment := read_stamp(turn.arg(1)):
        await take(turn, campaign, moment.astimezone(turn.now.tzinfo))
    else:
        show_when(turn, campaign)


def read_stamp(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, _STAMP).replace(tzinfo=VIETNAM)
    except ValueError:
        return None


@router.answer("announcement.when")
async def take_typed(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, moment = await awaited(turn), read_moment(turn.text, turn.now)
    if moment:
        await take(turn, campaign, moment)
    else:
        show_when(turn, campaign, _("{Me} could not read that as a time."))
    return True


async def take(turn: Turn, campaign: Campaign, moment: datetime) -> None:
    """A button of yesterday may name a time that is over."""
    if not turn.now < moment <= turn.now + LONGEST_PLAN:
        over = _("{time} is over, or more than a year away.", time=clock(moment))
        show_when(turn, campaign, over)
        return
    timing = replace(campaign.draft.timing, at=moment)
    if timing.until and timing.until < local(moment).date():
        timing = replace(timing, until=(local(moment) + USUAL_END).date())
    await keep(turn, campaign, timing)


async def keep(turn: Turn, campaign: Campaign, timing: Timing) -> None:
    """What is planned for the night is said to come in the morning."""
    campaign = await save(turn, campaign, timing=timing)
    begins = begins_at(campaign.draft, turn.now)
    at_night = begins > max(timing.at or turn.now, turn.now)
    words = (
        _("At night only what is urgent goes: it begins at {time}.", time=clock(begins)) if at_night else _("Noted.")
    )
    show_when(turn, campaign, words)


# ---- again ----


@router.action("announcement.repeat")
async def show_repeat(turn: Turn) -> None:
    campaign = await draft_of(turn)
    if turn.arg(1) in list(Repeat):
        timing = campaign.draft.timing
        if not timing.at and turn.arg(1) != Repeat.NEVER:
            show_when(turn, campaign, _("Please choose first when it goes for the first time."))
            return
        campaign = await save(turn, campaign, timing=repeated(timing, Repeat(turn.arg(1))))
    ask_repeat(turn, campaign)


def repeated(timing: Timing, repeat: Repeat) -> Timing:
    """Always with an end."""
    if repeat is Repeat.NEVER or not timing.at:
        return replace(timing, repeat=Repeat.NEVER, until=None)
    return replace(timing, repeat=repeat, until=timing.until or (local(timing.at) + USUAL_END).date())


def ask_repeat(turn: Turn, campaign: Campaign, first: Phrase | None = None) -> None:
    timing, id_ = campaign.draft.timing, campaign.id
    choices = [Button(name, f"announcement.repeat:{id_}.{repeat}") for repeat, name in REPEATS.items()
               if repeat is not timing.repeat]  # fmt: skip
    ends = [] if timing.repeat is Repeat.NEVER else [Button(_("Until when"), f"announcement.until:{id_}")]
    turn.show(paragraphs(first, _("Now: {time}.", time=in_words(timing))), *choices, *ends, to_when(campaign),
              back(campaign))  # fmt: skip


def to_when(campaign: Campaign) -> Button:
    return Button(_("When it goes"), f"announcement.when:{campaign.id}")


@router.action("announcement.until")
async def ask_until(turn: Turn) -> None:
    campaign = await draft_of(turn)
    start = local(campaign.draft.timing.at or turn.now).date()
    months = ((_("For one month"), 30), (_("For three months"), 91), (_("For half a year"), 182))
    offered = (Button(label, f"announcement.end:{campaign.id}.{(start + timedelta(days=days)).strftime(_DAY)}")
               for label, days in months)  # fmt: skip
    ask(
        turn,
        campaign,
        _("On which day does it come for the last time? Type it: 31/12."),
        "announcement.until",
        *offered,
    )


@router.action("announcement.end")
async def take_pressed_end(turn: Turn) -> None:
    campaign = await draft_of(turn)
    try:
        day = datetime.strptime(turn.arg(1), _DAY).date()  # noqa: DTZ007
    except ValueError:
        ask_repeat(turn, campaign)
        return
    await take_end(turn, campaign, day)


@router.answer("announcement.until")
async def take_typed_end(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, day = await awaited(turn), read_day(turn.text, local(turn.now).date())
    if day:
        await take_end(turn, campaign, day)
    else:
        turn.say(_("{Me} could not read that as a day."), to_when(campaign), back(campaign))
    return True


async def take_end(turn: Turn, campaign: Campaign, day: date) -> None:
    turn.talk.expect("")
    timing = campaign.draft.timing
    if timing.repeat is Repeat.NEVER or not timing.at or day < local(timing.at).date():
        ask_repeat(turn, campaign, _("That day is before its first time, or it does not repeat."))
        return
    ask_repeat(turn, await save(turn, campaign, timing=replace(timing, until=day)), _("Noted."))


# ---- how long ----


@router.action("announcement.lasts")
async def show_lasting(turn: Turn) -> None:
    campaign = await draft_of(turn)
    hours = number(turn.arg(1))
    if 0 < hours <= MOST_HOURS:
        show_when(
            turn, await save(turn, campaign, timing=replace(campaign.draft.timing, lasts_hours=hours)), _("Noted.")
        )
        return
    choices = (Button(lasting(hours), f"announcement.lasts:{campaign.id}.{hours}") for hours in HOURS)
    words = _("For how long does it hold? Whoever has not got it by then does not get it any more.")
    turn.show(words, *choices, to_when(campaign), back(campaign))
