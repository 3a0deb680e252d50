"""Questions that were not understood: an editor attaches each to a guide, or lets it be. They belong to no place."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.attaching import Lesson
from bot.content.load import Ask as Asking
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

PATH = "/cau-hoi"
LISTED = 20
LATEST = 10  # of those that were dealt with
pages = Section(PATH, _("Questions not understood"), act="question.see", where=SOMEWHERE)

GONE: Phrase = _("Somebody dealt with this question before.")


@pages.get(PATH)
async def show(ask: Ask) -> web.Response:
    page = ask.page
    async with ask.office.reading() as ports:
        found = await questions.waiting(ports.connection, most=LISTED + 1, after=(page - 1) * LISTED)
        count = await questions.waiting_count(ports.connection)
        settled = await questions.settled(ports.connection, most=LATEST)
    rows = [(one, understood(ask, one), ask.office.attaching.lesson(one.id)) for one in found[:LISTED]]
    return await ask.render(
        "admin/questions.html", rows=rows, count=count, page=page, more=len(found) > LISTED, settled=settled,
        learning=any(lesson and not lesson.refused for _one, _words, lesson in rows), attached=ATTACHED,
        may_settle=ask.may("question.settle"),
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
    """As it was typed before, when that was refused."""
    question = await _question(ask)
    lesson = ask.office.attaching.lesson(question.id)
    if not lesson:
        return await _show_one(ask, question, Lesson(question.id, Asking("", question.lang, question.text), ask.person))
    return await _show_one(ask, question, lesson)


async def _question(ask: Ask) -> Question:
    async with ask.office.reading() as ports:
        found = await questions.find(ports.connection, ask.number("id"))
    if not found:
        raise web.HTTPNotFound
    return found


async def _show_one(ask: Ask, question: Question, lesson: Lesson, status: int = 200) -> web.Response:
    world, learning = ask.office.world(), ask.office.attaching.is_learning(question.id)
    return await ask.render(
        "admin/question.html", status=status, question=question, understood=understood(ask, question), lesson=lesson,
        candidates=candidates(world.meaning(question.text)), guides=world.content.published, longest=LONGEST,
        learning=learning, may_settle=ask.may("question.settle") and not learning,
    )  # fmt: skip


def candidates(meaning: Meaning) -> Sequence[tuple[str, int]]:
    """(guide, how likely in percent), but for the hopeless."""
    likely = ((one.target, round(100 * one.score)) for one in meaning.candidates)
    return [(guide, percent) for guide, percent in likely if percent]


@pages.post(PATH + "/{id}/gan", act="question.settle")
async def attach(ask: Ask) -> web.Response:
    """Once it is learned, it leads to the guide: a running bot notices by itself."""
    question = await _waiting(ask)
    guide, wording = _typed(ask, "other") or _typed(ask, "guide"), guard(_typed(ask, "wording")).text[:LONGEST]
    asking = Asking(guide, question.lang, wording or question.text)
    if not ask.office.world().content.guide(guide):
        lesson = Lesson(question.id, asking, ask.person, refused=_("Choose the guide it asks for."))
        return await _show_one(ask, question, lesson, 422)
    ask.office.attaching.begin(question.id, asking, ask.person)
    return await ask.back(
        PATH,
        _("It is held against all other sentences first. In about a minute it leads there, or here stands why not."),
    )


@pages.post(PATH + "/{id}/bo", act="question.settle")
async def ignore(ask: Ask) -> web.Response:
    """It is not ours to answer."""
    question = await _waiting(ask)
    async with ask.office.writing() as ports:
        now = ask.office.clock()
        settled = await questions.settle(await ports.begin(), question.id, IGNORED, "", now, by=ask.person)
    return await ask.back(PATH, _("The question is ignored.") if settled else GONE)


async def _waiting(ask: Ask) -> Question:
    """Raises ``Answerable`` while it is being learned."""
    question = await _question(ask)
    if ask.office.attaching.is_learning(question.id):
        raise Answerable(_("This question is just being learned."))
    return question


def _typed(ask: Ask, name: str) -> str:
    value = ask.form.get(name, "")
    return " ".join(clean(value).split()) if isinstance(value, str) else ""
