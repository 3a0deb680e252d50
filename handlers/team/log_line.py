"""A note in one line ("hôm nay 3 cô chú cài vneid ở thôn 2"), read and put on a card: one tap saves it."""

from dataclasses import replace

from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Standing
from bot.core.sessions import NOT_DONE, Draft, Session, Work
from bot.core.teams import Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.understanding.session_note import SessionNote
from handlers.resident.buttons import MENU
from handlers.team import log_buttons
from handlers.team.card import show_card
from handlers.team.drafts import change, draft_of
from handlers.team.log_typed import LONGEST_VILLAGE
from handlers.team.words import number, one_line, require

router = Router()

ASKED = frozenset({"guide", "guesses", "inquiry"})
"""What a question may mean as well; whatever else is meant (a person, an emergency) is no note."""


@router.answer("note")
async def take(turn: Turn) -> bool:
    """False: it is none, or more likely a question."""
    note = turn.note()
    if not note or not (note.clear or turn.meaning.kind == "unknown"):
        return False
    teams = await teams_to_log_for(turn)
    if teams:
        await show(turn, await keep(turn, note, teams), left_out(turn, note))
    return bool(teams)


@router.answer("note.beside")
async def offer(turn: Turn) -> bool:
    """What was answered as a question may have been a note."""
    note = turn.note() if turn.meaning.kind in ASKED else None
    teams = await teams_to_log_for(turn) if note else []
    if note and teams:
        draft = await keep(turn, note, teams)
        turn.say(
            _("Or is this help that {you} gave?"), Button(_("Write it into the log"), f"note.log:{draft.id}"), MENU
        )
    return bool(teams)


async def teams_to_log_for(turn: Turn) -> list[Team]:
    standing = await turn.ports.teams.standing(turn.person.id)
    found = [await turn.ports.teams.find(id_) for id_ in standing.teams]
    return [team for team in found if team and may_log(standing, team)]


def may_log(standing: Standing, team: Team) -> bool:
    return standing.may("session.log", commune=team.commune, team=team.id)


async def keep(turn: Turn, note: SessionNote, teams: list[Team]) -> Draft:
    """Of several teams none is taken yet."""
    session = Session(
        "", 0, "", note.date, works_of(note), note.people, one_line(note.place or "", LONGEST_VILLAGE),
        members=(turn.person.id,),
    )  # fmt: skip
    return await turn.ports.drafts.keep(turn.person.id, of_team(session, teams[0]) if len(teams) == 1 else session)


def of_team(session: Session, team: Team) -> Session:
    return replace(session, team=team.id, commune=team.commune)


def works_of(note: SessionNote) -> tuple[Work, ...]:
    """What did not come to anything is kept as well, after what did. A service of which nothing more is said was for
    everybody."""
    said = ((code, note.outcomes.get(code) or {"": note.people}) for code in note.services)
    works = [Work(code, outcome, count) for code, outcomes in said for outcome, count in outcomes.items()]
    return tuple(sorted(works, key=lambda work: (note.services.index(work.service), work.outcome == NOT_DONE)))


def left_out(turn: Turn, note: SessionNote) -> Phrase | None:
    if turn.inbound.masked or note.names:
        return _("Names and numbers of people are left out: the log only counts.")
    return None


# ---- on the card ----


async def show(turn: Turn, draft: Draft, first: Phrase | None = None) -> None:
    """First what cannot do without an answer: the team, then what it was about."""
    if not draft.session.team:
        await ask_team(turn, draft, first)
    elif not draft.session.works:
        await log_buttons.ask_what(turn, draft)
    else:
        await show_card(turn, draft, first)


async def ask_team(turn: Turn, draft: Draft, first: Phrase | None) -> None:
    if first:
        turn.say(first)
    teams = await teams_to_log_for(turn)
    buttons = (Button(team.name, f"note.team:{draft.id}.{team.id}") for team in teams)
    turn.say(_("For which team do {you} log it?"), *buttons, Button(_("Do not log it"), f"log.drop:{draft.id}"))


@router.action("note.team")
async def take_team(turn: Turn) -> None:
    draft = await draft_of(turn)
    team = await turn.ports.teams.find(number(turn.arg(1)))
    if team:
        await require(turn, "session.log", commune=team.commune, team=team.id)
        draft = await change(turn, draft, of_team(draft.session, team))
    await show(turn, draft)


@router.action("note.log")
async def take_after_all(turn: Turn) -> None:
    await show(turn, await draft_of(turn))
