"""What is said when a request has waited too long: to the team, then its leader, then the commune and the resident."""

from collections.abc import Iterable

from bot.core.alarms import Circle, Rung
from bot.core.messages import Reply
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.core.requests import Request
from bot.core.teams import Member
from bot.core.waiting_clock import Alarm
from bot.engine.turn import World
from handlers.resident.buttons import MENU, REQUESTS
from handlers.resident.direct_way import centres, counter
from handlers.resident.help_routing import answers, once_each, see, take


def ring(world: World, request: Request, circle: Circle) -> Rung:
    """What the alarm that is due says to whom. Nobody who should hear it is there: whoever is above them hears it."""
    match request.alarm:
        case Alarm.TEAM:
            in_group = Reply(reminder(world, request).text, (take(request),))
            posted = [(team, in_group) for team in circle.teams]
            return Rung(to_each(circle.members, request, reminder(world, request)), posted)
        case Alarm.LEADER:
            heard = circle.leaders or circle.admins
            return Rung(to_each(heard, request, for_the_leader(world, request)))
        case _:
            heard = circle.admins or circle.leaders
            told = to_each(heard, request, for_the_commune(world, request))
            return Rung([*told, *([(request.person, for_the_resident(world, request))] if request.person else [])])


def to_each(members: Iterable[Member], request: Request, reply: Reply) -> list[tuple[int, Reply]]:
    return [(member.person, reply) for member in once_each(request, members)]


def named(world: World, request: Request) -> Phrase:
    """Which it is, as it may be read in a group chat too."""
    guide = world.content.guide(request.guide)
    unit = world.places.units.get(request.commune)
    what: Phrase = guide.title if guide else _("help from a person")
    where: Phrase = unit.name if unit else _("the commune")
    if request.village:
        where = _("{village}, {commune}", village=request.village, commune=where)
    return _("*{code}* ({what}; {where})", code=request.code, what=what, where=where)


def reminder(world: World, request: Request) -> Reply:
    words = _("⏰ Nobody has taken request {request} yet. Who can help?", request=named(world, request))
    return Reply(words, answers(request))


def for_the_leader(world: World, request: Request) -> Reply:
    words = _("⏰ Request {request} still waits. Please find somebody, or take it.", request=named(world, request))
    return Reply(words, (take(request), REQUESTS))


def for_the_commune(world: World, request: Request) -> Reply:
    words = _("⏰ The team has not taken request {request} for a whole day. Please see to it.",
              request=named(world, request))  # fmt: skip
    return Reply(words, (take(request), REQUESTS))


def for_the_resident(world: World, request: Request) -> Reply:
    sorry = _("{Me} am sorry: nobody could take request {code} so far. {Me} have just told the commune.",
              code=request.code)  # fmt: skip
    guide = world.content.guide(request.guide)
    way = guide.in_person if guide else None
    return Reply(paragraphs(sorry, counter(world, request.commune), way, centres(world)), (see(request), MENU))
