"""Guides: one action at a time, with a way out at every step."""

from bot.content.model import Guide, Step
from bot.core.events import GuideFinished, GuideOpened, StepDone
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MENU, PERSON, go_on_with
from handlers.resident.whereabouts import contact_lines, current, left, progress, sources, warning

router = Router()


# ---- opening -------------------------------------------------------------------------------------------------------


@router.action("guide.open")
async def open_chosen(turn: Turn) -> None:
    open_named(turn, turn.arg(0))


def open_named(turn: Turn, id_: str) -> None:
    """Somebody in the middle of it is not sent back to the start."""
    guide, at = turn.content.guide(id_), current(turn)
    if not guide:
        say_it_is_gone(turn)
    elif at and at[0] is guide and len(turn.talk.trail) > 1:
        show_step(turn, *at)
    else:
        open_guide(turn, guide)


def open_guide(turn: Turn, guide: Guide) -> None:
    turn.emit(GuideOpened(guide.id))
    turn.talk.enter(guide.id, guide.first.id)
    if turn.person.lang not in guide.title.by_lang:
        turn.say(_("This guide is in Vietnamese only so far."))
    if notices := [notice.text for notice in guide.intro if turn.content.holds(notice.when)]:
        turn.say(paragraphs(*notices))
    show_step(turn, guide, guide.first)


# ---- at a step -----------------------------------------------------------------------------------------------------


def show_step(turn: Turn, guide: Guide, step: Step, first: Phrase | None = None) -> None:
    turn.talk.expect("guide.words")
    turn.show(paragraphs(first, step_text(turn, guide, step), *contact_lines(turn, step), warning(step.warn)),
              *step_buttons(guide, step))  # fmt: skip


def step_text(turn: Turn, guide: Guide, step: Step) -> Phrase:
    number, total = map(str, progress(turn, guide, step))
    if step.options or total == "1":
        return step.do
    return lines(_("*Step {number}/{total}*", number=number, total=total), step.do)


def step_buttons(guide: Guide, step: Step) -> list[Button]:
    here = f"{guide.id}.{step.id}"
    forward = [Button(option.label, f"guide.pick:{here}.{option.id}") for option in step.options]
    return [
        *(forward or [Button(_("Done"), f"guide.done:{here}")]),
        Button(_("Back"), f"guide.back:{here}"),
        Button(_("I am stuck"), f"guide.stuck:{here}"),
        PERSON,
    ]


@router.action("guide.here")
async def show_here(turn: Turn) -> None:
    if at := find_step(turn):
        show_step(turn, *at)


@router.action("guide.done")
async def go_forward(turn: Turn) -> None:
    if at := find_step(turn):
        move_on(turn, *at)


@router.on("done")
async def go_forward_by_word(turn: Turn) -> None:
    at = current(turn)
    if at and not at[1].options:
        move_on(turn, *at)
    elif at:
        show_step(turn, *at)
    else:
        turn.say(_("Very well. When {you} need something, just write."), MENU)


def move_on(turn: Turn, guide: Guide, step: Step) -> None:
    turn.emit(StepDone(guide.id, step.id))
    following = guide.after(step)
    go_to(turn, guide, following) if following else finish(turn, guide)


def go_to(turn: Turn, guide: Guide, step: Step) -> None:
    turn.talk.go_to(step.id)
    show_step(turn, guide, step)


@router.action("guide.pick")
async def take_option(turn: Turn) -> None:
    if not (at := find_step(turn)):
        return
    guide, step = at
    option = step.option(turn.arg(2))
    lead(turn, guide, option.go) if option else show_step(turn, guide, step)


def lead(turn: Turn, guide: Guide, go: str) -> None:
    """Follow ``go`` as editors write it: ``end``, ``person``, ``guide:ID`` or a step's id."""
    elsewhere = turn.content.guide(go.removeprefix("guide:")) if go.startswith("guide:") else None
    there = guide.step(go)
    if elsewhere:
        open_guide(turn, elsewhere)
    elif there:
        go_to(turn, guide, there)
    elif go == "end":
        finish(turn, guide)
    else:
        turn.say(guide.in_person, PERSON, MENU)


@router.action("guide.back")
async def go_back(turn: Turn) -> None:
    if at := find_step(turn):
        step_back(turn, *at)


def step_back(turn: Turn, guide: Guide, step: Step) -> None:
    before = turn.talk.trail[:-1]
    previous = guide.step(before[-1]) if before else None
    if previous:
        go_to(turn, guide, previous)
    else:
        show_step(turn, guide, step, _("This is the first step. For something else, type “menu”."))


# ---- the end -------------------------------------------------------------------------------------------------------


def finish(turn: Turn, guide: Guide) -> None:
    turn.emit(GuideFinished(guide.id))
    turn.talk.leave()
    back = left(turn)
    turn.show(paragraphs(guide.ending, warning(guide.warning)))
    turn.say(ask_if_it_helped(guide),
             Button(_("Yes, thank you"), f"guide.rate:{guide.id}.yes"),
             Button(_("No, I still need help"), f"guide.rate:{guide.id}.no"),
             *([go_on_with(*back)] if back else []))  # fmt: skip


def ask_if_it_helped(guide: Guide) -> Phrase:
    return paragraphs(_("Did this help {you}?"), sources(guide))


# ---- where we are --------------------------------------------------------------------------------------------------


def find_step(turn: Turn) -> tuple[Guide, Step] | None:
    """The guide and step named by the pressed button, and the talk set there; however old the button is."""
    guide = turn.content.guide(turn.arg(0))
    if not guide:
        say_it_is_gone(turn)
        return None
    step = guide.step(turn.arg(1))
    if not step:
        open_changed(turn, guide)
        return None
    if turn.talk.guide != guide.id or step.id not in turn.talk.trail:
        turn.talk.look_away(to=guide.id)
        turn.talk.guide, turn.talk.trail, turn.talk.about = guide.id, guide.way_to(step), guide.id
    turn.talk.go_to(step.id)
    return guide, step


def say_it_is_gone(turn: Turn) -> None:
    turn.say(_("This guide is no longer used. Here is what {me} can help with now."), MENU, PERSON)


def open_changed(turn: Turn, guide: Guide) -> None:
    turn.say(_("This guide has been renewed. Let us start it again."))
    open_guide(turn, guide)
