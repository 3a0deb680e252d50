"""Writing it into a database, in bulk, and adding it up as the project does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.load import Content
from bot.core.events import Event, MemberJoined, SessionConfirmed, SessionLogged, TeamMade, ThanksSent
from bot.core.request_events import HelpRated, RequestClosed, RequestMade, RequestTaken
from bot.core.sessions import dump_session
from bot.core.waiting_clock import WaitingClock
from bot.demo import rows
from bot.demo.asking import Asking, Helped
from bot.demo.cast import Cast, Casting, Someone
from bot.demo.log import Logged, Logging
from bot.demo.measured import figures
from bot.demo.plan import Plan
from bot.demo.talks import Talking, Told
from bot.storage import demo, event_fill, request_figures, rollup
from bot.storage.database import Database
from bot.storage.official import ENTERED
from bot.storage.periods import CONFIRMATION_DAYS
from bot.storage.report_tables import official_figures
from bot.storage.request_tables import requests
from bot.storage.session_tables import (
    session_changes,
    session_confirmations,
    session_members,
    session_works,
    sessions,
)
from bot.storage.tables import consents, events, people, questions
from bot.storage.team_tables import audit, posts, teams

CHUNK = 2_000  # rows written at once
QUESTIONS = "questions"
"""The consent that whoever's question is kept has given."""


async def fill(database: Database, plan: Plan, content: Content, clock: WaitingClock) -> Mapping[str, int]:
    """Into a database that is migrated and empty. Gives back how many rows of what were written."""
    async with database.write() as connection:
        filling = Filling(connection, plan, content)
        await filling.all(clock)
        await event_fill.fill(connection)
        await request_figures.fill(connection)
        await demo.mark(connection, plan.seed, plan.now)
    await rollup.rebuild(database)
    return filling.counts


