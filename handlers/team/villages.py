"""The villages a team covers, typed by its leader in one line."""

import re

from bot.core.events import VillagesChanged
from bot.core.messages import Button, Kind
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MY_TEAM
from handlers.team import my_team
from handlers.team.words import number, one_line, require, team_of

router = Router()

MOST = 30
LONGEST = 40
WHOLE = "villages.whole"


@router.action("villages")
async def ask(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "team.villages", commune=team.commune, team=team.id)
    words = _("Which villages does “{team}” cover? Type them with a comma between: thôn 1, làng Krái.", team=team.name)
    whole = Button(_("The whole commune"), f"{WHOLE}:{team.id}")
    turn.ask(words, "team.villages", whole, MY_TEAM, team=str(team.id))


@router.answer("team.villages")
async def take(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    names = [one_line(name, LONGEST) for name in re.split(r"[,;\n]+", turn.text) if name.strip()]
    if not names or not all(names) or len(names) > MOST:
        turn.say(_("{Me} could not read that. Please type short names with a comma between them."), MY_TEAM)
        return True
    await save(turn, number(turn.talk.notes.get("team", "")), names)
    return True


@router.action(WHOLE)
async def cover_all(turn: Turn) -> None:
    await save(turn, number(turn.arg(0)), [])


async def save(turn: Turn, id_: int, names: list[str]) -> None:
    turn.args = (str(id_),)
    team = await team_of(turn)
    await require(turn, "team.villages", commune=team.commune, team=team.id)
    turn.talk.expect("")
    await turn.ports.teams.set_villages(turn.person.id, team, list(dict.fromkeys(names)))
    turn.emit(VillagesChanged(team.commune, team.id))
    turn.show(_("Noted."))
    await my_team.show_team(turn, await team_of(turn))
