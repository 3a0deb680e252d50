"""A request for a person in words: for whoever is asked to take it, and for the resident who made it."""

from collections.abc import Iterator, Mapping

from bot.content.model import Guide, Step
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.requests import Request, Suits
from bot.engine.turn import Turn
from handlers.resident.language import NATIVE

SUITS: Mapping[str, Phrase] = {
    Suits.MORNING: _("in the morning"),
    Suits.AFTERNOON: _("in the afternoon"),
    Suits.EVENING: _("in the evening"),
    Suits.ANY: _("at any time"),
}


def card(turn: Turn, request: Request, *, phone: bool = False) -> Phrase:
    """``phone``: for who has it, and nobody else."""
    return lines(title(turn, request), *details(turn, request), *(called(request) if phone else ()))


def title(turn: Turn, request: Request) -> Phrase:
    place = place_of(turn, request.commune)
    if request.urgent:
        return _("⚠️ *Urgent: a resident of {place} asks for a person*", place=place)
    return _("*A resident of {place} asks for a person*", place=place)


def place_of(turn: Turn, commune: str) -> Phrase:
    unit = turn.world.places.units.get(commune)
    return unit.name if unit else _("the commune")


def details(turn: Turn, request: Request, *, wish: bool = True) -> Iterator[Phrase]:
    if at := step_in_words(turn, request):
        yield _("• Stuck at: {where}", where=at) if request.step else _("• About: {guide}", guide=at)
    if request.wish and wish:
        yield _("• In their words: “{wish}”", wish=request.wish)
    if request.village:
        yield _("• Village: {village}", village=request.village)
    if request.when and not request.urgent:
        yield _("• When it suits: {when}", when=SUITS.get(request.when, request.when))
    if request.lang in NATIVE:
        yield _("• Needs somebody who speaks {language}", language=NATIVE[request.lang])
    yield _("• Code: {code}", code=request.code)


def called(request: Request) -> Iterator[Phrase]:
    if request.phone:
        yield _("• May be called: *{phone}*", phone=request.phone)


def step_in_words(turn: Turn, request: Request) -> Phrase | None:
    """As the content is now."""
    guide = turn.content.guide(request.guide) if request.guide else None
    step = guide.step(request.step) if guide else None
    if not guide:
        return None
    if not step or step.options:
        return _("“{title}”", title=guide.title)
    number, total = map(str, numbered(guide, step))
    return _("step {number}/{total} of “{title}”", number=number, total=total, title=guide.title)


def numbered(guide: Guide, step: Step) -> tuple[int, int]:
    """(number of the step on the shortest way there, how many there will be)."""
    seen = [s for s in map(guide.step, guide.way_to(step)) if s and not s.options]
    return len(seen), len(seen) + len(list(guide.ahead(step)))


def in_short(turn: Turn, request: Request) -> Phrase:
    """For a button."""
    guide = turn.content.guide(request.guide) if request.guide else None
    about: Phrase = turn.content.services[guide.service].title if guide else request.wish[:30]
    mark = "⚠️ " if request.urgent else ""
    return _("{mark}{code}: {about}", mark=mark, code=request.code, about=about or _("to meet a person"))


def cancelled(request: Request) -> Phrase:
    return _("The resident cancelled request *{code}*. Thank {you}!", code=request.code)


async def helper(turn: Turn, request: Request) -> Phrase:
    """Who has it, as residents are told."""
    teams = turn.ports.teams
    there = await (teams.members(request.team) if request.team else teams.admins(request.commune))
    return next((one.name for one in there if one.person == request.taken_by), _("the team member"))
