"""The buttons beneath an announcement: a guide, a page, “I will come”; three at most."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.core.campaigns import LONGEST_LABEL, MOST_BUTTONS, Campaign, Does, Offer
from bot.core.messages import Button, Kind
from bot.core.phrases import Joined, Phrase, Words
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn, World
from handlers.admin.announcement_acts import ask, awaited, back, draft_of, save_body
from handlers.admin.announcement_message import ORIGINAL

router = Router()

LONGEST_ADDRESS = 500


def what_is_offered(world: World, offers: Sequence[Offer]) -> Phrase | None:
    return Joined(tuple(name(world, offer) for offer in offers), ", ") if offers else None


def name(world: World, offer: Offer) -> Phrase:
    match offer.does:
        case Does.GUIDE:
            guide = world.content.guide(offer.target)
            return guide.title if guide else offer.target
        case Does.LINK:
            return Words(offer.labels) if offer.labels else offer.target[:LONGEST_LABEL]
        case Does.COME:
            return _("I will come")


@router.action("announcement.offers")
async def show(turn: Turn) -> None:
    show_offers(turn, await draft_of(turn))


def show_offers(turn: Turn, campaign: Campaign) -> None:
    offers, id_ = campaign.draft.body.offers, campaign.id
    more = ways(campaign) if len(offers) < MOST_BUTTONS else []
    drop = [Button(_("Without: {name}", name=name(turn.world, offer)), f"announcement.unoffer:{id_}.{mark(offer)}")
            for offer in offers]  # fmt: skip
    words = _("Up to {most} buttons may stand beneath it. “Stop announcements” always does.", most=str(MOST_BUTTONS))
    turn.show(words, *more, *drop, back(campaign))


def ways(campaign: Campaign) -> list[Button]:
    id_, comes = campaign.id, any(offer.does is Does.COME for offer in campaign.draft.body.offers)
    come = [] if comes else [Button(_("“I will come”"), f"announcement.offer.come:{id_}")]
    return [Button(_("A guide"), f"announcement.offer.guide:{id_}"),
            Button(_("A link"), f"announcement.offer.link:{id_}"), *come]  # fmt: skip


def mark(offer: Offer) -> str:
    """By which a button finds it again; of two links, the first."""
    return offer.target if offer.does is Does.GUIDE else offer.does.value


async def add(turn: Turn, campaign: Campaign, offer: Offer) -> None:
    turn.talk.expect("")
    others = tuple(one for one in campaign.draft.body.offers if one != offer)
    if len(others) < MOST_BUTTONS:
        campaign = await save_body(turn, campaign, offers=(*others, offer))
    show_offers(turn, campaign)


@router.action("announcement.unoffer")
async def take_away(turn: Turn) -> None:
    campaign = await draft_of(turn)
    offers = campaign.draft.body.offers
    gone = next((offer for offer in offers if mark(offer) == turn.arg(1)), None)
    show_offers(turn, await save_body(turn, campaign, offers=tuple(one for one in offers if one is not gone)))


@router.action("announcement.offer.come")
async def offer_to_come(turn: Turn) -> None:
    await add(turn, await draft_of(turn), Offer(Does.COME))


# ---- a guide ----


@router.action("announcement.offer.guide")
async def ask_which_guide(turn: Turn) -> None:
    """The services, then the guides of one."""
    campaign = await draft_of(turn)
    inside = turn.content.of_service(turn.arg(1))
    if inside:
        turn.show(turn.content.services[turn.arg(1)].title, *(of_guide(campaign, one.id, one.title) for one in inside),
                  back(campaign))  # fmt: skip
        return
    services = dict.fromkeys(guide.service for guide in turn.content.published)
    offered = (Button(turn.content.services[code].title, f"announcement.offer.guide:{campaign.id}.{code}")
               for code in services)  # fmt: skip
    ask(turn, campaign, _("Which guide? Press what it is about, or type it."), "announcement.guide", *offered)


def of_guide(campaign: Campaign, id_: str, title: Phrase) -> Button:
    return Button(title, f"announcement.offer.that:{campaign.id}.{id_}")


@router.answer("announcement.guide")
async def find_guide(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign = await awaited(turn)
    meant = [turn.meaning.guide, *turn.meaning.guesses, *(one.target for one in turn.meaning.candidates)]
    guides = [guide for id_ in dict.fromkeys(meant) if id_ and (guide := turn.content.guide(id_))]
    words = _("Which of these?") if guides else _("{Me} find no guide for that. Please say it in other words.")
    turn.say(words, *(of_guide(campaign, guide.id, guide.title) for guide in guides[:4]), back(campaign))
    return True


@router.action("announcement.offer.that")
async def offer_guide(turn: Turn) -> None:
    campaign = await draft_of(turn)
    if turn.content.guide(turn.arg(1)):
        await add(turn, campaign, Offer(Does.GUIDE, turn.arg(1)))
    else:
        show_offers(turn, campaign)


# ---- a page ----


@router.action("announcement.offer.link")
async def ask_for_link(turn: Turn) -> None:
    campaign = await draft_of(turn)
    words = _("Please type the words of the button, then the address: Xem bản đồ ngập https://gialai.gov.vn/…")
    ask(turn, campaign, words, "announcement.link")


@router.answer("announcement.link")
async def take_link(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, offer = await awaited(turn), read_link(turn.text)
    if offer:
        await add(turn, campaign, offer)
    else:
        words = _("It needs an address that begins with https://, and at most {most} letters before it.",
                  most=str(LONGEST_LABEL))  # fmt: skip
        turn.say(words, back(campaign))
    return True


def read_link(text: str) -> Offer | None:
    """“Xem bản đồ: https://…”; without words before it the button has some of its own."""
    before, _sign, rest = text.replace("\n", " ").partition("https://")
    address, label = f"https://{rest.strip()}", before.strip(" :-–")
    if not is_address(address) or len(label) > LONGEST_LABEL:
        return None
    return Offer(Does.LINK, address, {ORIGINAL: label} if label else {})


def is_address(written: str) -> bool:
    """One that every channel opens."""
    try:
        host = urlsplit(written).hostname or ""
    except ValueError:
        return False
    plain = written.isascii() and not any(letter.isspace() for letter in written)
    return plain and "." in host and len(written) <= LONGEST_ADDRESS
