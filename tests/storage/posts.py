"""What a person has in the tables of teams."""

from bot.core.roles import Post, Role
from bot.storage.teams import give
from bot.storage.turns import TurnPorts
from tests.fakes import BEGIN

COMMUNE = "23941"


async def fill(ports: TurnPorts, person_id: int) -> None:
    """They lead a team of their own, and have invited somebody."""
    team = await ports.teams.make(person_id, COMMUNE, "Tổ thôn 2")
    await give(await ports.begin(), person_id, Post(Role.LEADER, COMMUNE, team.id), "Anh Nam", BEGIN)
    await ports.invites.make(person_id, Post(Role.MEMBER, COMMUNE, team.id), uses=3, days=7)
