"""Writing an announcement on one page. What cannot be taken comes back as typed, with what is wrong beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.core.announced_files import LARGEST_PICTURE, as_announced
from bot.core.campaign_rules import USUAL_HOURS
from bot.core.campaigns import Audience, Campaign, Draft, Group, State
from bot.core.errors import Answerable
from bot.core.messages import Document
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.storage.turns import TurnPorts
from bot.web.admin import announcement_words as words
from bot.web.admin.announcement_desk import PATH, address, found, number, place_name, render, title
from bot.web.admin.announcement_fields import OFFERS, Form, fields_of, languages, of_audience
from bot.web.admin.announcement_group import Groups, groups
from bot.web.admin.announcement_read import read, read_audience
from bot.web.admin.ask import Ask

LARGEST_FORM = LARGEST_PICTURE + 200_000
WRITABLE = (State.DRAFT, State.ASKED, State.PLANNED)
LASTS = (3, 12, 24, 48, 72, 168)
LONGEST_NAME = 40
CHANGED: Phrase = _("Somebody has changed this draft since. Yours stands below; save again to put it in its place.")


@dataclass
class Desk:
    """``campaign`` None: it is not stored yet."""

    ask: Ask
    ports: TurnPorts
    commune: str
    campaign: Campaign | None
    groups: Groups
    saved: bool = False

    @property
    def old(self) -> Draft:
        return self.campaign.draft if self.campaign else fresh(self.commune)


def fresh(commune: str) -> Draft:
    return Draft(audience=Audience(Group(places=(commune,) if commune else ())))


async def _desk(ask: Ask, ports: TurnPorts, campaign: Campaign | None) -> Desk:
    commune = campaign.commune if campaign else ask.place.code
    world, old = ask.office.world(), campaign.draft.audience if campaign else Audience()
    return Desk(ask, ports, commune, campaign, await groups(ports, world.content, world.places, commune, old))


async def _writable(ask: Ask, ports: TurnPorts) -> Campaign:
    campaign = await found(ask, ports)
    if campaign.state not in WRITABLE:
        raise Answerable(_("This announcement has begun and cannot be changed any more. It can be recalled."))
    return campaign


# ---- pages ----


async def blank(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        return await _show(await _desk(ask, ports, None), None)


async def show(ask: Ask) -> web.Response:
    async with ask.office.reading() as ports:
        return await _show(await _desk(ask, ports, await _writable(ask, ports)), None)


async def take_new(ask: Ask) -> web.Response:
    return await _take(ask, new=True)


async def take(ask: Ask) -> web.Response:
    return await _take(ask, new=False)


async def _take(ask: Ask, *, new: bool) -> web.Response:
    form = Form(ask.form)
    file = await _uploaded(ask, form)
    async with ask.office.writing() as ports:
        desk = await _desk(ask, ports, None if new else await _writable(ask, ports))
        await DOES.get(form.value("act"), _save)(desk, form, file)
    if desk.campaign and desk.saved:
        words = _("The draft is kept. Nobody gets it before you send it.")
        return await ask.back(address(desk.campaign), words)
    async with ask.office.reading() as ports:
        return await _show(await _desk(ask, ports, desk.campaign), form)


# ---- the draft ----


async def _save(desk: Desk, form: Form, file: Document | None) -> None:
    """A file that came is kept even where the rest cannot be: nobody has to choose it again."""
    draft = read(form, desk.old, desk.commune, desk.groups, desk.ask.office.clock())
    if "drop_file" in form.typed and not file:
        draft = replace(draft, body=replace(draft.body, attached=None))
    if desk.campaign and number(desk.ask, "version") != desk.campaign.version:
        form.wrong("", CHANGED)
    if file or not form.faults:
        desk.campaign = await _stored(desk, desk.old if form.faults else draft, file)
        desk.saved = not form.faults


async def _stored(desk: Desk, draft: Draft, file: Document | None) -> Campaign:
    """Raises ``Answerable`` where somebody was quicker by a hair."""
    campaigns, by = desk.ports.campaigns, desk.ask.person
    campaign = desk.campaign or await campaigns.make(by, desk.commune, draft)
    if file:
        attached = await campaigns.attach(by, campaign, file)
        draft = replace(draft, body=replace(draft.body, attached=attached))
    if draft == campaign.draft:
        return campaign
    edited = await campaigns.edit(by, campaign, draft)
    if not edited:
        raise Answerable(_("This announcement has begun and cannot be changed any more. It can be recalled."))
    return edited


async def _uploaded(ask: Ask, form: Form) -> Document | None:
    field = ask.form.get("file")
    if not isinstance(field, web.FileField):
        return None
    content = await asyncio.to_thread(field.file.read)
    if not content:
        return None
    try:
        return await asyncio.to_thread(as_announced, field.filename, content, ask.office.announcing.shrink)
    except Answerable as error:
        form.wrong("file", error.words)
        return None


# ---- saved audiences ----


async def _use(desk: Desk, form: Form, _file: Document | None) -> None:
    """In place of what stood there; the rest of the form stays."""
    saved = {str(one.id): one for one in await desk.ports.campaigns.audiences(desk.commune)}
    if one := saved.get(form.value("saved")):
        for name in [name for name in form.typed if name.startswith(("c_", "w_"))]:
            form.typed.popall(name, None)
        content = desk.ask.office.world().content
        form.typed.extend(of_audience(one.audience, desk.commune, content, desk.groups.villages))


async def _keep(desk: Desk, form: Form, _file: Document | None) -> None:
    audience, name = read_audience(form, desk.commune, desk.groups), form.line("audience_name")
    if not 1 < len(name) <= LONGEST_NAME:
        form.wrong("audience_name", _("Please type a short name."))
    if not form.faults:
        saved = await desk.ports.campaigns.save_audience(desk.ask.person, desk.commune, name, audience)
        form.typed["saved"], form.typed["audience_name"] = str(saved.id), ""


async def _forget(desk: Desk, form: Form, _file: Document | None) -> None:
    for one in await desk.ports.campaigns.audiences(desk.commune):
        if str(one.id) == form.value("saved"):
            await desk.ports.campaigns.drop_audience(desk.ask.person, one)


DOES: Mapping[str, Callable[[Desk, Form, Document | None], Awaitable[None]]] = {
    "use": _use, "keep": _keep, "forget": _forget,
}  # fmt: skip
"""By the button that was pressed; any other saves the draft."""


# ---- shown ----


async def _show(desk: Desk, form: Form | None) -> web.Response:
    """``form`` None: as it is stored."""
    ask, content = desk.ask, desk.ask.office.world().content
    shown = form or Form(fields_of(desk.old, desk.commune, content, desk.groups.villages))
    saved = await desk.ports.campaigns.audiences(desk.commune)
    return await render(
        ask, desk.ports, "admin/announcement_form.html", status=422 if shown.faults else 200, form=shown,
        campaign=desk.campaign, attached=desk.old.body.attached, groups=desk.groups, saved=saved, words=words,
        languages=languages(desk.old), offers=OFFERS, guides=content.published, choices=_choices(desk),
        path=address(desk.campaign, "/sua") if desk.campaign else f"{PATH}/moi", commune=place_name(ask, desk.commune),
        lasts=LASTS, usual=USUAL_HOURS,
    )  # fmt: skip


def _choices(desk: Desk) -> dict[str, list[tuple[str, Any]]]:
    """What there is to tick, by field."""
    groups = desk.groups
    units = {} if desk.commune else desk.ask.office.world().places.units
    return {
        "places": [(code, unit.name) for code, unit in units.items()],
        "villages": [(one, one.partition("/")[2]) for one in groups.villages],
        "roles": list(words.ROLES.items()),
        "langs": list(words.LANGS.items()),
        "channels": [(one, words.channel(one)) for one in groups.channels],
        "services": list(groups.services.items()),
        "answered": [(str(one.id), title(desk.ask, one)) for one in groups.earlier],
    }
