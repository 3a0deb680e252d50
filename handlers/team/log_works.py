"""What was done, service by service: how it ended, for how many, how that is known, had before or not."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.messages import Button
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.sessions import Draft, Evidence, Had, Work
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports import names
from handlers.team import session_words as words
from handlers.team.card import show_card
from handlers.team.drafts import change, draft_of
from handlers.team.edits import SETS_OF_WORK, find_work, mark_of, with_work, without_work
from handlers.team.log_buttons import outcomes
from handlers.team.log_fields import FEW, back_to, link

router = Router()

EVIDENCE: dict[Evidence, Phrase] = {
    Evidence.SEEN: _("I saw it on the screen"),
    Evidence.TOLD: _("The resident told me"),
    Evidence.GUIDED: _("I only guided"),
}
HAD: dict[Had, Phrase] = {
    Had.NO: _("New: did not have it before"),
    Had.YES: _("Had it before"),
    Had.UNKNOWN: _("I do not know"),
}


@router.action("log.works")
async def show_works(turn: Turn) -> None:
    show_all(turn, await draft_of(turn))


def show_all(turn: Turn, draft: Draft, first: Phrase | None = None) -> None:
    works = [Button(words.work(turn, one), f"log.work:{draft.id}.{mark_of(one)}") for one in draft.session.works]
    more = link("log.groups", _("Add a service"), draft)
    turn.show(first or _("Press what is to be corrected."), *works, more, back_to(draft))


async def chosen(turn: Turn) -> tuple[Draft, Work | None]:
    """The work that the action names. None: it was changed since, and all are shown instead."""
    draft = await draft_of(turn)
    found = find_work(draft.session, turn.arg(1))
    if not found:
        show_all(turn, draft, _("This has been changed since. Press what is to be corrected."))
    return draft, found


@router.action("log.work")
async def show_chosen(turn: Turn) -> None:
    draft, one = await chosen(turn)
    if one:
        show_work(turn, draft, one)


def show_work(turn: Turn, draft: Draft, one: Work) -> None:
    here = f"{draft.id}.{mark_of(one)}"
    text = lines(
        words.work_line(turn, one),
        _("Known: {evidence}", evidence=names.EVIDENCE[one.evidence]),
        _("Before: {had}", had=names.HAD[one.had_before]),
    )
    remove = [Button(_("Remove it"), f"log.without:{here}")] if len(draft.session.works) > 1 else []
    turn.show(
        text,
        Button(_("Another result"), f"log.of:{here}.outcome"),
        Button(_("For how many people"), f"log.of:{here}.people"),
        Button(_("How it is known"), f"log.of:{here}.evidence"),
        Button(_("Had it before?"), f"log.of:{here}.had"),
        *remove,
        link("log.works", _("All that was done"), draft),
        back_to(draft),
    )


@router.action("log.of")
async def ask_part(turn: Turn) -> None:
    draft, one = await chosen(turn)
    if one:
        what = turn.arg(2)
        choices = [Button(label, f"log.put:{draft.id}.{mark_of(one)}.{what}.{value}")
                   for value, label in values(turn, draft, one, what)]  # fmt: skip
        turn.show(words.work_line(turn, one), *choices, link("log.works", _("All that was done"), draft))


def values(turn: Turn, draft: Draft, one: Work, what: str) -> Iterator[tuple[str, Phrase]]:
    match what:
        case "outcome" if one.service in turn.content.services:
            yield from ((named, words.outcome(turn, one.service, named)) for named in outcomes(turn, one.service))
        case "people":
            some = range(1, min(draft.session.people, FEW) + 1)
            yield from ((str(n), words.people(n)) for n in dict.fromkeys((*some, draft.session.people)))
        case "evidence":
            yield from EVIDENCE.items()
        case "had":
            yield from HAD.items()


@router.action("log.put")
async def put(turn: Turn) -> None:
    draft, one = await chosen(turn)
    if not one:
        return
    try:
        new = SETS_OF_WORK[turn.arg(2)](one, turn.arg(3))
    except (KeyError, ValueError):
        new = one
    new = replace(new, people=min(new.people, draft.session.people))
    draft = await change(turn, draft, with_work(draft.session, one, new))
    show_work(turn, draft, new)


@router.action("log.without")
async def remove(turn: Turn) -> None:
    draft, one = await chosen(turn)
    if one and len(draft.session.works) > 1:
        draft = await change(turn, draft, without_work(draft.session, one))
    if one:
        await show_card(turn, draft)
