"""What the talks of teams share: words for roles and places, parts of actions, and who may do what."""

from bot.core.errors import Answerable
from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.teams import ROLES, Member, Team
from bot.engine.turn import Turn
from bot.understanding.numbers import one_line
from handlers.resident.buttons import MENU, MY_TEAM

__all__ = ["ROLES", "member_of", "number", "one_line", "place", "require", "team_of", "where_links_lead"]


async def require(turn: Turn, act: str, *, commune: str, team: int = 0) -> None:
    """Ends the turn with kind words when no post of theirs allows it there."""
    standing = await turn.ports.teams.standing(turn.person.id)
    if not standing.may(act, commune=commune, team=team):
        raise Answerable(
            _("{You} cannot do this here. The team leader or the commune's administrator can; ask them."), MENU
        )


async def team_of(turn: Turn, position: int = 0) -> Team:
    """The team that a part of the action names."""
    team = await turn.ports.teams.find(number(turn.arg(position)))
    if not team:
        raise Answerable(_("This team is no longer there."), MY_TEAM)
    return team


async def member_of(turn: Turn) -> tuple[Member, Team]:
    """The member that the action names, if they still hold that post, and their team."""
    member = await turn.ports.teams.member(number(turn.arg(0)))
    team = await turn.ports.teams.find(member.team) if member else None
    if not member or not team:
        raise Answerable(_("This person is no longer in the team."), MY_TEAM)
    return member, team


WEB = "webchat"


def where_links_lead(turn: Turn) -> str | None:
    """The address before a link to a page of ours. "" in the web chat: there it opens in the same browser, at whatever
    address the chat itself was opened. None: on this channel nothing can be opened."""
    return "" if turn.inbound.channel == WEB else turn.ports.url or None


def number(written: str) -> int:
    """0 for whatever is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def place(turn: Turn, commune: str) -> Phrase:
    unit = turn.world.places.units.get(commune)
    return unit.name if unit else _("the province")
