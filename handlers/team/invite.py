"""Inviting: a code, a link and its picture; for one person or several, until a day, and withdrawn at any time."""

from bot.core.clock import VIETNAM
from bot.core.errors import Answerable
from bot.core.events import InviteMade
from bot.core.messages import Button, Reply
from bot.core.phrases import Phrase, lines
from bot.core.phrases import text as _
from bot.core.roles import Post, Role
from bot.core.teams import Invite
from bot.engine.router import Router
from bot.engine.turn import Turn
from handlers.resident.buttons import MY_TEAM
from handlers.team.qr import picture
from handlers.team.words import ROLES, number, place, require

router = Router()

DAYS = 7
MOST_USES = 50
CHOICES = (1, 10, MOST_USES)
FILE = "ma-moi"


async def post_of(turn: Turn) -> Post:
    """The post that the action names (role.commune.team), if they may invite to it."""
    role, commune, team = turn.arg(0), turn.arg(1), number(turn.arg(2))
    there = await turn.ports.teams.find(team) if team else None
    if role not in ROLES or not fits(turn, role, commune, team) or (team and (not there or there.commune != commune)):
        raise Answerable(_("This invite leads nowhere any more."), MY_TEAM)
    await require(turn, f"{role}.invite", commune=commune, team=team)
    return Post(Role(role), "" if commune == "0" else commune, team)


def fits(turn: Turn, role: str, commune: str, team: int) -> bool:
    """A team for its people, a commune for its administrator, neither for one of the province."""
    wanted = (role in {Role.MEMBER, Role.LEADER}, role != Role.PROVINCE_ADMIN)
    return wanted == (bool(team), commune in turn.world.places.units)


@router.action("invite.new")
async def ask_for_how_many(turn: Turn) -> None:
    post = await post_of(turn)
    if post.role is not Role.MEMBER:
        await make(turn, post, 1)
        return
    here = ".".join(turn.args[:3])
    choices = [Button(_("{count} people", count=str(n)), f"invite.make:{here}.{n}") for n in CHOICES[1:]]
    turn.say(_("How many people may use this code?"), Button(_("One person"), f"invite.make:{here}.1"), *choices)


@router.action("invite.make")
async def make_chosen(turn: Turn) -> None:
    post = await post_of(turn)
    await make(turn, post, min(max(number(turn.arg(3)), 1), MOST_USES) if post.role is Role.MEMBER else 1)


async def make(turn: Turn, post: Post, uses: int) -> None:
    invite, code = await turn.ports.invites.make(turn.person.id, post, uses=uses, days=DAYS)
    turn.emit(InviteMade(post.role.value, post.commune, post.team))
    link = f"{turn.ports.url}/?start=j_{code}" if turn.ports.url else ""
    buttons = (Button(_("Withdraw this code"), f"invite.withdraw:{invite.id}.{post.commune or 0}.{post.team}"), MY_TEAM)
    document = picture(FILE, link) if link else None
    turn.replies.append(Reply(told(turn, invite, code, link), buttons, document=document))


def told(turn: Turn, invite: Invite, code: str, link: str) -> Phrase:
    role = ROLES[invite.purpose]
    what = _("{role}, {place}", role=role, place=place(turn, invite.commune)) if invite.commune else role
    return lines(
        _("Code for *{what}*: *{code}*", what=what, code=code),
        _("Or open: {link}", link=link) if link else None,
        _("For {uses} uses, until {date}. Whoever is invited types the code to Tổ Số.",
          uses=str(invite.uses_left), date=day(invite)),
    )  # fmt: skip


def day(invite: Invite) -> str:
    return invite.expires_at.astimezone(VIETNAM).strftime("%d/%m/%Y")


@router.action("invite.list")
async def show_open(turn: Turn) -> None:
    commune, team = turn.arg(0), number(turn.arg(1))
    await require(turn, "member.invite", commune=commune, team=team)
    found = await turn.ports.invites.open("" if commune == "0" else commune, team)
    if not found:
        turn.say(_("No invite is open."), MY_TEAM)
        return
    turn.say(_("Press an invite to withdraw it."), *(as_button(invite) for invite in found), MY_TEAM)


def as_button(invite: Invite) -> Button:
    label = _(
        "{role}: {uses} left, until {date}", role=ROLES[invite.purpose], uses=str(invite.uses_left), date=day(invite)
    )
    return Button(label, f"invite.withdraw:{invite.id}.{invite.commune or 0}.{invite.team}")


@router.action("invite.withdraw")
async def withdraw(turn: Turn) -> None:
    """The place in the action is only where to look: what is not found there is not open, or not theirs."""
    id_, commune, team = number(turn.arg(0)), turn.arg(1), number(turn.arg(2))
    found = await turn.ports.invites.open("" if commune == "0" else commune, team)
    for invite in found:
        if invite.id == id_:
            await require(turn, f"{invite.purpose}.invite", commune=invite.commune, team=invite.team)
            await turn.ports.invites.withdraw(turn.person.id, id_)
    turn.say(_("This code is no longer valid."), MY_TEAM)
