"""The same as rows of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.core.official import KeptFigure
from bot.core.requests import Request
from bot.core.roles import RANK, Role
from bot.core.sessions import KeptSession, Session
from bot.demo.cast import Cast, Crew, Held, Someone
from bot.demo.talks import KeptQuestion, Told
from bot.storage.questions import NEW
from bot.storage.sessions import columns_of

Row = dict[str, Any]


def people(cast: Cast) -> Iterator[Row]:
    held: dict[int, Role] = {}
    for post in cast.posts:
        if post.until is None:
            held[post.who.id] = max(post.role, held.get(post.who.id, Role.RESIDENT), key=RANK.__getitem__)
    for one in cast.people:
        yield _person(one) | {"role": held.get(one.id, Role.RESIDENT).value}


def _person(one: Someone) -> Row:
    return {"id": one.id, "lang": one.lang, "place": one.commune, "called": one.called, "created_at": one.begin,
            "seen_at": one.seen}  # fmt: skip


def team(crew: Crew) -> Row:
    return {"id": crew.id, "commune": crew.commune, "name": crew.name, "villages": list(crew.villages),
            "made_at": crew.made_at}  # fmt: skip


def post(held: Held) -> Row:
    return {"id": held.id, "person_id": held.who.id, "role": held.role.value, "commune": held.commune,
            "team_id": held.team or None, "name": held.who.name, "since": held.since,
            "until": held.until}  # fmt: skip


def session(kept: KeptSession, withdrawn_at: object) -> Row:
    return columns_of(kept.session) | {
        "id": kept.id, "key": kept.session.key, "person_id": kept.entered_by, "entered_at": kept.entered_at,
        "withdrawn_at": withdrawn_at, "confirmed": kept.confirmed, "thanks": kept.thanks, "version": kept.version,
    }  # fmt: skip


def works(id_: int, session: Session) -> list[Row]:
    return [
        {"session_id": id_, "position": at, "service": work.service, "outcome": work.outcome, "people": work.people,
         "evidence": str(work.evidence), "had_before": str(work.had_before)}
        for at, work in enumerate(session.works)
    ]  # fmt: skip


def request(one: Request) -> Row:
    return {
        "id": one.id, "code": one.code, "person_id": one.person, "commune": one.commune, "village": one.village,
        "guide": one.guide, "step": one.step, "wish": one.wish, "suits": str(one.when), "phone": one.phone,
        "lang": one.lang, "urgent": one.urgent, "state": one.state.value, "team_id": one.team or None,
        "asked_at": one.asked_at, "waits_since": one.waits_since, "taken_by": one.taken_by, "taken_at": one.taken_at,
        "closed_at": one.closed_at, "satisfied": one.satisfied, "alarm": one.alarm.value, "alarm_at": one.alarm_at,
    }  # fmt: skip


def event(told: Told) -> Row:
    return {"at": told.at, "type": told.event.type, "person_id": told.who.id, "channel": told.who.channel,
            "place": told.who.commune, "data": told.event.data()}  # fmt: skip


def question(kept: KeptQuestion) -> Row:
    return {"person_id": kept.who.id, "text": kept.text, "lang": kept.who.lang, "guide": kept.guide, "state": NEW,
            "asked_at": kept.at}  # fmt: skip


def consent(kept: KeptQuestion, purpose: str, version: str) -> Row:
    return {"person_id": kept.who.id, "purpose": purpose, "given": True, "version": version,
            "at": kept.at}  # fmt: skip


def official(kept: KeptFigure) -> Row:
    return asdict(kept.figure) | {"id": kept.id, "person_id": kept.entered_by, "entered_at": kept.entered_at}
