"""The members of a team: removed, or made its leader, by whoever may; each asked once more before it is done."""

from bot.core.events import LeaderChanged, MemberRemoved
from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Role
from bot.core.teams import Member, Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import help_routing
from handlers.resident.buttons import MY_TEAM
from handlers.team.my_team import show_team
from handlers.team.words import member_of, require, team_of

router = Router()


@router.action("members")
async def show_members(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "member.remove", commune=team.commune, team=team.id)
    members = await turn.ports.teams.members(team.id)
    turn.say(_("Whom is it about?"), *(Button(m.name, f"member.show:{m.post}") for m in members), back_to(team))


def back_to(team: Team) -> Button:
    return Button(team.name, f"team.show:{team.id}")


@router.action("member.show")
async def show_member(turn: Turn) -> None:
    member, team = await member_of(turn)
    await require(turn, "member.remove", commune=team.commune, team=team.id)
    role: Phrase = _("team leader") if member.role is Role.LEADER else _("team member")
    leads = [] if member.role is Role.LEADER else [Button(_("Make leader"), f"leader.ask:{member.post}")]
    remove = Button(_("Remove from the team"), f"member.remove:{member.post}")
    turn.say(
        _("*{name}*, {role} of “{team}”.", name=member.name, role=role, team=team.name), *leads, remove, back_to(team)
    )


# ---- removing ----


async def may_remove(turn: Turn, member: Member, team: Team) -> None:
    """A leader is removed by the commune only."""
    act = "leader.remove" if member.role is Role.LEADER else "member.remove"
    await require(turn, act, commune=team.commune, team=team.id)


@router.action("member.remove")
async def ask_to_remove(turn: Turn) -> None:
    member, team = await member_of(turn)
    await may_remove(turn, member, team)
    yes = Button(_("Yes, remove"), f"member.remove_yes:{member.post}")
    turn.say(_("Remove {name} from “{team}”?", name=member.name, team=team.name), yes, back_to(team))


@router.action("member.remove_yes")
async def remove(turn: Turn) -> None:
    member, team = await member_of(turn)
    await may_remove(turn, member, team)
    had = await help_routing.in_the_hands_of(turn, member.person, member.team)
    await turn.ports.teams.end(turn.person.id, member)
    await help_routing.ask_the_others(turn, had, member.name, but=member.person)
    turn.emit(MemberRemoved(team.commune, team.id))
    turn.show(_("{name} is no longer in “{team}”.", name=member.name, team=team.name))
    turn.tell(member.person, _("{You} are no longer in “{team}”. For questions ask the team leader.", team=team.name))
    await show_team(turn, team)


# ---- leading ----


@router.action("leader.ask")
async def ask_to_hand_over(turn: Turn) -> None:
    member, team = await member_of(turn)
    await require(turn, "leader.change", commune=team.commune, team=team.id)
    yes = Button(_("Yes, make leader"), f"leader.change:{member.post}")
    words = _(
        "{name} will lead “{team}”. Whoever leads now stays as a member. Go on?", name=member.name, team=team.name
    )
    turn.say(words, yes, back_to(team))


@router.action("leader.change")
async def hand_over(turn: Turn) -> None:
    member, team = await member_of(turn)
    await require(turn, "leader.change", commune=team.commune, team=team.id)
    await turn.ports.teams.hand_over(turn.person.id, member)
    turn.person.role = (await turn.ports.teams.standing(turn.person.id)).role
    turn.emit(LeaderChanged(team.commune, team.id))
    turn.show(_("{name} now leads “{team}”.", name=member.name, team=team.name))
    if member.person != turn.person.id:
        turn.tell(member.person, _("{You} now lead “{team}”.", team=team.name), MY_TEAM)
    await show_team(turn, team)
