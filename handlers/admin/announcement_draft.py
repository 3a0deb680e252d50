"""An announcement while it is written: one card, from which every part of it is changed. Each change is stored."""

from bot.core.announcement_events import AnnouncementWritten
from bot.core.campaign_words import WRITTEN_IN
from bot.core.campaigns import LONGEST_TEXT, Body, Campaign, Draft, State, Urgency
from bot.core.markup import plain
from bot.core.messages import Button, Kind
from bot.core.phrases import Joined, Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.talk import SPOKEN
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.admin.announcement_acts import (
    URGENCIES,
    announcement_of,
    ask,
    awaited,
    back,
    changed,
    draft_of,
    everybody_of,
    save,
    save_body,
)
from handlers.admin.announcement_message import ORIGINAL, speaker
from handlers.admin.announcement_offers import what_is_offered
from handlers.admin.announcement_time import holds_for, in_words
from handlers.admin.announcement_who import who
from handlers.resident.buttons import ANNOUNCEMENTS, MENU

router = Router()

SHOWN = 160  # characters of the text on the card


def show_draft(turn: Turn, campaign: Campaign) -> None:
    turn.show(card(turn, campaign), *ways(campaign))


def card(turn: Turn, campaign: Campaign) -> Phrase:
    draft = campaign.draft
    head = _("*Draft of an announcement* of {place}", place=speaker(turn.world, campaign))
    return paragraphs(head, facts(turn, campaign, draft))


def facts(turn: Turn, campaign: Campaign, draft: Draft) -> Phrase:
    attached = draft.body.attached
    offered = what_is_offered(turn.world, draft.body.offers)
    return lines(
        _("• Words: {text}", text=said(draft.body)),
        _("• File: {name}", name=attached.name) if attached else None,
        _("• Buttons: {names}", names=offered) if offered else None,
        _("• How urgent: {urgency}", urgency=URGENCIES[draft.urgency]),
        _("• To: {who}", who=who(turn, campaign.commune, draft.audience)),
        _("• When: {time}", time=in_words(draft.timing)),
        _("• Holds for: {time}", time=holds_for(draft)),
    )


def said(body: Body) -> Phrase:
    text = plain(body.texts.get(ORIGINAL, "")).replace("\n", " ")
    begun = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
    others = tuple(WRITTEN_IN[lang] for lang in body.texts if lang != ORIGINAL and lang in WRITTEN_IN)
    return _("“{text}”; also in {languages}", text=begun, languages=Joined(others, ", ")) if others else f"“{begun}”"


def ways(campaign: Campaign) -> list[Button]:
    id_, is_draft = campaign.id, campaign.state is State.DRAFT
    return [
        Button(_("Look at it and send"), f"announcement.check:{id_}"),
        Button(_("Change the words"), f"announcement.words:{id_}"),
        Button(_("Picture or file"), f"announcement.file:{id_}"),
        Button(_("Buttons beneath"), f"announcement.offers:{id_}"),
        Button(_("How urgent"), f"announcement.urgency:{id_}"),
        Button(_("To whom"), f"announcement.who:{id_}"),
        Button(_("When it goes"), f"announcement.when:{id_}"),
        Button(_("Throw it away"), f"announcement.drop:{id_}") if is_draft else back(campaign),
        ANNOUNCEMENTS,
    ]


async def make(turn: Turn, commune: str, text: str) -> None:
    draft = Draft(Body({ORIGINAL: text}), everybody_of(commune))
    campaign = await turn.ports.campaigns.make(turn.person.id, commune, draft)
    turn.emit(AnnouncementWritten(commune, campaign.id))
    turn.say(_("It is kept as a draft. Nobody gets it before {you} send it."))
    turn.say(card(turn, campaign), *ways(campaign))


@router.action("announcement.change")
async def change(turn: Turn) -> None:
    """What was asked for or planned already is a draft again as soon as something of it is changed."""
    show_draft(turn, await draft_of(turn))


# ---- the words ----


