"""Whom an announcement is for, chosen button by button: who gets it, and of these who is left out."""

from dataclasses import replace

from bot.core.campaign_figures import Estimate
from bot.core.campaign_rules import fits
from bot.core.campaign_words import LANGS, ROLES, SEEN
from bot.core.campaigns import ENDED, RUNNING, Audience, Campaign, Group
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.names import CHANNELS
from handlers.admin.announcement_acts import back, draft_of, everybody_of, save
from handlers.admin.announcement_message import terms, title
from handlers.admin.announcement_who import in_words
from handlers.team.words import number

router = Router()

CHOSEN, WITHOUT = "c", "w"
"""In actions: who gets it, and who is left out."""
FIELDS = {"r": "roles", "l": "langs", "h": "channels", "a": "answered"}
TRAITS: dict[str, Phrase] = {
    "r": _("By post"),
    "l": _("By language"),
    "h": _("By channel"),
    "g": _("By what they looked at"),
    "s": _("By when they were here"),
    "a": _("Who answered an earlier one"),
}
EARLIER = 8  # announcements to choose from


async def estimate(turn: Turn, campaign: Campaign) -> Estimate:
    return await turn.ports.campaigns.estimate(campaign, terms(turn.content, turn.ports.campaigns.channels))


@router.action("announcement.who")
async def show(turn: Turn) -> None:
    await show_who(turn, await draft_of(turn))


async def show_who(turn: Turn, campaign: Campaign) -> None:
    id_, audience = campaign.id, campaign.draft.audience
    found = await estimate(turn, campaign)
    words = lines(
        _("*Who gets it*"),
        _("• To: {who}", who=in_words(turn, campaign.commune, audience.chosen)),
        _("• Without: {who}", who=in_words(turn, "-", audience.without)) if audience.without else None,
        _("• Now {count} people.", count=str(found.total)),
    )
    turn.show(
        words,
        Button(_("By where they live"), f"announcement.places:{id_}.{CHOSEN}"),
        *(Button(name, f"announcement.trait:{id_}.{CHOSEN}.{key}") for key, name in TRAITS.items()),
        Button(_("Leave somebody out"), f"announcement.without:{id_}"),
        Button(_("Saved ones"), f"announcement.saved:{id_}"),
        Button(_("Save this choice"), f"announcement.keep:{id_}"),
        Button(_("Choose anew"), f"announcement.anew:{id_}"),
        back(campaign),
    )


@router.action("announcement.without")
async def show_without(turn: Turn) -> None:
    campaign = await draft_of(turn)
    left_out = campaign.draft.audience.without
    now = in_words(turn, "-", left_out) if left_out else _("nobody")
    turn.show(
        _("Who is left out? Now: {who}.", who=now),
        Button(_("By where they live"), f"announcement.places:{campaign.id}.{WITHOUT}"),
        *(Button(name, f"announcement.trait:{campaign.id}.{WITHOUT}.{key}") for key, name in TRAITS.items()),
        to_who(campaign),
        back(campaign),
    )


def to_who(campaign: Campaign) -> Button:
    return Button(_("To whom"), f"announcement.who:{campaign.id}")


@router.action("announcement.anew")
async def choose_anew(turn: Turn) -> None:
    campaign = await draft_of(turn)
    await show_who(turn, await save(turn, campaign, audience=everybody_of(campaign.commune)))


# ---- one side of it ----


def group_of(campaign: Campaign, side: str) -> Group:
    audience = campaign.draft.audience
    return (audience.without or Group()) if side == WITHOUT else audience.chosen


async def save_group(turn: Turn, campaign: Campaign, side: str, group: Group) -> Campaign:
    """Whoever writes for a commune stays in it."""
    audience = campaign.draft.audience
    if side == WITHOUT:
        audience = replace(audience, without=None if group.is_everybody else group)
    else:
        audience = Audience(group, audience.without)
    if not fits(audience, campaign.commune):
        audience = replace(audience, chosen=replace(audience.chosen, places=(campaign.commune,)))
    return await save(turn, campaign, audience=audience)


# ---- one trait ----


@router.action("announcement.trait")
async def show_trait(turn: Turn) -> None:
    await ask_trait(turn, await draft_of(turn), turn.arg(1), turn.arg(2))


async def ask_trait(turn: Turn, campaign: Campaign, side: str, key: str) -> None:
    if key not in TRAITS or side not in (CHOSEN, WITHOUT):
        await show_who(turn, campaign)
        return
    group = group_of(campaign, side)
    choices = [Button(_("✓ {name}", name=name) if is_in(turn, group, key, value) else name,
                      f"announcement.pick:{campaign.id}.{side}.{key}.{value}")
               for value, name in await options(turn, campaign, key)]  # fmt: skip
    words = _("{what}: press to choose, press again to leave it.", what=TRAITS[key])
    turn.show(words if choices else _("There is nothing to choose from yet."), *choices, to_who(campaign),
              back(campaign))  # fmt: skip


async def options(turn: Turn, campaign: Campaign, key: str) -> list[tuple[str, Phrase]]:
    match key:
        case "r":
            return list(ROLES.items())
        case "l":
            return list(LANGS.items())
        case "h":
            return [(name, CHANNELS.get(name, name)) for name in turn.ports.campaigns.channels]
        case "g":
            codes = dict.fromkeys(guide.service for guide in turn.content.published)
            return [(code, turn.content.services[code].title) for code in codes]
        case "s":
            return [(str(days), name) for days, name in SEEN.items()]
        case _:
            earlier = await turn.ports.campaigns.listed(campaign.commune, (*RUNNING, *ENDED), EARLIER)
            return [(str(one.id), title(one)) for one in earlier]


def is_in(turn: Turn, group: Group, key: str, value: str) -> bool:
    match key:
        case "s":
            return group.seen_days == number(value)
        case "g":
            return bool({guide.id for guide in turn.content.of_service(value)} & set(group.guides))
        case "a":
            return number(value) in group.answered
    return value in getattr(group, FIELDS[key])


@router.action("announcement.pick")
async def pick(turn: Turn) -> None:
    campaign = await draft_of(turn)
    side, key, value = turn.arg(1), turn.arg(2), turn.arg(3)
    if value in {one for one, _name in await options(turn, campaign, key)} and key in TRAITS:
        group = turned(turn, group_of(campaign, side), key, value)
        campaign = await save_group(turn, campaign, side, group)
    await ask_trait(turn, campaign, side, key)


def turned(turn: Turn, group: Group, key: str, value: str) -> Group:
    """In it, if it was not; out of it, if it was."""
    there = is_in(turn, group, key, value)
    match key:
        case "s":
            return replace(group, seen_days=0 if there else number(value))
        case "g":
            guides = tuple(guide.id for guide in turn.content.of_service(value))
            others = tuple(one for one in group.guides if one not in guides)
            return replace(group, guides=others if there else (*others, *guides))
        case "a":
            others_answered = tuple(one for one in group.answered if one != number(value))
            return replace(group, answered=others_answered if there else (*group.answered, number(value)))
    values: tuple[str, ...] = getattr(group, FIELDS[key])
    left = tuple(one for one in values if one != value)
    changes = {FIELDS[key]: left if there else (*values, value)}
    return replace(group, **changes)  # type: ignore[arg-type]
