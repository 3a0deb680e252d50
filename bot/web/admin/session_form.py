"""Correcting and withdrawing a session here: by the same rules as in the chat and in the notebook, with a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aiohttp import web

from bot.core.errors import Answerable
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Evidence, Had, KeptSession, Session, Work
from bot.storage import outbox
from bot.storage.notices import Notice, addressed
from bot.storage.turns import TurnPorts
from bot.understanding.session_note.names import NameGuard
from bot.web.admin.ask import Ask
from bot.web.notebook.taking import SAVED, Answer, Taking

UNREAD: Phrase = _("One of the numbers or the day could not be read. Nothing was changed; please do it once more.")


async def correct(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        kept = await _kept(ask, ports)
        taking = _taking(ask, ports)
        answer = await taking.change(kept, taking.masked(_read(ask, kept.session)), _number(ask, "version"))
        words = _("The team leader corrected your session of {day} on the admin site.", day=_day(kept))
        await _tell(ask, ports, kept, answer, words)
    return await _back(ask, answer, _("The session is corrected. What stood there before can be read below."))


async def withdraw(ask: Ask) -> web.Response:
    async with ask.office.writing() as ports:
        kept = await _kept(ask, ports)
        answer = await _taking(ask, ports).drop(kept)
        words = _("The team leader withdrew your session of {day} on the admin site.", day=_day(kept))
        await _tell(ask, ports, kept, answer, words)
    return await _back(ask, answer, _("The session is withdrawn: it counts no more."))


async def _kept(ask: Ask, ports: TurnPorts) -> KeptSession:
    kept = await ports.sessions.find(ask.number("id"))
    if not kept:
        raise web.HTTPNotFound
    return kept


def _taking(ask: Ask, ports: TurnPorts) -> Taking:
    world = ask.office.world()
    outcomes = {code: service.outcomes for code, service in world.content.services.items()}
    names = NameGuard(world.content.session_words, world.places)
    return Taking(ports, ask.person, ask.visitor.standing, outcomes, ask.office.today(), names, [])


async def _tell(ask: Ask, ports: TurnPorts, kept: KeptSession, answer: Answer, words: Phrase) -> None:
    """Nobody's session is changed behind their back."""
    if answer.state == SAVED and kept.entered_by and kept.entered_by != ask.person:
        reply = Reply(words, (Button(_("See it"), f"session.show:{kept.id}"),))
        said = await addressed(ports.connection, [Notice(kept.entered_by, reply)])
        await outbox.add(await ports.begin(), said, ask.office.clock())


def _day(kept: KeptSession) -> str:
    return f"{kept.session.held_on:%d/%m/%Y}"


async def _back(ask: Ask, answer: Answer, done: Phrase) -> web.Response:
    if answer.state != SAVED:
        raise Answerable(answer.words)
    return await ask.back(f"/phien/{ask.number('id')}", done)


# ---- what the form says ----


def _read(ask: Ask, old: Session) -> Session:
    """What the form does not ask stays as it was. Raises ``Answerable`` for what cannot be read."""
    try:
        return replace(
            old, held_on=date.fromisoformat(ask.typed("held_on")), people=int(ask.typed("people")),
            village=ask.typed("village")[:60], elders=_count(ask, "elders"), women=_count(ask, "women"),
            phoneless=_count(ask, "phoneless") or 0, difficulty=ask.typed("difficulty")[:400],
            works=tuple(_work(ask, at, work) for at, work in enumerate(old.works) if f"drop{at}" not in ask.form),
        )  # fmt: skip
    except ValueError:
        raise Answerable(UNREAD) from None


def _work(ask: Ask, at: int, old: Work) -> Work:
    return Work(
        old.service, ask.typed(f"outcome{at}"), int(ask.typed(f"people{at}")),
        Evidence(ask.typed(f"evidence{at}")), Had(ask.typed(f"had{at}")),
    )  # fmt: skip


def _count(ask: Ask, name: str) -> int | None:
    """None: nobody counted them."""
    typed = ask.typed(name)
    return int(typed) if typed else None


def _number(ask: Ask, name: str) -> int:
    typed = ask.typed(name)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
