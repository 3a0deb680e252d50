"""Reports in the chat: the figures in words, as a picture, and as a file."""

from bot.core.exports import Asked, Form
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.roles import Standing
from bot.engine.router import Router
from bot.engine.turn import Turn
from bot.reports.period import Period, Span, around
from bot.reports.report import Place, Report
from handlers.admin.report_places import (
    asked_for,
    code,
    must_see,
    named,
    not_theirs,
    own_places,
    read_place,
    read_time,
    report_of,
    showing,
    today,
)
from handlers.admin.report_words import in_words
from handlers.resident.buttons import MAIL, MENU, MY_TEAM, SITE

router = Router()

MOST = 8  # teams offered at once


@router.action("report")
async def show_own(turn: Turn) -> None:
    await hand_over_own(turn, this_month(turn))


def this_month(turn: Turn) -> Period:
    return around(Span.MONTH, today(turn))


async def hand_over_own(turn: Turn, period: Period) -> None:
    """Of what they look after; of several, they choose."""
    standing = await turn.ports.teams.standing(turn.person.id)
    own = await own_places(turn.ports, turn.world, standing)
    if not own:
        raise await not_theirs(turn, standing)
    if len(own) == 1:
        await hand_over(turn, period, own[0])
    else:
        turn.say(_("Whose report?"), *(showing(period, place, named(turn, place)) for place in own), MAIL, MENU)


@router.action("report.now")
async def hand_over_now(turn: Turn) -> None:
    await hand_over(turn, this_month(turn), await read_place(turn, turn.arg(0), turn.arg(1)))


async def hand_over(turn: Turn, period: Period, place: Place) -> None:
    """The figures, then the picture and the file, if there is anything in them."""
    report, standing = await seen(turn, period, place)
    words = in_words(report, turn.content, today(turn))
    if report.is_empty:
        turn.say(words, *ways(turn, report, standing))
        return
    turn.say(words)
    turn.replies.append(enclosing(turn, Form.PNG, period, place))
    turn.replies.append(enclosing(turn, Form.XLSX, period, place, *ways(turn, report, standing)))


async def seen(turn: Turn, period: Period, place: Place) -> tuple[Report, Standing]:
    standing = await must_see(turn, place)
    return await report_of(turn.ports, turn.world, standing, period, place, turn.now), standing


@router.action("report.show")
async def show(turn: Turn) -> None:
    """``report.show:2026-10.23941``; with the number of a team behind it, of that team alone."""
    period, place = await asked_for(turn)
    report, standing = await seen(turn, period, place)
    files = () if report.is_empty else (sheet(period, place), chart(period, place))
    turn.show(in_words(report, turn.content, today(turn)), *files, *ways(turn, report, standing))


def ways(turn: Turn, report: Report, standing: Standing) -> list[Button]:
    """To other times and places, and to where more of it stands."""
    period, place = report.period, report.place
    before = showing(period.before, place, _("Before: {period}", period=period.before.title))
    after = showing(period.after, place, _("After: {period}", period=period.after.title))
    other = Button(_("Another place"), f"report.where:{period.code}")
    later = [after] if period.after.first <= today(turn) else []
    return [before, *later, *([other] if may_choose(standing) else []), SITE, MAIL, MENU]


def may_choose(standing: Standing) -> bool:
    """Whether there is another place whose reports they see: a leader of one team has none."""
    return len(standing.posts) > 1 or any(not post.team for post in standing.posts)


# ---- the files ----


def sheet(period: Period, place: Place) -> Button:
    return Button(_("Get the Excel table"), f"report.sheet:{period.code}.{code(place)}")


def chart(period: Period, place: Place) -> Button:
    return Button(_("See the chart"), f"report.chart:{period.code}.{code(place)}")


@router.action("report.sheet")
async def hand_out_sheet(turn: Turn) -> None:
    period, place = await asked_for(turn)
    turn.replies.append(
        enclosing(turn, Form.XLSX, period, place, showing(period, place, _("The figures")), chart(period, place), MENU)
    )


@router.action("report.chart")
async def show_chart(turn: Turn) -> None:
    period, place = await asked_for(turn)
    turn.replies.append(
        enclosing(turn, Form.PNG, period, place, showing(period, place, _("The figures")), sheet(period, place), MENU)
    )


def enclosing(turn: Turn, form: Form, period: Period, place: Place, *buttons: Button) -> Reply:
    """It is made when it is sent, if they may see it then."""
    return Reply(
        title(turn, form, period, place), buttons,
        encloses=Asked(turn.person.id, form, period.code, place.code, place.team),
    )  # fmt: skip


def title(turn: Turn, form: Form, period: Period, place: Place) -> Phrase:
    if form is Form.PNG:
        return _("Chart: {place}, {period}", place=named(turn, place), period=period.title)
    return _("Excel table: {place}, {period}", place=named(turn, place), period=period.title)


# ---- another place ----


@router.action("report.where")
async def ask_where(turn: Turn) -> None:
    period = read_time(turn, turn.arg(0))
    standing = await turn.ports.teams.standing(turn.person.id)
    own = await own_places(turn.ports, turn.world, standing)
    if not own:
        raise await not_theirs(turn, standing)
    teams = [place for one in own if one.code and not one.team for place in await teams_of(turn, one)]
    offered = [showing(period, place, named(turn, place)) for place in dict.fromkeys([*own, *teams][:MOST])]
    words = _("Which place is it about?")
    if any(not place.code for place in own):
        words = _("Which place is it about? Please type the name of a commune or ward.")
    turn.ask(words, "report.place", *offered, MY_TEAM, MENU, period=period.code)


async def teams_of(turn: Turn, commune: Place) -> list[Place]:
    return [
        Place(commune.code, commune.name, team.id, team.name)
        for team in await turn.ports.teams.of_commune(commune.code)
    ]
