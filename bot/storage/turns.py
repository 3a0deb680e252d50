"""One batch of turns in one transaction: talks, people, events, replies and the inbox change together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from bot.core.events import Event
from bot.core.messages import Inbound, Kind, Reply
from bot.core.talk import Person, Talk
from bot.storage import (
    admin,
    campaigns_port,
    confirmations,
    consents,
    drafts,
    erasure,
    groups,
    inbox,
    invites,
    notebook,
    outbox,
    people,
    pictures,
    questions,
    records,
    relays,
    reminders,
    report_rows,
    requests,
    sent_pictures,
    sessions,
    teams,
)
from bot.storage.counting import Counting
from bot.storage.door import NO_SITE, Site
from bot.storage.notices import Notice, Posted, addressed, in_groups
from bot.storage.presences import Today
from bot.storage.tables import events as events_table
from bot.storage.tables import talks
from bot.storage.upsert import insert_or_replace

SEEN_AGAIN = timedelta(minutes=10)
"""How exactly it is known when a person was last here, and on which address; finer would cost a write a turn."""


class TurnPorts:
    """The doors handed to one turn. The first write opens a savepoint: a turn that fails undoes only its own."""

    def __init__(self, connection: AsyncConnection, now: datetime, site: Site = NO_SITE) -> None:
        self.connection, self.now, self.site = connection, now, site
        self._savepoint: AsyncTransaction | None = None

    @property
    def url(self) -> str:
        return self.site.url

    @property
    def teams(self) -> teams.TeamsPort:
        return teams.TeamsPort(self)

    @property
    def invites(self) -> invites.InvitesPort:
        return invites.InvitesPort(self)

    @property
    def sessions(self) -> sessions.SessionsPort:
        return sessions.SessionsPort(self)

    @property
    def confirmations(self) -> confirmations.ConfirmationsPort:
        return confirmations.ConfirmationsPort(self)

    @property
    def reminders(self) -> reminders.RemindersPort:
        return reminders.RemindersPort(self)

    @property
    def drafts(self) -> drafts.DraftsPort:
        return drafts.DraftsPort(self)

    @property
    def pictures(self) -> pictures.PicturesPort:
        return pictures.PicturesPort(self)

    @property
    def notebook(self) -> notebook.NotebookPort:
        return notebook.NotebookPort(self)

    @property
    def admin_site(self) -> admin.AdminSitePort:
        return admin.AdminSitePort(self)

    @property
    def requests(self) -> requests.RequestsPort:
        return requests.RequestsPort(self)

    @property
    def relays(self) -> relays.RelaysPort:
        return relays.RelaysPort(self)

    @property
    def groups(self) -> groups.GroupsPort:
        return groups.GroupsPort(self)

    @property
    def figures(self) -> report_rows.FiguresPort:
        return report_rows.FiguresPort(self)

    @property
    def campaigns(self) -> campaigns_port.CampaignsPort:
        return campaigns_port.CampaignsPort(self)

    @property
    def erasure(self) -> erasure.ErasurePort:
        return erasure.ErasurePort(self)

    @property
    def consents(self) -> consents.ConsentsPort:
        return consents.ConsentsPort(self)

    @property
    def questions(self) -> questions.QuestionsPort:
        return questions.QuestionsPort(self)

    @property
    def records(self) -> records.RecordsPort:
        return records.RecordsPort(self)

    async def begin(self) -> AsyncConnection:
        """For a door that writes: the connection, from here on undone with the turn."""
        if not self._savepoint:
            self._savepoint = await self.connection.begin_nested()
        return self.connection

    async def keep(self) -> None:
        if self._savepoint:
            await self._savepoint.commit()

    async def undo(self) -> None:
        if self._savepoint:
            await self._savepoint.rollback()


@dataclass
class TurnBatch:
    """Collects what the turns of a batch did, and writes it in a few statements at the end."""

    connection: AsyncConnection
    now: datetime
    site: Site = NO_SITE
    today: InitVar[Today | None] = None
    _done: list[int] = field(default_factory=list)
    _people: list[Person] = field(default_factory=list)
    _talks: list[dict[str, Any]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)
    _replies: list[outbox.Said] = field(default_factory=list)
    _back: list[tuple[str, str]] = field(default_factory=list)
    _gone: list[tuple[str, str]] = field(default_factory=list)
    _heard: list[tuple[str, str]] = field(default_factory=list)
    _notices: list[Notice] = field(default_factory=list)
    _posted: list[Posted] = field(default_factory=list)
    _put_off: set[int] = field(default_factory=set)
    _files: list[str] = field(default_factory=list)
    _counting: Counting = field(default_factory=Counting)

    def __post_init__(self, today: Today | None) -> None:
        self._counting.today = today or Today()

    async def waiting(self, most: int) -> list[tuple[inbox.Waiting, Person]]:
        """The next message of up to ``most`` people, each with its person; newcomers get their number here."""
        found = await inbox.oldest_of_each(self.connection, most)
        newcomers = [w.inbound for w in found if w.person is None]
        fresh = iter(await people.welcome(self.connection, newcomers, self.now))
        return [(w, w.person or next(fresh)) for w in found]

    def ports(self) -> TurnPorts:
        return TurnPorts(self.connection, self.now, self.site)

    def puts_off(self, person: Person) -> bool:
        """They became one with somebody in this batch, or were erased: what else they sent waits for the next, which
        knows that."""
        return person.id in self._put_off

    def add(
        self, waiting: inbox.Waiting, person: Person, talk: Talk, replies: Sequence[Reply], events: Sequence[Event],
        *, erased: bool = False, gone: int = 0, notices: Sequence[tuple[int, Reply]] = (),
        posted: Sequence[tuple[int, Reply]] = (),
    ) -> None:  # fmt: skip
        """``gone``: the number of a person who is this one from now on. ``notices``: what is said to whom besides.
        ``posted``: what is said in the group chats of which teams."""
        if gone:
            self._unite(gone, person.id)
        here = (waiting.inbound.channel, waiting.inbound.address)
        self._notices += [Notice(who, reply, here) for who, reply in notices]
        self._posted += [Posted(team, reply, waiting.inbound) for team, reply in posted]
        self._done.append(waiting.id)
        self._files += [waiting.inbound.file] if waiting.inbound.file else []
        self._replies += [self._reply(waiting.inbound, reply, person) for reply in replies]
        self._events += [self._event(waiting.inbound, event, person, erased=erased) for event in events]
        if erased:
            self._forget(person.id)
            return
        self._counting.add(waiting.inbound, person, talk, events)
        if person != waiting.person or person.seen_at is None or self.now - person.seen_at > SEEN_AGAIN:
            self._people.append(person)
        self._talks.append({"person_id": person.id, "body": talk.dump(), "updated_at": self.now})
        if waiting.inbound.kind is Kind.LEFT:
            self._gone.append(here)
        elif not waiting.inbound.group:
            self._note_address(waiting, here)

    def _note_address(self, waiting: inbox.Waiting, here: tuple[str, str]) -> None:
        if not waiting.reachable:
            self._back.append(here)
        if waiting.heard_at and self.now - waiting.heard_at > SEEN_AGAIN:
            self._heard.append(here)

    def _forget(self, gone: int) -> None:
        """What they did on another channel in this batch must not lead to who is not there any more."""
        self._put_off.add(gone)
        self._talks = [talk for talk in self._talks if talk["person_id"] != gone]
        self._people = [person for person in self._people if person.id != gone]
        self._notices = [notice for notice in self._notices if notice.person_id != gone]
        self._counting.forget(gone)
        for event in self._events:
            event["person_id"] = None if event["person_id"] == gone else event["person_id"]

    def _unite(self, gone: int, kept: int) -> None:
        """What is not written yet must lead to whoever stays. Of the talk, what the database held is what goes on."""
        both = {gone, kept}
        self._put_off |= both
        self._talks = [talk for talk in self._talks if talk["person_id"] not in both]
        self._people = [person for person in self._people if person.id not in both]
        self._notices = [replace(n, person_id=kept) if n.person_id == gone else n for n in self._notices]
        self._counting.unite(gone, kept)
        for event in self._events:
            event["person_id"] = kept if event["person_id"] == gone else event["person_id"]

    async def write(self) -> list[outbox.Outgoing]:
        """Write it all. Gives back the replies with their numbers, for the delivery."""
        await inbox.finish(self.connection, self._done, self.now)
        await people.save(self.connection, self._people, self.now)
        await people.set_reachable(self.connection, self._back, reachable=True)
        await people.set_reachable(self.connection, self._gone, reachable=False)
        await people.hear(self.connection, self._heard, self.now)
        if self._talks:
            await self.connection.execute(insert_or_replace(self.connection, talks), self._talks)
        if self._events:
            await self.connection.execute(sa.insert(events_table), self._events)
        await self._counting.write(self.connection, self._events, self.now)
        told = await addressed(self.connection, self._notices) + await in_groups(self.connection, self._posted)
        said = await outbox.add(self.connection, self._replies + told, self.now)
        await sent_pictures.drop_unneeded(self.connection, self._files)
        return said

    def committed(self) -> None:
        """What was written is sure to stay."""
        self._counting.committed(self.now)

    def _reply(self, inbound: Inbound, reply: Reply, person: Person) -> outbox.Said:
        return outbox.Said(inbound.channel, inbound.address, reply, person.lang, person.called)

    def _event(self, inbound: Inbound, event: Event, person: Person, *, erased: bool) -> dict[str, Any]:
        return {"at": self.now, "type": event.type, "person_id": None if erased else person.id,
                "channel": inbound.channel, "place": person.place, "data": event.data()}  # fmt: skip
