"""Stuck at a step: what is seen there, what to do about it; and whatever is typed while a guide is open."""

from bot.content.model import Guide, Step, Trouble
from bot.core.events import StuckReported, TroubleNamed
from bot.core.messages import Button
from bot.core.phrases import text as _
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident import ask_for_help, guides, whereabouts
from handlers.resident.buttons import MENU, PERSON

router = Router()

SEEN = 0.65
"""A sign of this step that is so near is meant, whatever else the words may mean."""
LIKELY = 0.38
"""... so near it is, if nothing is asked and no other guide is clearly meant."""
SEEN_EARLIER = 0.7
"""... and so near a sign of another step: people press "done", then tell what was wrong."""
CLEARLY_ANOTHER = 0.75


@router.action("guide.stuck")
async def ask_what_is_seen(turn: Turn) -> None:
    if at := guides.find_step(turn):
        offer_troubles(turn, *at)


@router.on("stuck")
async def ask_what_is_seen_by_word(turn: Turn) -> None:
    at = whereabouts.current(turn)
    offer_troubles(turn, *at) if at else turn.say(_("What are {you} doing? Write it in a few words."), MENU, PERSON)


def offer_troubles(turn: Turn, guide: Guide, step: Step) -> None:
    turn.emit(StuckReported(guide.id, step.id))
    if not step.troubles:
        guides.show_step(turn, guide, step, _("Please choose the line that fits best. If none does, ask a person."))
        return
    turn.talk.expect("guide.beside")
    signs = [Button(t.sign, f"guide.trouble:{guide.id}.{step.id}.{t.id}") for t in step.troubles]
    turn.show(_("What do {you} see on the screen?"), *signs, Button(_("Something else: ask a person"), "help.start"),
              Button(_("Back"), f"guide.here:{guide.id}.{step.id}"))  # fmt: skip


@router.action("guide.trouble")
async def solve(turn: Turn) -> None:
    if not (at := guides.find_step(turn)):
        return
    guide, step = at
    trouble = step.trouble(turn.arg(2))
    show_fix(turn, guide, step, trouble) if trouble else offer_troubles(turn, guide, step)


def show_fix(turn: Turn, guide: Guide, step: Step, trouble: Trouble) -> None:
    turn.emit(TroubleNamed(guide.id, step.id, trouble.id))
    turn.talk.expect("guide.fix", trouble=trouble.id)
    here = f"{guide.id}.{step.id}"
    fixed = Button(_("That works, go on"), f"guide.fixed:{here}.{trouble.id}")
    onward = [PERSON] if trouble.then == "person" else [fixed, Button(_("Still not: ask a person"), "help.start")]
    turn.show(trouble.fix, *onward, Button(_("Back"), f"guide.stuck:{here}"))


@router.action("guide.fixed")
async def go_on_after_fix(turn: Turn) -> None:
    if at := guides.find_step(turn):
        go_on_from(turn, *at, turn.arg(2))


def go_on_from(turn: Turn, guide: Guide, step: Step, trouble: str) -> None:
    found = step.trouble(trouble)
    guides.lead(turn, guide, (found.then if found else "").removeprefix("step:") or step.id)


# ---- typed while a guide is open: a word does what the button with that word does ----


@router.answer("guide.words")
async def understand_at_a_step(turn: Turn) -> bool:
    at = whereabouts.current(turn)
    return bool(at and turn.inbound.kind == "say" and is_about_the_step(turn, *at))


@router.answer("guide.beside")
async def understand_beside(turn: Turn) -> bool:
    """What stands there is not the step itself, but leads back to it: an answer, a list of what may be wrong."""
    at = whereabouts.current(turn)
    if at and turn.meaning.kind in {"done", "back"}:
        guides.show_step(turn, *at)
        return True
    return await understand_at_a_step(turn)


@router.answer("guide.fix")
async def understand_after_a_fix(turn: Turn) -> bool:
    at = whereabouts.current(turn)
    if at and turn.meaning.kind == "done":
        go_on_from(turn, *at, turn.talk.notes.get("trouble", ""))
    elif at and turn.meaning.kind == "back":
        offer_troubles(turn, *at)
    elif at and turn.meaning.kind == "stuck":
        await ask_for_help.lead_to_a_person(turn)
    else:
        return await understand_at_a_step(turn)
    return True


def is_about_the_step(turn: Turn, guide: Guide, step: Step) -> bool:
    """One of its options, or something the person sees; else it is taken for what it means."""
    if option := turn.world.understanding.option(turn.text, step):
        guides.lead(turn, guide, option.go)
        return True
    if found := seen(turn, guide, step):
        where, trouble = found
        turn.talk.go_to(where.id)
        show_fix(turn, guide, where, trouble)
        return True
    return False


def seen(turn: Turn, guide: Guide, step: Step) -> tuple[Step, Trouble] | None:
    """The step and the trouble that the words describe."""
    nearest = turn.world.understanding.sign(turn.text, step)
    if nearest and nearest[1] >= needed(turn, guide):
        return step, nearest[0]
    earlier = [guide.step(id_) for id_ in reversed(turn.talk.trail[:-1])]
    for other in filter(None, earlier):
        found = turn.world.understanding.sign(turn.text, other)
        if found and found[1] >= SEEN_EARLIER and turn.meaning.kind != "emergency":
            return other, found[0]
    return None


def needed(turn: Turn, guide: Guide) -> float:
    """How near a sign has to be."""
    meaning = turn.meaning
    vague = meaning.kind in {"guesses", "unknown", "stuck"} or meaning.guide == guide.id
    other = meaning.kind == "emergency" or (not vague and meaning.score >= CLEARLY_ANOTHER)
    return SEEN if meaning.inquiry or other else LIKELY
