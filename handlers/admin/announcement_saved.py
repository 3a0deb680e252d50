"""Audiences that are chosen again and again, under a name; each commune has its own."""

from bot.core.messages import Button, Kind
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.numbers import one_line
from handlers.admin.announcement_acts import ask, awaited, back, draft_of, save
from handlers.admin.announcement_audience import show_who, to_who
from handlers.team.words import number

router = Router()

LONGEST_NAME = 40


@router.action("announcement.saved")
async def show_saved(turn: Turn) -> None:
    campaign = await draft_of(turn)
    saved = await turn.ports.campaigns.audiences(campaign.commune)
    use = (Button(one.name, f"announcement.use:{campaign.id}.{one.id}") for one in saved)
    forget = (
        Button(_("Forget: {name}", name=one.name), f"announcement.forget:{campaign.id}.{one.id}") for one in saved
    )
    words = _("Press the one that it is for.") if saved else _("None is saved yet.")
    turn.show(words, *use, *forget, to_who(campaign), back(campaign))


@router.action("announcement.use")
async def use_saved(turn: Turn) -> None:
    campaign = await draft_of(turn)
    saved = {one.id: one for one in await turn.ports.campaigns.audiences(campaign.commune)}
    if one := saved.get(number(turn.arg(1))):
        campaign = await save(turn, campaign, audience=one.audience)
    await show_who(turn, campaign)


@router.action("announcement.forget")
async def forget_saved(turn: Turn) -> None:
    campaign = await draft_of(turn)
    for one in await turn.ports.campaigns.audiences(campaign.commune):
        if one.id == number(turn.arg(1)):
            await turn.ports.campaigns.drop_audience(turn.person.id, one)
    await show_saved(turn)


@router.action("announcement.keep")
async def ask_for_name(turn: Turn) -> None:
    campaign = await draft_of(turn)
    words = _("Under which name shall {me} save it? For example: Chủ hộ kinh doanh.")
    ask(turn, campaign, words, "announcement.keep")


@router.answer("announcement.keep")
async def take_name(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, name = await awaited(turn), one_line(turn.text, LONGEST_NAME)
    if not name:
        turn.say(_("Please type a short name."), back(campaign))
        return True
    turn.talk.expect("")
    audience = campaign.draft.audience
    await turn.ports.campaigns.save_audience(turn.person.id, campaign.commune, name, audience)
    turn.say(_("Saved as “{name}”.", name=name), to_who(campaign), back(campaign))
    return True
