"""“My data”: what is kept about the person, in words, and all of it in a file."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.clock import VIETNAM
from bot.core.events import DataShown
from bot.core.messages import Button, Document, Reply
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.core.ports import Consent
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import whereabouts
from handlers.resident.agreement import URGENT, holds
from handlers.resident.buttons import CONSENTS, PRIVACY
from handlers.resident.privacy import way_on
from handlers.resident.settings import ADDRESSES

router = Router()

FILE = "du-lieu-cua-toi.json"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


@router.on("my_data")
@router.action("data.show")
async def show(turn: Turn) -> None:
    record = await turn.ports.records.about(turn.person.id)
    answers = await turn.ports.consents.of(turn.person.id)
    turn.emit(DataShown())
    words = paragraphs(
        _("This is what {me} keep about {you}. All of it is in the file."),
        lines(*chosen(turn), *agreed_to(turn, answers), *counted(record)),
    )
    buttons = (CONSENTS, Button(_("Delete my data"), "erase.ask"), PRIVACY, way_on(turn))
    turn.replies.append(Reply(words, buttons, document=as_file(record)))


def as_file(record: Mapping[str, Any]) -> Document:
    sections = (f"  {as_json(name)}: {one_a_line(found)}" for name, found in record.items())
    return Document(FILE, "application/json", "{\n" + ",\n".join(sections) + "\n}\n")


def one_a_line(found: Any) -> str:
    """A list with each of its items on a line of its own: that is read more easily than one word a line."""
    if not isinstance(found, list) or not found:
        return as_json(found)
    return "[\n" + ",\n".join(f"    {as_json(item)}" for item in found) + "\n  ]"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def chosen(turn: Turn) -> Iterator[Phrase]:
    """What the person told, and where they are."""
    unit, at = turn.world.places.units.get(turn.person.place), whereabouts.current(turn)
    nothing = _("not chosen")
    yield _("• Commune: {place}", place=unit.name if unit else nothing)
    yield _("• Village: {village}", village=turn.person.village or nothing)
    yield _("• Language: {language}", language=LANGUAGES.get(turn.person.lang, turn.person.lang))
    yield _("• Form of address: {called}", called=ADDRESSES.get(turn.person.called, nothing))
    yield _("• In progress: {where}", where=whereabouts.in_words(turn, *at) if at else _("nothing"))


def agreed_to(turn: Turn, answers: Mapping[str, Consent]) -> Iterator[Phrase]:
    for id_, purpose in turn.content.consents.purposes.items():
        answer = answers.get(id_)
        if answer and holds(answer, purpose):
            on = answer.at.astimezone(VIETNAM).strftime("%d/%m/%Y")
            yield _("• {title}: agreed on {date}", title=purpose.title, date=on)
        else:
            yield _("• {title}: no", title=purpose.title)
    if (urgent := answers.get(URGENT)) and not urgent.given:
        yield _("• Urgent warnings: stopped")


def counted(record: Mapping[str, Any]) -> Iterator[Phrase]:
    yield _("• Things counted: {count}", count=str(len(record["events"])))
    yield _("• Questions kept: {count}", count=str(len(record["questions"])))
    if got := [one for one in record.get("announcements", ()) if one["sent_at"]]:
        yield _("• Announcements sent to {you}: {count}", count=str(len(got)))
    if requests := record.get("requests"):
        yield _("• Requests for a person: {count}", count=str(len(requests)))
    if posts := record.get("posts"):
        yield _("• Posts in teams, held now or before: {count}", count=str(len(posts)))
    if sessions := record.get("sessions"):
        yield _("• Sessions of help {you} logged: {count}", count=str(len(sessions)))
