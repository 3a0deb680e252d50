"""Whom an announcement is for: what there is to choose from, and what was chosen of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.content.load import Content
from bot.core.campaign_words import LANGS, ROLES
from bot.core.campaigns import ENDED, RUNNING, Audience, Campaign, Group
from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.where import read_place
from bot.storage.turns import TurnPorts
from bot.understanding.numbers import one_line
from bot.understanding.places import Places
from bot.web.admin.announcement_fields import Form
from bot.web.admin.announcement_words import LAST_SEEN

LONGEST_VILLAGE, MOST_VILLAGES = 40, 60
EARLIER = 12
"""Announcements whose answers can be chosen by."""


@dataclass(frozen=True, slots=True)
class Groups:
    """``commune``: in whose name; "": the province's. ``villages``: those of its teams, as "code/village"."""

    commune: str
    content: Content
    places: Places
    channels: Sequence[str] = ()
    villages: Sequence[str] = ()
    earlier: Sequence[Campaign] = ()
    services: Mapping[str, Phrase] = field(default_factory=dict)

    def read(self, form: Form, side: str) -> Group:
        codes = {guide.id: guide.service for guide in self.content.published}
        services = {code for code in form.all(f"{side}_services") if code in self.services}
        return Group(
            places=self._places(form, side),
            roles=_some(form, f"{side}_roles", ROLES),
            langs=_some(form, f"{side}_langs", LANGS),
            channels=_some(form, f"{side}_channels", self.channels),
            guides=tuple(id_ for id_, service in codes.items() if service in services),
            seen_days=next((days for days in LAST_SEEN if form.value(f"{side}_seen") == str(days)), 0),
            answered=tuple(one.id for one in self.earlier if form.has(f"{side}_answered", one.id)),
        )

    # ---- places ----

    def _places(self, form: Form, side: str) -> tuple[str, ...]:
        units = {} if self.commune else self.content.places.units
        ticked = [*_some(form, f"{side}_places", units), *_some(form, f"{side}_villages", self.villages)]
        return tuple(dict.fromkeys([*ticked, *self._typed(form, f"{side}_typed")]))

    def _typed(self, form: Form, name: str) -> list[str]:
        try:
            found = list(self._read(form.value(name)))
        except Answerable as error:
            form.wrong(name, error.words)
            return []
        if len(found) > MOST_VILLAGES:
            form.wrong(name, _("At most {most} villages, please.", most=str(MOST_VILLAGES)))
        return found[:MOST_VILLAGES]

    def _read(self, written: str) -> Iterator[str]:
        """Raises ``Answerable``."""
        if self.commune:
            yield from self._villages(self.commune, written)
            return
        for line in filter(str.strip, written.splitlines()):
            commune, sign, villages = line.partition(":")
            code = read_place(commune.strip(), self.places).code
            if not (code and sign and villages.strip()):
                raise Answerable(_("Please write one commune a line, with its villages: Xã Chư Sê: thôn 2, làng Krái"))
            yield from self._villages(code, villages)

    def _villages(self, code: str, written: str) -> Iterator[str]:
        """As the teams write them, where they do."""
        known = {one.casefold(): one for one in self.villages}
        for part in filter(str.strip, re.split(r"[,;\n]+", written)):
            name = one_line(part, LONGEST_VILLAGE)
            if not name or "/" in name:
                raise Answerable(_("Please type short names of villages."))
            yield known.get(f"{code}/{name}".casefold(), f"{code}/{name}")


def _some(form: Form, name: str, known: Sequence[str] | Mapping[str, object]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(form.all(name)) if one in known)


async def groups(ports: TurnPorts, content: Content, places: Places, commune: str, old: Audience) -> Groups:
    """With what was chosen before, though it would not be offered any more."""
    teams = await ports.teams.of_commune(commune) if commune else []
    villages = dict.fromkeys(f"{commune}/{village}" for team in teams for village in team.villages)
    channels = dict.fromkeys([*ports.campaigns.channels, *old.chosen.channels, *(old.without or Group()).channels])
    services = {guide.service: content.services[guide.service].title for guide in content.published}
    earlier = await _earlier(ports, commune, old)
    return Groups(commune, content, places, tuple(channels), tuple(villages), earlier, services)


async def _earlier(ports: TurnPorts, commune: str, old: Audience) -> list[Campaign]:
    newest = await ports.campaigns.listed(commune, (*RUNNING, *ENDED), EARLIER)
    found = {one.id: one for one in newest}
    for number in (*old.chosen.answered, *(old.without or Group()).answered):
        if number not in found and (campaign := await ports.campaigns.find(number)):
            found[number] = campaign
    return list(found.values())
