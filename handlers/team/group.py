"""The Telegram group of a team: linked by a code, told of new requests, which may be taken there.

Nothing personal is said in it, and of what people say there nothing comes here.
"""

from bot.core.events import GroupLinked, GroupParted
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.requests import State, team_to_take
from bot.core.roles import Role
from bot.core.teams import Team
from bot.engine.router import Handler, Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MY_TEAM
from handlers.resident.request_words import helper
from handlers.team import requests
from handlers.team.words import number, require, team_of

router = Router()

HERE = 0
"""In place of a team's number: the group where it is done."""


# ---- with the leader ----


@router.action("group.code")
async def give_code(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "group.link", commune=team.commune, team=team.id)
    code = await turn.ports.groups.code(turn.person.id, team)
    linked = await turn.ports.groups.linked(team.id)
    words = lines(
        _("1. Add the bot Tổ Số to the Telegram group of “{team}”.", team=team.name),
        _("2. Type there, within a day: */nhom {code}*", code=code),
        _("A group is linked now; another takes its place.") if linked else None,
    )
    turn.say(words, *([part_button(team)] if linked else []), MY_TEAM)


def part_button(team: Team) -> Button:
    return Button(_("Unlink the group"), f"group.part:{team.id}")


@router.action("group.part")
async def part(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "group.link", commune=team.commune, team=team.id)
    if await turn.ports.groups.linked(team.id):
        await turn.ports.groups.part(turn.person.id, team)
        turn.emit(GroupParted(team.commune, team.id))
    turn.show(_("No group is linked to “{team}” now.", team=team.name), MY_TEAM)


# ---- in the group ----


@router.on("in_group")
async def act_in_group(turn: Turn) -> None:
    """Any other button is not for there."""
    done = IN_GROUP.get(turn.inbound.action.partition(":")[0])
    if done:
        await done(turn)


async def say_hello(turn: Turn) -> None:
    """Also so that Telegram lets it hear the command: it does for the bot that spoke last."""
    turn.post(HERE, _("{Me} am Tổ Số. The team leader types here: */nhom* and the code from “My team”."))


async def link(turn: Turn) -> None:
    if await turn.ports.invites.must_wait(turn.person.id):
        turn.post(HERE, _("Too many wrong codes. Please wait 15 minutes, then look at the code once more."))
        return
    linked = await turn.ports.groups.link(turn.person.id, turn.arg(0), turn.inbound.channel, turn.inbound.group)
    if not linked:
        turn.post(HERE, _("This code is wrong or no longer valid. The leader gets one under “My team”."))
        return
    team, by = linked
    turn.emit(GroupLinked(team.commune, team.id))
    turn.post(HERE, linked_words(team))
    turn.tell(by, _("The Telegram group of “{team}” is linked now.", team=team.name), part_button(team))


def linked_words(team: Team) -> Phrase:
    return _("New requests for “{team}” are told here from now on. {Me} read nothing else of what is said here.",
             team=team.name)  # fmt: skip


async def leave(turn: Turn) -> None:
    """The bot was removed from the group: the leaders know that nothing is told there any more."""
    for id_ in await turn.ports.groups.teams_in(turn.inbound.channel, turn.inbound.group):
        if team := await turn.ports.teams.find(id_):
            await turn.ports.groups.part(turn.person.id, team)
            turn.emit(GroupParted(team.commune, team.id))
            await tell_the_leaders(turn, team)


async def tell_the_leaders(turn: Turn, team: Team) -> None:
    for member in await turn.ports.teams.members(team.id):
        if member.role is Role.LEADER:
            words = _("The bot was removed from the Telegram group of “{team}”: nothing is told there any more.",
                      team=team.name)  # fmt: skip
            turn.tell(member.person, words, Button(_("Link a Telegram group"), f"group.code:{team.id}"))


async def move(turn: Turn) -> None:
    await turn.ports.groups.move(turn.inbound.channel, turn.inbound.group, turn.arg(0))


async def take(turn: Turn) -> None:
    """Who may take it is told the rest alone; the group sees who has it."""
    request = await turn.ports.requests.find(number(turn.arg(0)))
    if not request:
        return
    if team_to_take(request, await turn.ports.teams.standing(turn.person.id)) is None:
        turn.post(HERE, _("Thank {you}! Only members of the team can take it; the leader can invite {you}."))
        return
    await requests.take(turn)
    after = await turn.ports.requests.find(request.id)
    if after and after.state is State.TAKEN:
        name = await helper(turn, after)
        words = _("Request *{code}*: {name} has taken it.", code=after.code, name=name)
        turn.post(HERE, words, edit=turn.inbound.message_ref)


IN_GROUP: dict[str, Handler] = {
    "group.joined": say_hello, "group.link": link, "group.left": leave, "group.moved": move, "request.take": take,
}  # fmt: skip
