"""What the notebook page asks for, each in a transaction of its own."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.core.roles import Standing
from bot.core.sessions import OLDEST_DAYS, KeptSession, dump_session, may_change
from bot.core.teams import Team
from bot.storage import notebook
from bot.storage.notebook import Reader
from bot.storage.tables import events
from bot.storage.turns import TurnPorts
from bot.understanding.session_note.names import NameGuard
from bot.web.notebook.taking import Answer, Taking
from bot.web.notebook.wire import Entry
from bot.web.stores import Stores

CHANNEL = "notebook"
"""Under this name what was logged here stands among the events."""


@dataclass(frozen=True)
class Desk(Stores):
    # ---- being let in ----

    async def link_is_open(self, secret: str) -> bool:
        async with self.database.read() as connection:
            return await notebook.is_open(connection, self.site().key, secret, self.clock())

    async def sign_in(self, secret: str) -> str | None:
        """The cookie of this browser. None: the link was used, or it is too late."""
        async with self.database.write() as connection:
            return await notebook.sign_in(connection, self.site().key, secret, self.clock())

    async def sign_out(self, cookie: str) -> None:
        async with self.database.write() as connection:
            await notebook.sign_out(connection, self.site().key, cookie)

    async def reader(self, cookie: str) -> Reader | None:
        now = self.clock()
        async with self.database.read() as connection:
            found = await notebook.reader(connection, self.site().key, cookie, now)
        if found and now - found.seen_at > notebook.SEEN_AGAIN:
            async with self.database.write() as connection:
                await notebook.seen(connection, found, now)
        return found

    # ---- what they see ----

    def who(self, reader: Reader) -> str:
        """Tells one member from another on the same device, and says nothing else."""
        return hmac.new(self.site().key, f"notebook.{reader.person}".encode(), "sha256").hexdigest()[:16]

    async def me(self, reader: Reader) -> dict[str, Any]:
        async with self.reading() as ports:
            standing = await ports.teams.standing(reader.person)
            teams = [team for id_ in standing.teams if (team := await ports.teams.find(id_)) and _logs(standing, team)]
            village, services = await ports.sessions.last_used(reader.person)
            shown = [await self._team(ports, reader, team) for team in teams]
        last = {"village": village, "services": services}
        return {"who": self.who(reader), "session": reader.session, "teams": shown, "last": last}

    async def _team(self, ports: TurnPorts, reader: Reader, team: Team) -> dict[str, Any]:
        members = await ports.teams.members(team.id)
        others = [[one.post, one.name] for one in members if one.person != reader.person]
        unit = self.world().places.units.get(team.commune)
        name = next((one.name for one in members if one.person == reader.person), "")
        place = unit.name if unit else ""
        return {"id": team.id, "name": team.name, "place": place, "villages": team.villages, "me": name,
                "members": others}  # fmt: skip

    async def log(self, reader: Reader) -> list[dict[str, Any]]:
        """Their sessions of the last two months, the latest first."""
        async with self.reading() as ports:
            first = self.today() - timedelta(days=OLDEST_DAYS)
            found = await ports.sessions.of_member(reader.person, first, self.today())
            standing = await ports.teams.standing(reader.person)
            return [await self.shown(ports, reader, standing, one) for one in found]

    async def shown(
        self, ports: TurnPorts, reader: Reader, standing: Standing, kept: KeptSession
    ) -> dict[str, Any]:  # fmt: skip
        posts = {one.person: one.post for one in await ports.teams.members(kept.session.team)}
        helpers = tuple(posts[id_] for id_ in kept.session.members if id_ in posts and id_ != reader.person)
        session = dump_session(replace(kept.session, members=helpers, commune="", request=0))
        may = may_change(kept, reader.person, standing, self.today())
        return {"id": kept.id, "key": kept.session.key, "version": kept.version, "session": session, "may": may,
                "at": kept.entered_at.isoformat(timespec="seconds"), "confirmed": kept.confirmed,
                "withdrawn": kept.withdrawn}  # fmt: skip

    # ---- what they send ----

    async def take(self, reader: Reader, entry: Entry) -> tuple[Answer, dict[str, Any] | None]:
        """The answer, and the session it speaks of as the page shows it."""
        outcomes = {code: service.outcomes for code, service in self.world().content.services.items()}
        async with self.writing() as ports:
            standing = await ports.teams.standing(reader.person)
            taking = Taking(ports, reader.person, standing, outcomes, self.today(), self._names(), [])
            answer = await taking.take(entry)
            await self._count(ports, reader, taking)
            return answer, await self.shown(ports, reader, standing, answer.kept) if answer.kept else None

    def _names(self) -> NameGuard:
        world = self.world()
        return NameGuard(world.content.session_words, world.places)

    async def _count(self, ports: TurnPorts, reader: Reader, taking: Taking) -> None:
        rows: Sequence[dict[str, Any]] = [
            {"at": ports.now, "type": event.type, "person_id": reader.person, "channel": CHANNEL, "place": "",
             "data": event.data()}
            for event in taking.events
        ]  # fmt: skip
        if rows:
            await ports.connection.execute(sa.insert(events), rows)


def _logs(standing: Standing, team: Team) -> bool:
    return standing.may("session.log", commune=team.commune, team=team.id)
