"""A picture of a session, if the member wants one: asked for with what must not be on it, shown to whoever sees the
session, removed at any time."""

import base64

from bot.core.channel import PICTURES
from bot.core.messages import JPEG, Button, Document, Kind, Reply
from bot.core.phrases import paragraphs
from bot.core.phrases import text as _
from bot.core.pictures import State
from bot.core.sessions import KeptSession
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.team.drafts import kept_to_change, kept_to_see, see
from handlers.team.words import number

router = Router()

FILE = "buoi-giup.jpg"


async def photo_buttons(turn: Turn, kept: KeptSession, *, may_change: bool) -> list[Button]:
    state = await turn.ports.pictures.state(kept.id)
    buttons = [Button(_("See the picture"), f"photo.show:{kept.id}")] if state is State.KEPT else []
    if may_change and turn.inbound.channel in PICTURES:
        buttons.append(Button(_("Another picture") if state else _("Add a picture"), f"photo.ask:{kept.id}"))
    if may_change and state:
        buttons.append(Button(_("Remove the picture"), f"photo.drop:{kept.id}"))
    return buttons


@router.action("photo.ask")
async def ask(turn: Turn) -> None:
    kept = await kept_to_change(turn, number(turn.arg(0)))
    words = _("Send one picture of the help given, for example of the class seen from behind.")
    never = _("⚠️ No faces, no papers, no screen with anybody's data on it. It is removed by itself after 62 days.")
    turn.ask(paragraphs(words, never), "photo", see(kept), session=str(kept.id))


@router.answer("photo")
async def take(turn: Turn) -> bool:
    """What is typed is no picture, and means what it means."""
    if turn.inbound.kind is Kind.SAY:
        return False
    kept = await kept_to_change(turn, number(turn.talk.notes.get("session", "")))
    if turn.inbound.kind is not Kind.PHOTO or not turn.inbound.file:
        turn.say(_("This is no picture that {me} can take from here. A voice note is not kept either."), see(kept))
        return True
    turn.talk.expect("")
    await turn.ports.pictures.want(turn.person.id, kept.id, turn.inbound.channel, turn.inbound.file)
    turn.say(_("Got it. {Me} make it small and take out where it was taken, then keep it."), see(kept))
    return True


@router.action("photo.show")
async def show(turn: Turn) -> None:
    kept = await kept_to_see(turn)
    jpeg = await turn.ports.pictures.of(kept.id)
    if not jpeg:
        failed = await turn.ports.pictures.state(kept.id) is State.FAILED
        soon = _("There is no picture yet. Please look again in a minute.")
        turn.say(_("The picture could not be fetched. Please send it once more.") if failed else soon, see(kept))
        return
    document = Document(FILE, JPEG, base64.b64encode(jpeg).decode())
    turn.replies.append(Reply(_("Picture of this session"), (see(kept),), document=document))


@router.action("photo.drop")
async def drop(turn: Turn) -> None:
    kept = await kept_to_change(turn, number(turn.arg(0)))
    await turn.ports.pictures.drop(kept.id)
    turn.show(_("The picture is removed."), see(kept))
