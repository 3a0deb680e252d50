"""Requests for a person: what waits now with its clock, and what became of those of a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.core.clock import VIETNAM
from bot.core.facts import Scope
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.requests import Request, State
from bot.core.waiting_clock import Alarm
from bot.reports.names import Names, village
from bot.storage import request_list
from bot.web.admin.ask import Ask
from bot.web.admin.section import Section

PATH = "/yeu-cau"
STATE = "tinh-trang"
pages = Section(PATH, _("Requests"), act="request.see")

STATES: Mapping[State, Phrase] = {
    State.OPEN: _("nobody has it yet"),
    State.TAKEN: _("somebody has it"),
    State.CLOSED: _("closed"),
    State.CANCELLED: _("cancelled by the resident"),
}
ANSWERS: Mapping[bool | None, Phrase] = {True: _("satisfied"), False: _("not satisfied"), None: "—"}


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    state, page = _state(ask), ask.page
    scope = Scope(ask.period.first, ask.period.last, ask.place.code, ask.place.team)
    teams = (ask.place.team,) if ask.place.team else ()
    async with ask.office.reading() as ports:
        waiting = await request_list.waiting(ports.connection, ask.place.code, teams)
        asked, more = await request_list.asked(ports.connection, scope, state, page)
        takers = [one.taken_by for one in (*waiting, *asked) if one.taken_by]
        helpers = await request_list.helpers(ports.connection, takers)
    report = await ask.office.report(ask.period, ask.place, inside=ask.inside)
    return await ask.render(
        "admin/requests.html", waiting=[board(ask, one, helpers) for one in waiting], figures=report.requests,
        rows=[_row(ask, one, helpers) for one in asked], page=page, more=more, states=STATES, state=state,
    )  # fmt: skip


def _state(ask: Ask) -> State | None:
    asked = ask.query.get(STATE, "")
    return State(asked) if asked in set(map(str, State)) else None


def board(ask: Ask, one: Request, helpers: Mapping[int, str]) -> dict[str, Any]:
    """One that waits. The telephone number is for who has it, and stands nowhere here."""
    late = one.state is State.OPEN and one.alarm in {Alarm.COMMUNE, Alarm.SILENT}
    return {
        "code": one.code, "urgent": one.urgent, "late": late, "where": _where(ask, one), "about": _about(ask, one),
        "waits": ask.say(since(one.waits_since, ask.office.clock())), "state": ask.say(_held(one, helpers)),
        "next": ask.say(_next(one)) if one.state is State.OPEN else "", "since": one.waits_since,
    }  # fmt: skip


def _where(ask: Ask, one: Request) -> str:
    unit = ask.office.world().content.places.units.get(one.commune)
    named: Sequence[Phrase] = [unit.name if unit else one.commune, village(one.village)]
    return ask.say(Joined(tuple(named[1:] if ask.place.code else named), ", "))


def _about(ask: Ask, one: Request) -> str:
    return ask.say(Names(ask.office.world().content).guide(one.guide) if one.guide else _("something else"))


def _held(one: Request, helpers: Mapping[int, str]) -> Phrase:
    if one.state is State.TAKEN and one.taken_by and one.taken_by in helpers:
        return _("{name} has it", name=helpers[one.taken_by])
    return STATES[one.state]


def _next(one: Request) -> Phrase:
    """What the clock does if nobody takes it."""
    time = _at(one.alarm_at) if one.alarm_at else ""
    match one.alarm:
        case Alarm.TEAM:
            return _("the team is reminded at {time}", time=time)
        case Alarm.LEADER:
            return _("the leader is told at {time}", time=time)
        case Alarm.COMMUNE:
            return _("the commune is told at {time}", time=time)
    return _("all have been told")


def since(begin: datetime, now: datetime) -> Phrase:
    """How long it waits, as one would say it."""
    minutes = max(0, int((now - begin).total_seconds() // 60))
    if minutes < 60:
        return _("{count} minutes", count=str(minutes))
    if minutes < 48 * 60:
        return _("{hours} hours {minutes} minutes", hours=str(minutes // 60), minutes=str(minutes % 60))
    return _("{count} days", count=str(minutes // (24 * 60)))


def _row(ask: Ask, one: Request, helpers: Mapping[int, str]) -> list[str]:
    happy = ANSWERS[one.satisfied]
    taken = ask.say(since(one.asked_at, one.taken_at)) if one.taken_at else "—"
    return [one.code, _at(one.asked_at), _where(ask, one), _about(ask, one), ask.say(_held(one, helpers)), taken,
            ask.say(happy)]  # fmt: skip


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m %H:%M}"
