"""Where those live whom an announcement is for: villages of a commune; for the province, communes by their names."""

import re
from dataclasses import replace

from bot.core.campaigns import Campaign
from bot.core.messages import Button, Kind
from bot.core.phrases import Phrase, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.numbers import one_line
from handlers.admin.announcement_acts import awaited, back, draft_of
from handlers.admin.announcement_audience import CHOSEN, WITHOUT, group_of, save_group, to_who
from handlers.admin.announcement_who import place_name, place_names, some
from handlers.resident.village import fingerprint
from handlers.team.villages import LONGEST

router = Router()

MOST = 30  # places on buttons


@router.action("announcement.places")
async def show(turn: Turn) -> None:
    await ask_places(turn, await draft_of(turn), side_of(turn.arg(1)))


def side_of(written: str) -> str:
    return WITHOUT if written == WITHOUT else CHOSEN


async def ask_places(turn: Turn, campaign: Campaign, side: str, first: Phrase | None = None) -> None:
    group, id_ = group_of(campaign, side), campaign.id
    known = await places(turn, campaign, side)
    names = {one: place_name(turn, one, whole=not campaign.commune) for one in known[:MOST]}
    choices = [
        Button(_("✓ {name}", name=name) if one in group.places else name,
               f"announcement.place:{id_}.{side}.{fingerprint(one)}")
        for one, name in names.items()
    ]  # fmt: skip
    typed = _("Type the villages, with a comma between: thôn 2, làng Krái.") if campaign.commune else None
    typed = typed or _("Type the names of communes and wards, with a comma between.")
    now = some(place_names(turn, "" if side == CHOSEN else "-", group)) if group.places else _("all of it")
    turn.talk.expect("announcement.places", id=str(id_), side=side)
    all_ = Button(_("All of it"), f"announcement.place:{id_}.{side}.all")
    words = now if side == CHOSEN or group.places else _("nobody")
    turn.show(paragraphs(first, _("Now: {places}.", places=words), typed), *choices, all_, to_who(campaign),
              back(campaign))  # fmt: skip


async def places(turn: Turn, campaign: Campaign, side: str) -> list[str]:
    """Those that are chosen, and the villages that the teams there cover."""
    chosen = [one for one in group_of(campaign, side).places if one != campaign.commune]
    communes = [campaign.commune] if campaign.commune else dict.fromkeys(one.partition("/")[0] for one in chosen)
    covered = [f"{commune}/{village}" for commune in communes
               for team in await turn.ports.teams.of_commune(commune) for village in team.villages]  # fmt: skip
    return list(dict.fromkeys([*chosen, *covered]))


@router.action("announcement.place")
async def pick(turn: Turn) -> None:
    campaign, side = await draft_of(turn), side_of(turn.arg(1))
    group, known = group_of(campaign, side), await places(turn, campaign, side)
    named = next((one for one in known if fingerprint(one) == turn.arg(2)), "")
    if turn.arg(2) == "all":
        campaign = await save_group(turn, campaign, side, replace(group, places=()))
    elif named in group.places:
        left = tuple(one for one in group.places if one != named)
        campaign = await save_group(turn, campaign, side, replace(group, places=left))
    elif named:
        campaign = await add(turn, campaign, side, [named])
    await ask_places(turn, campaign, side)


async def add(turn: Turn, campaign: Campaign, side: str, named: list[str]) -> Campaign:
    """The whole commune is not meant any more, once villages of it are named; nor they, once it is."""
    group = group_of(campaign, side)
    of_villages = {one.partition("/")[0] for one in named if "/" in one}
    before = [one for one in group.places if one not in of_villages and one.partition("/")[0] not in named]
    return await save_group(turn, campaign, side, replace(group, places=tuple(dict.fromkeys([*before, *named]))))


@router.answer("announcement.places")
async def take(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    side = side_of(turn.talk.notes.get("side", ""))
    campaign = await awaited(turn)
    names = [name for name in re.split(r"[,;\n]+", turn.text) if name.strip()]
    if campaign.commune:
        await take_villages(turn, campaign, side, names)
    else:
        await take_communes(turn, campaign, side, names)
    return True


async def take_villages(turn: Turn, campaign: Campaign, side: str, names: list[str]) -> None:
    """As the teams write them, where they do."""
    short = [one_line(name, LONGEST) for name in names]
    if not short or not all(short) or len(short) > MOST:
        await ask_places(turn, campaign, side, _("Please type short names of villages."))
        return
    known = {village_key(one): one for one in await places(turn, campaign, side)}
    named = [known.get(village_key(f"/{name}"), f"{campaign.commune}/{name}") for name in short]
    await ask_places(turn, await add(turn, campaign, side, named), side)


def village_key(place: str) -> str:
    return place.partition("/")[2].casefold()


async def take_communes(turn: Turn, campaign: Campaign, side: str, names: list[str]) -> None:
    """Where a name may be that of several, they are all offered."""
    found = [turn.world.places.find(name) for name in names]
    sure = [one.only.code for one in found if one.only]
    campaign = await add(turn, campaign, side, sure) if sure else campaign
    several = [unit for one in found if not one.only for unit in one.units][:MOST]
    unknown = [one_line(name, LONGEST) or "…" for name, one in zip(names, found, strict=True) if not one.units]
    if several:
        offered = (Button(unit.name, f"announcement.commune:{campaign.id}.{side}.{unit.code}") for unit in several)
        turn.say(_("Which of these communes is it about?"), *offered, to_who(campaign), back(campaign))
        return
    missing = _("{Me} do not know: {names}.", names=", ".join(unknown)) if unknown else None
    await ask_places(turn, campaign, side, missing)


@router.action("announcement.commune")
async def pick_commune(turn: Turn) -> None:
    """For the province alone."""
    campaign, side = await draft_of(turn), side_of(turn.arg(1))
    if not campaign.commune and turn.arg(2) in turn.world.places.units:
        campaign = await add(turn, campaign, side, [turn.arg(2)])
    await ask_places(turn, campaign, side)
