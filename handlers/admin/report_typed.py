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
from bot.understanding.places import Places
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
    ("cua", "o", "tai", "cho", "toi", "em", "minh", "xem", "xin", "gui", "lam", "lap", "xuat", "ve",
     "for", "of", "in", "the", "me", "show")
)  # fmt: skip
_AFTER = frozenset(("nhe", "di", "a", "voi", "nha", "giup", "please", "coi", "xem", "duoc", "chua", "roi"))
_BESIDE = re.compile(r"\b(?:ket qua|hoat dong)\b")
_OWN = re.compile(r"(?:(?:to|doi)(?: cong nghe)?(?: so)?(?: cong dong)?|xa|phuong|team)(?: (?:minh|toi|em|ta|nha))?")
"""“The team”, “our commune”: theirs."""
LONGEST = 4  # words that may be the name of a place nobody knows
OFFERED = 6


@router.answer("report")
async def take(turn: Turn) -> bool:
    """False: they hold no post, or it is about something else."""
    if turn.person.role is Role.RESIDENT or turn.inbound.kind is not Kind.SAY or turn.inbound.group:
        return False
    words = fold(turn.text)
    if turn.meaning.kind in {"emergency", "code"} or not (asked := ASKING.search(words)):
        return False
    rest, said = without(words, asked), asked[0]
    try:
        period, rest = split_period(rest, today(turn))
    except Answerable as error:
        raise answered(error) from error
    return await take_place(turn, period, trimmed(rest, turn.world.places), sure=period is not None or said == words)


def without(words: str, found: re.Match[str]) -> str:
    return " ".join(f"{words[: found.start()]} {words[found.end() :]}".split())


def trimmed(rest: str, places: Places) -> str:
    """Without the small words around a name; what is all of a name is left alone."""
    words = _BESIDE.sub(" ", rest).split()
    while words and not is_a_place(places, " ".join(words)):
        if words[0] in _BEFORE:
            words.pop(0)
        elif words[-1] in _AFTER:
            words.pop()
        else:
            break
    return " ".join(words)


def is_a_place(places: Places, rest: str) -> bool:
    """Nothing is said beside the name."""
    units, only = meant(rest, places)
    whole = only is not None and rest in (fold(only.name), fold(only.short))
    return whole or (bool(units) and not places.find(rest).rest)


async def take_place(turn: Turn, period: Period | None, rest: str, *, sure: bool) -> bool:
    when = period or reports.this_month(turn)
    if not rest or _OWN.fullmatch(rest):
        await reports.hand_over_own(turn, when)
        return True
    if place := await own_named(turn, rest):
        await reports.hand_over(turn, when, place)
        return True
    units, only = meant(rest, turn.world.places)
    if not (is_a_place(turn.world.places, rest) if units else sure and may_be_a_name(rest)):
        return False
    await hand_over_of(turn, when, rest, units, only)
    return True


def may_be_a_name(rest: str) -> bool:
    """And no note of help given, which has a number in it."""
    return len(rest.split()) <= LONGEST and not any(letter.isdigit() for letter in rest)


async def own_named(turn: Turn, rest: str) -> Place | None:
    """The province, or what they look after by the name it has with them: a team of their commune as well."""
    if is_province(rest):
        return PROVINCE
    standing = await turn.ports.teams.standing(turn.person.id)
    own = await own_places(turn.ports, turn.world, standing)
    teams = [team for one in own if one.code and not one.team for team in await reports.teams_of(turn, one)]
    return next((one for one in [*own, *teams] if rest == fold(one.team_name or one.name)), None)


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
    if not await take_place(turn, period, trimmed(fold(turn.text), turn.world.places), sure=True):
        turn.say(_("{Me} cannot find that place. Please type the commune or ward, old or new."), REPORT, MY_TEAM)
    else:
        turn.talk.expect("")
    return True