class Filling:
    """Holds what waits to be written, table by table. What happened is written at the end, in the order of time."""

    def __init__(self, connection: AsyncConnection, plan: Plan, content: Content) -> None:
        self.connection, self.plan, self.content = connection, plan, content
        self.counts: Counter[str] = Counter()
        self._waiting: dict[sa.Table, list[rows.Row]] = {}
        self._seen: dict[int, datetime] = {}
        self._told: list[Told] = []
        self._notes: list[rows.Row] = []

    async def all(self, clock: WaitingClock) -> None:
        await self.connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
        cast = Casting(self.plan).cast(self.content.places.units)
        await self._cast(cast)
        helped = list(Asking(self.plan, self.content.published, clock).requests(cast))
        await self._requests(helped)
        await self._log(cast, helped)
        await self._talks(cast, Talking(self.plan, self.content.published))
        await self._official(cast)
        await self._happened()
        await self._keep_seen()

    async def _add(self, table: sa.Table, *new: rows.Row) -> None:
        waiting = self._waiting.setdefault(table, [])
        waiting += new
        if len(waiting) >= CHUNK:
            await self._write(table)

    async def _write(self, table: sa.Table) -> None:
        if new := self._waiting.pop(table, []):
            await self.connection.execute(table.insert(), new)
            self.counts[str(table.name)] += len(new)

    async def _happened(self) -> None:
        for told in sorted(self._told, key=lambda one: one.at):
            await self._add(events, rows.event(told))
        await self._add(audit, *sorted(self._notes, key=lambda note: note["at"]))
        for table in list(self._waiting):
            await self._write(table)

    async def _cast(self, cast: Cast) -> None:
        for one in rows.people(cast):
            await self._add(people, one)
        for commune in cast.communes:
            for crew in commune.crews:
                await self._add(teams, rows.team(crew))
                self._tell(crew.made_at, commune.admin.who, TeamMade(commune.code, crew.id))
                self._note("team.made", crew.made_at, commune.admin.who, crew.commune, crew.id)
        for post in cast.posts:
            await self._add(posts, rows.post(post))
            self._tell(post.since, post.who, MemberJoined(post.role, post.commune, post.team))
            self._note("member.added", post.since, None, post.commune, post.team, post=post.id, role=post.role)

    async def _requests(self, helped: Sequence[Helped]) -> None:
        for one in helped:
            await self._add(requests, rows.request(one.request))
            self._tell_request(one)

    def _tell_request(self, one: Helped) -> None:
        asked = one.request
        where = (asked.id, asked.commune, asked.team)
        made = RequestMade(*where, asked.guide, asked.step, asked.lang, asked.urgent)
        self._tell(asked.asked_at, one.who, made)
        if one.by and one.first_taken:
            self._tell(one.first_taken, one.by, RequestTaken(*where))
            self._note("request.taken", one.first_taken, one.by, *where[1:], request=asked.id)
        if one.by and asked.closed_at:
            self._tell(asked.closed_at, one.by, RequestClosed(*where))
            self._note("request.closed", asked.closed_at, one.by, *where[1:], request=asked.id)
        if asked.closed_at and asked.satisfied is not None:
            at = min(asked.closed_at + timedelta(minutes=20), self.plan.now)
            self._tell(at, one.who, HelpRated(asked.id, asked.commune, asked.satisfied))

    async def _log(self, cast: Cast, helped: Sequence[Helped]) -> None:
        residents = {commune.code: commune.residents for commune in cast.communes}
        logging = Logging(self.plan, {code: list(one.outcomes) for code, one in self.content.services.items()})
        dice = self.plan.dice("confirmed")
        for logged in logging.sessions(cast, helped):
            await self._session(logged, residents[logged.kept.session.commune], dice)

    async def _session(self, logged: Logged, residents: tuple[Someone, ...], dice: Random) -> None:
        kept = logged.kept
        await self._add(sessions, rows.session(kept, logged.ended_at if kept.withdrawn else None))
        await self._add(session_works, *rows.works(kept.id, kept.session))
        await self._add(
            session_members, *({"session_id": kept.id, "person_id": one} for one in kept.session.members)
        )  # fmt: skip
        self._tell(kept.entered_at, logged.by, SessionLogged(kept.session.commune, kept.session.team))
        if logged.before and logged.ended_at:
            await self._trace(logged, logged.ended_at)
        if kept.confirmed:
            await self._confirm(logged, dice.sample(residents, kept.confirmed), dice)

    async def _trace(self, logged: Logged, at: datetime) -> None:
        kept, act = logged.kept, "session.withdrawn" if logged.kept.withdrawn else "session.corrected"
        before = dump_session(replace(logged.before or kept.session, members=()))
        row = {"session_id": kept.id, "person_id": logged.by.id, "at": at, "act": act, "before": before}
        await self._add(session_changes, row)
        where = (kept.session.commune, kept.session.team)
        self._note(act, at, logged.by, *where, session=kept.id, version=kept.version - 1)

    async def _confirm(self, logged: Logged, residents: list[Someone], dice: Random) -> None:
        """Who confirmed is known only for so long; the count stays."""
        kept = logged.kept
        where = (kept.session.commune, kept.session.team)
        for number, one in enumerate(residents):
            at = min(kept.entered_at + timedelta(minutes=dice.randrange(1, 240)), self.plan.now)
            thanked = number < kept.thanks
            self._tell(at, one, SessionConfirmed(*where))
            if thanked:
                self._tell(at, one, ThanksSent(*where))
            if at > self.plan.now - timedelta(days=CONFIRMATION_DAYS - 1):
                row = {"session_id": kept.id, "person_id": one.id, "at": at, "confirmed": True, "disputed": False,
                       "thanked": thanked}  # fmt: skip
                await self._add(session_confirmations, row)

    async def _talks(self, cast: Cast, talking: Talking) -> None:
        self._told += talking.events(cast)
        version = self.content.consents.questions.stamp
        for kept in talking.questions:
            await self._add(questions, rows.question(kept))
            await self._add(consents, rows.consent(kept, QUESTIONS, version))

    async def _official(self, cast: Cast) -> None:
        who = {post.who.id: post.who for post in cast.posts}
        for kept in figures(self.plan, cast, self.content.indicators.published):
            await self._add(official_figures, rows.official(kept))
            told = {"figure": kept.id, "indicator": kept.figure.indicator}
            self._note(ENTERED, kept.entered_at, who.get(kept.entered_by or 0), kept.figure.place, 0, **told)

    def _tell(self, at: datetime, who: Someone, event: Event) -> None:
        self._told.append(Told(at, who, event))
        if at > who.seen:
            self._seen[who.id] = max(at, self._seen.get(who.id, at))

    def _note(
        self, act: str, at: datetime, by: Someone | None, commune: str, team: int, **data: object
    ) -> None:  # fmt: skip
        row = {
            "at": at,
            "person_id": by.id if by else None,
            "act": act,
            "commune": commune,
            "team_id": team,
            "data": data,
        }
        self._notes.append(row)

    async def _keep_seen(self) -> None:
        """Who was here later than was planned for them."""
        late = [{"who": id_, "at": at} for id_, at in self._seen.items()]
        change = people.update().where(people.c.id == sa.bindparam("who")).values(seen_at=sa.bindparam("at"))
        if late:
            await self.connection.execute(change, late)
