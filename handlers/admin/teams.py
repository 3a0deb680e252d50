"""For administrators: the teams of a commune, a new one, and who else may look after them."""

from bot.core.events import TeamMade
from bot.core.messages import Button, Kind
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MY_TEAM
from handlers.team.my_team import show_team
from handlers.team.words import one_line, place, require

router = Router()

LONGEST_NAME = 60
MOST = 8  # communes offered at once


@router.action("admin.commune")
async def ask_commune(turn: Turn) -> None:
    turn.ask(_("Which commune or ward is it about? Please type its name."), "admin.commune", MY_TEAM)


@router.answer("admin.commune")
async def take_commune(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    found = turn.world.places.find(turn.text)
    if not found.units:
        turn.say(_("{Me} cannot find that place. Please type the commune or ward, old or new."), MY_TEAM)
    elif found.only:
        await show_teams(turn, found.only.code)
    else:
        offered = (Button(unit.name, f"admin.teams:{unit.code}") for unit in found.units[:MOST])
        turn.say(_("Which of these communes is it about?"), *offered, MY_TEAM)
    return True


@router.action("admin.teams")
async def show_chosen(turn: Turn) -> None:
    await show_teams(turn, turn.arg(0))


async def show_teams(turn: Turn, commune: str) -> None:
    await require(turn, "team.make", commune=commune)
    turn.talk.expect("")
    teams = await turn.ports.teams.of_commune(commune)
    standing = await turn.ports.teams.standing(turn.person.id)
    buttons = [Button(team.name, f"team.show:{team.id}") for team in teams]
    buttons.append(Button(_("Make a new team"), f"team.make:{commune}"))
    buttons.append(Button(_("Report"), f"report.now:{commune}"))
    if standing.may("commune_admin.invite", commune=commune):
        buttons.append(Button(_("Invite the commune's administrator"), f"invite.new:commune_admin.{commune}.0"))
    buttons.append(Button(_("Open invites"), f"invite.list:{commune}.0"))
    where = place(turn, commune)
    words = _("Teams of {place}: {count}.", place=where, count=str(len(teams)))
    turn.say(words if teams else _("There is no team in {place} yet.", place=where), *buttons, MY_TEAM)


@router.action("team.make")
async def ask_name(turn: Turn) -> None:
    commune = turn.arg(0)
    await require(turn, "team.make", commune=commune)
    words = _("What is the new team in {place} called? For example: Tổ số thôn 2.", place=place(turn, commune))
    turn.ask(words, "team.name", MY_TEAM, commune=commune)


@router.answer("team.name")
async def make(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    commune, name = turn.talk.notes.get("commune", ""), one_line(turn.text, LONGEST_NAME)
    await require(turn, "team.make", commune=commune)
    if not name:
        turn.say(_("Please type a short name for the team."), MY_TEAM)
        return True
    turn.talk.expect("")
    team = await turn.ports.teams.make(turn.person.id, commune, name)
    turn.emit(TeamMade(commune, team.id))
    turn.say(_("“{team}” is there now. Next: invite its leader.", team=team.name))
    await show_team(turn, team)
    return True
