"""What comes by itself, for those who chose it: the report of the month that is over, and on Mondays what needs
attention."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.core.clock import VIETNAM
from bot.core.exports import Asked, Form
from bot.core.facts import Rows, Scope
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.ports import Ports
from bot.core.session_ports import MONTHLY, WEEKLY
from bot.engine.router import Router
from bot.engine.turn import Turn, World
from bot.reports.names import Names, written
from bot.reports.period import Span, around
from bot.reports.report import Place
from bot.reports.withhold import figure
from handlers.admin.report_places import SEE, code, not_theirs, own_places, report_of, showing
from handlers.admin.report_words import in_words
from handlers.resident.buttons import MAIL, MENU, MY_TEAM, REPORT, REQUESTS

router = Router()

HOUR = 8
WEEKS = 4
"""Without a session, and a team is silent."""
STALE_AFTER = timedelta(days=182)
"""As the check of the content has it: half a year."""
NAMED = 5  # teams or guides by name; more of them are a number
WORDS = {
    MONTHLY: (_("Every month: the report"), _("No monthly report")),
    WEEKLY: (_("Every Monday: what needs attention"), _("No message on Mondays")),
}


@router.action("mail")
async def show(turn: Turn) -> None:
    await must_look_after(turn)
    chosen = [about for about in WORDS if await turn.ports.reminders.hour(turn.person.id, about) is not None]
    buttons = [Button(WORDS[about][about in chosen], f"mail.{'off' if about in chosen else 'on'}:{about}")
               for about in WORDS]  # fmt: skip
    words = _("{Me} send only what {you} choose: the report of a month on the 1st, what needs attention on Mondays.")
    turn.show(words, *buttons, REPORT, MENU)


async def must_look_after(turn: Turn) -> None:
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may_somewhere(SEE):
        raise await not_theirs(turn, standing)


@router.action("mail.on")
async def choose(turn: Turn) -> None:
    await must_look_after(turn)
    about = turn.arg(0)
    if about not in WORDS:
        await show(turn)
        return
    await turn.ports.reminders.choose(turn.person.id, HOUR, about)
    words = {
        MONTHLY: _("All right: on the 1st of every month, after 8:00, comes the report of the month before."),
        WEEKLY: _("All right: on Mondays, after 8:00, comes what needs attention; else nothing."),
    }
    turn.show(words[about], Button(WORDS[about][1], f"mail.off:{about}"), MAIL, MENU)


@router.action("mail.off")
async def stop(turn: Turn) -> None:
    """Also for who looks after nothing any more."""
    if turn.arg(0) in WORDS:
        await turn.ports.reminders.stop(turn.person.id, turn.arg(0))
    turn.show(_("All right, {me} do not send this any more."), MY_TEAM, MENU)


# ---- when ----


def month_since(today: date) -> date | None:
    """From the first to the third: who was looked at since the first has it."""
    return today.replace(day=1) if today.day <= 3 else None


def week_since(today: date) -> date | None:
    return today if today.weekday() == 0 else None


# ---- what ----


async def monthly(world: World, ports: Ports, person: int, now: datetime) -> list[Reply]:
    """Of each place that they look after now: the figures, and the file if there is anything in it."""
    standing = await ports.teams.standing(person)
    period = around(Span.MONTH, now.astimezone(VIETNAM).date()).before
    replies = []
    for place in await own_places(ports, world, standing):
        report = await report_of(ports, world, standing, period, place, now)
        words = in_words(report, world.content, now.astimezone(VIETNAM).date())
        chart = Button(_("See the chart"), f"report.chart:{period.code}.{code(place)}")
        enclosed = None if report.is_empty else Asked(person, Form.XLSX, period.code, place.code, place.team)
        buttons = (chart,) if enclosed else (showing(period.after, place, _("This month")),)
        off = Button(WORDS[MONTHLY][1], f"mail.off:{MONTHLY}")
        replies.append(Reply(words, (*buttons, REPORT, off), encloses=enclosed))
    return replies


async def weekly(world: World, ports: Ports, person: int, now: datetime) -> list[Reply]:
    """Nothing where nothing needs attention."""
    standing = await ports.teams.standing(person)
    found = [words for place in await own_places(ports, world, standing)
             for words in await of_place(world, ports, place, now)]  # fmt: skip
    found += stale(world, now) if standing.may_somewhere("question.see") else []
    if not found:
        return []
    requests = [REQUESTS] if any(post.commune for post in standing.posts) else []
    off = Button(WORDS[WEEKLY][1], f"mail.off:{WEEKLY}")
    return [Reply(lines(_("*What needs attention this week*"), *found), (*requests, REPORT, off))]


async def of_place(world: World, ports: Ports, place: Place, now: datetime) -> list[Phrase]:
    today = now.astimezone(VIETNAM).date()
    scope = Scope(today - timedelta(weeks=WEEKS), today, place.code, place.team)
    rows = await ports.figures.rows(scope, members=False)
    called = Names(world.content).place(place)
    found = [*await requests(ports, rows, place), *silence(rows, place)]
    return [_("• {place}: {what}", place=called, what=what) for what in found]


async def requests(ports: Ports, rows: Rows, place: Place) -> list[Phrase]:
    """Of a commune those that nobody has; of the province, which has them in no list, those that are not done."""
    if not place.code:
        count = written(figure(rows.asked.waiting))
        return [_("requests of residents that are not done: {count}", count=count)] if rows.asked.waiting else []
    waiting = [one for one in await ports.requests.open_in(place.code) if not place.team or one.team in (0, place.team)]
    return [_("requests of residents that nobody took: {count}", count=str(len(waiting)))] if waiting else []


def silence(rows: Rows, place: Place) -> Iterator[Phrase]:
    silent = [team.name for team in rows.teams if team.id not in rows.by_team]
    if place.team and silent:
        yield _("no session in the log for {weeks} weeks", weeks=str(WEEKS))
    elif silent:
        yield _("teams without a session for {weeks} weeks: {names}", weeks=str(WEEKS), names=some(silent))


def stale(world: World, now: datetime) -> list[Phrase]:
    """Guides that nobody has held against their sources for long."""
    before = now.astimezone(VIETNAM).date() - STALE_AFTER
    old = [guide for guide in world.content.published if guide.checked_on < before]
    return [_("• guides to be checked again: {count}", count=str(len(old)))] if old else []


def some(names: Sequence[str]) -> Phrase:
    if len(names) <= NAMED:
        return ", ".join(names)
    return _("{names} and {more} more", names=", ".join(names[:NAMED]), more=str(len(names) - NAMED))
