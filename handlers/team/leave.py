"""Leaving a team of one's own accord."""

from bot.core.errors import Answerable
from bot.core.events import MemberLeft
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.teams import Member, Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import help_routing
from handlers.resident.buttons import MENU, MY_TEAM
from handlers.team.words import team_of

router = Router()


async def mine(turn: Turn, team: Team) -> tuple[Member, list[Member]]:
    """(their own post in it, the others). Ends the turn where they have none: a stranger learns nothing of it."""
    members = await turn.ports.teams.members(team.id)
    own = next((member for member in members if member.person == turn.person.id), None)
    if not own:
        raise Answerable(_("{You} are not in this team."), MY_TEAM)
    return own, [member for member in members if member is not own]


@router.action("leave.ask")
async def ask(turn: Turn) -> None:
    team = await team_of(turn)
    await mine(turn, team)
    stay = Button(_("Stay"), f"team.show:{team.id}")
    turn.say(_("Leave “{team}”?", team=team.name), Button(_("Yes, leave"), f"leave.yes:{team.id}"), stay)


@router.action("leave.yes")
async def leave(turn: Turn) -> None:
    team = await team_of(turn)
    own, others = await mine(turn, team)
    if own.role is Role.LEADER and others:
        members = Button(_("Members"), f"members:{team.id}")
        turn.say(_("{You} lead this team. Please choose another leader first, then leave."), members)
        return
    had = await help_routing.in_the_hands_of(turn, own.person, own.team)
    await turn.ports.teams.end(turn.person.id, own)
    await help_routing.ask_the_others(turn, had, own.name, but=own.person)
    turn.emit(MemberLeft(team.commune, team.id))
    turn.person.role = (await turn.ports.teams.standing(turn.person.id)).role
    turn.show(_("{You} are no longer in “{team}”. Thank {you} for all the help!", team=team.name), MENU)
    for leader in (other for other in others if other.role is Role.LEADER):
        turn.tell(leader.person, _("{name} has left “{team}”.", name=own.name, team=team.name))
