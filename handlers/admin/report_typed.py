"""A report asked for in words: “báo cáo tháng 10 xã Chư Sê”. Only where somebody holds a post is it looked for."""

import re

from bot.content.places import Unit
from bot.core.errors import Answerable
from bot.core.messages import Kind
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.period import Period, split_period
from bot.reports.report import Place
from bot.reports.where import PROVINCE, is_province, meant, unknown
from bot.understanding.fold import fold
from handlers.admin import reports
from handlers.admin.report_places import SEE, answered, not_theirs, own_places, read_time, showing, today
from handlers.resident.buttons import MY_TEAM, REPORT

router = Router()

ASKING = re.compile(
    r"\b(?:bao cao|thong ke|so lieu|reports?)\b"
    r"|\b(?:da )?(?:giup|ho tro|huong dan)(?: duoc)? (?:bao nhieu|may) (?:nguoi|luot|ba con)\b"
    r"|\bhow many (?:people|visits)\b"
)
_BEFORE = frozenset(
    ("cua", "o", "tai", "cho", "toi", "em", "minh", "xem", "xin", "gui", "lam", "lap", "xuat", "ve", "ket", "qua",
     "hoat", "dong", "for", "of", "in", "the", "me", "show")
)  # fmt: skip
_AFTER = frozenset(("nhe", "di", "a", "voi", "nha", "giup", "please", "coi", "xem", "duoc", "chua", "roi"))
LONGEST = 4  # words that may be the name of a place nobody knows
OFFERED = 6


@router.answer("report")
async def take(turn: Turn) -> bool:
    """False: they hold no post, or it is about something else."""
    words = fold(turn.text)
    if turn.person.role is Role.RESIDENT or turn.inbound.kind is not Kind.SAY or turn.inbound.group:
        return False
    if turn.meaning.kind in {"emergency", "code"} or not (asked := ASKING.search(words)):
        return False
    rest, said = without(words, asked), asked[0]
    try:
        period, rest = split_period(rest, today(turn))
    except Answerable as error:
        raise answered(error) from error
    return await take_place(turn, period, trimmed(rest), sure=period is not None or said == words)


def without(words: str, found: re.Match[str]) -> str:
    return " ".join(f"{words[: found.start()]} {words[found.end() :]}".split())


def trimmed(rest: str) -> str:
    """Without the small words around a name."""
    words = rest.split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    return " ".join(words)


async def take_place(turn: Turn, period: Period | None, rest: str, *, sure: bool) -> bool:
    when = period or reports.this_month(turn)
    if not rest:
        await reports.hand_over_own(turn, when)
        return True
    if place := await own_named(turn, rest):
        await reports.hand_over(turn, when, place)
        return True
    units, only = meant(rest, turn.world.places)
    if not is_a_place(turn, rest, only) if units else not (sure and len(rest.split()) <= LONGEST):
        return False
    await hand_over_of(turn, when, rest, units, only)
    return True


def is_a_place(turn: Turn, rest: str, only: Unit | None) -> bool:
    """Nothing is said beside the name."""
    whole = only is not None and rest in (fold(only.name), fold(only.short))
    return whole or not turn.world.places.find(rest).rest


async def own_named(turn: Turn, rest: str) -> Place | None:
    """The province, or what they look after by the name it has with them."""
    if is_province(rest):
        return PROVINCE
    standing = await turn.ports.teams.standing(turn.person.id)
    own = await own_places(turn.ports, turn.world, standing)
    return next((one for one in own if rest == fold(one.team_name or one.name)), None)


async def hand_over_of(turn: Turn, period: Period, rest: str, units: tuple[Unit, ...], only: Unit | None) -> None:
    """Of several that may be meant, theirs if one is; else they choose. What they may not see is not asked about."""
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may_somewhere(SEE):
        raise await not_theirs(turn, standing)
    theirs = [unit for unit in units if standing.may(SEE, commune=unit.code)]
    if not units:
        raise answered(unknown(rest))
    if only or len(theirs) <= 1:
        unit = only or (theirs or units)[0]
        await reports.hand_over(turn, period, Place(unit.code, unit.name))
        return
    buttons = (showing(period, Place(unit.code, unit.name), unit.name) for unit in theirs[:OFFERED])
    turn.say(_("Which of these communes is it about?"), *buttons, MY_TEAM)


@router.answer("report.place")
async def take_other_place(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    if await take(turn):
        return True
    period = read_time(turn, turn.talk.notes.get("period", ""))
    if not await take_place(turn, period, trimmed(fold(turn.text)), sure=True):
        turn.say(_("{Me} cannot find that place. Please type the commune or ward, old or new."), REPORT, MY_TEAM)
    else:
        turn.talk.expect("")
    return True
