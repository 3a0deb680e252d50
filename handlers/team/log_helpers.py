"""Who else of the team helped in a session, and for which team it counts."""

from dataclasses import replace

from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.core.sessions import Draft
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.team.card import show_card
from handlers.team.drafts import change, draft_of
from handlers.team.log_fields import back_to
from handlers.team.words import number

router = Router()


@router.action("log.helpers")
async def ask(turn: Turn) -> None:
    await show_team(turn, await draft_of(turn))


async def show_team(turn: Turn, draft: Draft) -> None:
    """Each button says what it will be: pressed twice it is the same."""
    inside = await turn.ports.teams.members(draft.session.team)
    others = [member for member in inside if draft.corrects or member.person != turn.person.id]
    if not others:
        await show_card(turn, draft, _("There is nobody else in the team yet."))
        return
    buttons = [
        Button(_("✓ {name}", name=member.name), f"log.with:{draft.id}.{member.post}.0")
        if member.person in draft.session.members
        else Button(member.name, f"log.with:{draft.id}.{member.post}.1")
        for member in others
    ]
    turn.show(_("Who helped too? Press a name."), *buttons, back_to(draft))


@router.action("log.with")
async def take(turn: Turn) -> None:
    draft = await draft_of(turn)
    member = await turn.ports.teams.member(number(turn.arg(1)))
    if member and member.team == draft.session.team:
        without = tuple(one for one in draft.session.members if one != member.person)
        members = (*without, member.person) if turn.arg(2) == "1" else without
        draft = await change(turn, draft, replace(draft.session, members=members or draft.session.members))
    await show_team(turn, draft)
