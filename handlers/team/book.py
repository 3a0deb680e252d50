"""“My log”: what a member gave today and this month, and each session of it; for leaders that of the team."""

from collections.abc import Sequence
from datetime import date

from bot.core.messages import Button
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.sessions import KeptSession
from bot.core.tally import Tally, tally
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import LOG, MENU, MY_TEAM, REMIND
from handlers.team import months
from handlers.team.certificate import as_page
from handlers.team.drafts import must_log
from handlers.team.session_words import service, short, today
from handlers.team.words import number, require, team_of

router = Router()

PAGE = 6  # sessions shown at once
SERVICES = 8  # by service, those with most


# ---- one's own ----


@router.on("book")
@router.action("book")
async def show(turn: Turn) -> None:
    """``book:2026-10``: of that month."""
    await must_log(turn)
    first = months.first_of(turn.arg(0), today(turn))
    kept = await own(turn, first)
    now = [one for one in kept if one.session.held_on == today(turn)]
    is_current = months.first_of("", today(turn)) == first
    text = lines(
        _("*My log*"),
        _("Today: {sum}", sum=summed(tally(now))) if is_current else None,
        *of_month(turn, first, tally(kept)),
    )
    turn.talk.expect("")
    turn.say(text, LOG, *each(kept, "book.list", months.code(first)), *page(kept, first),
             earlier("book", first), REMIND, MY_TEAM, MENU)  # fmt: skip


async def own(turn: Turn, first: date) -> Sequence[KeptSession]:
    return await turn.ports.sessions.of_member(turn.person.id, first, months.last_of(first))


@router.action("book.list")
async def show_list(turn: Turn) -> None:
    await must_log(turn)
    first = months.first_of(turn.arg(0), today(turn))
    back = Button(_("My log"), f"book:{months.code(first)}")
    show_page(turn, await own(turn, first), first, f"book.list:{months.code(first)}", number(turn.arg(1)), back)


# ---- the team's ----


@router.action("team.book")
async def show_of_team(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "session.see", commune=team.commune, team=team.id)
    first = months.first_of(turn.arg(1), today(turn))
    kept = await turn.ports.sessions.of_team(team.id, first, months.last_of(first))
    text = lines(_("*Log of {team}*", team=team.name), *of_month(turn, first, tally(kept)))
    here = f"{team.id}.{months.code(first)}"
    turn.say(text, *each(kept, "team.book_list", here), earlier("team.book", first, f"{team.id}."), MY_TEAM, MENU)


@router.action("team.book_list")
async def show_list_of_team(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "session.see", commune=team.commune, team=team.id)
    first = months.first_of(turn.arg(1), today(turn))
    kept = await turn.ports.sessions.of_team(team.id, first, months.last_of(first))
    here = f"{team.id}.{months.code(first)}"
    back = Button(_("Log of {team}", team=team.name), f"team.book:{here}")
    show_page(turn, kept, first, f"team.book_list:{here}", number(turn.arg(2)), back)


# ---- both ----


def of_month(turn: Turn, first: date, found: Tally) -> list[Phrase]:
    by_service = list(found.by_service.items())[:SERVICES]
    return [
        _("In {month}: {sum}", month=months.title(first), sum=summed(found)),
        *(_("• {service}: {count}", service=service(turn, code), count=str(count)) for code, count in by_service),
        _("Confirmed by residents: {share}", share=share(found)),
        _("Thanks received: {count}", count=str(found.thanks)),
    ]


def summed(found: Tally) -> Phrase:
    """Nothing logged is not nought: nobody knows."""
    if not found.sessions:
        return "—"
    return _("{sessions} sessions, {people} people", sessions=str(found.sessions), people=str(found.people))


def share(found: Tally) -> Phrase:
    if found.percent is None:
        return "—"
    return _("{confirmed} of {all} people ({percent}%)", confirmed=str(found.confirmed), all=str(found.confirmable),
             percent=str(found.percent))  # fmt: skip


def each(kept: Sequence[KeptSession], action: str, here: str) -> list[Button]:
    return [Button(_("See each session"), f"{action}:{here}.0")] if kept else []


def page(kept: Sequence[KeptSession], first: date) -> list[Button]:
    return [as_page(months.code(first))] if kept else []


def earlier(action: str, first: date, where: str = "") -> Button:
    return Button(_("The month before"), f"{action}:{where}{months.code(months.before(first))}")


def show_page(turn: Turn, kept: Sequence[KeptSession], first: date, action: str, page: int, back: Button) -> None:
    here = kept[page * PAGE : (page + 1) * PAGE]
    more = [Button(_("Earlier ones"), f"{action}.{page + 1}")] if len(kept) > (page + 1) * PAGE else []
    buttons = [Button(short(turn, one.session), f"session.show:{one.id}") for one in here]
    words = _("Sessions in {month}. Press one to see or correct it.", month=months.title(first))
    turn.show(words if here else _("Nothing is logged there."), *buttons, *more, back)
