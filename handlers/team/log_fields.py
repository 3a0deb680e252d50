"""Every field of a session that is not saved yet: reached from its card, asked for, set by a button."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.core.messages import Button
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Draft
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.team.card import show_card
from handlers.team.drafts import change, draft_of
from handlers.team.edits import SETS, mark, with_people
from handlers.team.session_words import day, today
from handlers.team.words import number

router = Router()

TYPED = "log.typed"
"""The answer that a typed word goes to; its notes say for which draft and field."""

FEW, MORE_PEOPLE = 5, 10  # a button for each number up to there
MINUTES = (15, 30, 45, 60, 90, 120)
DAYS = 4  # to choose from without typing
PLACES = 6
RECENT = timedelta(days=62)

QUESTIONS: Mapping[str, Phrase] = {
    "people": _("How many people were helped? Choose, or type the number, for example: 25."),
    "village": _("Where was it? Choose, or type the village."),
    "day": _("On which day? Choose, or type it, for example: 20/11."),
    "elders": _("How many of them are 60 or older?"),
    "women": _("How many of them are women?"),
    "phoneless": _("How many have no phone, so that they cannot confirm?"),
    "started": _("At what time did it begin? Please type it, for example: 9h30."),
    "minutes": _("How long did it take? Choose, or type it, for example: 45 minutes."),
    "difficulty": _("What was difficult? Please type no name, number or illness of anybody."),
}


# ---- the way to each ----


@router.action("log.edit")
async def show_fields(turn: Turn) -> None:
    show_fields_of(turn, await draft_of(turn))


def show_fields_of(turn: Turn, draft: Draft) -> None:
    turn.talk.expect("")
    turn.show(_("What is to be corrected?"), *fields(draft, FIRST), link("log.more", _("More details"), draft),
              back_to(draft))  # fmt: skip


@router.action("log.more")
async def show_more_fields(turn: Turn) -> None:
    draft = await draft_of(turn)
    others = link("log.helpers", _("Who helped too"), draft)
    turn.show(_("Only if {you} know it. Everything here may stay empty."), *fields(draft, MORE), others, back_to(draft))


FIRST: Mapping[str, Phrase] = {
    "people": _("Number of people"),
    "village": _("Place"),
    "day": _("Day"),
}
MORE: Mapping[str, Phrase] = {
    "elders": _("60 or older"),
    "women": _("Women"),
    "phoneless": _("Without a phone"),
    "started": _("When it began"),
    "minutes": _("How long it took"),
    "difficulty": _("A difficulty"),
}


def fields(draft: Draft, named: Mapping[str, Phrase]) -> Iterator[Button]:
    if named is FIRST:
        yield link("log.works", _("What was done"), draft)
    for field, label in named.items():
        yield Button(label, f"log.ask:{draft.id}.{field}")


def link(action: str, label: Phrase, draft: Draft) -> Button:
    return Button(label, f"{action}:{draft.id}")


def back_to(draft: Draft) -> Button:
    return link("log.card", _("Back to the card"), draft)


# ---- asking ----


@router.action("log.ask")
async def ask_chosen(turn: Turn) -> None:
    draft = await draft_of(turn)
    if turn.arg(1) in QUESTIONS:
        await ask(turn, draft, turn.arg(1))
    else:
        await show_card(turn, draft)


async def ask(turn: Turn, draft: Draft, field: str) -> None:
    choices = await village_choices(turn, draft) if field == "village" else CHOICES[field](turn, draft)
    turn.talk.expect(TYPED, draft=str(draft.id), field=field)
    turn.show(QUESTIONS[field], *choices)


def setter(draft: Draft, field: str, value: str, label: Phrase) -> Button:
    return Button(label, f"log.set:{draft.id}.{field}.{value}")


def people_choices(_turn: Turn, draft: Draft) -> list[Button]:
    """Where buttons are numbers to answer with, each number must be its own: the nth button is n."""
    return [Button(str(n), f"log.many:{draft.id}.{n}") for n in range(1, MORE_PEOPLE + 1)]


def part_choices(field: str) -> Callable[[Turn, Draft], list[Button]]:
    def choices(_turn: Turn, draft: Draft) -> list[Button]:
        few = [setter(draft, field, str(n), str(n)) for n in range(1, min(draft.session.people, MORE_PEOPLE) + 1)]
        nobody = setter(draft, field, "0", _("Nobody"))
        return (
            [*few, nobody] if field == "phoneless" else [*few, nobody, setter(draft, field, "none", _("Not counted"))]
        )

    return choices


def day_choices(turn: Turn, draft: Draft) -> list[Button]:
    days = [today(turn) - timedelta(days=ago) for ago in range(DAYS)]
    return [setter(draft, "day", on.isoformat(), day(turn, on)) for on in days]


def time_choices(_turn: Turn, draft: Draft) -> list[Button]:
    """An hour is typed: “8” may not mean the eighth button."""
    return [setter(draft, "started", "none", _("Leave it out"))]


def minute_choices(_turn: Turn, draft: Draft) -> list[Button]:
    lengths = [setter(draft, "minutes", str(n), _("{minutes} minutes", minutes=str(n))) for n in MINUTES]
    return [*lengths, setter(draft, "minutes", "none", _("Leave it out"))]


def difficulty_choices(_turn: Turn, draft: Draft) -> list[Button]:
    return [setter(draft, "difficulty", "none", _("No difficulty")), back_to(draft)]


CHOICES: Mapping[str, Callable[[Turn, Draft], list[Button]]] = {
    "people": people_choices,
    "day": day_choices,
    "elders": part_choices("elders"),
    "women": part_choices("women"),
    "phoneless": part_choices("phoneless"),
    "started": time_choices,
    "minutes": minute_choices,
    "difficulty": difficulty_choices,
}


@router.action("log.set")
async def set_chosen(turn: Turn) -> None:
    draft = await draft_of(turn)
    try:
        session = SETS[turn.arg(1)](draft.session, turn.arg(2))
    except (KeyError, ValueError):
        session = draft.session
    await show_card(turn, await change(turn, draft, session))


# ---- how many, and where ----


@router.action("log.many")
async def take_people(turn: Turn) -> None:
    draft = await draft_of(turn)
    draft = await change(turn, draft, with_people(draft.session, max(number(turn.arg(1)), 1)))
    await go_on(turn, draft)


async def go_on(turn: Turn, draft: Draft) -> None:
    """Where it was, if nobody said so yet; then the card."""
    await (show_card(turn, draft) if draft.session.village else ask(turn, draft, "village"))


async def village_choices(turn: Turn, draft: Draft) -> list[Button]:
    names = await near_villages(turn, draft)
    known = [Button(name, f"log.at:{draft.id}.{mark(name)}") for name in names[:PLACES]]
    return [*known, Button(_("Somewhere else in the commune"), f"log.at:{draft.id}.none")]


async def near_villages(turn: Turn, draft: Draft) -> list[str]:
    """Where they logged last, then where they helped of late, then those the team covers."""
    last, _services = await turn.ports.sessions.last_used(turn.person.id)
    of_late = await turn.ports.sessions.of_member(turn.person.id, today(turn) - RECENT, today(turn))
    team = await turn.ports.teams.find(draft.session.team)
    inside = [kept.session.village for kept in of_late if kept.session.team == draft.session.team]
    names = dict.fromkeys((last, *inside, *(team.villages if team else ())))
    return [name for name in names if name]


@router.action("log.at")
async def take_village(turn: Turn) -> None:
    draft = await draft_of(turn)
    if turn.arg(1) == "none":
        await show_card(turn, await change(turn, draft, replace(draft.session, village="")))
        return
    found = [name for name in await near_villages(turn, draft) if mark(name) == turn.arg(1)]
    if found:
        await show_card(turn, await change(turn, draft, replace(draft.session, village=found[0])))
    else:
        await ask(turn, draft, "village")
