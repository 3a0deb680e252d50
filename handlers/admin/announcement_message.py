"""The words of an announcement: what its recipients get, what puts it right, and what its writers are told of it.

Shared by the chat, the page that shows it before, and the sending.
"""

from collections.abc import Mapping, Sequence

from bot.content.load import Content
from bot.core.campaign_figures import Progress, Terms
from bot.core.campaigns import Campaign, Does, Got, Offer, Urgency
from bot.core.clock import VIETNAM
from bot.core.messages import Button, Document, Reply
from bot.core.phrases import Phrase, Words, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.engine.turn import World

ORIGINAL = "vi"
"""The language every announcement is written in; whoever speaks another gets it where theirs is missing."""
HEADS = {
    Urgency.ORDINARY: _("*Announcement of {place}*"),
    Urgency.IMPORTANT: _("*Important · Announcement of {place}*"),
    Urgency.URGENT: _("*URGENT · Announcement of {place}*"),
}
STOPS = {
    Urgency.ORDINARY: _("Stop announcements"),
    Urgency.IMPORTANT: _("Stop announcements"),
    Urgency.URGENT: _("Stop these as well"),
}
SHORTENED = 40  # characters of its text, by which it is called


def terms(content: Content, channels: Sequence[str]) -> Terms:
    return Terms({id_: purpose.stamp for id_, purpose in content.consents.purposes.items()}, tuple(channels))


# ---- what the recipients get ----


def compose(world: World, campaign: Campaign, file: Document | None = None) -> Reply:
    head = _(HEADS[campaign.draft.urgency].msgid, place=speaker(world, campaign))
    offers = (button for offer in campaign.draft.body.offers if (button := offered(world, campaign, offer)))
    return Reply(in_each_language(head, campaign.draft.body.texts), (*offers, stop(campaign)), document=file)


def speaker(world: World, campaign: Campaign) -> Phrase:
    """As it stands in a sentence."""
    unit = world.places.units.get(campaign.commune)
    return f"{unit.name[:1].lower()}{unit.name[1:]}" if unit else _("Gia Lai province")


def in_each_language(head: Phrase, texts: Mapping[str, str]) -> Words:
    """Whose language it is not written in gets the original, and is told so."""
    missing = _("(This is written in Vietnamese only.)")
    patterns = {lang: "{head}\n\n{text}" if lang in texts else "{head}\n{missing}\n\n{text}"
                for lang in {ORIGINAL, *SPOKEN, *texts}}  # fmt: skip
    text = Words({ORIGINAL: texts.get(ORIGINAL) or next(iter(texts.values()), ""), **texts})
    return Words(patterns, {"head": head, "missing": missing, "text": text})


def offered(world: World, campaign: Campaign, offer: Offer) -> Button | None:
    """None: the guide is not there any more."""
    match offer.does:
        case Does.GUIDE:
            guide = world.content.guide(offer.target)
            action = f"announce.guide:{campaign.id}.{offer.target}"
            return Button(_("See: {title}", title=guide.title), action) if guide else None
        case Does.LINK:
            return Button(Words(offer.labels) if offer.labels else _("Open the page"), url=offer.target)
        case Does.COME:
            return Button(_("I will come"), f"announce.come:{campaign.id}")


def stop(campaign: Campaign) -> Button:
    urgent = ".urgent" if campaign.is_urgent else ""
    return Button(STOPS[campaign.draft.urgency], f"announce.stop:{campaign.id}{urgent}")


def correction(world: World, campaign: Campaign) -> Reply:
    """For those who keep a message that holds no longer."""
    sent = (campaign.started_at or campaign.made_at).astimezone(VIETNAM).strftime("%d/%m/%Y")
    head = lines(
        _("*Correction of {place}*", place=speaker(world, campaign)),
        _("The announcement of {date} (“{title}”) no longer holds.", date=sent, title=title(campaign)),
    )
    words = in_each_language(head, campaign.correction) if campaign.correction else head
    return Reply(words, (stop(campaign),))


# ---- what its writers are told ----


def title(campaign: Campaign, most: int = SHORTENED) -> str:
    """How it is called: the beginning of its text."""
    texts = campaign.draft.body.texts
    written = " ".join((texts.get(ORIGINAL) or next(iter(texts.values()), "")).replace("*", "").split())
    if len(written) <= most:
        return written or "…"
    return f"{written[:most].rsplit(' ', 1)[0].rstrip(',.;:')} …"


def open_button(campaign: Campaign) -> Button:
    return Button(_("Open the announcement"), f"announcement.show:{campaign.id}")


def named(world: World, campaign: Campaign) -> Phrase:
    return _("“{title}” ({place})", title=title(campaign), place=speaker(world, campaign))


def told(world: World, campaign: Campaign, what: str, progress: Progress | None = None) -> Reply | None:
    """``what``: it is "asked" (for approval), "paused" or "done" by itself."""
    name = named(world, campaign)
    match what:
        case "asked":
            words: Phrase = _("{name} now goes to more people. Another administrator has to agree first.", name=name)
        case "paused":
            words = paused(name, campaign.paused_why)
        case "done":
            words = done(name, progress or Progress())
        case _:
            return None
    return Reply(words, (open_button(campaign),))


def paused(name: Phrase, why: str) -> Phrase:
    """The platform's own words stand in brackets: they help whoever looks after the bot."""
    if not why:
        return _("{name} is paused.", name=name)
    words = _("{name} is paused: too many in a row did not get through ({reason}).", name=name, reason=why)
    return paragraphs(words, _("Look at it, then let it go on."))


def done(name: Phrase, progress: Progress) -> Phrase:
    if not progress.total:
        return _("{name} is done.", name=name)
    had, total = progress.got(Got.DELIVERED), progress.total
    words = _("{name} is done: *{had}* of {total} people got it.", name=name, had=str(had), total=str(total))
    return paragraphs(words, not_reached(total - had) if had < total else None)


def not_reached(people: int) -> Phrase:
    return _("Not reached: {count}. Open it to see why.", count=str(people))
