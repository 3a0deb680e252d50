"""Questions that were not understood: an editor attaches each to a guide, or lets it be. They belong to no place."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.core.clean import clean
from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.reports.names import Names
from bot.storage import questions
from bot.storage.questions import ATTACHED, IGNORED, LONGEST, Question
from bot.understanding.guard import guard
from bot.understanding.weigh import Meaning
from bot.web.admin.ask import Ask
from bot.web.admin.section import SOMEWHERE, Section
from bot.web.admin.teaching import learn

PATH = "/cau-hoi"
LISTED = 20
pages = Section(PATH, _("Questions not understood"), act="question.see", where=SOMEWHERE)

GONE: Phrase = _("Somebody dealt with this question before.")


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    page = ask.page
    async with ask.office.reading() as ports:
        found = await questions.waiting(ports.connection, most=LISTED + 1, after=(page - 1) * LISTED)
        count = await questions.waiting_count(ports.connection)
    return await ask.render(
        "admin/questions.html", rows=[(one, understood(ask, one)) for one in found[:LISTED]], count=count, page=page,
        more=len(found) > LISTED, may_settle=ask.may("question.settle"),
    )  # fmt: skip


def understood(ask: Ask, question: Question) -> str:
    """What the bot makes of it now; since it was asked, it may have learned."""
    meaning = ask.office.world().meaning(question.text)
    names = Names(ask.office.world().content)
    match meaning.kind:
        case "guide":
            return ask.say(_("now opens “{guide}”", guide=names.guide(meaning.guide)))
        case "guesses":
            offered = ", ".join(f"“{ask.say(names.guide(one))}”" for one in meaning.guesses)
            return ask.say(_("now offers {guides}", guides=offered))
        case "unknown":
            return ask.say(_("is not understood"))
    return ask.say(_("is taken for talk that asks for no guide"))


# ---- one of them ----


@pages.get(PATH + "/{id}")
async def one(ask: Ask) -> web.Response:
    question = await _question(ask)
    return await _show_one(ask, question)


async def _question(ask: Ask) -> Question:
    async with ask.office.reading() as ports:
        found = await questions.find(ports.connection, ask.number("id"))
    if not found:
        raise web.HTTPNotFound
    return found


async def _show_one(
    ask: Ask, question: Question, wrong: Phrase = "", *, guide: str = "", wording: str = ""
) -> web.Response:  # fmt: skip
    world = ask.office.world()
    return await ask.render(
        "admin/question.html", status=422 if wrong else 200, question=question, understood=understood(ask, question),
        candidates=candidates(world.meaning(question.text)), guides=world.content.published, chosen=guide,
        wording=wording or question.text, wrong=wrong, longest=LONGEST, may_settle=ask.may("question.settle"),
    )  # fmt: skip


def candidates(meaning: Meaning) -> Sequence[tuple[str, int]]:
    """(guide, how likely in percent), but for the hopeless."""
    likely = ((one.target, round(100 * one.score)) for one in meaning.candidates)
    return [(guide, percent) for guide, percent in likely if percent]


@pages.post(PATH + "/{id}/gan", act="question.settle")
async def attach(ask: Ask) -> web.Response:
    """From the next reading of the content on, it leads to the guide. A running bot notices by itself."""
    question = await _question(ask)
    guide, wording = _typed(ask, "other") or _typed(ask, "guide"), guard(_typed(ask, "wording")).text[:LONGEST]
    if guide not in ask.office.world().content.guides:
        return await _show_one(ask, question, _("Choose the guide it asks for."), wording=wording)
    try:
        await learn(ask.office, guide, question.lang, wording or question.text)
    except Answerable as refused:
        return await _show_one(ask, question, refused.words, guide=guide, wording=wording)
    settled = await _settle(ask, question, ATTACHED, guide)
    title = Names(ask.office.world().content).guide(guide)
    return await ask.back(PATH, _("“{question}” leads to “{guide}” from now on.", question=wording or question.text,
                                  guide=title) if settled else GONE)  # fmt: skip


@pages.post(PATH + "/{id}/bo", act="question.settle")
async def ignore(ask: Ask) -> web.Response:
    """It is not ours to answer."""
    settled = await _settle(ask, await _question(ask), IGNORED, "")
    return await ask.back(PATH, _("The question is ignored.") if settled else GONE)


async def _settle(ask: Ask, question: Question, state: str, guide: str) -> bool:
    async with ask.office.writing() as ports:
        return await questions.settle(
            await ports.begin(), question.id, state, guide, ask.office.clock(), by=ask.person
        )  # fmt: skip


def _typed(ask: Ask, name: str) -> str:
    value = ask.form.get(name, "")
    return " ".join(clean(value).split()) if isinstance(value, str) else ""
