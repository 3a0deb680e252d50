"""The month of a member as a page to hand in: what they helped with, in counts that can be defended."""

from collections.abc import Sequence

from bot.core.clock import VIETNAM
from bot.core.errors import Answerable
from bot.core.facts import Ended, ended
from bot.core.messages import Button, Reply
from bot.core.phrases import Joined, Phrase, lines
from bot.core.phrases import text as _
from bot.core.sessions import KeptSession
from bot.core.sheet import Row, Sheet
from bot.core.tally import Tally, tally
from bot.core.teams import Member, Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import BOOK, MY_TEAM
from handlers.team import months
from handlers.team.drafts import must_log
from handlers.team.session_words import service, today
from handlers.team.words import ROLES, number, place, require

router = Router()

MOST = 10  # services on the page, those with most; the others are one row


def as_page(month: str) -> Button:
    """``month``: as actions name it."""
    return Button(_("As a page to hand in"), f"certificate:{month}")


@router.action("certificate")
async def make(turn: Turn) -> None:
    """``certificate:2026-11``, or with the number of a team behind it: a page is of one team."""
    await must_log(turn)
    first = months.first_of(turn.arg(0), today(turn))
    kept = await turn.ports.sessions.of_member(turn.person.id, first, months.last_of(first))
    of_teams = list(dict.fromkeys(one.session.team for one in kept))
    wanted = number(turn.arg(1)) or (of_teams[0] if len(of_teams) == 1 else 0)
    if not of_teams:
        turn.say(_("Nothing is logged in {month} yet.", month=months.title(first)), BOOK, MY_TEAM)
    elif wanted in of_teams:
        await hand_out(turn, months.code(first), [one for one in kept if one.session.team == wanted], wanted)
    else:
        teams = [team for id_ in of_teams if (team := await turn.ports.teams.find(id_))]
        buttons = (Button(team.name, f"certificate:{months.code(first)}.{team.id}") for team in teams)
        turn.say(_("For which team?"), *buttons, BOOK)


async def hand_out(turn: Turn, month: str, kept: Sequence[KeptSession], team_id: int) -> None:
    team, own = await own_post(turn, team_id)
    found, title = tally(kept), months.title(months.first_of(month, today(turn)))
    sheet = Sheet(
        file=f"ghi-nhan-{month}",
        over=_("COMMUNITY DIGITAL TEAM"),
        title=_("Record of help given"),
        month=_("Month {month}/{year}", month=month[5:], year=month[:4]),
        name=own.name,
        under=_("{role}, “{team}”, {place}", role=ROLES[own.role], team=team.name, place=place(turn, team.commune)),
        figures=figures(found),
        rows=rows(turn, kept, found),
        signs=((_("Who helped"), _("Signature and name")), (_("Team leader"), _("Signature and name"))),
        note=note(found),
        foot=_("Made on {date} from the log in Tổ Số.", date=turn.now.astimezone(VIETNAM).strftime("%d/%m/%Y")),
    )
    turn.replies.append(Reply(in_words(title, found), (BOOK, MY_TEAM), sheet=sheet))


async def own_post(turn: Turn, team_id: int) -> tuple[Team, Member]:
    team = await turn.ports.teams.find(team_id)
    members = await turn.ports.teams.members(team_id)
    own = next((one for one in members if one.person == turn.person.id), None)
    if not team or not own:
        raise Answerable(_("{You} are no longer in this team; please ask its leader for the record."), BOOK, MY_TEAM)
    await require(turn, "session.log", commune=team.commune, team=team.id)
    return team, own


def figures(found: Tally) -> tuple[Row, ...]:
    return (
        (str(found.sessions), _("sessions")),
        (str(found.people), _("times somebody was helped")),
        (f"{found.confirmed}/{found.confirmable}" if found.confirmable else "—", _("confirmed by residents")),
        (str(found.thanks), _("thanks")),
    )


def rows(turn: Turn, kept: Sequence[KeptSession], found: Tally) -> tuple[Row, ...]:
    done = [(code, people, seen_done(kept, code)) for code, people in found.by_service.items()]
    more = done[MOST:]
    rest: list[Row] = [(_("Other services"), str(sum(m[1] for m in more)), str(sum(m[2] for m in more)))]
    each: list[Row] = [(service(turn, code), str(people), str(seen)) for code, people, seen in done[:MOST]]
    return ((_("Service"), _("Times helped"), _("Done, seen on screen")), *each, *(rest if more else []))


def seen_done(kept: Sequence[KeptSession], code: str) -> int:
    """Results that the member saw on the screen, as reports count them; of these one person may have several."""
    works = (work for one in kept for work in one.session.works if work.service == code)
    return sum(work.people for work in works if ended(work.outcome, work.evidence) is Ended.DONE)


def note(found: Tally) -> Phrase:
    """What these figures are, and what they are not."""
    phoneless = found.people - found.confirmable
    parts: tuple[Phrase, ...] = (
        _("Figures noted by the community digital team itself while helping people; they show the help given, are no "
          "rate of the population, and do not replace statistics or the results of the DTI."),
        _("Whoever came several times is counted each time."),
    )  # fmt: skip
    if phoneless:
        parts += (_("{count} had no phone to confirm with and are counted apart.", count=str(phoneless)),)
    return Joined(parts, " ")


def in_words(title: Phrase, found: Tally) -> Phrase:
    """The same figures, for where no picture can be shown."""
    return lines(
        _("*Record of help given*, {month}", month=title),
        *(Joined(("• ", what, ": ", value), "") for value, what in figures(found)),
        _("The page is a picture: it can be saved, passed on or printed."),
    )
