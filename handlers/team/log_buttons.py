"""Logging a session by buttons: what, how it ended, how many people, where; then the card. Usually six taps."""

from collections.abc import Iterator

from bot.core.messages import Button, Kind
from bot.core.phrases import text as _
from bot.core.sessions import NOT_DONE, Draft, Session, Work
from bot.core.teams import Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.team.card import show_card
from handlers.team.drafts import awaited, change, draft_of, must_log
from handlers.team.edits import with_more
from handlers.team.log_fields import FEW, RECENT, TYPED
from handlers.team.session_words import outcome, service, today
from handlers.team.words import require, team_of

router = Router()

NEAR = 5  # services offered at once, those last used first


# ---- beginning ----


@router.on("log")
@router.action("log.new")
async def begin(turn: Turn) -> None:
    team = await team_of(turn) if turn.arg(0) else await only_team(turn)
    if team:
        await require(turn, "session.log", commune=team.commune, team=team.id)
        empty = Session("", team.id, team.commune, today(turn), (), 0, members=(turn.person.id,))
        await ask_what(turn, await turn.ports.drafts.keep(turn.person.id, empty))


async def only_team(turn: Turn) -> Team | None:
    """None: there are several, and they are asked which."""
    await must_log(turn)
    standing = await turn.ports.teams.standing(turn.person.id)
    found = [await turn.ports.teams.find(id_) for id_ in standing.teams]
    teams = [team for team in found if team]
    if len(teams) == 1:
        return teams[0]
    turn.say(_("For which team do {you} log it?"), *(Button(team.name, f"log.new:{team.id}") for team in teams))
    return None


# ---- what ----


async def ask_what(turn: Turn, draft: Draft) -> None:
    near = [what_button(turn, draft, code) for code in await near_services(turn)]
    other = Button(_("Something else"), f"log.groups:{draft.id}")
    turn.ask(_("What did {you} help with?"), "log.what", *near, other, draft=str(draft.id))


def what_button(turn: Turn, draft: Draft, code: str) -> Button:
    return Button(service(turn, code), f"log.what:{draft.id}.{code}")


async def near_services(turn: Turn) -> list[str]:
    """Those they logged last, then those of late, then the first of the list."""
    _village, last = await turn.ports.sessions.last_used(turn.person.id)
    of_late = await turn.ports.sessions.of_member(turn.person.id, today(turn) - RECENT, today(turn))
    used = [code for kept in of_late for code in kept.session.services]
    known = [code for code in dict.fromkeys((*last, *used, *turn.content.services)) if code in turn.content.services]
    return known[:NEAR]


@router.answer("log.what")
async def take_typed_what(turn: Turn) -> bool:
    """What is meant by the words, if that is one of our services. A whole note says more than that."""
    guide = turn.content.guide(turn.meaning.guide) if turn.meaning.kind in {"guide", "guesses"} else None
    draft = await awaited(turn)
    if turn.inbound.kind is not Kind.SAY or not draft or not guide or turn.note():
        return False
    ask_outcome(turn, draft, guide.service)
    return True


@router.action("log.groups")
async def show_groups(turn: Turn) -> None:
    draft = await draft_of(turn)
    groups = [Button(group.title, f"log.group:{draft.id}.{id_}") for id_, group in turn.content.menu.items()]
    turn.show(_("Which kind of help was it?"), *groups)


@router.action("log.group")
async def show_group(turn: Turn) -> None:
    draft = await draft_of(turn)
    group = turn.content.menu.get(turn.arg(1))
    if not group:
        await show_groups(turn)
        return
    back = Button(_("Something else"), f"log.groups:{draft.id}")
    turn.show(group.title, *(what_button(turn, draft, code) for code in group.services), back)


@router.action("log.what")
async def take_what(turn: Turn) -> None:
    draft = await draft_of(turn)
    if turn.arg(1) in turn.content.services:
        ask_outcome(turn, draft, turn.arg(1))
    else:
        await show_groups(turn)


# ---- how it ended ----


def ask_outcome(turn: Turn, draft: Draft, code: str) -> None:
    turn.talk.expect("")
    choices = [outcome_button(turn, draft, code, named) for named in outcomes(turn, code)]
    other = Button(_("Another service"), f"log.groups:{draft.id}")
    turn.show(_("{service}: how did it end?", service=service(turn, code)), *choices, other)


def outcomes(turn: Turn, code: str) -> Iterator[str]:
    yield from turn.content.services[code].outcomes
    yield NOT_DONE


def outcome_button(turn: Turn, draft: Draft, code: str, named: str) -> Button:
    return Button(outcome(turn, code, named), f"log.end:{draft.id}.{code}.{named}")


@router.action("log.end")
async def take_outcome(turn: Turn) -> None:
    draft = await draft_of(turn)
    code, named = turn.arg(1), turn.arg(2)
    if code not in turn.content.services or named not in outcomes(turn, code):
        await show_groups(turn)
        return
    new = Work(code, named, draft.session.people)
    draft = await change(turn, draft, with_more(draft.session, new))
    if draft.session.people:
        await show_card(turn, draft)
    else:
        ask_people(turn, draft)


def ask_people(turn: Turn, draft: Draft) -> None:
    few = [Button(str(count), f"log.many:{draft.id}.{count}") for count in range(1, FEW + 1)]
    more = Button(_("More, or a class"), f"log.ask:{draft.id}.people")
    turn.talk.expect(TYPED, draft=str(draft.id), field="people")
    turn.show(_("How many people were helped?"), *few, more)
