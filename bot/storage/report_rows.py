"""What a report is made of, added up by the database: see ``Rows``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.clock import VIETNAM
from bot.core.facts import COUNTS, Counts, Helper, Resulted, Rows, Scope, Served, Village, summed, village_key
from bot.core.sessions import Evidence, Had
from bot.core.teams import Team
from bot.storage.door import Door
from bot.storage.event_facts import happened
from bot.storage.fact_tables import (
    day_facts,
    member_months,
    province_days,
    result_facts,
    result_months,
    service_facts,
    service_months,
    team_months,
    village_months,
)
from bot.storage.periods import CONFIRMATION_DAYS
from bot.storage.presences import active
from bot.storage.readings import stopped
from bot.storage.request_figures import asked
from bot.storage.session_tables import session_confirmations, session_members, sessions
from bot.storage.team_tables import posts, teams


@dataclass(frozen=True)
class FiguresPort:
    door: Door

    async def rows(self, scope: Scope, *, members: bool) -> Rows:
        return await read_rows(self.door.connection, scope, self.door.now, members=members)


async def read_rows(connection: AsyncConnection, scope: Scope, now: datetime, *, members: bool) -> Rows:
    """``members``: what each of them did is wanted, too."""
    today = now.astimezone(VIETNAM).date()
    per_day, per_team = table_for(scope, PER_DAY), table_for(scope, PER_TEAM)
    days = await _by(connection, scope, per_day, per_day.c.day)
    by_team = await _by(connection, scope, per_team, per_team.c.commune, per_team.c.team_id)
    begun, latest = await _span(connection, scope)
    return Rows(
        total=summed(days.values()),
        days={day: counts for (day,), counts in days.items()},
        communes=_communes(by_team),
        villages=await _villages(connection, scope) if scope.commune or scope.team else (),
        by_team=_of_teams(by_team),
        reporting=_reporting(by_team),
        reached=await _reached(connection, scope),
        served=await _served(connection, scope),
        resulted=await _resulted(connection, scope),
        helpers=await _helpers(connection, scope) if members else (),
        active_members=await _active_members(connection, scope),
        residents=await _residents(connection, scope, today),
        teams=await _teams(connection, scope),
        asked=await asked(connection, scope, now),
        happened=await happened(connection, scope),
        stopped=await stopped(connection, scope),
        active=await active(connection, scope),
        begun=begun,
        latest=latest,
    )


# ---- where ----


def within(table: sa.Table, day: sa.Column[Any], scope: Scope) -> sa.ColumnElement[bool]:
    """The rows of a table with ``commune`` and ``team_id`` that lie in the scope."""
    return day.between(scope.first, scope.last) & of_place(table, scope)


def of_place(table: sa.Table, scope: Scope) -> sa.ColumnElement[bool]:
    limits = [table.c.commune == scope.commune] if scope.commune else []
    limits += [table.c.team_id == scope.team] if scope.team else []
    return sa.and_(sa.true(), *limits)


# ---- which roll-up: the coarsest that tells it ----


@dataclass(frozen=True)
class Grains:
    """The same counts by day and place; by month, if there is such a table; and for the whole province alone."""

    fine: sa.Table
    monthly: sa.Table | None = None
    provincial: sa.Table | None = None
    provincial_is_monthly: bool = False


PER_DAY = Grains(day_facts, provincial=province_days)
PER_TEAM = Grains(day_facts, monthly=team_months)
REACHED = Grains(day_facts, provincial=village_months, provincial_is_monthly=True)
SERVED = Grains(service_facts, provincial=service_months, provincial_is_monthly=True)
RESULTED = Grains(result_facts, provincial=result_months, provincial_is_monthly=True)


def table_for(scope: Scope, grains: Grains) -> sa.Table:
    whole = not scope.commune and not scope.team
    if whole and grains.provincial is not None and (in_months(scope) or not grains.provincial_is_monthly):
        return grains.provincial
    return grains.monthly if grains.monthly is not None and in_months(scope) else grains.fine


def in_months(scope: Scope) -> bool:
    """Whether it is whole months, of which the first day stands for all."""
    return scope.first.day == 1 and (scope.last + timedelta(days=1)).day == 1


# ---- sums ----


async def _by(
    connection: AsyncConnection, scope: Scope, table: sa.Table, *keys: sa.Column[Any]
) -> dict[tuple[Any, ...], Counts]:  # fmt: skip
    sums = (sa.func.sum(table.c[name]) for name in COUNTS)
    wanted = sa.select(*keys, *sums).where(within(table, table.c.day, scope)).group_by(*keys).order_by(*keys)
    found = await connection.execute(wanted)
    return {tuple(row[: len(keys)]): Counts(*row[len(keys) :]) for row in found}


def _communes(by_team: Mapping[tuple[Any, ...], Counts]) -> dict[str, Counts]:
    of: dict[str, list[Counts]] = defaultdict(list)
    for (commune, _team), counts in by_team.items():
        of[commune].append(counts)
    return {commune: summed(parts) for commune, parts in of.items()}


def _of_teams(by_team: Mapping[tuple[Any, ...], Counts]) -> dict[int, Counts]:
    """A team stays in its commune."""
    return {team: counts for (_commune, team), counts in by_team.items()}


def _reporting(by_team: Mapping[tuple[Any, ...], Counts]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for commune, team in by_team:
        found[commune].add(team)
    return {commune: frozenset(ids) for commune, ids in found.items()}


async def _villages(connection: AsyncConnection, scope: Scope) -> tuple[Village, ...]:
    names = await _typed(connection, scope)
    found = await _by(connection, scope, day_facts, day_facts.c.village)
    return tuple(Village(key, names.get(key, key), counts) for (key,), counts in found.items())


async def _typed(connection: AsyncConnection, scope: Scope) -> dict[str, str]:
    """By its key, how each village was typed most often."""
    there = within(sessions, sessions.c.held_on, scope) & sessions.c.withdrawn_at.is_(None)
    counted = sa.select(sessions.c.village, sa.func.count()).where(there).group_by(sessions.c.village)
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for typed, count in await connection.execute(counted.order_by(sessions.c.village)):
        ways[village_key(typed)][" ".join(typed.split())] += count
    return {key: typed.most_common(1)[0][0] for key, typed in ways.items()}


async def _reached(connection: AsyncConnection, scope: Scope) -> frozenset[tuple[str, str]]:
    table = table_for(scope, REACHED)
    there = within(table, table.c.day, scope) & (table.c.village != "")
    found = await connection.execute(sa.select(table.c.commune, table.c.village).where(there).distinct())
    return frozenset((commune, village) for commune, village in found)


async def _served(connection: AsyncConnection, scope: Scope) -> tuple[Served, ...]:
    table = table_for(scope, SERVED)
    sums = sa.select(table.c.service, sa.func.sum(table.c.sessions), sa.func.sum(table.c.people))
    found = sums.where(within(table, table.c.day, scope)).group_by(table.c.service)
    return tuple(Served(*row) for row in await connection.execute(found))


async def _resulted(connection: AsyncConnection, scope: Scope) -> tuple[Resulted, ...]:
    table = table_for(scope, RESULTED)
    what = (table.c.service, table.c.outcome, table.c.evidence, table.c.had_before)
    sums = sa.select(*what, sa.func.sum(table.c.people)).where(within(table, table.c.day, scope)).group_by(*what)
    return tuple(
        Resulted(service, outcome, Evidence(evidence), Had(had), people)
        for service, outcome, evidence, had, people in await connection.execute(sums)
    )


async def _span(connection: AsyncConnection, scope: Scope) -> tuple[date | None, date | None]:
    table = table_for(scope, PER_DAY)
    days = sa.select(sa.func.min(table.c.day), sa.func.max(table.c.day))
    begun, latest = (await connection.execute(days.where(of_place(table, scope)))).one()
    return begun, latest


# ---- people ----


def _held(scope: Scope) -> sa.ColumnElement[bool]:
    return within(sessions, sessions.c.held_on, scope) & sessions.c.withdrawn_at.is_(None)


async def _active_members(connection: AsyncConnection, scope: Scope) -> int:
    if in_months(scope):
        there = within(member_months, member_months.c.day, scope)
        months = sa.select(sa.func.count(member_months.c.person_id.distinct())).where(there)
        return int((await connection.execute(months)).scalar_one())
    helped = sessions.join(session_members, session_members.c.session_id == sessions.c.id)
    count = sa.select(sa.func.count(session_members.c.person_id.distinct())).select_from(helped).where(_held(scope))
    return int((await connection.execute(count)).scalar_one())


async def _helpers(connection: AsyncConnection, scope: Scope) -> tuple[Helper, ...]:
    helped = sessions.join(session_members, session_members.c.session_id == sessions.c.id)
    who = session_members.c.person_id
    sums = sa.select(who, sa.func.count(), sa.func.sum(sessions.c.people)).select_from(helped).where(_held(scope))
    found = (await connection.execute(sums.group_by(who).order_by(who))).all()
    names = await _names(connection, scope)
    return tuple(Helper(person, names.get(person, ""), count, people) for person, count, people in found)


async def _names(connection: AsyncConnection, scope: Scope) -> dict[int, str]:
    """As the team called them last. Of several teams: the one they joined last."""
    there = of_place(posts, scope) & posts.c.team_id.is_not(None)
    called = sa.select(posts.c.person_id, posts.c.name).where(there).order_by(posts.c.id)
    return {row.person_id: row.name for row in await connection.execute(called)}


async def _residents(connection: AsyncConnection, scope: Scope, today: date) -> int | None:
    """Of how many different ones the confirmations are."""
    if scope.first <= today - timedelta(days=CONFIRMATION_DAYS):
        return None
    yes = session_confirmations.c.confirmed.is_(True)
    theirs = sa.select(sessions.c.id).where(sessions.c.id == session_confirmations.c.session_id, _held(scope))
    count = sa.select(sa.func.count(session_confirmations.c.person_id.distinct())).where(yes, theirs.exists())
    return int((await connection.execute(count)).scalar_one())


async def _teams(connection: AsyncConnection, scope: Scope) -> tuple[Team, ...]:
    limits = [teams.c.commune == scope.commune] if scope.commune else []
    limits += [teams.c.id == scope.team] if scope.team else []
    found = await connection.execute(sa.select(teams).where(*limits).order_by(teams.c.id))
    return tuple(Team(row.id, row.commune, row.name, tuple(row.villages)) for row in found)
