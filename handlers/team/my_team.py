"""“My team”: where it works, who is in it, and what one may do there."""

from collections.abc import Sequence

from bot.core.messages import Button
from bot.core.phrases import Joined, Phrase, lines
from bot.core.phrases import text as _
from bot.core.roles import ENTER, Post, Role, Standing
from bot.core.teams import Member, Team
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import ANNOUNCEMENTS, BOOK, LOG, MENU, REPORT, REQUESTS, SITE
from handlers.team.notebook import NOTEBOOK
from handlers.team.words import place, require, team_of

router = Router()

LINK = Button(_("Link another account"), "link.new")


@router.on("team")
@router.action("team.mine")
async def show_my_team(turn: Turn) -> None:
    await show_mine(turn)


async def show_mine(turn: Turn) -> None:
    """The only one there is at once, several to choose from."""
    turn.talk.expect("")
    standing = await turn.ports.teams.standing(turn.person.id)
    ways = [button for post in standing.posts for button in await ways_of(turn, post)]
    if not ways:
        turn.say(_("{You} are in no team yet. If {you} have a code, just type it here."), MENU)
    elif standing.role in {Role.MEMBER, Role.LEADER} and len(standing.teams) == 1:
        team = await turn.ports.teams.find(standing.teams[0])
        if team:
            await show_team(turn, team)
    else:
        turn.say(_("Which one do {you} want to see?"), *ways, *ways_beside(standing), LINK, MENU)


def ways_beside(standing: Standing) -> list[Button]:
    """To what is not of one place alone."""
    offered = (
        (standing.may_somewhere("announcement.write"), ANNOUNCEMENTS),
        (sees(standing), REQUESTS),
        (standing.may_somewhere("report.see"), REPORT),
    )
    return [*(button for may, button in offered if may), *([SITE] if standing.may_somewhere(ENTER) else [])]


def sees(standing: Standing) -> bool:
    """Whether requests of residents can come to them; the province has them in no list."""
    return any(post.commune for post in standing.posts)


async def ways_of(turn: Turn, post: Post) -> list[Button]:
    if post.role is Role.PROVINCE_ADMIN:
        return [
            Button(_("Choose a commune"), "admin.commune"),
            Button(_("Invite another administrator of the province"), "invite.new:province_admin.0.0"),
        ]
    if post.role is Role.COMMUNE_ADMIN:
        where = place(turn, post.commune)
        return [Button(_("Teams of {place}", place=where), f"admin.teams:{post.commune}")]
    team = await turn.ports.teams.find(post.team)
    return [Button(team.name, f"team.show:{team.id}")] if team else []


@router.action("team.show")
async def show_chosen(turn: Turn) -> None:
    team = await team_of(turn)
    await require(turn, "team.see", commune=team.commune, team=team.id)
    await show_team(turn, team)


async def show_team(turn: Turn, team: Team) -> None:
    standing = await turn.ports.teams.standing(turn.person.id)
    members = await turn.ports.teams.members(team.id)
    title = _("*{team}*, {place}", team=team.name, place=place(turn, team.commune))
    turn.say(lines(title, villages(team), who(members)), *buttons(standing, team), LINK, MENU)


def villages(team: Team) -> Phrase:
    covered: Phrase = ", ".join(team.villages) or _("the whole commune")
    return _("Villages: {villages}", villages=covered)


def who(members: Sequence[Member]) -> Phrase:
    if not members:
        return _("Nobody is in it yet.")
    names = tuple(_("{name} (leader)", name=m.name) if m.role is Role.LEADER else m.name for m in members)
    return _("Members: {names}", names=Joined(names, ", "))


def buttons(standing: Standing, team: Team) -> list[Button]:
    """Only what they may do there."""
    here = f"{team.commune}.{team.id}"
    offered = (
        ("request.see", REQUESTS),
        ("session.log", LOG),
        ("session.log", BOOK),
        ("session.log", NOTEBOOK),
        ("report.see", Button(_("Report"), f"report.now:{here}")),
        (ENTER, SITE),
        ("session.see", Button(_("Log of the team"), f"team.book:{team.id}")),
        ("member.invite", Button(_("Invite a member"), f"invite.new:member.{here}")),
        ("leader.invite", Button(_("Invite a leader"), f"invite.new:leader.{here}")),
        ("member.invite", Button(_("Open invites"), f"invite.list:{here}")),
        ("member.remove", Button(_("Members"), f"members:{team.id}")),
        ("team.villages", Button(_("Change the villages"), f"villages:{team.id}")),
        ("group.link", Button(_("Link a Telegram group"), f"group.code:{team.id}")),
    )
    may = [button for act, button in offered if standing.may(act, commune=team.commune, team=team.id)]
    return [*may, Button(_("Leave the team"), f"leave.ask:{team.id}")] if team.id in standing.teams else may
