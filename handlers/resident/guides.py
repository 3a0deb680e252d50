"""Guides: one action at a time, with a way out at every step."""

from bot.content.model import Guide, Step, Trouble
from bot.core.events import GuideFinished, GuideOpened, GuideRated, StepDone, StuckReported, TroubleNamed
from bot.core.messages import Button
from bot.core.phrases import Phrase, lines, paragraphs
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MENU, PERSON
from handlers.resident.buttons import open_guide as open_button
from handlers.resident.whereabouts import contact_lines, current, progress, sources, warning

router = Router()


# ---- opening -------------------------------------------------------------------------------------------------------


@router.on("guide")
async def open_meant(turn: Turn) -> None:
    """What was asked about it is answered first; a second wish in the same sentence is not lost."""
    guide = turn.content.guides[turn.meaning.guide]
    if words := guide.answers.get(turn.meaning.inquiry):
        turn.say(words)
    open_or_resume(turn, guide)
    if also := turn.content.guide(turn.meaning.also):
        turn.say(_("{You} asked about something else too. Press here for it, now or later."), open_button(also))


@router.action("guide.open")
async def open_chosen(turn: Turn) -> None:
    guide = turn.content.guide(turn.arg(0))
    open_guide(turn, guide) if guide else say_it_is_gone(turn)


def open_or_resume(turn: Turn, guide: Guide) -> None:
    """Somebody in the middle of it who asks for it again is not sent back to the start."""
    unfinished = current(turn)
    if unfinished and unfinished[0] is guide and len(turn.talk.trail) > 1:
        show_step(turn, *unfinished)
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


# ---- stuck ---------------------------------------------------------------------------------------------------------


@router.action("guide.stuck")
async def ask_what_is_seen(turn: Turn) -> None:
    if at := find_step(turn):
        offer_troubles(turn, *at)


@router.on("stuck")
async def ask_what_is_seen_by_word(turn: Turn) -> None:
    at = current(turn)
    offer_troubles(turn, *at) if at else turn.say(_("What are {you} doing? Write it in a few words."), MENU, PERSON)


def offer_troubles(turn: Turn, guide: Guide, step: Step) -> None:
    turn.emit(StuckReported(guide.id, step.id))
    turn.talk.expect("guide.words")
    signs = [Button(t.sign, f"guide.trouble:{guide.id}.{step.id}.{t.id}") for t in step.troubles]
    turn.show(_("What do {you} see on the screen?"), *signs, Button(_("Something else: ask a person"), "help.start"),
              Button(_("Back"), f"guide.here:{guide.id}.{step.id}"))  # fmt: skip


@router.action("guide.trouble")
async def solve(turn: Turn) -> None:
    if not (at := find_step(turn)):
        return
    guide, step = at
    trouble = step.trouble(turn.arg(2))
    show_fix(turn, guide, step, trouble) if trouble else offer_troubles(turn, guide, step)


def show_fix(turn: Turn, guide: Guide, step: Step, trouble: Trouble) -> None:
    turn.emit(TroubleNamed(guide.id, step.id, trouble.id))
    here = f"{guide.id}.{step.id}"
    onward = [] if trouble.then == "person" else [Button(_("That works, go on"), f"guide.fixed:{here}.{trouble.id}")]
    turn.show(trouble.fix, *onward, Button(_("Still not: ask a person"), "help.start"),
              Button(_("Back"), f"guide.stuck:{here}"))  # fmt: skip


@router.action("guide.fixed")
async def go_on_after_fix(turn: Turn) -> None:
    if not (at := find_step(turn)):
        return
    guide, step = at
    trouble = step.trouble(turn.arg(2))
    lead(turn, guide, (trouble.then if trouble else "").removeprefix("step:") or step.id)


@router.answer("guide.words")
async def understand_in_place(turn: Turn) -> bool:
    """Words typed at a step: one of its options, or something the person sees; else it is taken for what it means."""
    at = current(turn)
    if not at or turn.inbound.kind != "say":
        return False
    guide, step = at
    if option := turn.world.understanding.option(turn.text, step):
        lead(turn, guide, option.go)
    elif trouble := turn.world.understanding.sign(turn.text, step):
        show_fix(turn, guide, step, trouble)
    else:
        return False
    return True


# ---- the end -------------------------------------------------------------------------------------------------------


def finish(turn: Turn, guide: Guide) -> None:
    turn.emit(GuideFinished(guide.id))
    turn.talk.leave()
    turn.show(paragraphs(guide.ending, warning(guide.warning)))
    turn.say(ask_if_it_helped(guide),
             Button(_("Yes, thank you"), f"guide.rate:{guide.id}.yes"),
             Button(_("No, I still need help"), f"guide.rate:{guide.id}.no"))  # fmt: skip


def ask_if_it_helped(guide: Guide) -> Phrase:
    return paragraphs(_("Did this help {you}?"), sources(guide))


@router.action("guide.rate")
async def take_rating(turn: Turn) -> None:
    guide, helped = turn.content.guide(turn.arg(0)), turn.arg(1) == "yes"
    if guide:
        turn.emit(GuideRated(guide.id, helped))
    if helped or not guide:
        turn.show(_("Thank {you}! When {you} need something, just write."), MENU)
    else:
        turn.show(paragraphs(_("{Me} am sorry it did not work."), guide.in_person), PERSON, MENU)


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
        turn.talk.guide, turn.talk.trail = guide.id, guide.way_to(step)
    turn.talk.go_to(step.id)
    return guide, step


def say_it_is_gone(turn: Turn) -> None:
    turn.say(_("This guide is no longer used. Here is what {me} can help with now."), MENU, PERSON)


def open_changed(turn: Turn, guide: Guide) -> None:
    turn.say(_("This guide has been renewed. Let us start it again."))
    open_guide(turn, guide)
