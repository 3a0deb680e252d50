"""A session in words: on its card, in lists, and line by line."""

from datetime import date

from bot.core.clock import VIETNAM
from bot.core.phrases import Joined, Phrase
from bot.core.phrases import text as _
from bot.core.sessions import NOT_DONE, Evidence, Had, Session, Work
from bot.engine.turn import Turn
from bot.reports.names import EVIDENCE, HAD


def today(turn: Turn) -> date:
    """In Vietnam."""
    return turn.now.astimezone(VIETNAM).date()


def service(turn: Turn, code: str) -> Phrase:
    known = turn.content.services.get(code)
    return known.title if known else code


def outcome(turn: Turn, code: str, named: str) -> Phrase:
    if named == NOT_DONE:
        return _("not done yet")
    known = turn.content.services.get(code)
    title = known.outcomes.get(named) if known else None
    return title or _("result not said")


def work(turn: Turn, one: Work) -> Phrase:
    """ "VNeID: Level 2 activated"."""
    return _(
        "{service}: {outcome}", service=service(turn, one.service), outcome=outcome(turn, one.service, one.outcome)
    )


def work_line(turn: Turn, one: Work) -> Phrase:
    """With of how many, and how that is known."""
    parts: list[Phrase] = [work(turn, one), people(one.people)]
    if one.evidence is not Evidence.GUIDED:
        parts.append(EVIDENCE[one.evidence])
    if one.had_before is not Had.UNKNOWN:
        parts.append(HAD[one.had_before])
    return Joined(tuple(parts), ", ")


def people(count: int) -> Phrase:
    return _("1 person") if count == 1 else _("{count} people", count=str(count))


def day(turn: Turn, on: date) -> Phrase:
    written = on.strftime("%d/%m/%Y")
    match (today(turn) - on).days:
        case 0:
            return _("today, {date}", date=written)
        case 1:
            return _("yesterday, {date}", date=written)
    return written


def short(turn: Turn, session: Session) -> Phrase:
    """For a button: "24/11, VNeID, 3 people"."""
    first = service(turn, session.services[0]) if session.services else ""
    more = "…" if len(session.services) > 1 else ""
    return Joined((session.held_on.strftime("%d/%m"), Joined((first, more), ""), people(session.people)), ", ")


async def described(turn: Turn, session: Session) -> list[Phrase]:
    """Line by line, what was said of it."""
    said: list[Phrase | None] = [
        _("Day: {day}", day=day(turn, session.held_on)),
        *(_("• {work}", work=work_line(turn, one)) for one in session.works),
        _("People: {count}", count=str(session.people)) if session.people else None,
        _("Place: {place}", place=session.village) if session.village else None,
        *_counted(session),
        *_timed(session),
        _("Difficulty: {words}", words=session.difficulty) if session.difficulty else None,
        await _helpers(turn, session),
    ]
    return [line for line in said if line]


def _counted(session: Session) -> list[Phrase]:
    counts = {
        "elders": (session.elders, _("Of 60 or older: {count}", count=str(session.elders))),
        "women": (session.women, _("Women: {count}", count=str(session.women))),
        "phoneless": (session.phoneless or None, _("Without a phone: {count}", count=str(session.phoneless))),
    }
    return [words for count, words in counts.values() if count is not None]


def _timed(session: Session) -> list[Phrase]:
    lines: list[Phrase] = []
    if session.started:
        lines.append(_("Began at {time}", time=session.started.strftime("%H:%M")))
    if session.minutes:
        lines.append(_("Took {minutes} minutes", minutes=str(session.minutes)))
    return lines


async def _helpers(turn: Turn, session: Session) -> Phrase | None:
    """The others who helped, by the names the team knows them by."""
    inside = await turn.ports.teams.members(session.team) if session.members else ()
    names = tuple(one.name for one in inside if one.person in session.members)
    alone = set(session.members) <= {turn.person.id}
    return None if alone or not names else _("Helped by: {names}", names=Joined(names, ", "))