def typed(turn: Turn) -> str:
    """What may be sent to many; "" after saying why it may not."""
    if turn.inbound.masked:
        turn.say(_("{Me} took a secret number out. Please type the announcement once more without it."))
    elif len(turn.text) >= LONGEST_TEXT:
        turn.say(_("This is too long: at most {most} characters. Please make it shorter.", most=str(LONGEST_TEXT)))
    else:
        return turn.text.strip()
    return ""


@router.action("announcement.words")
async def choose_language(turn: Turn) -> None:
    campaign = await draft_of(turn)
    texts, id_ = campaign.draft.body.texts, campaign.id
    write = [Button(_("Write it in {language}", language=WRITTEN_IN[lang]), f"announcement.text:{id_}.{lang}")
             for lang in SPOKEN]  # fmt: skip
    drop = [Button(_("Leave out {language}", language=WRITTEN_IN[lang]), f"announcement.untext:{id_}.{lang}")
            for lang in texts if lang != ORIGINAL and lang in WRITTEN_IN]  # fmt: skip
    words = _("In which language? Whoever speaks another one gets the Vietnamese words.")
    turn.show(words, *write, *drop, back(campaign))


@router.action("announcement.text")
async def ask_for_words(turn: Turn) -> None:
    campaign = await draft_of(turn)
    lang = turn.arg(1) if turn.arg(1) in WRITTEN_IN else ORIGINAL
    words = _("Please type the announcement in {language}, at most {most} characters. *Bold* stands between stars.",
              language=WRITTEN_IN[lang], most=str(LONGEST_TEXT))  # fmt: skip
    ask(turn, campaign, words, "announcement.text", lang=lang)


@router.answer("announcement.text")
async def take_words(turn: Turn) -> bool:
    if turn.inbound.kind is not Kind.SAY:
        return False
    campaign, lang = await awaited(turn), turn.talk.notes.get("lang", ORIGINAL)
    if text := typed(turn):
        turn.talk.expect("")
        show_draft(turn, await save_body(turn, campaign, texts={**campaign.draft.body.texts, lang: text}))
    return True


@router.action("announcement.untext")
async def leave_language_out(turn: Turn) -> None:
    campaign = await draft_of(turn)
    left = {lang: text for lang, text in campaign.draft.body.texts.items() if lang == ORIGINAL or lang != turn.arg(1)}
    show_draft(turn, await save_body(turn, campaign, texts=left))


# ---- how urgent ----


@router.action("announcement.urgency")
async def ask_how_urgent(turn: Turn) -> None:
    campaign = await draft_of(turn)
    words = lines(
        _("*How urgent is it?*"),
        _("• Ordinary, important: from 8:00 to 20:00, to those who agreed."),
        _("• Urgent: at once, at night too, to all who did not refuse. Only where life or property is in danger."),
    )
    choices = (Button(name, f"announcement.urgent:{campaign.id}.{urgency}") for urgency, name in URGENCIES.items())
    turn.show(words, *choices, back(campaign))


@router.action("announcement.urgent")
async def take_how_urgent(turn: Turn) -> None:
    campaign = await draft_of(turn)
    if turn.arg(1) in list(Urgency):
        campaign = await save(turn, campaign, urgency=Urgency(turn.arg(1)))
    show_draft(turn, campaign)


# ---- away with it ----


@router.action("announcement.drop")
async def ask_whether_to_drop(turn: Turn) -> None:
    campaign = await draft_of(turn)
    yes = Button(_("Yes, throw it away"), f"announcement.drop.yes:{campaign.id}")
    turn.show(_("Throw this draft away? It cannot be brought back."), yes, back(campaign))


@router.action("announcement.drop.yes")
async def drop(turn: Turn) -> None:
    campaign = await announcement_of(turn, "announcement.write")
    if not await turn.ports.campaigns.drop(turn.person.id, campaign):
        raise changed(campaign)
    turn.show(_("The draft is gone."), ANNOUNCEMENTS, MENU)
